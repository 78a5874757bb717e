//! A WebSocket whose messages are masked on their way, or turned back.

mod fault;

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
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};

use super::answers::Changes;
use super::asked;
use crate::pressure::hand_over;
use crate::proxy::Shared;
use crate::proxy::observe::analysis::Tap;
use crate::proxy::outgoing::{BodyError, BoxError};
use fault::{Fault, is_closed};

/// Bytes of one message, as of one frame of the engine.
const MESSAGE: usize = 16 << 20;

/// Bytes of the reason of a close at most (RFC 6455, 5.5).
const REASON: usize = 123;

/// How long a side may take to agree to a close.
const AGREE: Duration = Duration::from_secs(5);

/// The wire whose messages can be masked one by one: JSON texts.
pub(in crate::proxy) const WIRE: Wire = Wire::OpenAiRealtime;

/// Joins the two connections when both stand.
pub(in crate::proxy) async fn join(
    shared: &Arc<Shared>,
    answer: reqwest::Response,
    upgrading: OnUpgrade,
    changes: Changes,
    tap: Tap,
) -> Result<(), BoxError> {
    let client = socket(TokioIo::new(upgrading.await?), Role::Server).await;
    let server = socket(answer.upgrade().await?, Role::Client).await;
    let (mut to_client, mut from_client) = client.split();
    let (mut to_server, mut from_server) = server.split();
    let limits = &shared.config.limits;
    let down = Down {
        shared: Arc::clone(shared),
        changes: changes.clone(),
        redactor: changes.redactor_of_messages(&shared.engine),
        restorer: changes.restorer_of_messages(&shared.engine),
        hold: limits.hold,
        idle: limits.idle,
        tap,
        lines: BytesMut::new(),
        restored: BytesMut::new(),
        to_client: &mut to_client,
    };
    let outcome = {
        let down = std::pin::pin!(down.run(&mut from_server));
        let up = std::pin::pin!(up(shared, &changes, &mut from_client, &mut to_server));
        match select(down, up).await {
            Either::Left((Ok(()), up)) => agree(up).await,
            Either::Right((Ok(()), down)) => agree(down).await,
            Either::Left((fault, _)) | Either::Right((fault, _)) => fault,
        }
    };
    let [for_client, for_server] = match &outcome {
        Ok(()) => [None, None],
        Err(fault) => fault.closes().map(Some),
    };
    tokio::join!(
        end(to_client, from_client, for_client),
        end(to_server, from_server, for_server),
    );
    Ok(outcome?)
}

/// One side is done: the other has a moment to agree, so that nothing on its way is lost.
async fn agree(other: impl Future<Output = Result<(), Fault>>) -> Result<(), Fault> {
    // What it sends to who is gone fails, as it must.
    let _ = timeout(AGREE, other).await;
    Ok(())
}

/// Ends a connection, with a close where it has none. What still comes is read and left: where it is not, the
/// other side may never see the close (RFC 6455, 7.1.1).
async fn end<S: AsyncRead + AsyncWrite + Unpin>(
    mut sink: SplitSink<WebSocketStream<S>, Message>,
    stream: SplitStream<WebSocketStream<S>>,
    close: Option<CloseFrame>,
) {
    let ending = async {
        // Who is gone is not told.
        let _ = match close {
            Some(close) => sink.send(Message::Close(Some(close))).await,
            None => sink.flush().await,
        };
        let Ok(socket) = sink.reunite(stream) else {
            return;
        };
        let mut socket = socket.into_inner();
        let _ = socket.shutdown().await;
        let mut rest = [0; 1 << 10];
        while matches!(socket.read(&mut rest).await, Ok(1..)) {}
    };
    let _ = timeout(AGREE, ending).await;
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
    from_client: &mut SplitStream<WebSocketStream<C>>,
    to_server: &mut SplitSink<WebSocketStream<S>, Message>,
) -> Result<(), Fault>
where
    C: AsyncRead + AsyncWrite + Unpin,
    S: AsyncRead + AsyncWrite + Unpin,
{
    while let Some(message) = from_client.next().await {
        let message = match message.map_err(Fault::Client)? {
            // Each side answers its own pings.
            Message::Ping(_) | Message::Pong(_) => continue,
            Message::Text(text) if changes.restores() => {
                let (redaction, text) = (changes.masks.requests, text.to_string());
                let masked = asked::mask_message(shared, redaction, &changes.talk, text).await;
                Message::text(masked.map_err(|_| Fault::Unmaskable)?)
            }
            Message::Binary(_) if changes.restores() => return Err(Fault::Unmaskable),
            Message::Close(Some(frame)) if changes.restores() => {
                let asked = changes.asked(shared, &frame.reason);
                Message::Close(Some(closing(frame.code, asked)))
            }
            message => message,
        };
        match to_server.send(message).await {
            Err(error) if is_closed(&error) => return Ok(()),
            sent => sent.map_err(Fault::Server)?,
        }
    }
    // It may have closed before.
    let _ = to_server.close().await;
    Ok(())
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

/// What the server says, masked, and what was masked turned back.
struct Down<'s, C> {
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
    to_client: &'s mut SplitSink<WebSocketStream<C>, Message>,
}

