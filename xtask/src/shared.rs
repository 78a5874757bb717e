//! The checks that stand beside the project, in `../shared`, where they are there.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{midflight, output, step};
use crate::{Failure, root};

/// Server-sent events by vectors, and every wire that exists by recorded streams.
pub(crate) fn check() -> Result<(), Failure> {
    let shared = root().join("../shared");
    if !shared.is_dir() {
        return skip("shared checks", "no ../shared");
    }
    if output(Command::new("python3").arg("--version")).is_none() {
        return skip("shared checks", "no python3");
    }
    let binary = midflight()?;
    sse(&shared, &binary)?;
    for wire in wires(&shared) {
        let streams = shared.join("fixtures/streams").join(wire);
        step(
            wire,
            python(&shared, "check_wires.py").arg(&binary).arg(streams),
        )?;
    }
    Ok(())
}

/// Skipping is for people's machines; a build that vouches for the project must not.
pub(crate) fn skip(what: &str, why: &str) -> Result<(), Failure> {
    if std::env::var_os("CI").is_some_and(|ci| ci == "true") {
        return Err(Failure(format!("{what}: {why}, and CI=true")));
    }
    println!("{what} skipped: {why}");
    Ok(())
}

fn sse(shared: &Path, binary: &Path) -> Result<(), Failure> {
    let folder = shared.join("fixtures/sse");
    let mut vectors: Vec<PathBuf> = std::fs::read_dir(&folder)
        .map_err(|error| Failure::file(&folder, &error))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect();
    vectors.sort();
    step(
        "server-sent events",
        python(shared, "check_sse.py").arg(binary).args(vectors),
    )
}

/// The wires that the engine has and the fixtures too.
fn wires(shared: &Path) -> impl Iterator<Item = &'static str> {
    let streams = shared.join("fixtures/streams");
    let names = midflight_core::Wire::all().map(midflight_core::Wire::name);
    names.filter(move |name| streams.join(name).is_dir())
}

fn python(shared: &Path, script: &str) -> Command {
    let mut command = Command::new("python3");
    command
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg(shared.join("eval").join(script));
    command
}
