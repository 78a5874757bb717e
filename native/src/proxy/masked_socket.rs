//! A WebSocket whose messages are masked on their way, or turned back.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::future::{Either, select};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use midflight_core::Wire;
use midflight_core::redact::{Redactor, Restorer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};

use super::Shared;
use super::analysis::Tap;
use super::answers::Changes;
use super::asked;
use super::body::{BodyError, BoxError};
use crate::pressure::hand_over;

/// Bytes of one message, as of one frame of the engine.
const MESSAGE: usize = 16 << 20;

/// Bytes of the reason of a close at most (RFC 6455, 5.5).
const REASON: usize = 123;

/// How long a side may take to agree to a close.
const AGREE: Duration = Duration::from_secs(5);

/// The wire whose messages can be masked one by one: JSON texts.
pub(super) const WIRE: Wire = Wire::OpenAiRealtime;

/// Joins the two connections when both stand.
pub(super) async fn join(
    shared: &Arc<Shared>,
    answer: reqwest::Response,
    upgrading: OnUpgrade,
    changes: Changes,
    tap: Tap,
) -> Result<(), BoxError> {
    let client = socket(TokioIo::new(upgrading.await?), Role::Server).await;
    let server = socket(answer.upgrade().await?, Role::Client).await;
    let ((to_client, from_client), (to_server, from_server)) = (client.split(), server.split());
    let limits = &shared.config.limits;
    let down = Down {
        shared: Arc::clone(shared),
        changes: changes.clone(),
        redactor: changes.redactor(&shared.engine, WIRE),
        restorer: changes.restorer(&shared.engine, WIRE),
        hold: limits.hold,
        idle: limits.idle,
        tap,
        lines: BytesMut::new(),
        restored: BytesMut::new(),
        to_client,
    };
    let down = std::pin::pin!(down.run(from_server));
    let up = std::pin::pin!(up(shared, &changes, from_client, to_server));
    match select(down, up).await {
        Either::Left((done, up)) => agree(done, up).await,
        Either::Right((done, down)) => agree(done, down).await,
    }
}

/// One side is done: the other has a moment to agree, so that nothing on its way is lost.
async fn agree(
    done: Result<(), BoxError>,
    other: impl Future<Output = Result<(), BoxError>>,
) -> Result<(), BoxError> {
    // What it sends to who is gone fails, as it must.
    let _ = timeout(AGREE, other).await;
    done
}

async fn socket<S: AsyncRead + AsyncWrite + Unpin>(stream: S, role: Role) -> WebSocketStream<S> {
    let config = WebSocketConfig::default()
        .read_buffer_size(16 << 10)
        .write_buffer_size(0)
        .max_message_size(Some(MESSAGE))
        .max_frame_size(Some(MESSAGE));
    WebSocketStream::from_raw_socket(stream, role, Some(config)).await
}

/// What the client says goes on, masked where that is to be done.
async fn up<C, S>(
    shared: &Arc<Shared>,
    changes: &Changes,
    mut from_client: SplitStream<WebSocketStream<C>>,
    mut to_server: SplitSink<WebSocketStream<S>, Message>,
) -> Result<(), BoxError>
where
    C: AsyncRead + AsyncWrite + Unpin,
    S: AsyncRead + AsyncWrite + Unpin,
{
    while let Some(message) = from_client.next().await {
        match message? {
            // Each side answers its own pings.
            Message::Ping(_) | Message::Pong(_) => {}
            Message::Text(text) if changes.restores() => {
                let (redaction, text) = (changes.masks.requests, text.to_string());
                let masked = asked::mask_message(shared, redaction, &changes.talk, text).await;
                let Ok(masked) = masked else {
                    return refuse(to_server).await;
                };
                to_server.send(Message::text(masked)).await?;
            }
            Message::Binary(_) if changes.restores() => return refuse(to_server).await,
            Message::Close(Some(frame)) if changes.restores() => {
                let asked = changes.asked(shared, &frame.reason);
                to_server
                    .send(Message::Close(Some(closing(frame.code, asked))))
                    .await?;
            }
            message => to_server.send(message).await?,
        }
    }
    Ok(to_server.close().await?)
}

/// Closes the connection for what can't be masked; the server hands the reason on.
async fn refuse<S: AsyncRead + AsyncWrite + Unpin>(
    mut to_server: SplitSink<WebSocketStream<S>, Message>,
) -> Result<(), BoxError> {
    to_server.send(Message::Close(Some(unmaskable()))).await?;
    Err(BodyError::Unmaskable.into())
}

/// A close whose reason is masked, and left out where it can't be.
fn closing(code: CloseCode, masked: Result<String, impl std::error::Error>) -> CloseFrame {
    let masked = masked.unwrap_or_default();
    let reason = &masked[..masked.floor_char_boundary(REASON)];
    CloseFrame {
        code,
        reason: reason.into(),
    }
}

