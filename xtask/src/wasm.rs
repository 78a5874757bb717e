//! The core as a wasm module: it builds, and needs nothing from its host.

use std::fs;

use wasmparser::{Parser, Payload, TypeRef};

use crate::run::{cargo, output, run, step, target};
use crate::{Failure, root};

/// What browsers run.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Builds a module that uses the engine end to end, and reads its import section.
pub(crate) fn check() -> Result<(), Failure> {
    install()?;
    let manifest = root().join("xtask/wasm-smoke/Cargo.toml");
    let folder = target().join("wasm-smoke");
    step(
        "core as a wasm module",
        cargo()
            .args(["build", "--release", "--target", TARGET, "--manifest-path"])
            .arg(manifest)
            .arg("--target-dir")
            .arg(&folder),
    )?;
    let path = folder
        .join(TARGET)
        .join("release/midflight_wasm_smoke.wasm");
    let module = fs::read(&path).map_err(|error| Failure::file(&path, &error))?;
    let imports =
        imports(&module).map_err(|error| Failure(format!("{}: {error}", path.display())))?;
    if !imports.is_empty() {
        return Err(Failure(format!(
            "the wasm module imports {}",
            imports.join(", ")
        )));
    }
    eprintln!("the module imports nothing and has {} bytes", module.len());
    Ok(())
}

/// Asks rustup for the target where it is missing.
pub(crate) fn install() -> Result<(), Failure> {
    let mut rustup = std::process::Command::new("rustup");
    rustup.current_dir(root());
    let installed = output(rustup.args(["target", "list", "--installed"]));
    match installed {
        Some(list) if !list.lines().any(|line| line == TARGET) => {
            let mut rustup = std::process::Command::new("rustup");
            run(rustup.current_dir(root()).args(["target", "add", TARGET]))
        }
        // Without rustup the toolchain came from elsewhere, perhaps with the target.
        _ => Ok(()),
    }
}

/// Everything that a module asks its host for, as `module.name`.
fn imports(module: &[u8]) -> wasmparser::Result<Vec<String>> {
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ImportSection(section) = payload? {
            for import in section.into_imports() {
                let import = import?;
                let kind = match import.ty {
                    TypeRef::Memory(_) => "memory ",
                    _ => "",
                };
                found.push(format!("{kind}{}.{}", import.module, import.name));
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_read() {
        let empty = b"\0asm\x01\0\0\0";
        assert_eq!(imports(empty).unwrap(), [""; 0]);
        let mut module = empty.to_vec();
        // A type section with one function type, and an import of `env.now` of that type.
        module.extend_from_slice(b"\x01\x04\x01\x60\0\0\x02\x0b\x01\x03env\x03now\0\0");
        assert_eq!(imports(&module).unwrap(), ["env.now"]);
        assert!(imports(b"no module").is_err());
    }
}
