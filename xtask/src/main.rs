//! The project's own commands: `cargo xtask demo`, `cargo xtask test` and the like.

mod bench;
mod chromium;
mod compare;
mod demo;
mod fuzz;
mod made;
mod npm;
mod package;
mod run;
mod shared;
mod site;
mod streams;
mod tests;
mod wasm;
mod wires;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  demo [ARGS]      build the site and serve it with streams to replay (`--listen ADDRESS`);
                   `--terminal` shows the same in the terminal (`--tokens-per-second N`)
  test             every test: the workspace's, doc tests, the core as a wasm module,
                   and the shared checks where ../shared is there
  browser          of the tests those of the npm package and of the site
  bench [ARGS]     every measurement; the arguments go to `cargo bench`
  fuzz [SECONDS]   every fuzz target for so long (default: 30); installs cargo-fuzz
  benchmark [ARGS] what the site's tab Benchmark measures, in Chromium without a window
                   (`--cases NAME,NAME`)
  loading [ARGS]   how long the browser's module takes to load, in Chromium without a window
                   (`--runs N`, `--rate KBIT`)
  package          build the npm package into wasm/npm/dist; installs wasm-pack and
                   wasm-bindgen under target/tools where they are missing
  streams          make the demo's streams from native/streams/scripts anew
  wires            make docs/wires.md from what the wires' files say anew
";

/// What went wrong, for a person.
struct Failure(String);

impl Failure {
    fn file(path: &Path, error: &std::io::Error) -> Self {
        Self(format!("{}: {error}", path.display()))
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((command, rest)) = arguments.split_first() else {
        eprint!("{USAGE}");
        return ExitCode::from(2);
    };
    let done = match command.as_str() {
        "demo" => demo::show(rest),
        "test" => tests::run(),
        "bench" => bench::run(rest),
        "fuzz" => fuzz::run(rest),
        "benchmark" => site::benchmark(rest),
        "loading" => site::loading(rest),
        "browser" => tests::browser(),
        "package" => package::build(),
        "streams" => streams::run(false),
        "wires" => wires::run(false),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        other => {
            eprint!("xtask: no command {other:?}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(what)) => {
            eprintln!("xtask: {what}");
            ExitCode::FAILURE
        }
    }
}

/// The workspace's folder.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}
