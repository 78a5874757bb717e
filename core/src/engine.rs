//! What all sessions share.

use alloc::boxed::Box;
use alloc::sync::Arc;
use core::sync::atomic::{AtomicU64, Ordering};

use crate::buffer::{BufferPool, PoolSizes};
use crate::graph::StreamId;
use crate::redact::{Conversation, Redaction, Restorer};
use crate::text::Lexicon;
use crate::wire::Decode;
use crate::{Decoder, Error, Kinds, Limits, Redactor, Session, Wire};

/// How an engine is made.
#[derive(Clone, Debug)]
pub struct Config {
    /// The limits of its sessions and graphs.
    pub limits: Limits,
    /// Its buffers, all allocated at the start.
    pub pool: PoolSizes,
    /// Bytes of further buffers that may be allocated when those of `pool` are lent; they are freed when they
    /// come back. Default: 0, so that an engine allocates none once it is made.
    pub spare_bytes: usize,
    /// The words that it knows.
    pub lexicon: Lexicon,
    /// The kinds of mentions that it looks for.
    pub kinds: Kinds,
    /// The id of its first stream; the next have the next ids. Graphs of several engines can be
    /// merged when their ids do not meet.
    pub first_stream: StreamId,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            pool: PoolSizes::default(),
            spare_bytes: 0,
            lexicon: Lexicon::builtin(),
            kinds: Kinds::ALL,
            first_stream: StreamId(0),
        }
    }
}

/// Compiled recognisers, words, limits and buffers. Cloning it shares them.
#[derive(Clone, Debug)]
pub struct Engine(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    limits: Limits,
    pool: BufferPool,
    lexicon: Lexicon,
    kinds: Kinds,
    next_stream: AtomicU64,
}

impl Engine {
    /// Makes an engine and allocates its buffers.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] for a limit that makes no sense.
    pub fn new(config: Config) -> Result<Self, Error> {
        check(&config)?;
        Ok(Self(Arc::new(Shared {
            limits: config.limits,
            pool: BufferPool::growing(&config.pool, config.spare_bytes),
            lexicon: config.lexicon,
            kinds: config.kinds,
            next_stream: AtomicU64::new(config.first_stream.0),
        })))
    }

    /// A session for one stream.
    pub fn session(&self, wire: Wire) -> Session {
        let decoder = Decoder::new(wire, self.limits(), self.pool());
        Session::new(self, decoder, self.next_stream())
    }

    /// A session for one stream on a wire of your own.
    pub fn session_with(&self, wire: Box<dyn Decode>) -> Session {
        let decoder = Decoder::with(wire, self.limits(), self.pool());
        Session::new(self, decoder, self.next_stream())
    }

    fn next_stream(&self) -> StreamId {
        StreamId(self.0.next_stream.fetch_add(1, Ordering::Relaxed))
    }

    /// A redactor for one stream: what it masks, and how. [`Kinds`] alone are masked as numbered
    /// placeholders.
    pub fn redactor(&self, wire: Wire, redaction: impl Into<Redaction>) -> Redactor {
        let decoder = Decoder::new(wire, self.limits(), self.pool());
        Redactor::new(self, decoder, wire.framing(), redaction.into())
    }

    /// A redactor for one stream on a wire of your own.
    pub fn redactor_with(
        &self,
        wire: Box<dyn Decode>,
        redaction: impl Into<Redaction>,
    ) -> Redactor {
        let framing = wire.framing();
        let decoder = Decoder::with(wire, self.limits(), self.pool());
        Redactor::new(self, decoder, Some(framing), redaction.into())
    }

    /// A redactor for the arguments of one tool call, which are handed over as they are: JSON text, as
    /// answers that do not stream hold it. It stays JSON; a masked number becomes a string.
    pub fn arguments_redactor(&self, redaction: impl Into<Redaction>) -> Redactor {
        self.redactor_with(Box::new(crate::wire::Arguments), redaction)
    }

    /// What turns the placeholders in one stream back into the values that `conversation` keeps.
    pub fn restorer(&self, wire: Wire, conversation: &Conversation) -> Restorer {
        let decoder = Decoder::new(wire, self.limits(), self.pool());
        Restorer::new(self, decoder, wire.framing(), conversation)
    }

    /// The same for one stream on a wire of your own.
    pub fn restorer_with(&self, wire: Box<dyn Decode>, conversation: &Conversation) -> Restorer {
        let framing = wire.framing();
        let decoder = Decoder::with(wire, self.limits(), self.pool());
        Restorer::new(self, decoder, Some(framing), conversation)
    }

    /// The limits.
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// The buffers.
    pub fn pool(&self) -> &BufferPool {
        &self.0.pool
    }

    /// The words.
    pub fn lexicon(&self) -> &Lexicon {
        &self.0.lexicon
    }

    /// The kinds of mentions that it looks for.
    pub fn kinds(&self) -> Kinds {
        self.0.kinds
    }
}

fn check(config: &Config) -> Result<(), Error> {
    let wrong = |what, value: usize, expected| {
        Err(Error::Config {
            what,
            value: value as u64,
            expected,
        })
    };
    let largest = config
        .pool
        .bytes
        .iter()
        .map(|&(bytes, _)| bytes)
        .max()
        .unwrap_or(0);
    let limits = &config.limits;
    if largest < limits.frame_bytes {
        return wrong(
            "pool.bytes",
            largest,
            "a class of at least limits.frame_bytes",
        );
    }
    if limits.json_depth == 0 || limits.json_depth > 128 {
        return wrong("limits.json_depth", limits.json_depth, "1 to 128");
    }
    Ok(())
}
