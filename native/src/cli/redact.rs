//! `midflight redact`: the same stream, masked.

use std::io::{self, Write};

use clap::Args;
use midflight_core::redact::Redactor;
use midflight_core::{Config, Engine, Kind, Kinds, Wire};

use super::args::{self, Source};
use super::input::{self, Feed};
use super::lines::{Lines, Piece};
use super::output::{self, Out};
use super::{Failure, Stop};

/// Write the same stream with personal data and secrets masked
#[derive(Args)]
#[command(after_help = HELP)]
pub(super) struct Redact {
    #[command(flatten)]
    source: Source,

    /// The kinds to mask, separated by commas [default: the personal and secret kinds]
    #[arg(long, value_name = "K,K", value_delimiter = ',', value_parser = args::kinds())]
    kinds: Vec<Kind>,

    /// Every line of the input is a document of its own (with --wire text)
    #[arg(long)]
    lines: bool,
}

const HELP: &str = "\
A framed wire keeps its framing: the deltas in it are masked. With --wire text the text is.
The same value gets the same placeholder throughout a document: [EMAIL_1]. Nothing that could
still become part of a masked value is written before that is decided.

Examples:
  midflight redact answer.sse > masked.sse
  midflight redact --wire text --kinds email,phone,credit_card < notes.txt
  tail -f app.log | midflight redact --wire text --lines";

impl Redact {
    pub(super) fn run(&self) -> Result<(), Failure> {
        args::check_lines("redact", self.lines, &self.source);
        let engine = Engine::new(Config::default())?;
        let (wire, kinds, out) = (self.source.wire, self.kinds(), output::stdout());
        let mut masking = Masking {
            redactor: engine.redactor(wire, kinds),
            engine,
            wire,
            kinds,
            out,
        };
        if self.lines {
            input::read(
                &self.source,
                &mut ByLine {
                    masking,
                    lines: Lines::default(),
                },
            )
        } else {
            input::read(&self.source, &mut masking)
        }
    }

    fn kinds(&self) -> Kinds {
        if self.kinds.is_empty() {
            return Kinds::sensitive();
        }
        self.kinds.iter().copied().collect()
    }
}

/// One document on its way to the output.
struct Masking {
    engine: Engine,
    wire: Wire,
    kinds: Kinds,
    redactor: Redactor,
    out: Out,
}

impl Masking {
    fn finish(&mut self) -> Result<(), Stop> {
        let Self { redactor, out, .. } = self;
        let mut written = Ok(());
        redactor.finish(&mut |masked| write(out, masked, &mut written))?;
        Ok(written?)
    }

    /// The document is at its end; another begins.
    fn turn(&mut self, line_end: &[u8]) -> Result<(), Stop> {
        self.finish()?;
        self.out.write_all(line_end)?;
        self.redactor = self.engine.redactor(self.wire, self.kinds);
        Ok(())
    }
}

/// Writes unless writing has failed before.
fn write(out: &mut Out, masked: &[u8], written: &mut io::Result<()>) {
    if written.is_ok() {
        *written = out.write_all(masked);
    }
}

impl Feed for Masking {
    fn chunk(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let Self { redactor, out, .. } = self;
        let mut written = Ok(());
        redactor.write(bytes, &mut |masked| write(out, masked, &mut written))?;
        Ok(written?)
    }

    fn pause(&mut self) -> Result<(), Stop> {
        Ok(self.out.flush()?)
    }

    fn end(&mut self) -> Result<(), Stop> {
        self.finish()?;
        self.pause()
    }
}

struct ByLine {
    masking: Masking,
    lines: Lines,
}

/// A piece of a line goes to the redactor of that line.
fn take(masking: &mut Masking, piece: Piece<'_>) -> Result<(), Stop> {
    match piece {
        Piece::Bytes(bytes) => masking.chunk(bytes),
        Piece::End(line_end) => masking.turn(line_end),
    }
}

impl Feed for ByLine {
    fn chunk(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let Self { masking, lines } = self;
        lines.push(bytes, &mut |piece| take(masking, piece))
    }

    fn pause(&mut self) -> Result<(), Stop> {
        self.masking.pause()
    }

    fn end(&mut self) -> Result<(), Stop> {
        let Self { masking, lines } = self;
        lines.finish(&mut |piece| take(masking, piece))?;
        masking.pause()
    }
}
