//! The proxy: point an application's base URL at it, change nothing else, and see what the model
//! says while it says it, or mask it.
//!
//! Whatever is asked for is passed on, and what is answered is passed back as it comes, byte for
//! byte. Streams are analysed beside, after their bytes were forwarded: analysis that fails or falls
//! behind is dropped and counted, the bytes are not. With kinds to [`redact`](Config::redact),
//! answers are masked on their way, streams, text, Realtime messages and JSON texts alike, and what can't
//! be masked is not passed on. (The sound of a Realtime answer is, as it comes.)
//!
//! | what an answer is, by its media type and what it begins with | how it is masked |
//! |---|---|
//! | a model's stream | in its wire, values in pieces too |
//! | server-sent events, also under the name of text or of anything else that is looked at | likewise, in the wire that the path, `wire` of the upstream or the events tell |
//! | server-sent events whose wire nothing tells | not at all: the connection breaks, before the first event. `wire` of the upstream names it |
//! | lines of JSON whose wire nothing tells, as batches have | line by line |
//! | JSON, at any path, and at a model's path also where nothing calls it so | every string in it, a value over several parts of a message too; of ids, words of the protocol, names of members and numbers what has the form of a value; text in base64. Signatures, cursors, and other bytes in base64 stay |
//! | text (`text/…`, XML, YAML, SVG, JavaScript), at any path | as text |
//! | pictures, sound, moving pictures, fonts, PDF, archives and WebAssembly | not at all: they pass |
//! | any other type, none, nonsense, or more than one | as text where it begins as one, and else not at all: it passes |
//! | text in another encoding than UTF-8, by its charset or its bytes | not at all: refused, or broken off where some of it has left |
//! | what is packed (`Content-Encoding`, `Transfer-Encoding`), but for what passes | not at all: refused |
//! | a range (206), but for what passes | not at all: refused. `Range` and `If-Range` are not passed on |
//!
//! Of an answer's head, headers that are not the protocol's own (`Date`, `ETag`, `Set-Cookie`, ids of requests,
//! limits of rates, …) are masked as text, `Location` and `Content-Disposition` too, and the reason of the
//! status is left out. The reason of a WebSocket's close is masked, and at most 123 bytes of it pass.
//!
//! A secret that an answer is there to tell (a new API key, a token) is masked like any other.
//!
//! With kinds in [`redact_requests`](Config::redact_requests), requests are masked on their way out, whatever
//! they ask for, and the placeholders are turned back in their answers: the upstream never sees the values,
//! the client sees nothing else. The JSON is masked as that of answers is. Schemas of tools and of the answer are
//! masked so that they still fit together, but for what the provider needs to reach a tool (its address and
//! credentials). Lines of JSON, text (`text/…`) and forms are masked likewise: of
//! `application/x-www-form-urlencoded` names and values, of `multipart/form-data` the content of each part that is
//! JSON or text, and the names of fields and files. Sound and pictures pass where they do not begin as text, anything else is refused, and so are
//! a type that is told twice and text in another encoding than UTF-8, in base64 too. Addresses and headers go on as they are. A
//! body that its client has signed (AWS Signature Version 4, as Bedrock's clients do) can't be rewritten: it
//! passes where there is nothing to mask in it or the signature leaves it out (`UNSIGNED-PAYLOAD`), and is
//! refused otherwise.
//! A placeholder is turned back in every string of an answer; one in pieces where the wire says what goes on what: in
//! text, reasoning, refusals and tool arguments. Where only placeholders are turned back, text that turns out to be
//! none passes from there on as it comes. A placeholder that stands in a request already was
//! written by somebody else: it is turned back in no answer from there on, and a value of the conversation that
//! had it gets another one when it is next said. What a model was talked into writing of its own accord can't be told from that.
//! With both, the client sees its own values, and what the model brings of its own
//! is masked. What is analysed is the answer before anything is turned back.
//!
//! Past 4,096 values of a conversation new ones are masked without a number (`[EMAIL]`), and stay so.
//!
//! The same value has the same number within a request and its answer, and within a conversation: one that
//! the client names in the header `Midflight-Conversation`, or that goes on from an answer's id (Responses).
//! A request without either is numbered from the beginning of its own history, so that numbers stay there
//! too. A name counts for one set of credentials at one upstream; what it stands for is kept in memory
//! alone, for an hour ([`Limits::conversation`]), and what was not used longest goes first.
//!
//! | what goes wrong | what the client sees |
//! |---|---|
//! | no upstream is configured for it | 404 |
//! | a path that leaves the upstream's | 400 |
//! | an upstream without TLS is asked for, at a loopback address, by a name that a page from elsewhere may have made up (DNS rebinding) | 403, unless it is the upstream's `host` |
//! | a body larger than `body_bytes` | 413 |
//! | a head larger than `head_bytes` | 431 |
//! | the upstream can't be reached, TLS fails, it breaks off before the head of its answer, becomes what nobody asked for (101), or answers in another transfer coding than `chunked` | 502 |
//! | the upstream has closed an idle connection before anything of the request was written to it | nothing: it is sent over another one, whatever its method. What was written is not sent again: it may have been heard |
//! | the upstream does not answer within `first_byte` | 504 |
//! | the upstream breaks off in mid-answer, or is silent for `idle` | the same bytes, then a connection that breaks |
//! | an answer that should be masked or turned back and can't be | 502 |
//! | server-sent events that should be masked and whose wire nothing tells | a connection that breaks, before the first event |
//! | a frame that should be masked and is larger than 16 MiB, or whose checksum is wrong | at most what came before it, masked, then a connection that breaks |
//! | text that should be masked and turns out not to be UTF-8 when some of it has left | the bytes before that, masked, then a connection that breaks |
//! | an `Upgrade` to anything but a WebSocket, or with a body | it is left aside, the request passes as any other |
//! | a request that should be masked and can't be | 415; over a WebSocket, close code 1003, for the upstream too |
//! | a request that its client signed and that masking would change | 422 |
//! | a request's body that breaks off or takes longer than `idle` | 400 |
//! | a request's body in another transfer coding than `chunked` | 501 |
//! | over a masked WebSocket, the client breaks the protocol | close code 1002, 1007 (no UTF-8) or 1009 (too large), the upstream 1001; so it is told too where the client goes |
//! | over a masked WebSocket, the upstream breaks the protocol, goes, or is silent for `idle` | close code 1011; who broke the protocol is told as above |
//! | over a WebSocket that passes unchanged, nothing comes from either side for `idle`, or one breaks | both connections break |
//! | `CONNECT` | 501; without a path 400 |
//! | a WebSocket that is not known to be Realtime's, where anything is to be masked | 501 |
//! | the client goes | the upstream's connection is closed: at once, or within 10 s where the answer has begun and nothing comes of it |
//! | the client shuts its writing side behind its request | it gets its answer, in HTTP/1.1 behind a provisional one (100), which tells whether it is there; one that nothing can be told of is closed when nothing was written to it for 10 s |
//! | the client does not read for `idle` | its connection is closed |
//! | the client's head takes longer than `head`, or no request comes for as long | its connection is closed |
//! | an HTTP/2 client does not answer a ping within `idle` | its connection is closed |
//! | the proxy is told to end | open streams finish for `shutdown`, then they are cut; told again, at once |

