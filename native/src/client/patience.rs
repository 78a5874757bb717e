//! How long a client waits, and for how long it tries again.

use std::time::Duration;

use super::Backoff;

/// What a client does where a server keeps it waiting or sends it away.
#[derive(Clone, Debug)]
pub struct Patience {
    /// Until a connection stands, TLS included. Default: 10 s.
    pub connect: Duration,
    /// From there to the first byte of the answer's body, or the first message. A model may think
    /// for long. Default: 5 min.
    pub first_byte: Duration,
    /// Between two pieces of the answer. Default: 2 min.
    pub idle: Duration,
    /// When to try again.
    pub backoff: Backoff,
    /// The longest time to wait because the server asks for it (`Retry-After`, or `retry` in a
    /// stream of server-sent events); one that asks for longer is not tried again. Default: 1 min.
    pub longest_wait: Duration,
    /// When to resume a stream of server-sent events that breaks.
    pub resume: Resume,
    /// Between two pings over a WebSocket; the answer counts as a sign of life, so that an idle
    /// server is told from a dead one. Default: 20 s.
    pub ping: Duration,
}

/// When to resume a stream of server-sent events that breaks before its end mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Resume {
    /// Where its events have ids, so that the server can go on behind the last one: asked again
    /// without, a model would begin anew. The default.
    #[default]
    ById,
    /// Always, also behind an orderly end, as browsers do: for feeds that never end.
    Always,
    /// Never.
    Never,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            first_byte: Duration::from_mins(5),
            idle: Duration::from_mins(2),
            backoff: Backoff::default(),
            longest_wait: Duration::from_mins(1),
            resume: Resume::default(),
            ping: Duration::from_secs(20),
        }
    }
}
