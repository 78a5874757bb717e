//! `midflight redact`: the same stream, masked.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use midflight::proxy::{key_of, mask_json};
use midflight_core::latency::Figures;
use midflight_core::redact::{self, Held, Redaction, Redactor};
use midflight_core::{Engine, Kinds, Wire};

use super::args::{self, Source};
use super::engine::engine;
use super::input::{self, Feed};
use super::legible::Legible;
use super::lines::{Lines, Piece};
use super::output::{self, Out};
use super::whole::{LIMIT, Whole};
use super::{Failure, Stop, Unmaskable};

/// Write the same stream with personal data and secrets masked
#[derive(Args)]
#[command(after_help = HELP)]
pub(super) struct Redact {
    #[command(flatten)]
    source: Source,

    /// The kinds to mask, separated by commas; `default` stands for the personal and secret ones, which are
    /// masked where nothing is named
    #[arg(long, value_name = "K,K", value_delimiter = ',', value_parser = args::kinds())]
    kinds: Vec<Kinds>,

    /// How masked values are written
    #[arg(long, value_enum, default_value_t)]
    style: Style,

    /// A file with the 16 secret bytes that `--style hash` needs, as 32 hexadecimal digits
    #[arg(long, value_name = "FILE", required_if_eq("style", "hash"))]
    key_file: Option<PathBuf>,

    /// Tell on standard error how many bytes of text were held back behind each delta
    #[arg(long)]
    stats: bool,

    /// Every line of the input is a document of its own (with --wire text)
    #[arg(long)]
    lines: bool,
}

const HELP: &str = "\
A framed wire keeps its framing: the deltas in it are masked. With --wire text the text is. The
same value gets the same placeholder throughout a document: [EMAIL_1]. Past 4,096 values new
ones get no number: [EMAIL]. Nothing that could still become part of a masked value is written
before that is decided.

An input that is one JSON text, on one line or on many, is masked as a whole, as the proxy does
it: an answer that was not streamed with its tool arguments (log probabilities become null), and
a request's body (an object with messages, input, inputs, inputText, contents or prompt, and
nothing that is answered) with the texts in its schemas. It stays JSON, and all else in it as
it was. Such a text is kept back until all of it is there, 16 MiB at most; more is an
error, and nothing is written. Lines of JSON are a stream, and masked as they come: from the
first one on where it is an event, and else from where the second begins. With --wire text all
of this is text.

Text comes out line by line, as it came. With --lines each line is read alone: what stands in
several, as a private key does, is not found then.

Text is UTF-8. What has a zero in it, as UTF-16 has, is an error, and nothing behind it is
written.

Examples:
  midflight redact answer.sse > masked.sse
  midflight redact answer.json > masked.json
  midflight redact --style mask answer.sse
  midflight redact --stats answer.sse > /dev/null
  midflight redact --wire text --kinds email,phone,credit_card < notes.txt
  tail -f app.log | midflight redact --wire text";

/// A name for a [`redact::Style`].
#[derive(Clone, Copy, Default, ValueEnum)]
enum Style {
    /// Kind and number: `[EMAIL_1]`
    #[default]
    Placeholder,
    /// Kind and keyed hash: `[EMAIL_4be1b2a05c4f9d33]`
    Hash,
    /// Stars: `****`, with the last four characters of card, account and telephone numbers
    Mask,
}

