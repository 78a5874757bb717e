//! `cargo xtask test`: every test.

use crate::run::{cargo, midflight, step};
use crate::{Failure, compare, package, shared, site, wasm};

/// Runs them all; ends at the first that fails.
pub(crate) fn run() -> Result<(), Failure> {
    // Benches are built by the lints; run without optimisation their figures would say nothing.
    let targets = ["--lib", "--bins", "--tests", "--examples", "--all-features"];
    step("tests", cargo().args(["test", "--workspace"]).args(targets))?;
    step(
        "documentation tests",
        cargo().args(["test", "--workspace", "--doc", "--all-features"]),
    )?;
    wasm::check()?;
    browser()?;
    shared::check()?;
    compare::check()?;
    eprintln!("\n── all tests passed");
    Ok(())
}

/// The npm package and the site.
pub(crate) fn browser() -> Result<(), Failure> {
    let midflight = midflight()?;
    package::check(&midflight)?;
    site::check(&midflight)
}
