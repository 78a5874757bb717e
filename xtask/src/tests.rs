//! `cargo xtask test`: every test.

use crate::run::{cargo, step};
use crate::{Failure, shared, wasm};

/// Runs them all; ends at the first that fails.
pub(crate) fn run() -> Result<(), Failure> {
    step(
        "tests",
        cargo().args(["test", "--workspace", "--all-targets"]),
    )?;
    step(
        "documentation tests",
        cargo().args(["test", "--workspace", "--doc"]),
    )?;
    wasm::check()?;
    shared::check()?;
    eprintln!("\n── all tests passed");
    Ok(())
}
