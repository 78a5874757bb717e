//! `midflight watch`: a live stream, shown while it comes.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use clap::{Args, ValueEnum};
use midflight::client::{Client, ClientError, Patience, Request, Resume, Sse, WebSocket};
use midflight::serve::Recorder;
use midflight_core::{Config, Engine, Session, Wire};
use tokio::time::{Instant, interval_at};

use super::Failure;
use super::args::{self, Format, Look};
use super::output::{self, AnalysisJson, AnalysisPretty, Report};
use super::runtime::{self, stopped};
use crate::facts::Facts;
use crate::meter::Meter;
use crate::term;

/// Show a live stream: text with its entities, the graph, percentiles at the end
#[derive(Args)]
#[command(after_help = HELP)]
pub(super) struct Watch {
    /// The address: http, https, ws or wss
    #[arg(value_name = "URL")]
    url: String,

    /// The provider's protocol; `text` is UTF-8 text with no framing
    #[arg(long, value_name = "WIRE", default_value = "auto", value_parser = args::wires())]
    wire: Wire,

    /// A header of the request; may be given again. @FILE in place of the value reads it from a
    /// file, so that a key does not stand in the command line
    #[arg(long, value_name = "NAME: VALUE")]
    header: Vec<String>,

    /// The body of the request, which makes it a POST of JSON, or the first message over a
    /// WebSocket; @FILE reads it from a file
    #[arg(long, value_name = "DATA")]
    data: Option<String>,

    /// The method [default: GET, POST with --data]
    #[arg(long, value_name = "METHOD")]
    method: Option<String>,

    /// When to resume server-sent events that break
    #[arg(long, value_name = "WHEN", default_value = "by-id")]
    resume: When,

    /// Write the bytes down, and beside them when they came (FILE.timing), for `midflight serve --pace
    /// recorded`; a stream that breaks is not resumed then
    #[arg(long, value_name = "FILE", conflicts_with = "resume")]
    record: Option<PathBuf>,

    #[command(flatten)]
    look: Look,

    /// Tell percentiles every second on standard error
    #[arg(long)]
    stats: bool,
}

/// When to resume.
#[derive(Clone, Copy, ValueEnum)]
enum When {
    /// Where the events have ids
    ById,
    /// Whatever ends the stream, as browsers do
    Always,
    /// Never
    Never,
}

const HELP: &str = "\
Server-sent events, JSON lines, arrays, event streams and text are read as they come, a WebSocket
message by message. What is shown is what `midflight analyze` shows of the same bytes. A refusal
that may pass (429, 5xx) is tried again with growing pauses; Ctrl-C ends with the summary.
Proxies are those of HTTPS_PROXY, HTTP_PROXY and ALL_PROXY (NO_PROXY: not to these); this
machine itself is asked straight.

Examples:
  midflight watch http://127.0.0.1:8790/sse/anthropic
  midflight watch wss://api.example/v1/realtime --header 'Authorization: @key.txt'
  midflight watch https://api.openai.com/v1/chat/completions --header 'Authorization: @key.txt' \\
    --data '{\"model\":\"gpt-5\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}'
  midflight watch https://… --data @request.json --record recordings/answer.sse
  midflight serve recordings --pace recorded";

impl Watch {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let request = self.request()?;
        let engine = Engine::new(Config::default())?;
        let facts = Facts::new(&engine);
        match self.look.format() {
            Format::Jsonl => {
                let report = AnalysisJson::new(output::stdout(), facts);
                runtime::run(self.watch(&engine, request, report))
            }
            Format::Pretty => {
                let report = AnalysisPretty::new(output::stdout(), facts);
                runtime::run(self.watch(&engine, request, report))
            }
        }
    }

    fn request(&self) -> Result<Request, Failure> {
        let data = self.data.as_deref().map(from_file).transpose()?;
        let mut request = match data {
            Some(data) => Request::post(&self.url, data),
            None => Request::get(&self.url),
        }
        .map_err(failure)?;
        for header in &self.header {
            // What was given is not told: it may be a key.
            let Some((name, value)) = header.split_once(':') else {
                super::wrong_usage("watch", "--header: expected NAME: VALUE, came no colon");
            };
            let value = from_file(value.trim())?;
            request = request.header(name.trim(), value.trim()).map_err(failure)?;
        }
        match &self.method {
            Some(name) => request.with_method(name).map_err(failure),
            None => Ok(request),
        }
    }

    async fn watch(
        &self,
        engine: &Engine,
        request: Request,
        mut report: impl Report,
    ) -> Result<(), Failure> {
        let meter = Meter::new(midflight::Monotonic::start());
        let straight = request.is_of_this_machine();
        let client = Client::with(engine, self.patience(), |builder| {
            if straight {
                builder.no_proxy()
            } else {
                builder
            }
        });
        let client = client.map_err(failure)?;
        let session = engine.session(self.wire).with_probe(meter.clone());
        let record = self.record.as_deref().map(Record::create).transpose()?;
        let mut stream = if self.url.starts_with("ws") {
            Stream::WebSocket(Box::new(client.websocket_into(session, request)))
        } else {
            Stream::Http(Box::new(client.stream_into(session, request)))
        };
        if let Some(record) = &record {
            stream = stream.tee(record);
        }
        let read = self.read(&mut stream, &mut report, &meter).await;
        let mut figures = meter.figures(stream.received());
        figures.unknown = stream.session().unknown();
        report.summary(&figures);
        report.flush().map_err(Failure::Output)?;
        if let Some(record) = record {
            record.finish()?;
        }
        read
    }

    /// Reads to the end, or until the person has seen enough.
    async fn read(
        &self,
        stream: &mut Stream,
        report: &mut impl Report,
        meter: &Meter,
    ) -> Result<(), Failure> {
        let second = Duration::from_secs(1);
        let mut ticks = interval_at(Instant::now() + second, second);
        let mut stop = std::pin::pin!(stopped());
        loop {
            let more = {
                let mut read = std::pin::pin!(stream.read(report));
                loop {
                    tokio::select! {
                        more = &mut read => break more,
                        _ = ticks.tick(), if self.stats => tell(meter),
                        () = &mut stop => return Ok(()),
                    }
                }
            };
            report.settle(&|channel| stream.session().decided(channel));
            report.flush().map_err(Failure::Output)?;
            if !more.map_err(failure)? {
                return Ok(());
            }
        }
    }

    fn patience(&self) -> Patience {
        let resume = match self.resume {
            _ if self.record.is_some() => Resume::Never,
            When::ById => Resume::ById,
            When::Always => Resume::Always,
            When::Never => Resume::Never,
        };
        Patience {
            resume,
            ..Patience::default()
        }
    }
}

