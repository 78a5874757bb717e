//! The browser that tests run in.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Failure;
use crate::run::step;

const PROGRAMS: [&str; 3] = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
];
const PACKAGE: [&str; 4] = ["install", "--yes", "--no-install-recommends", "chromium"];

/// Chromium's program: what `CHROMIUM` names, or one in its usual place. A build that vouches for the
/// project installs it; a person is told how.
pub(crate) fn find() -> Result<PathBuf, Failure> {
    if let Some(program) = known() {
        return Ok(program);
    }
    if std::env::var_os("CI").is_some_and(|ci| ci == "true") {
        step("package lists", Command::new("apt-get").arg("update"))?;
        step("Chromium", Command::new("apt-get").args(PACKAGE))?;
    }
    known().ok_or_else(|| {
        let how = "`sudo apt-get install chromium`, or set CHROMIUM to its program";
        Failure(format!("the browser tests need Chromium: type {how}"))
    })
}

fn known() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let usual = PROGRAMS.iter().map(|program| Path::new(program).to_owned());
    named
        .into_iter()
        .chain(usual)
        .find(|program| program.is_file())
}
