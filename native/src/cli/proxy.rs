//! `midflight proxy`: between an application and its models.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};
use midflight::proxy::{self, Config, ConfigError, Upstream};
use midflight_core::Kinds;
use tracing::level_filters::LevelFilter;

use super::Failure;
use super::args::{self, address};
use super::runtime::{self, insisted, raise_files, stopped};

/// Stand between an application and its models: see what they say, or mask it
#[derive(Args)]
#[command(after_help = HELP)]
#[command(group = ArgGroup::new("upstreams").args(["upstream", "config"]).required(true).multiple(true))]
pub(super) struct Proxy {
    /// Where every request goes
    #[arg(long, value_name = "URL")]
    upstream: Option<String>,

    /// A file with several upstreams, limits and all that the options say; these go before it
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Where clients connect [default: 127.0.0.1:8787]
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    listen: Option<SocketAddr>,

    /// Where what it saw is to be had [default: 127.0.0.1:8788]
    #[arg(long, value_name = "ADDRESS", value_parser = address, conflicts_with = "no_admin")]
    admin: Option<SocketAddr>,

    /// Tell nobody what it saw
    #[arg(long)]
    no_admin: bool,

    /// A file with the token that --admin asks for, which it must have beyond this machine
    #[arg(long, value_name = "FILE")]
    admin_token_file: Option<PathBuf>,

    /// Mask these kinds in answers; `default` stands for the personal and secret ones
    #[arg(long, value_name = "KINDS", value_delimiter = ',', value_parser = args::kinds())]
    redact: Vec<Kinds>,

    /// Mask these kinds in requests, and turn the placeholders back in their answers
    #[arg(long, value_name = "KINDS", value_delimiter = ',', value_parser = args::kinds())]
    redact_requests: Vec<Kinds>,

    /// How masked values are written: placeholder (the default), hash, or mask (stars)
    #[arg(long, value_name = "STYLE", value_parser = ["placeholder", "hash", "mask"])]
    redact_style: Option<String>,

    /// A file with the 32 hexadecimal digits that the style hash needs
    #[arg(
        long,
        value_name = "FILE",
        requires = "redact_style",
        required_if_eq("redact_style", "hash")
    )]
    redact_key_file: Option<PathBuf>,

    /// Push the figures to this collector (OTLP over HTTP) [default: as the environment says]
    #[cfg(feature = "otlp")]
    #[arg(long, value_name = "URL")]
    otlp_endpoint: Option<String>,

    /// What is logged on standard error: never text, keys or queries; values in paths are masked
    #[arg(long, value_name = "LEVEL", default_value = "info")]
    log: LevelFilter,

    /// How it is logged
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    log_format: LogFormat,
}

#[derive(Clone, Copy, ValueEnum)]
enum LogFormat {
    /// Lines for people
    Text,
    /// JSON lines
    Json,
}

const HELP: &str = "\
Any path and method is passed on, and every answer is passed back as it comes, byte for byte.
Streams (server-sent events, JSON lines, arrays, AWS event streams, WebSockets) are analysed
beside; analysis that fails or falls behind is dropped and counted, the bytes are not.

With --redact, answers are masked in their own wire, JSON and text at any path, and what can't
be masked is not passed on: events whose wire nothing tells break off (name it: `wire`), what is
packed, in another encoding than UTF-8 or a range (206) gets 502. Pictures, sound, fonts, PDF
and archives pass, and so does what does not begin as text; headers are masked but for the
protocol's own.

With --redact-requests, requests are masked, and the placeholders are turned back in the
answers: the upstream never sees the values. With both, the client sees its own values and no
others. JSON, lines of JSON, text and forms are masked, sound and pictures pass, other bodies
get 415. What a client has signed with its body (AWS SigV4) can't be rewritten: where something
in it is to be masked, it gets 422.

Of a conversation 4,096 values have numbers; further ones are masked as [EMAIL], which nobody
turns back. The header Midflight-Conversation: NAME gives a value the same number in all
requests that bear it (with the same credentials).

What could still become a value waits for what comes next; after 30 s without it (`hold`) it is
masked as [UNDECIDED].

Authorization and other headers go to the configured upstream and nowhere else: by the proxy
that HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names (NO_PROXY: not to these), and straight to this
machine itself.

What it saw, at --admin:
  /midflight/events    server-sent events: begin, mention, relation, usage, latency, end
  /midflight/ws        the same over a WebSocket
  /midflight/graph     the knowledge graph of all streams, as JSON
  /midflight/metrics   OpenMetrics, with OpenTelemetry's names for generative AI
  /midflight/healthz   ok

Builds with the feature otlp push the metrics to a collector too, and nothing else: no text, no
keys. OTEL_EXPORTER_OTLP_ENDPOINT and _HEADERS, OTEL_METRIC_EXPORT_INTERVAL and
OTEL_SERVICE_NAME are read.