impl<C: AsyncRead + AsyncWrite + Unpin> Down<'_, C> {
    async fn run<S: AsyncRead + AsyncWrite + Unpin>(
        mut self,
        from_server: &mut SplitStream<WebSocketStream<S>>,
    ) -> Result<(), Fault> {
        let mut end = None;
        while end.is_none() {
            let held = self.redactor.as_ref().map_or(0, Redactor::held) > 0;
            let limit = if held { self.hold } else { self.idle };
            match timeout(limit, from_server.next()).await {
                Ok(Some(message)) => {
                    end = self.pass(message.map_err(Fault::Server)?).await?;
                }
                Ok(None) => end = Some(None),
                Err(_) if held => self.release().await?,
                Err(_) => return Err(Fault::own(BodyError::Idle)),
            }
        }
        self.finish().await?;
        self.say(Message::Close(end.flatten())).await
    }

    /// Sends a message; who has closed takes none.
    async fn say(&mut self, message: Message) -> Result<(), Fault> {
        match self.to_client.send(message).await {
            Err(error) if is_closed(&error) => Ok(()),
            sent => sent.map_err(Fault::Client),
        }
    }

    /// Passes a message on; the close where it is one.
    async fn pass(&mut self, message: Message) -> Result<Option<Option<CloseFrame>>, Fault> {
        match message {
            Message::Text(text) => {
                // One message a line: between the values of a JSON text line ends mean nothing.
                let mut line = Bytes::from(text.replace(['\n', '\r'], " ") + "\n");
                let out = &mut self.lines;
                if let Some(redactor) = &mut self.redactor {
                    let mut write = |masked: &[u8]| out.extend_from_slice(masked);
                    let done =
                        hand_over(&mut line, |bytes| redactor.write(bytes, &mut write)).await;
                    done.map_err(Fault::own)?;
                } else {
                    out.extend_from_slice(&line);
                }
                self.send().await?;
                Ok(None)
            }
            Message::Close(frame) => Ok(Some(frame.map(|frame| self.close(frame)))),
            Message::Binary(_) => {
                self.finish().await?;
                Err(Fault::Unmaskable)
            }
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

    async fn release(&mut self) -> Result<(), Fault> {
        let out = &mut self.lines;
        if let Some(redactor) = &mut self.redactor {
            let released = redactor.release_held(&mut |masked| out.extend_from_slice(masked));
            released.map_err(Fault::own)?;
        }
        self.send().await
    }

    async fn finish(&mut self) -> Result<(), Fault> {
        let out = &mut self.lines;
        if let Some(redactor) = &mut self.redactor {
            let finished = redactor.finish(&mut |masked| out.extend_from_slice(masked));
            finished.map_err(Fault::own)?;
        }
        if let Some(held) = self.redactor.as_ref().and_then(Redactor::held_back) {
            self.shared.live.held_back(held);
        }
        self.lines.extend_from_slice(b"\n");
        self.send().await?;
        let out = &mut self.restored;
        if let Some(restorer) = &mut self.restorer {
            let finished = restorer.finish(&mut |bytes| out.extend_from_slice(bytes));
            finished.map_err(Fault::own)?;
        }
        self.restored.extend_from_slice(b"\n");
        let rest = whole_lines(&mut self.restored);
        self.send_lines(&rest).await
    }

    /// Sends each whole line as a message.
    async fn send(&mut self) -> Result<(), Fault> {
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
        let done = hand_over(&mut masked, |bytes| restorer.write(bytes, &mut write)).await;
        done.map_err(Fault::own)?;
        let lines = whole_lines(&mut self.restored);
        self.send_lines(&lines).await
    }

    async fn send_lines(&mut self, lines: &[u8]) -> Result<(), Fault> {
        let lines = lines.split(|&byte| byte == b'\n');
        for line in lines.filter(|line| !line.is_empty()) {
            let text = std::str::from_utf8(line).map_err(Fault::own)?;
            self.say(Message::text(text)).await?;
        }
        Ok(())
    }
}

/// Takes the whole lines off.
fn whole_lines(lines: &mut BytesMut) -> Bytes {
    let end = lines.iter().rposition(|&byte| byte == b'\n');
    lines.split_to(end.map_or(0, |end| end + 1)).freeze()
}
