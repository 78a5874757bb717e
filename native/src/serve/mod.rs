//! The replay server: recorded streams at the pace of a model, as the providers send them, with
//! faults on request. For tests, demonstrations and measurements, yours too.
//!
//! | address | what it sends |
//! |---|---|
//! | `/streams` | what there is, as JSON |
//! | `/stream/NAME` | the bytes as they were recorded |
//! | `/sse/NAME` | server-sent events with ids; `Last-Event-ID` goes on behind that event |
//! | `/ws/NAME` | a WebSocket message a frame, then a close with code 1000 |
//! | both of an AWS event stream | 406: a frame without its binary headers says nothing that a client reads; `/stream/NAME` has it |
//! | `/v1/chat/completions` (OpenAI, Mistral), `/v1/completions`, `/v1/responses`, `/v1/messages`, `/v1beta/models/MODEL:…` (also under `/v1`), `/api/chat`, `/api/generate`, `/v2/chat` (Cohere), `/completion` (llama.cpp), `/generate` and `/generate_stream` (TGI), `/model/MODEL/…` (Bedrock: `converse`, `converse-stream`, `invoke`, `invoke-with-response-stream`) | the provider's answer, as a stream or whole; the `model` of a request may name a stream |
//!
//! Any of them takes wishes in its query, or in the header `Midflight-Replay` in the same form; a wish that there
//! is none of is answered with 400, but for the queries of providers, which have names of their own:
//!
//! | wish | what happens |
//! |---|---|
//! | `tokens_per_second=N`, `pace=recorded`, `pace=none` | how fast the pieces come |
//! | `cut=BYTES` | the connection is closed after so many bytes of the body |
//! | `reset=BYTES` | it is reset |
//! | `stall=BYTES`, and `stall_ms=N` | nothing comes any more, or for so long |
//! | `garbage=BYTES` | 256 bytes that belong to nothing |
//! | `status=CODE` | this status, with an error as its body |
//! | `retry=MS` | a `retry` field first (of `/sse/NAME`) |
//! | `stream=NAME` | which stream (of a provider's endpoint) |
//!
//! The files of a site take `kbps=N`: they come at so many kilobits a second, and `Server-Timing` says so.
//! `midflight watch --record FILE`, or a [`Recorder`], writes down what comes and when, so that
//! `pace=recorded` sends it again with its own pauses.

mod body;
mod catalogue;
mod completions;
mod events;
mod fault;
mod frames;
mod generate;
mod invoke;
mod pace;
mod pieces;
mod provider;
mod recorder;
mod replay;
mod shipped;
mod site;
mod socket;
mod throttle;
mod timing;
mod whole;
mod wishes;

pub use catalogue::{Catalogue, CatalogueError, Recording};
pub use pace::Pace;
pub use recorder::Recorder;
pub use timing::Timing;

use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use midflight_core::{Config, Engine, Framing};
use tokio::net::TcpListener;
use tower_http::cors::{AllowOrigin, CorsLayer};

use socket::{Doom, Sockets};

/// What a replay server sends, and how.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The streams.
    pub catalogue: Catalogue,
    /// How fast they are sent, where a request does not say.
    pub pace: Pace,
    /// A directory of static files.
    pub site: Option<PathBuf>,
}

/// A replay server that listens.
pub struct Server {
    listener: TcpListener,
    routes: Router,
}

/// What every request sees.
#[derive(Clone)]
struct Served {
    catalogue: Arc<Catalogue>,
    engine: Engine,
    pace: Pace,
}

/// What was asked for by name is not there.
enum NoStream {
    /// There is no stream of that name.
    Unknown(String),
    /// It can't be divided into events or messages.
    Binary(String),
}

impl IntoResponse for NoStream {
    fn into_response(self) -> Response {
        let (status, why) = match self {
            Self::Unknown(name) => (StatusCode::NOT_FOUND, format!("no stream named {name}\n")),
            Self::Binary(name) => (
                StatusCode::NOT_ACCEPTABLE,
                format!(
                    "{name} is a binary AWS event stream, which comes in no other form: expected /stream/{name}\n"
                ),
            ),
        };
        (status, why).into_response()
    }
}

