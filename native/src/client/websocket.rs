//! A WebSocket (RFC 6455), without compression of messages.

use bytes::Bytes;
use futures_util::{SinkExt, Stream, StreamExt};
use midflight_core::frame::Payload;
use midflight_core::latency::{Probe, Untimed};
use midflight_core::{Session, Sink};
use reqwest::Upgraded;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, timeout, timeout_at};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::error::{Error, ProtocolError};
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};

use super::connect::Connector;
use super::feed::Feed;
use super::handshake::{agreed, ask};
use super::source::{Source, readable, updates};
use super::{ClientError, Phase, Update};

/// Bytes of one message, as of one frame of the engine.
const MESSAGE: usize = 16 << 20;
/// Bytes that are read from the socket at a time.
const READ: usize = 16 << 10;

/// A WebSocket, every message of which is a frame of the wire. Dropping it closes the connection;
/// [`close`](Self::close) does so in good order.
///
/// Pings are answered, and sent so that a dead server is told from an idle one. A request's body
/// is the first message. A connection that broke is not made again: what a WebSocket says depends on
/// what it was told.
pub struct WebSocket<P: Probe = Untimed> {
    connector: Connector,
    feed: Feed<P>,
    open: Option<Open>,
}

struct Open {
    socket: WebSocketStream<Upgraded>,
    pings: Interval,
    due: Instant,
    phase: Phase,
    closed: Option<CloseFrame>,
}

/// What came.
enum Came {
    Message(Message),
    End,
}

impl<P: Probe> WebSocket<P> {
    pub(super) fn new(connector: Connector, feed: Feed<P>) -> Self {
        Self {
            connector,
            feed,
            open: None,
        }
    }

    async fn connect(&mut self) -> Result<(), ClientError> {
        self.feed.start();
        let key = generate_key();
        let (response, due) = self.connector.open(|request| ask(request, &key)).await?;
        let response = agreed(response, &key)?;
        let upgraded = response.upgrade().await?;
        let socket = WebSocketStream::from_raw_socket(upgraded, Role::Client, Some(config())).await;
        let ping = self.connector.patience.ping;
        let mut pings = interval_at(Instant::now() + ping, ping);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        self.open = Some(Open {
            socket,
            pings,
            due,
            phase: Phase::FirstByte,
            closed: None,
        });
        let body = self.connector.request.body().clone();
        if !body.is_empty() {
            self.send(body).await?;
        }
        Ok(())
    }

    /// Sends a message: as text where it is UTF-8, as binary elsewhere. Connects first where that is
    /// to be done.
    ///
    /// # Errors
    ///
    /// [`ClientError`] where there is no connection any more.
    pub async fn send(&mut self, message: impl Into<Bytes>) -> Result<(), ClientError> {
        if self.open.is_none() && !self.feed.is_finished() {
            Box::pin(self.connect()).await?;
        }
        let message = message.into();
        let message = match std::str::from_utf8(&message) {
            Ok(text) => Message::text(text),
            Err(_) => Message::Binary(message),
        };
        let Some(open) = &mut self.open else {
            return Err(failure(&self.connector, Error::AlreadyClosed));
        };
        let sent = open.socket.send(message).await;
        sent.map_err(|error| failure(&self.connector, error))
    }

    /// Closes the connection with code 1000 and waits for the server to agree, for as long as one
    /// may be idle. What still comes is passed over.
    ///
    /// # Errors
    ///
    /// [`ClientError`] where the connection broke before.
    pub async fn close(mut self) -> Result<(), ClientError> {
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        let frame = CloseFrame {
            code: CloseCode::Normal,
            reason: "".into(),
        };
        let closing = open.socket.close(Some(frame)).await;
        closing.map_err(|error| failure(&self.connector, error))?;
        let rest = async { while let Some(Ok(_)) = open.socket.next().await {} };
        let in_time = timeout(self.connector.patience.idle, rest).await;
        in_time.map_err(|_| self.connector.late(Phase::Idle))
    }
}

readable!(WebSocket);

impl<P: Probe> Source for WebSocket<P> {
    type Probe = P;

    fn feed(&mut self) -> &mut Feed<P> {
        &mut self.feed
    }

    async fn advance<S: Sink>(&mut self, sink: &mut S) -> Result<bool, ClientError> {
        if self.open.is_none() {
            self.connect().await?;
        }
        let Some(open) = &mut self.open else {
            return Ok(false);
        };
        match open.next(&self.connector).await? {
            Came::Message(Message::Text(text)) => {
                self.feed.message(Payload::Text(&text), sink)?;
            }
            Came::Message(Message::Binary(bytes)) => {
                self.feed.message(Payload::Binary(&bytes), sink)?;
            }
            Came::Message(_) => {}
            Came::End => return open.ending(&self.connector).map(|()| false),
        }
        Ok(true)
    }

    fn disconnect(&mut self) {
        self.open = None;
    }
}

impl Open {
    /// The next message of any kind.
    async fn next(&mut self, of: &Connector) -> Result<Came, ClientError> {
        let next = loop {
            tokio::select! {
                next = timeout_at(self.due, self.socket.next()) => break next,
                _ = self.pings.tick() => self.ping(of).await?,
            }
        };
        let came = match next.map_err(|_| of.late(self.phase))? {
            None | Some(Err(Error::ConnectionClosed | Error::AlreadyClosed)) => {
                return Ok(Came::End);
            }
            // What is left of a connection that was closed in good order.
            Some(Err(_)) if self.closed.is_some() => return Ok(Came::End),
            Some(Err(error)) => return Err(failure(of, error)),
            Some(Ok(message)) => message,
        };
        self.note(&came, of);
        Ok(Came::Message(came))
    }

    async fn ping(&mut self, of: &Connector) -> Result<(), ClientError> {
        let sent = self.socket.send(Message::Ping(Bytes::new())).await;
        sent.map_err(|error| failure(of, error))
    }

    /// Every message is a sign of life; the first byte is that of a message with data.
    fn note(&mut self, message: &Message, of: &Connector) {
        match message {
            Message::Text(_) | Message::Binary(_) => self.phase = Phase::Idle,
            Message::Close(frame) => self.closed = Some(frame.clone().unwrap_or(NO_STATUS)),
            _ => {}
        }
        if self.phase == Phase::Idle {
            self.due = Instant::now() + of.patience.idle;
        }
    }

    /// Whether the server closed because it was done.
    fn ending(&self, of: &Connector) -> Result<(), ClientError> {
        match &self.closed {
            None => Err(failure(
                of,
                ProtocolError::ResetWithoutClosingHandshake.into(),
            )),
            Some(frame) if is_orderly(frame.code) => Ok(()),
            Some(frame) => Err(ClientError::Closed {
                url: of.request.shown(),
                code: frame.code.into(),
                reason: frame.reason.as_str().to_owned(),
            }),
        }
    }
}

const NO_STATUS: CloseFrame = CloseFrame {
    code: CloseCode::Status,
    reason: tokio_tungstenite::tungstenite::Utf8Bytes::from_static(""),
};

/// Done, going away, or closed without a word.
fn is_orderly(code: CloseCode) -> bool {
    matches!(
        code,
        CloseCode::Normal | CloseCode::Away | CloseCode::Status
    )
}

fn config() -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(READ)
        .write_buffer_size(0)
        .max_message_size(Some(MESSAGE))
        .max_frame_size(Some(MESSAGE))
}

fn failure(of: &Connector, error: Error) -> ClientError {
    let url = of.request.shown();
    let source = Box::new(error);
    ClientError::WebSocket { url, source }
}