midflight.toml:
  listen = \"127.0.0.1:8787\"
  admin = \"127.0.0.1:8788\"
  admin_token_file = \"token.txt\"
  redact = [\"email\", \"credit_card\"]
  redact_requests = [\"default\"]
  [limits]                  # seconds, bytes, counts
  connections = 2048        # head_bytes, body_bytes, head, connect, first_byte, idle,
  idle = 300                # hold, shutdown, queue_bytes, workers, conversation, …
  [otlp]                    # in builds with the feature otlp; the last push is at the end
  endpoint = \"http://127.0.0.1:4318\"   # headers: OTEL_EXPORTER_OTLP_HEADERS
  interval = 60             # seconds
  [[upstream]]              # the first that fits takes a request
  name = \"openai\"
  url = \"https://api.openai.com\"
  path = \"/openai\"          # taken off the path
  [[upstream]]
  url = \"http://127.0.0.1:11434\"
  host = \"ollama.localhost\"
  wire = \"ollama\"           # found out where it is not named
  http2 = false             # HTTP/2 without TLS
  redact = []               # its own in place of what is said above, and so redact_requests;
                            # the options --redact and --redact-requests go before both
Files that it names are looked for beside it.

SIGTERM and Ctrl-C let open streams finish (`shutdown`, 30 s); a second one cuts them.

Examples:
  midflight proxy --upstream https://api.openai.com
  OPENAI_BASE_URL=http://127.0.0.1:8787/v1 your-application
  midflight proxy --upstream https://api.anthropic.com --redact default
  midflight proxy --upstream https://api.openai.com --redact-requests default
  curl -N http://127.0.0.1:8788/midflight/events
  midflight proxy --config midflight.toml --log-format json";

impl Proxy {
    pub(super) fn run(&self) -> Result<(), Failure> {
        self.log_to_stderr();
        let config = self.config().map_err(failure)?;
        raise_files();
        runtime::run(async {
            let proxy = proxy::Proxy::bind(config).await.map_err(failure)?;
            let address = proxy.address().map_err(failure)?;
            let (stopped, insisted) = (stopped(), insisted(None));
            anstream::eprintln!("midflight: passing on from http://{address}");
            if let Some(admin) = proxy.admin_address().map_err(failure)? {
                anstream::eprintln!("midflight: telling at http://{admin}/midflight/events");
            }
            tokio::select! {
                () = proxy.run(stopped) => {}
                () = insisted => tracing::warn!("ended at once: streams were cut"),
            }
            Ok(())
        })
    }

    fn config(&self) -> Result<Config, ConfigError> {
        let mut config = match &self.config {
            Some(path) => Config::read(path)?,
            None => Config::default(),
        };
        if let Some(url) = &self.upstream {
            config.upstreams = vec![upstream(url)];
        }
        config.listen = self.listen.unwrap_or(config.listen);
        config.admin = self.admin.or(config.admin).filter(|_| !self.no_admin);
        if let Some(path) = &self.admin_token_file {
            config.admin_token = Some(proxy::token(path)?);
        }
        // The options go before all of the file, what it says of a single upstream included.
        if let Some(kinds) = args::all(&self.redact) {
            config.redact.kinds = kinds;
            config
                .upstreams
                .iter_mut()
                .for_each(|upstream| upstream.redact = None);
        }
        if let Some(kinds) = args::all(&self.redact_requests) {
            config.redact_requests = kinds;
            config
                .upstreams
                .iter_mut()
                .for_each(|upstream| upstream.redact_requests = None);
        }
        if let Some(name) = &self.redact_style {
            config.redact.style = proxy::style(Some(name), self.redact_key_file.as_deref())?;
        }
        #[cfg(feature = "otlp")]
        self.set_collector(&mut config)?;
        Ok(config)
    }

    /// The option goes before the file, the file before the environment.
    #[cfg(feature = "otlp")]
    fn set_collector(&self, config: &mut Config) -> Result<(), ConfigError> {
        let environment = || std::env::var("OTEL_EXPORTER_OTLP_ENDPOINT").ok();
        let known = config.otlp.take();
        let endpoint = match (&self.otlp_endpoint, &known) {
            (Some(endpoint), _) => Some(endpoint.clone()),
            (None, Some(otlp)) => Some(otlp.endpoint.to_string()),
            (None, None) => environment().filter(|endpoint| !endpoint.is_empty()),
        };
        if let Some(endpoint) = endpoint {
            let mut otlp = proxy::Otlp::new(&endpoint)?;
            otlp.interval = known.and_then(|otlp| otlp.interval);
            config.otlp = Some(otlp);
        }
        Ok(())
    }

    fn log_to_stderr(&self) {
        let log = tracing_subscriber::fmt()
            .with_max_level(self.log)
            .with_ansi(false)
            .with_writer(std::io::stderr);
        match self.log_format {
            LogFormat::Text => log.init(),
            LogFormat::Json => log.json().init(),
        }
    }
}

/// Clap would tell the whole address, with a password that is in it.
fn upstream(url: &str) -> Upstream {
    Upstream::new(url).unwrap_or_else(|error| super::wrong_usage("proxy", &error.to_string()))
}

fn failure(error: impl std::fmt::Display) -> Failure {
    Failure::Network {
        verb: "proxy",
        what: error.to_string(),
    }
}
