//! The site in `www`: its build and its tests in a browser.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::npm::{install, npm};
use crate::run::{cargo, step, target};
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

/// Measures in a browser without a window how long the engine and a module of 10 MB take to load, at a
/// rate that `midflight serve` keeps.
pub(crate) fn loading(arguments: &[String]) -> Result<(), Failure> {
    measure("scripts/loading.mjs", arguments)
}

/// Runs the tab Benchmark in a browser without a window.
pub(crate) fn benchmark(arguments: &[String]) -> Result<(), Failure> {
    measure("scripts/benchmark.mjs", arguments)
}

fn measure(script: &str, arguments: &[String]) -> Result<(), Failure> {
    let chromium = chromium::find()?;
    package::build()?;
    build()?;
    let server = ["build", "--release", "--package", "midflight"];
    step("the server", cargo().args(server))?;
    let mut node = Command::new("node");
    node.current_dir(folder()).arg(script).args(arguments);
    node.env("CHROMIUM", chromium);
    node.env("MIDFLIGHT", target().join("release/midflight"));
    step("measuring", &mut node)
}
