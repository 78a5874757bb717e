//! The npm package `midflight`: the engine as a wasm module, its binding, and the TypeScript around
//! them.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::npm::{install, npm};
use crate::run::{cargo, output, step, target};
use crate::{Failure, chromium, made, root, wasm};

const WASM_PACK: &str = "0.15.1";
/// The same as in `wasm/Cargo.toml`.
const WASM_BINDGEN: &str = "0.2.129";
/// Comes with `wasm-bindgen`.
const RUNNER: &str = "wasm-bindgen-test-runner";

/// What every browser of the last years and Node.js 20 can do, and the compiler makes use of.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What holds of a module of Rust's: its memory is zero at first, and nothing stands in the first 1024 bytes,
/// which are the stack's far end.
const MEMORY: [&str; 2] = ["--zero-filled-memory", "--low-memory-unused"];

/// What is worth inlining for its speed says so in the code. Everything else is called from this size on (the
/// compiler's own limit is 225, which makes the module an eighth larger), and what has only `#[inline]`, as most of
/// the standard library, from 140 on (325, a twentieth). What is called most has `#[inline(always)]`.
const INLINING: [&str; 2] = [
    "-Cllvm-args=-inline-threshold=60",
    "-Cllvm-args=-inlinehint-threshold=140",
];

/// A build of the engine: what it may use, where `cargo` and `wasm-pack` put it, and the file in the package.
struct Variant {
    what: &'static str,
    rust_flags: &'static [&'static str],
    target: &'static str,
    folder: &'static str,
    file: &'static str,
    feature: Option<&'static str>,
}

/// The binding's code comes from the first; the others have the same.
const VARIANTS: [Variant; 2] = [
    Variant {
        what: "the engine for every browser",
        rust_flags: &[],
        target: "wasm/target/baseline",
        folder: "wasm/npm/src/binding",
        file: "midflight_bg.wasm",
        feature: None,
    },
    Variant {
        what: "the engine with SIMD",
        rust_flags: &["-Ctarget-feature=+simd128"],
        target: "wasm/target/simd",
        folder: "wasm/target/simd/binding",
        file: "midflight_simd_bg.wasm",
        feature: Some("--enable-simd"),
    },
];

/// Word lists that are files of their own in the package: its name, and the lists.
const WORDS: [(&str, &[&str]); 2] = [
    (
        "names.txt",
        &[
            "given-names",
            "surnames",
            "places",
            "organizations",
            "roles",
        ],
    ),
    ("words.txt", &["common"]),
];

/// Builds the package into `wasm/npm/dist`.
pub(crate) fn build() -> Result<(), Failure> {
    let tools = tools()?;
    let package = folder();
    install(&package)?;
    for variant in &VARIANTS {
        step(variant.what, &mut wasm_pack(&tools, variant))?;
    }
    same_binding()?;
    let dist = package.join("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist).map_err(|error| Failure::file(&dist, &error))?;
    }
    step(
        "TypeScript",
        npm(&package).args(["run", "--silent", "build"]),
    )?;
    for variant in &VARIANTS {
        shrink(&package, &dist, variant)?;
    }
    for (file, lists) in WORDS {
        words(&dist.join(file), lists)?;
    }
    let binding = dist.join("binding");
    for file in ["midflight.js", "midflight.d.ts"] {
        copy(&package.join("src/binding").join(file), &binding.join(file))?;
    }
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        copy(&root().join(licence), &package.join(licence))?;
    }
    step("sizes", npm(&package).args(["run", "--silent", "manifest"]))
}

/// All variants are driven by one binding, so what it says must be the same for all.
fn same_binding() -> Result<(), Failure> {
    let binding = |variant: &Variant| read(&root().join(variant.folder).join("midflight.js"));
    let first = binding(&VARIANTS[0])?;
    for variant in &VARIANTS[1..] {
        if binding(variant)? != first {
            let what = variant.what;
            return Err(Failure(format!(
                "{what}: its binding is not that of the baseline"
            )));
        }
    }
    Ok(())
}

fn words(to: &Path, lists: &[&str]) -> Result<(), Failure> {
    let folder = root().join("core/data/lexicon");
    let mut all = String::new();
    for list in lists {
        all += &read(&folder.join(list).with_extension("txt"))?;
    }
    fs::write(to, all).map_err(|error| Failure::file(to, &error))
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::file(path, &error))
}

