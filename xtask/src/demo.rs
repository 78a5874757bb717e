//! `cargo xtask demo`: Midflight at work, on a page or in the terminal.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::run::{cargo, run, step, target};
use crate::{Failure, package, root, site};

/// Shows the site, served with the streams to replay; with `--terminal` the same in the terminal.
pub(crate) fn show(arguments: &[String]) -> Result<(), Failure> {
    match arguments.split_first() {
        Some((first, rest)) if first == "--terminal" => terminal(rest),
        _ => page(arguments),
    }
}

fn terminal(arguments: &[String]) -> Result<(), Failure> {
    let program = ["run", "--quiet", "--release", "--package", "midflight"];
    run(cargo().args(program).args(["--", "demo"]).args(arguments))
}

fn page(arguments: &[String]) -> Result<(), Failure> {
    package::build()?;
    site::build()?;
    let build = ["build", "--release", "--package", "midflight"];
    step("the server", cargo().args(build))?;
    let mut server = Command::new(target().join("release/midflight"));
    server.arg("serve").args(arguments).arg("--site");
    serve(server.arg(root().join("www/dist")))
}

/// Serves until it is stopped; the page is opened where there is a desktop.
fn serve(server: &mut Command) -> Result<(), Failure> {
    let cant = |error: std::io::Error| Failure(format!("the server can't be run: {error}"));
    let mut child = server.stderr(Stdio::piped()).spawn().map_err(cant)?;
    for line in child.stderr.take().into_iter().flat_map(lines) {
        eprintln!("{line}");
        if let Some(at) = line.find("http://") {
            open(&line[at..]);
        }
    }
    let status = child.wait().map_err(cant)?;
    if status.success() {
        return Ok(());
    }
    Err(Failure(format!("the server left with {status}")))
}

fn lines(output: impl std::io::Read) -> impl Iterator<Item = String> {
    BufReader::new(output).lines().map_while(Result::ok)
}

/// Opens an address in the desktop's browser; without a desktop the address has been printed.
fn open(address: &str) {
    let desktop = ["DISPLAY", "WAYLAND_DISPLAY"];
    let has = |name: &&str| std::env::var_os(name).is_some();
    let program = match std::env::consts::OS {
        "macos" => "open",
        "linux" if desktop.iter().any(has) => "xdg-open",
        _ => return,
    };
    // Whoever has no such program has read the address.
    let _ = Command::new(program).arg(address).spawn();
}