mod body;
mod clients;
mod config;
mod content;
mod forward;
mod half;
mod headers;
mod idle;
mod mask;
mod observe;
mod outgoing;
mod recognise;
mod refusal;
mod requests;
mod route;
mod server;
mod shared;
mod socket;
mod tunnel;

pub use clients::Configure;
pub use config::limits::Limits;
pub use config::names::{key_of, kinds, style, token};
pub use config::{Config, ConfigError, Upstream};
pub use content::json::{JsonError, mask_json};
pub use observe::analysis::Observer;
#[cfg(feature = "otlp")]
pub use observe::otlp::Otlp;

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;

use shared::Shared;

/// A proxy that listens.
pub struct Proxy {
    shared: Arc<Shared>,
    listener: TcpListener,
    admin: Option<TcpListener>,
    #[cfg(feature = "otlp")]
    pushing: Option<observe::otlp::Pushing>,
}

/// What an application that brings its own proxy may add.
#[derive(Default)]
pub struct Hooks {
    /// Hears everything that the sessions tell, on the threads that analyse. It can't harm the
    /// bytes: they were forwarded, and a panic costs its stream the analysis alone.
    pub observer: Option<Arc<Observer>>,
    /// Changes how connections to upstreams are made.
    pub configure: Option<Box<Configure>>,
}

/// Why a proxy can't be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProxyError {
    /// The configuration can't be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// An address can't be listened on.
    #[error("{address}: {source}")]
    Listen {
        /// Which one.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// TLS can't be set up.
    #[error(transparent)]
    Connections(#[from] reqwest::Error),
    /// The engine can't be made.
    #[error(transparent)]
    Engine(#[from] midflight_core::Error),
    /// The figures can't be pushed.
    #[cfg(feature = "otlp")]
    #[error("otlp: {0}")]
    Otlp(String),
    /// A thread can't be started.
    #[error("analysis: {0}")]
    Thread(std::io::Error),
}

impl Proxy {
    /// Listens where `config` says.
    ///
    /// # Errors
    ///
    /// [`ProxyError`] where that can't be done.
    pub async fn bind(config: Config) -> Result<Self, ProxyError> {
        Self::bind_with(config, Hooks::default()).await
    }

    /// The same with hooks.
    ///
    /// # Errors
    ///
    /// As for [`bind`](Self::bind).
    pub async fn bind_with(config: Config, hooks: Hooks) -> Result<Self, ProxyError> {
        config.check()?;
        let listener = listen(config.listen).await?;
        let admin = match config.admin {
            Some(address) => Some(listen(address).await?),
            None => None,
        };
        let configure = hooks
            .configure
            .unwrap_or_else(|| Box::new(|builder| builder));
        let shared = Arc::new(Shared::new(config, &configure, hooks.observer.as_ref())?);
        #[cfg(feature = "otlp")]
        let pushing = match &shared.config.otlp {
            Some(otlp) => Some(observe::otlp::Pushing::start(
                otlp,
                &shared.live,
                &configure,
            )?),
            None => None,
        };
        Ok(Self {
            shared,
            listener,
            admin,
            #[cfg(feature = "otlp")]
            pushing,
        })
    }

    /// Where clients connect.
    ///
    /// # Errors
    ///
    /// What the system tells.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Where what it saw is to be had.
    ///
    /// # Errors
    ///
    /// What the system tells.
    pub fn admin_address(&self) -> std::io::Result<Option<SocketAddr>> {
        self.admin.as_ref().map(TcpListener::local_addr).transpose()
    }

    /// Serves until `stop` is done and open streams have finished, or had the time to.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let routes = observe::admin::routes(&self.shared);
        let limits = self.shared.config.limits.clone();
        let admin = self
            .admin
            .map(|listener| tokio::spawn(server::serve_owner(limits, listener, routes)));
        server::serve(&self.shared, self.listener, stop).await;
        #[cfg(feature = "otlp")]
        if let Some(pushing) = self.pushing {
            pushing.end(&self.shared).await;
        }
        if let Some(admin) = admin {
            admin.abort();
        }
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, ProxyError> {
    let listening = TcpListener::bind(address).await;
    listening.map_err(|source| ProxyError::Listen { address, source })
}