fn unmaskable() -> CloseFrame {
    CloseFrame {
        code: CloseCode::Unsupported,
        reason: "what is not JSON can't be masked".into(),
    }
}

/// What the server says, masked, and what was masked turned back.
struct Down<C> {
    shared: Arc<Shared>,
    changes: Changes,
    redactor: Option<Redactor>,
    restorer: Option<Restorer>,
    hold: Duration,
    idle: Duration,
    tap: Tap,
    /// What the redactor has written and was not sent.
    lines: BytesMut,
    /// The same for the restorer.
    restored: BytesMut,
    to_client: SplitSink<WebSocketStream<C>, Message>,
}

impl<C: AsyncRead + AsyncWrite + Unpin> Down<C> {
    async fn run<S: AsyncRead + AsyncWrite + Unpin>(
        mut self,
        mut from_server: SplitStream<WebSocketStream<S>>,
    ) -> Result<(), BoxError> {
        let mut end = None;
        while end.is_none() {
            let held = self.redactor.as_ref().map_or(0, Redactor::held) > 0;
            let limit = if held { self.hold } else { self.idle };
            match timeout(limit, from_server.next()).await {
                Ok(Some(message)) => end = self.pass(message?).await?,
                Ok(None) => end = Some(None),
                Err(_) if held => self.release().await?,
                Err(_) => return Err(BodyError::Idle.into()),
            }
        }
        self.finish().await?;
        Ok(self.to_client.send(Message::Close(end.flatten())).await?)
    }

    /// Passes a message on; the close where it is one.
    async fn pass(&mut self, message: Message) -> Result<Option<Option<CloseFrame>>, BoxError> {
        match message {
            Message::Text(text) => {
                // One message a line: between the values of a JSON text line ends mean nothing.
                let mut line = Bytes::from(text.replace(['\n', '\r'], " ") + "\n");
                let out = &mut self.lines;
                if let Some(redactor) = &mut self.redactor {
                    let mut write = |masked: &[u8]| out.extend_from_slice(masked);
                    hand_over(&mut line, |bytes| redactor.write(bytes, &mut write)).await?;
                } else {
                    out.extend_from_slice(&line);
                }
                self.send().await?;
                Ok(None)
            }
            Message::Close(frame) => Ok(Some(frame.map(|frame| self.close(frame)))),
            Message::Binary(_) => Ok(Some(Some(unmaskable()))),
            _ => Ok(None),
        }
    }

    /// The close with its reason masked where answers are.
    fn close(&self, frame: CloseFrame) -> CloseFrame {
        if !self.changes.masks.in_answers() {
            return frame;
        }
        closing(frame.code, self.changes.words(&self.shared, &frame.reason))
    }

    async fn release(&mut self) -> Result<(), BoxError> {
        let out = &mut self.lines;
        if let Some(redactor) = &mut self.redactor {
            redactor.release_held(&mut |masked| out.extend_from_slice(masked))?;
        }
        self.send().await
    }

    async fn finish(&mut self) -> Result<(), BoxError> {
        let out = &mut self.lines;
        if let Some(redactor) = &mut self.redactor {
            redactor.finish(&mut |masked| out.extend_from_slice(masked))?;
        }
        if let Some(held) = self.redactor.as_ref().and_then(Redactor::held_back) {
            self.shared.live.held_back(held);
        }
        self.lines.extend_from_slice(b"\n");
        self.send().await?;
        let out = &mut self.restored;
        if let Some(restorer) = &mut self.restorer {
            restorer.finish(&mut |bytes| out.extend_from_slice(bytes))?;
        }
        self.restored.extend_from_slice(b"\n");
        let rest = whole_lines(&mut self.restored);
        self.send_lines(&rest).await
    }

    /// Sends each whole line as a message.
    async fn send(&mut self) -> Result<(), BoxError> {
        let mut masked = whole_lines(&mut self.lines);
        if masked.is_empty() {
            return Ok(());
        }
        self.tap.bytes(&masked);
        let Some(restorer) = &mut self.restorer else {
            return self.send_lines(&masked).await;
        };
        let out = &mut self.restored;
        let mut write = |bytes: &[u8]| out.extend_from_slice(bytes);
        hand_over(&mut masked, |bytes| restorer.write(bytes, &mut write)).await?;
        let lines = whole_lines(&mut self.restored);
        self.send_lines(&lines).await
    }

    async fn send_lines(&mut self, lines: &[u8]) -> Result<(), BoxError> {
        let lines = lines.split(|&byte| byte == b'\n');
        for line in lines.filter(|line| !line.is_empty()) {
            let text = std::str::from_utf8(line)?;
            self.to_client.send(Message::text(text)).await?;
        }
        Ok(())
    }
}

/// Takes the whole lines off.
fn whole_lines(lines: &mut BytesMut) -> Bytes {
    let end = lines.iter().rposition(|&byte| byte == b'\n');
    lines.split_to(end.map_or(0, |end| end + 1)).freeze()
}
