//! The binary `midflight`.
#![forbid(unsafe_code)]

mod cli;
mod facts;
mod meter;
mod term;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