impl Redact {
    pub(super) fn run(&self) -> Result<(), Failure> {
        args::check_lines("redact", self.lines, &self.source);
        if self.key_file.is_some() && !matches!(self.style, Style::Hash) {
            super::wrong_usage("redact", "--key-file is for --style hash");
        }
        let engine = engine()?;
        let (wire, out) = (self.source.wire, output::stdout());
        let kinds = args::all(&self.kinds).unwrap_or(Kinds::sensitive());
        let style = self.style()?;
        let redaction = Redaction { kinds, style };
        let mut masking = Masking {
            redactor: engine.redactor(wire, redaction).measured(),
            engine,
            wire,
            redaction,
            held: Held::default(),
            out,
        };
        let read = if self.lines {
            let lines = Lines::default();
            let mut by_line = Legible::new(wire, ByLine { masking, lines });
            let read = input::read(&self.source, &mut by_line);
            masking = by_line.into_feed().masking;
            read
        } else {
            let whole = Whole::of(&masking.engine, wire);
            let mut sorting = Legible::new(wire, Sorting { masking, whole });
            let read = input::read(&self.source, &mut sorting);
            masking = sorting.into_feed().masking;
            read
        };
        if self.stats {
            tell(&masking.held.figures());
        }
        read
    }

    fn style(&self) -> Result<redact::Style, Failure> {
        Ok(match (self.style, &self.key_file) {
            (Style::Hash, Some(file)) => redact::Style::Hash { key: key(file)? },
            (Style::Mask, _) => redact::Style::Mask,
            _ => redact::Style::Placeholder,
        })
    }
}

/// The key in a file.
fn key(file: &Path) -> Result<[u8; 16], Failure> {
    let failure = |source| Failure::Key {
        name: file.display().to_string(),
        source,
    };
    let text = fs::read_to_string(file).map_err(failure)?;
    key_of(&text).map_err(|expected| failure(io::Error::other(expected)))
}

/// One document on its way to the output.
struct Masking {
    engine: Engine,
    wire: Wire,
    redaction: Redaction,
    redactor: Redactor,
    /// What the redactors held back.
    held: Held,
    out: Out,
}

impl Masking {
    fn finish(&mut self) -> Result<(), Stop> {
        let Self { redactor, out, .. } = self;
        let mut written = Ok(());
        redactor.finish(&mut |masked| write(out, masked, &mut written))?;
        if let Some(held) = redactor.held_back() {
            self.held.merge(held);
        }
        Ok(written?)
    }

    /// All of the input is one JSON text, behind what stands before it.
    fn json(&mut self, before: &[u8], json: &str) -> Result<(), Stop> {
        let masked = mask_json(&self.engine, self.redaction, json).map_err(Unmaskable::from)?;
        self.out.write_all(before)?;
        self.out.write_all(masked.as_bytes())?;
        self.pause()
    }

    /// The document is at its end; another begins.
    fn turn(&mut self, line_end: &[u8]) -> Result<(), Stop> {
        self.finish()?;
        self.out.write_all(line_end)?;
        self.redactor = self.engine.redactor(self.wire, self.redaction).measured();
        Ok(())
    }
}

/// A line with what was held back.
fn tell(held: &Figures) {
    let Figures {
        count,
        p50,
        p95,
        p99,
        max,
    } = held;
    anstream::eprintln!(
        "midflight: {count} deltas; bytes held back behind one: p50 {p50}, p95 {p95}, p99 {p99}, max {max}"
    );
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

/// Masks what is one JSON text as a whole, and all else as it comes.
struct Sorting {
    masking: Masking,
    /// What may be one; `None` as soon as it is a stream.
    whole: Option<Whole>,
}

impl Feed for Sorting {
    fn chunk(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let Self { masking, whole } = self;
        let Some(mut begun) = whole.take() else {
            return masking.chunk(bytes);
        };
        let limit = LIMIT;
        let streams = begun.push(bytes);
        if streams.map_err(|_| Unmaskable::TooLarge { limit })? {
            return masking.chunk(&begun.into_bytes());
        }
        *whole = Some(begun);
        Ok(())
    }

    fn pause(&mut self) -> Result<(), Stop> {
        self.masking.pause()
    }

    fn end(&mut self) -> Result<(), Stop> {
        let Self { masking, whole } = self;
        let Some(whole) = whole.take() else {
            return masking.end();
        };
        if let Some((before, json)) = whole.text() {
            return masking.json(before, json);
        }
        masking.chunk(&whole.into_bytes())?;
        masking.end()
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
