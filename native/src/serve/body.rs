//! A body that sends each piece at its time, and fails where it is to.

use std::io;

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use tokio::time::{Duration, Instant, sleep, sleep_until};

use super::fault::{Fault, Faults, Kind, garbage};
use super::pace::Due;
use super::socket::Doom;

/// What was sent has left the process by then.
const FLUSHED: Duration = Duration::from_millis(20);

/// The pieces as a body.
pub(super) fn of(pieces: Vec<Due>, faults: Vec<Fault>, doom: Doom) -> Body {
    let replay = Replay::new(pieces, faults, doom);
    Body::from_stream(stream::unfold(replay, |mut replay| async {
        let next = replay.next().await?;
        Some((next, replay))
    }))
}

/// A stream on its way out.
pub(super) struct Replay {
    start: Instant,
    pieces: std::vec::IntoIter<Due>,
    /// What is left of the piece at hand.
    rest: Bytes,
    faults: Faults,
    doom: Doom,
}

impl Replay {
    pub(super) fn new(pieces: Vec<Due>, faults: Vec<Fault>, doom: Doom) -> Self {
        Self {
            start: Instant::now(),
            pieces: pieces.into_iter(),
            rest: Bytes::new(),
            faults: Faults::new(faults),
            doom,
        }
    }

    /// The next bytes, when they are due; an error where the connection is to end.
    pub(super) async fn next(&mut self) -> Option<io::Result<Bytes>> {
        loop {
            match self.faults.due() {
                Some(Kind::Garbage) => return Some(Ok(garbage())),
                Some(Kind::Stall(time)) => sleep(time).await,
                Some(Kind::Stop) => std::future::pending().await,
                Some(Kind::Cut) => return Some(Err(broken("cut").await)),
                Some(Kind::Reset) => {
                    self.doom.reset();
                    return Some(Err(broken("reset").await));
                }
                None if !self.rest.is_empty() => return Some(Ok(self.take())),
                None => self.rest = self.wait().await?,
            }
        }
    }

    /// The next piece at its time.
    async fn wait(&mut self) -> Option<Bytes> {
        let Due { at, bytes } = self.pieces.next()?;
        if at > Duration::ZERO {
            sleep_until(self.start + at).await;
        }
        Some(bytes)
    }

    fn take(&mut self) -> Bytes {
        let room = self.faults.room(self.rest.len());
        self.faults.advance(room);
        self.rest.split_to(room)
    }
}

async fn broken(why: &str) -> io::Error {
    sleep(FLUSHED).await;
    io::Error::other(format!("{why} on request"))
}
