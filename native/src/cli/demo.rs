//! `midflight demo`: what it does, on streams that it brings along.

mod play;
mod scene;
mod screen;
mod streams;

use clap::Args;

use super::Failure;

/// Replay shipped streams through a loopback server and watch the engine read them
#[derive(Args)]
#[command(after_help = HELP)]
pub(super) struct Demo {
    /// How fast the server sends, in tokens a second
    #[arg(long, value_name = "N", default_value_t = 60.0, value_parser = super::args::pace)]
    tokens_per_second: f64,
}

const HELP: &str = "\
A server on 127.0.0.1 sends four recorded streams (SSE, JSON lines, plain text) at the pace of
a model; a real HTTP client reads them into the engine. Everything shown comes out of the
engine: entities, graph, percentiles. It needs no network and no key, and ends by itself. The
people, firms and figures in the streams are invented.

Examples:
  midflight demo
  midflight demo --tokens-per-second 200
  NO_COLOR=1 midflight demo | less";

impl Demo {
    pub(super) fn run(&self) -> Result<(), Failure> {
        play::run(self.tokens_per_second)
    }
}
