//! The site in `www`: its build and its tests in a browser.

use std::path::{Path, PathBuf};

use crate::npm::{install, npm};
use crate::run::step;
use crate::{Failure, chromium, package, root};

fn folder() -> PathBuf {
    root().join("www")
}

/// Builds the site into `www/dist`, around the npm package as it is built.
pub(crate) fn build() -> Result<(), Failure> {
    install(&folder())?;
    step(
        "the site",
        npm(&folder()).args(["run", "--silent", "build"]),
    )
}

/// Builds the site and uses every tab of it as a person would, served by `midflight`; pictures go to `target/screenshots`.
pub(crate) fn check(midflight: &Path) -> Result<(), Failure> {
    let chromium = chromium::find()?;
    build()?;
    let mut tests = npm(&folder());
    tests
        .args(["run", "--silent", "test"])
        .env("CHROMIUM", chromium)
        .env("MIDFLIGHT", midflight);
    step("the site in a browser", &mut tests)
}

/// Measures in a browser without a window how long the engine and a module of 10 MB take to load.
pub(crate) fn loading(arguments: &[String]) -> Result<(), Failure> {
    let chromium = chromium::find()?;
    package::build()?;
    build()?;
    let mut measure = npm(&folder());
    measure
        .args(["run", "--silent", "loading", "--"])
        .args(arguments)
        .env("CHROMIUM", chromium);
    step("loading", &mut measure)
}
