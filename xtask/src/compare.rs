//! The official npm clients beside the command line, on the same bytes (`compare/`).

use std::process::Command;

use crate::npm::install;
use crate::run::{cargo, step, target};
use crate::shared::skip;
use crate::{Failure, root};

/// Our own streams, and the recorded ones where `../shared` is there.
pub(crate) fn check() -> Result<(), Failure> {
    let folder = root().join("compare");
    if install(&folder).is_err() {
        return skip("official clients", "npm or its registry is out of reach");
    }
    step("binary", cargo().args(["build", "--package", "midflight"]))?;
    let node = |script: &str| {
        let mut node = Command::new("node");
        node.arg(folder.join(script));
        node.arg(target().join("debug/midflight")).arg(root());
        node
    };
    step("official clients", &mut node("compare.mjs"))?;
    let title = "official clients through the proxy";
    step(title, &mut node("proxy.mjs"))
}
