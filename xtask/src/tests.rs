//! `cargo xtask test`: every test.

use crate::run::{cargo, step};
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
    package::check()?;
    site::check()?;
    shared::check()?;
    compare::check()?;
    eprintln!("\n── all tests passed");
    Ok(())
}
