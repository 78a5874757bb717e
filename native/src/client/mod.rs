//! Clients: from a request to what the answer says and means, while it comes.
//!
//! ```no_run
//! use futures_util::StreamExt;
//! use midflight::client::{Client, Request, Update};
//! use midflight::core::{Config, Engine};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let engine = Engine::new(Config::default())?;
//! let client = Client::new(&engine)?;
//! let request = Request::post("https://api.openai.com/v1/chat/completions", r#"{"stream":true}"#)?
//!     .header("authorization", "Bearer …")?;
//! let mut events = std::pin::pin!(client.sse(request).events());
//! while let Some(update) = events.next().await {
//!     if let Update::Mention(mention) = update? {
//!         println!("{} {}", mention.kind.name(), mention.text);
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Nothing is read ahead: a slow consumer slows the socket. Dropping a stream closes its
//! connection.

mod address;
mod backoff;
mod body;
mod connect;
mod error;
mod feed;
mod handshake;
mod http;
mod json;
mod patience;
mod request;
mod retry;
mod source;
mod sse;
mod tls;
mod update;
mod websocket;

pub(crate) use address::is_of_this_machine;
pub use backoff::Backoff;
pub use body::read_body;
pub(crate) use error::chain;
pub use error::{ClientError, Phase};
pub use http::Http;
pub use patience::{Patience, Resume};
pub use request::Request;
pub use sse::Sse;
pub use tls::builder;
pub use update::{OwnedMention, OwnedTerm, OwnedTriple, Update};
pub use websocket::WebSocket;

use midflight_core::latency::Probe;
use midflight_core::{Engine, Session, Wire};
use reqwest::ClientBuilder;

use crate::Monotonic;
use connect::Connector;
use feed::Feed;

/// Makes streams of one engine. Cloning it shares its connections.
#[derive(Clone, Debug)]
pub struct Client {
    engine: Engine,
    wire: Wire,
    patience: Patience,
    http: reqwest::Client,
    /// For a WebSocket, which HTTP/2 has no upgrade to.
    http1: reqwest::Client,
}

impl Client {
    /// A client that finds out the wire, with the default [`Patience`], the system's certificates
    /// and the proxies of the environment.
    ///
    /// # Errors
    ///
    /// [`ClientError::Http`] where TLS can't be set up.
    pub fn new(engine: &Engine) -> Result<Self, ClientError> {
        Self::with(engine, Patience::default(), |builder| builder)
    }

    /// A client with a patience of its own, and what `configure` changes about its connections.
    ///
    /// # Errors
    ///
    /// As for [`new`](Self::new).
    pub fn with(
        engine: &Engine,
        patience: Patience,
        configure: impl Fn(ClientBuilder) -> ClientBuilder,
    ) -> Result<Self, ClientError> {
        let builder = || configure(builder().connect_timeout(patience.connect));
        Ok(Self {
            engine: engine.clone(),
            wire: Wire::Auto,
            http: builder().build()?,
            http1: builder().http1_only().build()?,
            patience,
        })
    }

    /// The same client for streams of a known wire.
    #[must_use]
    pub fn with_wire(mut self, wire: Wire) -> Self {
        self.wire = wire;
        self
    }

    /// Server-sent events.
    pub fn sse(&self, request: Request) -> Sse {
        self.sse_into(self.engine.session(self.wire), request)
    }

    /// Server-sent events into a session of your own.
    pub fn sse_into<P: Probe>(&self, session: Session<P>, request: Request) -> Sse<P> {
        let (connector, feed) = self.parts(&self.http, session, request);
        Sse::new(connector, feed)
    }

    /// What may be server-sent events, which are resumed then, or an answer in any other framing,
    /// into a session of your own.
    pub fn stream_into<P: Probe>(&self, session: Session<P>, request: Request) -> Sse<P> {
        self.sse_into(session, request).lenient()
    }

    /// An answer in any framing: chunked, JSON lines, an array, an event stream, text.
    pub fn http(&self, request: Request) -> Http {
        self.http_into(self.engine.session(self.wire), request)
    }

    /// An answer in any framing into a session of your own.
    pub fn http_into<P: Probe>(&self, session: Session<P>, request: Request) -> Http<P> {
        let (connector, feed) = self.parts(&self.http, session, request);
        Http::new(connector, feed)
    }

    /// A WebSocket; the request's body is its first message.
    pub fn websocket(&self, request: Request) -> WebSocket {
        self.websocket_into(self.engine.session(self.wire), request)
    }

    /// A WebSocket into a session of your own.
    pub fn websocket_into<P: Probe>(&self, session: Session<P>, request: Request) -> WebSocket<P> {
        let (connector, feed) = self.parts(&self.http1, session, request);
        WebSocket::new(connector, feed)
    }

    fn parts<P: Probe>(
        &self,
        http: &reqwest::Client,
        session: Session<P>,
        request: Request,
    ) -> (Connector, Feed<P>) {
        let connector = Connector::new(http.clone(), request, self.patience.clone());
        (connector, Feed::new(session, Monotonic::start()))
    }
}
