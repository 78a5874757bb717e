//! The pace of one stream.

use crate::Timestamp;

/// How long a stream waited for a token, in nanoseconds. For
/// [`Latency::record_wait`](super::Latency::record_wait).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// From the start to the first token.
    First(u64),
    /// From the token before.
    Next(u64),
}

/// When a stream's tokens came, from the times that the caller passes in.
///
/// A *token* is a delta with text: what a provider sends at a time, mostly one token of its model
/// or a few. Several that come in one write came at the same time, 0 ns apart. The stream's zero is
/// [`start`](Self::start), which belongs to the moment when the request was sent; without it, the
/// first [`write`](Self::write), and then the time to first token says how long the answer's head
/// took to bring text.
///
/// ```
/// use midflight_core::Timestamp;
/// use midflight_core::latency::Timing;
///
/// let mut timing = Timing::default();
/// timing.start(Timestamp(1_000));
/// for token in [5_000, 7_000, 8_000] {
///     timing.token(Timestamp(token));
/// }
/// assert_eq!(timing.time_to_first_token(), Some(4_000));
/// assert_eq!(timing.inter_token(), Some(1_500));
/// assert_eq!(timing.tokens_per_second(), Some(2.0 / 3e-6));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    started: Option<Timestamp>,
    first: Option<Timestamp>,
    last: Timestamp,
    tokens: u64,
}

impl Timing {
    /// The request is sent. Only the first call counts, and none after the first write.
    pub fn start(&mut self, now: Timestamp) {
        self.started.get_or_insert(now);
    }

    /// Bytes came.
    pub fn write(&mut self, now: Timestamp) {
        self.start(now);
    }

    /// A delta with text came. Returns how long it let wait; 0 where the clock ran backwards.
    pub fn token(&mut self, now: Timestamp) -> Wait {
        let started = *self.started.get_or_insert(now);
        self.tokens += 1;
        if self.first.is_none() {
            self.first = Some(now);
            self.last = now;
            return Wait::First(now - started);
        }
        let wait = Wait::Next(now - self.last);
        self.last = self.last.max(now);
        wait
    }

    /// How many deltas with text came.
    pub fn tokens(&self) -> u64 {
        self.tokens
    }

    /// Nanoseconds from the start to the first token.
    pub fn time_to_first_token(&self) -> Option<u64> {
        Some(self.first? - self.started?)
    }

    /// The mean time from one token to the next, in nanoseconds; from the second token on.
    pub fn inter_token(&self) -> Option<u64> {
        let gaps = self.tokens.checked_sub(1).filter(|&gaps| gaps > 0)?;
        Some(self.generating()? / gaps)
    }

    /// Tokens a second from the first token to the last: the first is what the others are timed
    /// from, and is not counted. `None` before time has passed between them.
    pub fn tokens_per_second(&self) -> Option<f64> {
        let nanoseconds = self.generating().filter(|&time| time > 0)?;
        Some((self.tokens - 1) as f64 / (nanoseconds as f64 / 1e9))
    }

    fn generating(&self) -> Option<u64> {
        Some(self.last - self.first?)
    }
}
