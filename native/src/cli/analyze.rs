//! `midflight analyze`: what a stream means.

use clap::Args;
use midflight::Monotonic;
use midflight_core::{Clock, Engine, Session, Wire};

use super::args::{self, Format, Look, Source};
use super::engine::engine;
use super::input::{self, Feed};
use super::lines::{Lines, Piece};
use super::output::{self, AnalysisJson, AnalysisPretty, Report};
use super::{Failure, Stop};
use crate::facts::Facts;
use crate::meter::Meter;

/// Tell what a stream means: mentions, entities, relations, latencies
#[derive(Args)]
#[command(after_help = HELP)]
pub(super) struct Analyze {
    #[command(flatten)]
    source: Source,

    /// Every line of the input is a document of its own (with --wire text)
    #[arg(long)]
    lines: bool,

    #[command(flatten)]
    look: Look,
}

const HELP: &str = "\
Each JSON line has a \"type\": wire (with --wire auto), mention, entity (a node of the graph is
new, or its name, kind or aliases changed), relation, error, diagnostic, end, and at the very
end summary with the counts and the latencies in nanoseconds. start and end are byte offsets
into the channel's UTF-8 text, so that text[start..end] is the mention.

With --lines every object carries \"line\", counted from 0, offsets and entity ids begin anew in
every line, every line has its end, and one summary without \"line\" stands for all.

Examples:
  midflight analyze answer.sse                    text with its entities, graph, latencies
  midflight analyze --wire text notes.txt | jq -r 'select(.type==\"mention\") | .kind + \" \" + .text'
  midflight analyze --wire text --lines --format jsonl reviews.txt > found.jsonl
  curl -sN https://… | midflight analyze          live";

impl Analyze {
    pub(super) fn run(&self) -> Result<(), Failure> {
        args::check_lines("analyze", self.lines, &self.source);
        let engine = engine()?;
        let facts = Facts::new(&engine);
        match self.look.format() {
            Format::Jsonl => self.read(engine, AnalysisJson::new(output::stdout(), facts)),
            Format::Pretty => self.read(engine, AnalysisPretty::new(output::stdout(), facts)),
        }
    }

    fn read(&self, engine: Engine, report: impl Report) -> Result<(), Failure> {
        let mut reading = Reading::new(engine, self.source.wire, report);
        if self.lines {
            reading.report.begin_line(0);
            input::read(
                &self.source,
                &mut ByLine {
                    reading,
                    lines: Lines::default(),
                    line: 0,
                },
            )
        } else {
            input::read(&self.source, &mut reading)
        }
    }
}

/// One document on its way through the engine.
struct Reading<R> {
    engine: Engine,
    wire: Wire,
    clock: Monotonic,
    meter: Meter,
    session: Session<Meter>,
    bytes: u64,
    report: R,
}

impl<R: Report> Reading<R> {
    fn new(engine: Engine, wire: Wire, report: R) -> Self {
        let clock = Monotonic::start();
        let meter = Meter::new(clock);
        let session = engine.session(wire).with_probe(meter.clone());
        Self {
            engine,
            wire,
            clock,
            meter,
            session,
            bytes: 0,
            report,
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        self.bytes += bytes.len() as u64;
        let Self {
            session, report, ..
        } = self;
        session.write(bytes, self.clock.now(), report)?;
        report.settle(&|channel| session.decided(channel));
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Stop> {
        self.session.finish(self.clock.now(), &mut self.report)?;
        Ok(())
    }

    fn summary(&mut self) -> Result<(), Stop> {
        let mut figures = self.meter.figures(self.bytes);
        figures.unknown = self.session.unknown();
        self.report.summary(&figures);
        Ok(self.report.flush()?)
    }
}

impl<R: Report> Feed for Reading<R> {
    fn chunk(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        self.write(bytes)
    }

    fn pause(&mut self) -> Result<(), Stop> {
        Ok(self.report.flush()?)
    }

    fn end(&mut self) -> Result<(), Stop> {
        self.finish()?;
        self.summary()
    }
}

/// Every line a session of its own.
struct ByLine<R> {
    reading: Reading<R>,
    lines: Lines,
    line: u64,
}

impl<R: Report> Reading<R> {
    fn take(&mut self, line: &mut u64, piece: Piece<'_>) -> Result<(), Stop> {
        match piece {
            Piece::Bytes(bytes) => self.write(bytes),
            Piece::End(_) => {
                self.finish()?;
                *line += 1;
                self.report.begin_line(*line);
                self.session = self
                    .engine
                    .session(self.wire)
                    .with_probe(self.meter.clone());
                Ok(())
            }
        }
    }
}

impl<R: Report> Feed for ByLine<R> {
    fn chunk(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let Self {
            reading,
            lines,
            line,
        } = self;
        lines.push(bytes, &mut |piece| reading.take(line, piece))
    }

    fn pause(&mut self) -> Result<(), Stop> {
        self.reading.pause()
    }

    fn end(&mut self) -> Result<(), Stop> {
        let Self {
            reading,
            lines,
            line,
        } = self;
        lines.finish(&mut |piece| reading.take(line, piece))?;
        reading.summary()
    }
}
