//! Files at a rate that a page asks for, so that it can see how it loads on a slow line.

use std::io;

use axum::body::{Body, BodyDataStream};
use axum::http::{HeaderName, HeaderValue, Uri, header};
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use tokio::time::{Duration, Instant, sleep_until};

use super::pace::Due;

const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");
/// A piece is sent this often.
const STEP: Duration = Duration::from_millis(10);

/// Kilobits a second, of the bytes of the body as they are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rate(u32);

impl Rate {
    /// What `?kbps=N` asks for; nothing where it makes no sense.
    pub(super) fn asked(uri: &Uri) -> Option<Self> {
        let mut pairs = uri.query()?.split('&');
        let value = pairs.find_map(|pair| pair.strip_prefix("kbps="))?;
        value.parse().ok().filter(|&rate| rate > 0).map(Self)
    }

    /// The answer at this rate. It tells the rate, so that a page knows that it was kept, and no cache
    /// keeps it, or the next would come without any.
    pub(super) fn keep(self, response: Response) -> Response {
        let (mut parts, body) = response.into_parts();
        let told = format!("rate;desc=\"{} kbit/s\"", self.0);
        if let Ok(told) = HeaderValue::from_str(&told) {
            parts.headers.insert(SERVER_TIMING, told);
        }
        let control = HeaderValue::from_static("no-store");
        parts.headers.insert(header::CACHE_CONTROL, control);
        Response::from_parts(parts, self.slow(body))
    }

    fn slow(self, body: Body) -> Body {
        let start = Instant::now();
        let pieces = Pieces::new(self, body);
        Body::from_stream(stream::unfold(pieces, move |mut pieces| async move {
            let piece = match pieces.next().await? {
                Ok(Due { at, bytes }) => {
                    sleep_until(start + at).await;
                    Ok(bytes)
                }
                Err(error) => Err(io::Error::other(error)),
            };
            Some((piece, pieces))
        }))
    }

    /// When so many bytes are through.
    fn due(self, bytes: u64) -> Duration {
        // A kilobit a second is a bit a millisecond.
        Duration::from_micros(bytes.saturating_mul(8000) / u64::from(self.0))
    }

    /// Bytes of a piece.
    fn piece(self) -> usize {
        let bytes = u128::from(self.0) * STEP.as_millis() / 8;
        usize::try_from(bytes).unwrap_or(usize::MAX).max(1)
    }
}

/// A body in pieces.
struct Pieces {
    rate: Rate,
    sent: u64,
    rest: Bytes,
    chunks: BodyDataStream,
}

impl Pieces {
    fn new(rate: Rate, body: Body) -> Self {
        Self {
            rate,
            sent: 0,
            rest: Bytes::new(),
            chunks: body.into_data_stream(),
        }
    }

    /// The next piece, and when a line of that rate has passed it on.
    async fn next(&mut self) -> Option<Result<Due, axum::Error>> {
        while self.rest.is_empty() {
            match self.chunks.next().await? {
                Ok(chunk) => self.rest = chunk,
                Err(error) => return Some(Err(error)),
            }
        }
        let bytes = self.rest.split_to(self.rest.len().min(self.rate.piece()));
        self.sent += bytes.len() as u64;
        let at = self.rate.due(self.sent);
        Some(Ok(Due { at, bytes }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_asked_for_in_the_query() {
        let check = |uri: &'static str, expected: Option<u32>| {
            let asked = Rate::asked(&Uri::from_static(uri));
            assert_eq!(asked, expected.map(Rate), "{uri}");
        };
        check("/engine.wasm?kbps=8000", Some(8000));
        check("/engine.wasm?kept&kbps=1", Some(1));
        check("/engine.wasm", None);
        check("/engine.wasm?kbps=0", None);
        check("/engine.wasm?kbps=-1", None);
        check("/engine.wasm?kbps=fast", None);
        check("/engine.wasm?kbps=99999999999", None);
    }

    #[tokio::test]
    async fn every_piece_is_due_when_its_line_has_passed_it_on() {
        for (rate, bytes, milliseconds) in [(8000, 1_000_000, 1000), (1, 125, 1000), (800, 0, 0)] {
            let whole: Vec<u8> = (0..bytes).map(|at: u32| at as u8).collect();
            let mut pieces = Pieces::new(Rate(rate), Body::from(whole.clone()));
            let (mut all, mut last) = (Vec::new(), Duration::ZERO);
            while let Some(Ok(Due { at, bytes })) = pieces.next().await {
                all.extend_from_slice(&bytes);
                // A hundredth of a second, or what a single byte takes.
                assert!(at <= last + STEP.max(Rate(rate).due(1)), "a gap at {at:?}");
                last = at;
            }
            assert_eq!(all, whole);
            assert_eq!(last, Duration::from_millis(milliseconds));
        }
    }
}
