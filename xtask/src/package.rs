//! The npm package `midflight`: the engine as a wasm module, its binding, and the TypeScript around
//! them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{cargo, output, step, target};
use crate::{Failure, root};

const WASM_PACK: &str = "0.15.1";
/// The same as in `wasm/Cargo.toml`.
const WASM_BINDGEN: &str = "0.2.129";

/// What every browser of the last years and Node.js 20 can do, and the compiler makes use of.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Builds the package into `wasm/npm/dist`.
pub(crate) fn build() -> Result<(), Failure> {
    let tools = tools()?;
    let package = folder();
    step(
        "npm packages",
        npm(&package).args(["ci", "--no-audit", "--no-fund", "--silent"]),
    )?;
    step("the engine for the browser", &mut wasm_pack(&tools))?;
    let dist = package.join("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist).map_err(|error| Failure::file(&dist, &error))?;
    }
    step(
        "TypeScript",
        npm(&package).args(["run", "--silent", "build"]),
    )?;
    shrink(&package, &dist)?;
    let binding = dist.join("binding");
    for file in ["midflight.js", "midflight.d.ts"] {
        copy(&package.join("src/binding").join(file), &binding.join(file))?;
    }
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        copy(&root().join(licence), &package.join(licence))?;
    }
    tell_size(&dist.join("midflight_bg.wasm"))
}

/// Builds the package and runs its tests.
pub(crate) fn check() -> Result<(), Failure> {
    step(
        "the binding's own tests",
        cargo().args([
            "test",
            "--quiet",
            "--locked",
            "--manifest-path",
            "wasm/Cargo.toml",
        ]),
    )?;
    build()?;
    step(
        "the package under Node.js",
        npm(&folder()).args(["run", "--silent", "test"]),
    )
}

fn folder() -> PathBuf {
    root().join("wasm/npm")
}

fn npm(folder: &Path) -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(folder);
    npm
}

fn wasm_pack(tools: &Path) -> Command {
    let mut command = Command::new("wasm-pack");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = [tools.join("bin")]
        .into_iter()
        .chain(std::env::split_paths(&path));
    if let Ok(path) = std::env::join_paths(folders) {
        command.env("PATH", path);
    }
    command
        .current_dir(root())
        .args(["--quiet", "build", "wasm", "--release", "--target", "web"]);
    command.args([
        "--mode",
        "no-install",
        "--out-dir",
        "npm/src/binding",
        "--out-name",
        "midflight",
    ]);
    command
}

fn shrink(package: &Path, dist: &Path) -> Result<(), Failure> {
    let mut optimise = Command::new(package.join("node_modules/.bin/wasm-opt"));
    optimise
        .args(["-O3", "--strip-debug", "--strip-producers"])
        .args(FEATURES);
    optimise.arg(package.join("src/binding/midflight_bg.wasm"));
    optimise.arg("-o").arg(dist.join("midflight_bg.wasm"));
    step("wasm-opt", &mut optimise)
}

/// The folder with the tools in its `bin`; what is missing is built once.
fn tools() -> Result<PathBuf, Failure> {
    let tools = target().join("tools");
    for (name, package, version) in [
        ("wasm-pack", "wasm-pack", WASM_PACK),
        ("wasm-bindgen", "wasm-bindgen-cli", WASM_BINDGEN),
    ] {
        let own = tools.join("bin").join(name);
        if !is(Path::new(name), version) && !is(&own, version) {
            let mut install = cargo();
            install.args(["install", "--quiet", "--locked", "--version", version]);
            step("a tool", install.arg(package).arg("--root").arg(&tools))?;
        }
    }
    Ok(tools)
}

fn is(program: &Path, version: &str) -> bool {
    let said = output(Command::new(program).arg("--version"));
    said.is_some_and(|said| said.split_whitespace().nth(1) == Some(version))
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
    }
    fs::copy(from, to)
        .map(|_| ())
        .map_err(|error| Failure::file(from, &error))
}

fn tell_size(module: &Path) -> Result<(), Failure> {
    let size = fs::metadata(module)
        .map_err(|error| Failure::file(module, &error))?
        .len();
    eprintln!("{}: {size} bytes", module.display());
    Ok(())
}
