//! `cargo xtask fuzz`: every fuzz target for a while.

use std::process::Command;

use crate::run::{output, step};
use crate::{Failure, root};

const SECONDS: &str = "30";

/// Runs each target of `fuzz/` for so many seconds; ends at the first that finds something.
pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    let seconds = arguments.first().map_or(SECONDS, String::as_str);
    if seconds.parse::<u32>().is_err() {
        return Err(Failure(format!(
            "fuzz: expected a number of seconds, not {seconds:?}"
        )));
    }
    install()?;
    for target in targets()? {
        let limit = format!("-max_total_time={seconds}");
        step(
            &target,
            nightly().args(["fuzz", "run", &target, "--", &limit, "-rss_limit_mb=4096"]),
        )?;
    }
    Ok(())
}

/// cargo-fuzz needs the sanitizers of the nightly compiler.
fn nightly() -> Command {
    let mut command = Command::new("rustup");
    command
        .current_dir(root())
        .args(["run", "nightly", "cargo"]);
    command
}

fn install() -> Result<(), Failure> {
    if output(nightly().arg("--version")).is_none() {
        let mut rustup = Command::new("rustup");
        step(
            "nightly compiler",
            rustup.args(["toolchain", "install", "nightly", "--profile", "minimal"]),
        )?;
    }
    if output(nightly().args(["fuzz", "--version"])).is_none() {
        step(
            "cargo-fuzz",
            nightly().args(["install", "cargo-fuzz", "--locked"]),
        )?;
    }
    Ok(())
}

fn targets() -> Result<Vec<String>, Failure> {
    let list = output(nightly().args(["fuzz", "list"]));
    let list = list.ok_or_else(|| Failure("`cargo fuzz list` fails".to_owned()))?;
    Ok(list.lines().map(str::to_owned).collect())
}
