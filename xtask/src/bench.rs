//! `cargo xtask bench`: every measurement.

use crate::Failure;
use crate::run::{cargo, step};

/// Runs the benches in release; the arguments go to `cargo bench`.
pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    step(
        "benches",
        cargo()
            .args(["bench", "--package", "midflight-benches"])
            .args(arguments),
    )
}
