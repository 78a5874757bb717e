//! The browser that tests run in, and the program that drives it for `wasm-bindgen-test-runner`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Failure;
use crate::run::step;

/// A program that tests need.
struct Program {
    what: &'static str,
    /// The variable that may name it.
    variable: &'static str,
    usual: &'static [&'static str],
    /// Debian's package.
    package: &'static str,
}

const CHROMIUM: Program = Program {
    what: "Chromium",
    variable: "CHROMIUM",
    usual: &[
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ],
    package: "chromium",
};

const DRIVER: Program = Program {
    what: "Chromium's driver",
    variable: "CHROMEDRIVER",
    usual: &[
        "/usr/bin/chromedriver",
        "/usr/lib/chromium-browser/chromedriver",
    ],
    package: "chromium-driver",
};

/// Chromium's program: what `CHROMIUM` names, or one in its usual place. A build that vouches for the
/// project installs it; a person is told how.
pub(crate) fn find() -> Result<PathBuf, Failure> {
    CHROMIUM.find()
}

/// The same for its driver, which `CHROMEDRIVER` may name.
pub(crate) fn driver() -> Result<PathBuf, Failure> {
    DRIVER.find()
}

impl Program {
    fn find(&self) -> Result<PathBuf, Failure> {
        if let Some(program) = self.known() {
            return Ok(program);
        }
        if std::env::var_os("CI").is_some_and(|ci| ci == "true") {
            let install = ["install", "--yes", "--no-install-recommends", self.package];
            step("package lists", Command::new("apt-get").arg("update"))?;
            step(self.what, Command::new("apt-get").args(install))?;
        }
        let Self {
            what,
            variable,
            package,
            ..
        } = self;
        self.known().ok_or_else(|| {
            let how = format!("`sudo apt-get install {package}`, or set {variable} to its program");
            Failure(format!("the browser tests need {what}: type {how}"))
        })
    }

    fn known(&self) -> Option<PathBuf> {
        let named = std::env::var_os(self.variable).map(PathBuf::from);
        let usual = self.usual.iter().map(|path| Path::new(path).to_owned());
        named
            .into_iter()
            .chain(usual)
            .find(|program| program.is_file())
    }
}
