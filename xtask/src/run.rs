//! Other programs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Failure, root};

/// Cargo, in the workspace's folder.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Builds the command line as its own tests do, so that nothing is compiled a second time for it.
pub(crate) fn midflight() -> Result<PathBuf, Failure> {
    let tests = ["--workspace", "--all-features", "--no-run", "--test", "cli"];
    step("binary", cargo().arg("test").args(tests))?;
    Ok(target().join("debug/midflight"))
}

/// Runs a command, its output going to ours.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let said = said(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure(format!("`{said}` left with {status}"))),
        Err(error) => Err(Failure(format!("`{said}` can't be run: {error}"))),
    }
}

/// The same, with a heading.
pub(crate) fn step(title: &str, command: &mut Command) -> Result<(), Failure> {
    eprintln!("\n── {title}: {}", said(command));
    run(command)
}

/// Settles a file that is made of others: writes it, or with `check` tells that it is not what was made.
/// `command` is what makes it anew.
pub(crate) fn generated(
    path: &Path,
    made: &[u8],
    command: &str,
    check: bool,
) -> Result<(), Failure> {
    let failure = |error: &std::io::Error| Failure::file(path, error);
    if !check {
        return fs::write(path, made).map_err(|error| failure(&error));
    }
    if fs::read(path).map_err(|error| failure(&error))? != made {
        let what = format!("{} differs from what it is made of", path.display());
        return Err(Failure(format!("{what}: run `{command}`")));
    }
    Ok(())
}

/// What a command writes to standard output; `None` where it can't be run or fails.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}

/// The folder that cargo builds into.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

fn said(command: &Command) -> String {
    let words = [command.get_program()]
        .into_iter()
        .chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