/// Builds the package and runs its tests, which hold it against the program `midflight`.
pub(crate) fn check(midflight: &Path) -> Result<(), Failure> {
    binding()?;
    build()?;
    step(
        "the package under Node.js",
        npm(&folder())
            .args(["run", "--silent", "test"])
            .env("MIDFLIGHT", midflight),
    )?;
    let chromium = chromium::find()?;
    step(
        "the package in a browser",
        npm(&folder())
            .args(["run", "--silent", "test:browser"])
            .env("CHROMIUM", &chromium)
            .env("MIDFLIGHT", midflight),
    )?;
    let users = folder().join("test/packaging");
    install(&users)?;
    step(
        "the package as its users have it",
        npm(&users)
            .args(["run", "--silent", "test"])
            .env("CHROMIUM", chromium),
    )
}

/// Runs the binding's own tests: on this machine, and in a browser in a page and in a worker.
fn binding() -> Result<(), Failure> {
    let tests = || {
        let mut tests = cargo();
        tests.args(["test", "--locked"]);
        tests.args(["--manifest-path", "wasm/Cargo.toml"]);
        tests
    };
    step("the binding's own tests", tests().arg("--quiet"))?;
    let path = path_with(&tools()?);
    let driver = chromium::driver()?;
    for place in [
        "WASM_BINDGEN_USE_BROWSER",
        "WASM_BINDGEN_USE_DEDICATED_WORKER",
    ] {
        step(
            "the binding in a browser",
            tests()
                .args(["--target", wasm::TARGET, "--lib"])
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", RUNNER)
                .env("CHROMEDRIVER", &driver)
                .env("PATH", &path)
                .env(place, "1"),
        )?;
    }
    Ok(())
}

/// The package's folder.
pub(crate) fn folder() -> PathBuf {
    root().join("wasm/npm")
}

fn wasm_pack(tools: &Path, variant: &Variant) -> Command {
    let mut command = Command::new("wasm-pack");
    command
        .env("PATH", path_with(tools))
        .current_dir(root())
        .args(["--quiet", "build", "wasm", "--release", "--target", "web"]);
    command.args(["--mode", "no-install", "--out-name", "midflight"]);
    command.arg("--out-dir").arg(root().join(variant.folder));
    command.env("CARGO_ENCODED_RUSTFLAGS", rust_flags(variant));
    // Other flags in the same folder would build everything anew each time.
    command.env("CARGO_TARGET_DIR", root().join(variant.target));
    command
}

/// The compiler's flags for a variant, as cargo takes them where paths may hold spaces.
fn rust_flags(variant: &Variant) -> OsString {
    let fixed = INLINING
        .iter()
        .chain(variant.rust_flags)
        .map(OsString::from);
    let flags: Vec<_> = fixed.chain(short_paths()).collect();
    flags.join(OsStr::new("\u{1f}"))
}

/// Where sources are stands in the module, a hundred times: without the folders of this machine it is smaller, and
/// the same wherever it is built.
fn short_paths() -> impl Iterator<Item = OsString> {
    // The last one that fits holds.
    let folders = [root(), root().join("core/src"), sources_of_crates()];
    folders.into_iter().map(|folder| {
        let mut flag = OsString::from("--remap-path-prefix=");
        flag.push(folder);
        flag.push("=");
        flag
    })
}

/// Where cargo unpacks the crates that it has downloaded.
fn sources_of_crates() -> PathBuf {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    home.unwrap_or_default().join("registry/src")
}

/// Where programs are looked for, the tools' folder first.
fn path_with(tools: &Path) -> OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = [tools.join("bin")]
        .into_iter()
        .chain(std::env::split_paths(&path));
    std::env::join_paths(folders).unwrap_or(path)
}

/// Half a minute of `wasm-opt` a module, so it runs where the module, its arguments or itself are others.
fn shrink(package: &Path, dist: &Path, variant: &Variant) -> Result<(), Failure> {
    let built = root().join(variant.folder).join("midflight_bg.wasm");
    let module = fs::read(&built).map_err(|error| Failure::file(&built, &error))?;
    let mut arguments = vec!["-O3", "--strip-debug", "--strip-producers"];
    arguments.extend(MEMORY.iter().chain(&FEATURES).chain(&variant.feature));
    let program = read(&package.join("node_modules/binaryen/package.json"))?;
    let of = [arguments.join(" ").as_bytes(), program.as_bytes(), &module].join(&b'\n');
    let kept = target().join("wasm-opt").join(variant.file);
    made::once(&kept, &of, &dist.join(variant.file), |to| {
        let mut optimise = Command::new(package.join("node_modules/.bin/wasm-opt"));
        optimise.args(&arguments).arg(&built).arg("-o").arg(to);
        step("wasm-opt", &mut optimise)
    })
}

/// The folder with the tools in its `bin`; what is missing is built once, and so is the target asked for that they
/// build for.
fn tools() -> Result<PathBuf, Failure> {
    wasm::install()?;
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
