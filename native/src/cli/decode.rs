//! `midflight decode`: what the wire said.

use clap::Args;
use midflight_core::Decoder;
use midflight_core::decoder::Heard;

use super::args::{Format, Look, Source};
use super::engine::engine;
use super::input::{self, Feed};
use super::output::{self, DecodeJson, DecodePretty, FramesJson, FramesPretty, Show};
use super::{Failure, Stop};

/// Tell what the wire said: text, reasoning, tool calls, usage, errors
#[derive(Args)]
#[command(after_help = HELP)]
pub(super) struct Decode {
    #[command(flatten)]
    source: Source,

    /// Show the frames in place of what they say
    #[arg(long)]
    frames: bool,

    #[command(flatten)]
    look: Look,
}

const HELP: &str = "\
Each JSON line has a \"type\": wire (with --wire auto), text, reasoning, refusal, tool_call,
tool_arguments, usage (the last totals, once), finish, error, diagnostic, end. Every delta of
the provider is one line. With --wire text, which has no deltas, every line of the text is one
(a line of more than 64 KiB comes in pieces of that size); so the output never depends on how
the input arrived.

Examples:
  midflight decode answer.sse                    the wire is found out
  midflight decode --wire ollama --format jsonl answer.ndjson | jq -r 'select(.type==\"text\").text'
  curl -sN https://… | midflight decode          live
  midflight decode --frames --wire anthropic answer.sse";

impl Decode {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let engine = engine()?;
        let wire = self.source.wire;
        let decoder = Decoder::new(wire, engine.limits(), engine.pool());
        let show = self.show();
        input::read(&self.source, &mut Decoding { decoder, show })
    }

    fn show(&self) -> Box<dyn Show> {
        let (out, wire) = (output::stdout(), self.source.wire);
        match (self.look.format(), self.frames) {
            (Format::Jsonl, false) => Box::new(DecodeJson::new(out, wire)),
            (Format::Jsonl, true) => Box::new(FramesJson::new(out, wire)),
            (Format::Pretty, false) => Box::new(DecodePretty::new(out)),
            (Format::Pretty, true) => Box::new(FramesPretty::new(out)),
        }
    }
}

struct Decoding {
    decoder: Decoder,
    show: Box<dyn Show>,
}

impl Feed for Decoding {
    fn chunk(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let Self { decoder, show } = self;
        decoder.write(bytes, &mut |heard: Heard<'_>| show.heard(&heard))?;
        Ok(())
    }

    fn pause(&mut self) -> Result<(), Stop> {
        Ok(self.show.flush()?)
    }

    fn end(&mut self) -> Result<(), Stop> {
        let Self { decoder, show } = self;
        let ending = decoder.finish(&mut |heard: Heard<'_>| show.heard(&heard))?;
        show.end(ending);
        Ok(show.flush()?)
    }
}
