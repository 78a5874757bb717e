//! The limits of a proxy.

use std::time::Duration;

use serde::Deserialize;
use serde::de::{Error, Unexpected, Visitor};

use crate::proxy::ConfigError;

/// Bytes of a head that HTTP/1 takes in any case.
const HEAD_AT_LEAST: usize = 8 << 10;

/// Connections at most: for each there is room set aside.
const CONNECTIONS: usize = 100_000;
/// Threads at most.
const WORKERS: usize = 256;
/// What is waited for at most: with times that no clock reaches, clocks fail.
const TIME: Duration = Duration::from_hours(365 * 24);

/// What a proxy allows, and for how long it waits.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Connections of clients at a time; further ones wait to be accepted. Default: 2,048.
    #[serde(deserialize_with = "whole")]
    pub connections: usize,
    /// Bytes of a request's head, 8 KiB at least; a larger one is answered with 431. Default: 64 KiB.
    #[serde(deserialize_with = "whole")]
    pub head_bytes: usize,
    /// Bytes of a request's body; a larger one is answered with 413. Default: 64 MiB.
    #[serde(deserialize_with = "whole")]
    pub body_bytes: u64,
    /// Bytes of an answer that is no stream and is to be masked; a larger one is answered with 502.
    /// Default: 16 MiB.
    #[serde(deserialize_with = "whole")]
    pub answer_bytes: usize,
    /// Until a request's head is there; a slower client is closed. Default: 30 s.
    #[serde(deserialize_with = "seconds")]
    pub head: Duration,
    /// Until the upstream is connected; then 504. Default: 10 s.
    #[serde(deserialize_with = "seconds")]
    pub connect: Duration,
    /// From there to the head of its answer; then 504. Default: 10 min.
    #[serde(deserialize_with = "seconds")]
    pub first_byte: Duration,
    /// Between two pieces of a body, sent or received; then the connection is closed. Default: 5 min.
    #[serde(deserialize_with = "seconds")]
    pub idle: Duration,
    /// For open streams to finish when the proxy is to end; then they are cut. Default: 30 s.
    #[serde(deserialize_with = "seconds")]
    pub shutdown: Duration,
    /// Until held-back text whose masking is undecided is masked as `[UNDECIDED]` and sent, where nothing comes
    /// that would decide it: a tool that the provider runs may take so long. Default: 30 s.
    #[serde(deserialize_with = "seconds")]
    pub hold: Duration,
    /// Conversations whose numbers are remembered; past it the oldest of whoever has most are forgotten.
    /// Default: 4,096.
    #[serde(deserialize_with = "whole")]
    pub conversations: usize,
    /// Bytes of their values; likewise. Default: 64 MiB.
    #[serde(deserialize_with = "whole")]
    pub conversation_bytes: usize,
    /// For how long one is remembered that nobody goes on with. Default: 1 h.
    #[serde(deserialize_with = "seconds")]
    pub conversation: Duration,
    /// Bytes that wait for analysis; past it a stream is no longer analysed. Default: 32 MiB.
    #[serde(deserialize_with = "whole")]
    pub queue_bytes: usize,
    /// Threads that analyse. Default: 1.
    #[serde(deserialize_with = "whole")]
    pub workers: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 2048,
            head_bytes: 64 << 10,
            body_bytes: 64 << 20,
            answer_bytes: 16 << 20,
            head: Duration::from_secs(30),
            connect: Duration::from_secs(10),
            first_byte: Duration::from_mins(10),
            idle: Duration::from_mins(5),
            shutdown: Duration::from_secs(30),
            hold: Duration::from_secs(30),
            conversations: 4096,
            conversation_bytes: 64 << 20,
            conversation: Duration::from_hours(1),
            queue_bytes: 32 << 20,
            workers: 1,
        }
    }
}

impl Limits {
    /// Whether anything can go on within them.
    pub(in crate::proxy) fn check(&self) -> Result<(), ConfigError> {
        let connections = (1..=CONNECTIONS).contains(&self.connections);
        let workers = (1..=WORKERS).contains(&self.workers);
        let head_bytes = self.head_bytes >= HEAD_AT_LEAST;
        let counts = [
            ("connections", connections, "1 to 100000"),
            ("workers", workers, "1 to 256"),
            ("head_bytes", head_bytes, "at least 8192"),
        ];
        let wrong = counts.into_iter().chain(self.times());
        match wrong.into_iter().find(|(_, right, _)| !right) {
            Some((name, _, expected)) => Err(ConfigError::Limit { name, expected }),
            None => Ok(()),
        }
    }

    /// Whether each time is one.
    fn times(&self) -> impl Iterator<Item = (&'static str, bool, &'static str)> {
        let waits = [
            ("shutdown", self.shutdown),
            ("hold", self.hold),
            ("conversation", self.conversation),
        ];
        // A time of nothing would be over before anything could come.
        let comes = [
            ("head", self.head),
            ("connect", self.connect),
            ("first_byte", self.first_byte),
            ("idle", self.idle),
        ];
        let waits = waits.map(|(name, time)| (name, time <= TIME, "0 to 31536000 seconds"));
        let comes = comes.map(|(name, time)| {
            let right = !time.is_zero() && time <= TIME;
            (name, right, "more than 0 seconds, 31536000 at most")
        });
        waits.into_iter().chain(comes)
    }
}

/// Seconds as they are written.
struct Seconds;

impl Visitor<'_> for Seconds {
    type Value = Duration;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a number of seconds, as 300 or 1.5")
    }

    fn visit_f64<E: Error>(self, seconds: f64) -> Result<Duration, E> {
        let wrong = |_| E::invalid_value(Unexpected::Float(seconds), &self);
        Duration::try_from_secs_f64(seconds).map_err(wrong)
    }

    fn visit_i64<E: Error>(self, seconds: i64) -> Result<Duration, E> {
        let wrong = |_| E::invalid_value(Unexpected::Signed(seconds), &self);
        u64::try_from(seconds)
            .map(Duration::from_secs)
            .map_err(wrong)
    }
}

fn seconds<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    deserializer.deserialize_any(Seconds)
}

/// A count as it is written.
struct Whole;

impl Visitor<'_> for Whole {
    type Value = u64;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a whole number, as 64")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<u64, E> {
        let wrong = |_| E::invalid_value(Unexpected::Signed(number), &self);
        u64::try_from(number).map_err(wrong)
    }
}

fn whole<'de, D: serde::Deserializer<'de>, T: TryFrom<u64>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let number = deserializer.deserialize_any(Whole)?;
    let wrong = |_| Error::invalid_value(Unexpected::Unsigned(number), &Whole);
    number.try_into().map_err(wrong)
}