impl Served {
    fn named(&self, name: &str) -> Result<&Recording, NoStream> {
        let found = self.catalogue.named(name);
        found.ok_or_else(|| NoStream::Unknown(name.to_owned()))
    }

    /// The stream of that name where its frames say by themselves what they are.
    fn divisible(&self, name: &str) -> Result<&Recording, NoStream> {
        let found = self.named(name)?;
        if found.framing == Framing::EventStream {
            return Err(NoStream::Binary(name.to_owned()));
        }
        Ok(found)
    }
}

/// Why a server can't be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The address can't be listened on.
    #[error("{address}: {source}")]
    Listen {
        /// Which one.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The engine can't be made.
    #[error(transparent)]
    Engine(#[from] midflight_core::Error),
}

impl Server {
    /// Listens on `address`; port 0 is any free one.
    ///
    /// # Errors
    ///
    /// [`ServeError::Listen`] where the address can't be had.
    pub async fn bind(address: SocketAddr, options: Options) -> Result<Self, ServeError> {
        let listening = TcpListener::bind(address).await;
        let listener = listening.map_err(|source| ServeError::Listen { address, source })?;
        let routes = routes(options)?;
        Ok(Self { listener, routes })
    }

    /// Where it listens.
    ///
    /// # Errors
    ///
    /// What the system tells.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until `stop` is done and the requests at hand are answered.
    ///
    /// # Errors
    ///
    /// What the system tells.
    pub async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        let service = self.routes.into_make_service_with_connect_info::<Doom>();
        let serving = axum::serve(Sockets(self.listener), service);
        serving.with_graceful_shutdown(stop).await
    }
}

fn routes(options: Options) -> Result<Router, ServeError> {
    let served = Served {
        catalogue: Arc::new(options.catalogue),
        engine: Engine::new(Config::default())?,
        pace: options.pace,
    };
    let replay = Router::new()
        .route("/streams", get(replay::list))
        .route("/stream/{*name}", any(replay::stream))
        .route("/sse/{*name}", any(replay::sse))
        .route("/ws/{*name}", get(replay::websocket))
        .merge(provider::routes())
        .layer(cors());
    let routes = match &options.site {
        Some(directory) => replay.fallback_service(site::routes::<()>(directory)),
        None => replay,
    };
    Ok(routes.with_state(served))
}

/// Pages on this machine may read the answers, whatever port they come from.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(|origin, _| is_loopback(origin)))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([
            header::ACCEPT,
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            HeaderName::from_static("last-event-id"),
            HeaderName::from_static("x-api-key"),
            HeaderName::from_static("x-goog-api-key"),
            HeaderName::from_static("anthropic-version"),
            HeaderName::from_static(wishes::HEADER),
        ])
}

/// Whether an origin is `http(s)://` a loopback host, with any port.
pub(crate) fn is_loopback(origin: &HeaderValue) -> bool {
    let origin = origin.to_str().unwrap_or("");
    let schemes = ["http://", "https://"];
    let host = schemes
        .iter()
        .find_map(|scheme| origin.strip_prefix(scheme));
    host.is_some_and(is_loopback_host)
}

/// Whether a host is a loopback one, with any port.
pub(crate) fn is_loopback_host(host: &str) -> bool {
    let is_port = |rest: &str| rest.is_empty() || rest.starts_with(':');
    let hosts = ["localhost", "127.0.0.1", "[::1]"];
    hosts
        .iter()
        .any(|known| host.strip_prefix(known).is_some_and(is_port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_origins_are_told() {
        let check = |origin: &'static str, expected: bool| {
            assert_eq!(
                is_loopback(&HeaderValue::from_static(origin)),
                expected,
                "{origin}"
            );
        };
        check("http://localhost:5173", true);
        check("http://127.0.0.1", true);
        check("https://[::1]:8443", true);
        check("http://localhost.evil.example", false);
        check("https://evil.example", false);
        check("null", false);
    }
}
