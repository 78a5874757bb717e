//! The command line: one file a verb.

mod analyze;
mod args;
mod decode;
mod demo;
mod engine;
mod failure;
mod input;
mod legible;
mod lines;
mod output;
mod proxy;
mod redact;
mod runtime;
mod serve;
mod watch;
mod whole;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

pub(crate) use failure::{Failure, Stop, Unmaskable};

/// Reads what a language model is saying while it is still saying it.
///
/// Bytes of a provider's stream go in; what the wire said, mentions of entities, a growing
/// knowledge graph, a masked copy of the stream and latency figures come out.
#[derive(Parser)]
#[command(name = "midflight", version, arg_required_else_help = true, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Decode(decode::Decode),
    Analyze(analyze::Analyze),
    Redact(redact::Redact),
    Demo(demo::Demo),
    Proxy(proxy::Proxy),
    Serve(serve::Serve),
    Watch(watch::Watch),
}

const EXAMPLES: &str = "\
Examples:
  midflight demo                              see it at work; needs no network and no key
  curl -sN https://… | midflight analyze      entities and relations of a live stream
  midflight decode --wire anthropic FILE      what a recorded stream said
  midflight redact --wire text < notes.txt    the same text, masked

`midflight VERB --help` tells more.

Exit status: 0 when the stream was read to its end, 1 when the input can't be read or the
output can't be written, 2 for wrong usage.";

/// Runs the verb that the process was called with.
pub(crate) fn main() -> ExitCode {
    match run(&Cli::parse().verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(verb: &Verb) -> Result<(), Failure> {
    match verb {
        Verb::Decode(verb) => verb.run(),
        Verb::Analyze(verb) => verb.run(),
        Verb::Redact(verb) => verb.run(),
        Verb::Demo(verb) => verb.run(),
        Verb::Proxy(verb) => verb.run(),
        Verb::Serve(verb) => verb.run(),
        Verb::Watch(verb) => verb.run(),
    }
}

/// Ends the process with status 2 and a message in the form of clap's own.
fn wrong_usage(verb: &str, message: &str) -> ! {
    let mut command = Cli::command();
    command.build();
    let conflict = clap::error::ErrorKind::ArgumentConflict;
    match command.find_subcommand_mut(verb) {
        Some(command) => command.error(conflict, message).exit(),
        None => command.error(conflict, message).exit(),
    }
}
