//! The official npm clients beside the command line, on the same bytes (`compare/`).

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::npm::install;
use crate::run::{midflight, output, step, target};
use crate::shared::skip;
use crate::{Failure, root};

/// Our own streams, and the recorded ones where `../shared` is there.
pub(crate) fn check() -> Result<(), Failure> {
    let folder = root().join("compare");
    if install(&folder).is_err() {
        return skip("official clients", "npm or its registry is out of reach");
    }
    let midflight = midflight()?;
    let node = |script: &str| {
        let mut node = Command::new("node");
        node.arg(folder.join(script));
        node.arg(&midflight).arg(root());
        node
    };
    step("official clients", &mut node("compare.mjs"))?;
    let title = "official clients through the proxy";
    step(title, &mut node("proxy.mjs"))?;
    let mut websocket = node("websocket.mjs");
    match python(&folder) {
        Some(python) => drop(websocket.arg(python)),
        // Python is none of the things that a machine of ours must have; the peer of npm is there anyway.
        None => println!(
            "the WebSocket peer of PyPI skipped: no python3 with venv, or PyPI is out of reach"
        ),
    }
    step("WebSocket peers", &mut websocket)
}

/// A Python that has the peer of `PyPI`.
fn python(folder: &Path) -> Option<PathBuf> {
    let environment = target().join("peers");
    let python = environment.join("bin/python");
    let ready = environment.join("ready");
    if !ready.is_file() {
        output(
            Command::new("python3")
                .args(["-m", "venv"])
                .arg(&environment),
        )?;
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--requirement"]);
        output(pip.arg(folder.join("peers/requirements.txt")))?;
        std::fs::write(&ready, "").ok()?;
    }
    Some(python)
}
