//! `midflight serve`: the replay server.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use midflight::serve::{Catalogue, Options, Pace, Server};

use super::Failure;
use super::runtime::{self, insisted, raise_files, stopped};

/// How long open streams may go on when it is to end: some are made never to.
const PATIENCE: Duration = Duration::from_secs(2);

/// Replay recorded streams over HTTP, as the providers send them, with faults on request
#[derive(Args)]
#[command(after_help = HELP)]
pub(super) struct Serve {
    /// A directory of recorded streams, in addition to the shipped ones
    #[arg(value_name = "DIRECTORY")]
    directory: Option<PathBuf>,

    /// Where to listen; port 0 is any free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8790", value_parser = super::args::address)]
    listen: SocketAddr,

    /// How fast to send, in tokens a second [default: as fast as the client reads]
    #[arg(long, value_name = "N", value_parser = super::args::pace, conflicts_with = "pace")]
    tokens_per_second: Option<f64>,

    /// How fast to send
    #[arg(long, value_name = "PACE")]
    pace: Option<Named>,

    /// A directory of static files, served at /
    #[arg(long, value_name = "DIRECTORY")]
    site: Option<PathBuf>,
}

/// A pace with a name.
#[derive(Clone, Copy, ValueEnum)]
enum Named {
    /// As it was recorded (by `midflight watch --record`, or STREAM.EXT.timing beside STREAM.EXT: lines \"MICROSECONDS BYTES\")
    Recorded,
    /// As fast as the client reads
    None,
}

const HELP: &str = "\
Addresses:
  /streams        what there is, as JSON
  /stream/NAME    the bytes as they were recorded
  /sse/NAME       server-sent events with ids; Last-Event-ID goes on behind that event
  /ws/NAME        a WebSocket message a frame, then a close with code 1000
                  (an AWS event stream, as bedrock is, comes at /stream/NAME alone; 406 at these
                  two)
  /v1/models, /v1/chat/completions, /v1/completions, /v1/responses, /v1/messages,
  /v1beta/models/MODEL:generateContent and :streamGenerateContent (also under /v1),
  /api/chat, /api/generate, /v2/chat, /completion, /generate, /generate_stream,
  /model/MODEL/converse, …/converse-stream,
  …/invoke and …/invoke-with-response-stream (Bedrock's, with a stream of Anthropic's)
                  the provider's answer, as a stream or whole as the request asks for or the path
                  says; where the request's model is the name of a stream of that wire, it is
                  that one, and the first of that wire elsewhere. Chat completions may be those
                  of mistral, too; completions say the text of a chat

Wishes, in the query of any of them, or in the header Midflight-Replay in the same form (one
that there is none of gets 400, but for the queries of providers, which have names of their
own):
  tokens_per_second=N  pace=recorded  pace=none
  cut=BYTES       the connection is closed after so many bytes of the body
  reset=BYTES     it is reset
  stall=BYTES     nothing comes any more; with stall_ms=N for so long
  garbage=BYTES   256 bytes that belong to nothing
  status=CODE     this status, with an error as its body
  retry=MS        a retry field first (of /sse/NAME)
  stream=NAME     which stream (of a provider's endpoint)

A DIRECTORY's streams are its files that end in .sse, .ndjson, .jsonl, .txt, .bin (an AWS event
stream) or .array.json, called by their path without that. The wire is the name of the
directory where that is one, and found out elsewhere.

--site sends application/wasm, FILE.br and FILE.gz in place of FILE, names with a hash in them
as immutable, and the headers that isolate a page (COOP, COEP) and let it compile wasm and
evaluate nothing (CSP). Pages of loopback origins may read every stream (CORS).

SIGTERM and Ctrl-C leave open streams 2 s; a second one cuts them.

Examples:
  midflight serve --tokens-per-second 50
  curl -N 'http://127.0.0.1:8790/sse/anthropic?cut=4000'
  curl -N http://127.0.0.1:8790/v1/chat/completions -d '{\"stream\":true}' -H 'Midflight-Replay: status=503'
  midflight serve recordings --pace recorded --site www/dist";

impl Serve {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let missing = |site: &&PathBuf| !site.is_dir();
        if let Some(site) = self.site.as_ref().filter(missing) {
            return Err(failure(format_args!(
                "{}: expected a directory",
                site.display()
            )));
        }
        let options = self.options().map_err(failure)?;
        raise_files();
        runtime::run(async {
            let server = Server::bind(self.listen, options).await.map_err(failure)?;
            let address = server.address().map_err(failure)?;
            let (stopped, insisted) = (stopped(), insisted(Some(PATIENCE)));
            anstream::eprintln!("midflight: serving on http://{address}");
            tokio::select! {
                done = server.run(stopped) => done.map_err(failure),
                () = insisted => Ok(()),
            }
        })
    }

    fn options(&self) -> Result<Options, midflight::serve::CatalogueError> {
        let mut catalogue = Catalogue::shipped();
        if let Some(directory) = &self.directory {
            catalogue.add_directory(directory)?;
        }
        let pace = match (self.tokens_per_second, self.pace) {
            (Some(rate), _) => Pace::TokensPerSecond(rate),
            (None, Some(Named::Recorded)) => Pace::Recorded,
            (None, _) => Pace::Unpaced,
        };
        Ok(Options {
            catalogue,
            pace,
            site: self.site.clone(),
        })
    }
}

fn failure(error: impl std::fmt::Display) -> Failure {
    Failure::Network {
        verb: "serve",
        what: error.to_string(),
    }
}