/// What is watched.
enum Stream {
    Http(Box<Sse<Meter>>),
    WebSocket(Box<WebSocket<Meter>>),
}

impl Stream {
    /// Writes down what comes.
    fn tee(self, record: &Record) -> Self {
        let recorder = Arc::clone(&record.0);
        match self {
            Self::Http(stream) => {
                let write = move |bytes: &[u8]| lock(&recorder).write(bytes);
                Self::Http(Box::new(stream.tee(write)))
            }
            Self::WebSocket(socket) => {
                let write = move |message: &[u8]| lock(&recorder).message(message);
                Self::WebSocket(Box::new(socket.tee(write)))
            }
        }
    }

    async fn read(&mut self, report: &mut impl Report) -> Result<bool, ClientError> {
        match self {
            Self::Http(stream) => stream.read(report).await,
            Self::WebSocket(socket) => socket.read(report).await,
        }
    }

    fn session(&self) -> &Session<Meter> {
        match self {
            Self::Http(stream) => stream.session(),
            Self::WebSocket(socket) => socket.session(),
        }
    }

    fn received(&self) -> u64 {
        match self {
            Self::Http(stream) => stream.received(),
            Self::WebSocket(socket) => socket.received(),
        }
    }
}

/// A recording that is being made.
struct Record(Arc<Mutex<Recorder>>, PathBuf);

impl Record {
    fn create(path: &Path) -> Result<Self, Failure> {
        let recorder = Recorder::create(path).map_err(|error| unwritten(path, &error))?;
        Ok(Self(Arc::new(Mutex::new(recorder)), path.to_owned()))
    }

    fn finish(self) -> Result<(), Failure> {
        let Self(recorder, path) = self;
        let flushed = lock(&recorder).flush();
        flushed.map_err(|error| unwritten(&path, &error))
    }
}

fn lock(recorder: &Mutex<Recorder>) -> MutexGuard<'_, Recorder> {
    recorder.lock().unwrap_or_else(PoisonError::into_inner)
}

fn unwritten(path: &Path, error: &std::io::Error) -> Failure {
    failure(format_args!("{}: {error}", path.display()))
}

/// A line with the pace and the latencies so far.
fn tell(meter: &Meter) {
    let figures = meter.figures(0);
    let total = figures.total();
    let time = |nanoseconds| term::duration(nanoseconds);
    let first = figures.first_token.map_or("-".to_owned(), time);
    let inter = figures.inter_token.unwrap_or_default();
    let rate = figures.tokens_per_second.unwrap_or_default();
    anstream::eprintln!(
        "midflight: first token {first}, {rate:.1} tokens/s, between tokens p50 {} p95 {} p99 {}, \
         analysis a token p50 {} p99 {}",
        time(inter.p50),
        time(inter.p95),
        time(inter.p99),
        time(total.p50),
        time(total.p99),
    );
}

/// The text itself, or what is in the file after `@`.
fn from_file(text: &str) -> Result<String, Failure> {
    match text.strip_prefix('@') {
        None => Ok(text.to_owned()),
        Some(name) => std::fs::read_to_string(Path::new(name)).map_err(|source| Failure::Input {
            name: name.to_owned(),
            offset: 0,
            source,
        }),
    }
}

fn failure(error: impl std::fmt::Display) -> Failure {
    Failure::Network {
        verb: "watch",
        what: error.to_string(),
    }
}
