//! Midflight's engine: bytes of a language model's stream in; mentions of entities, a growing
//! knowledge graph, a masked copy and latency figures out, before the next token arrives.
//!
//! The way of a byte, a folder a stage:
//!
//! ```text
//! bytes → frame → wire → text → entity → relation → graph → sink
//!                          └──────→ redact → masked bytes
//! ```
//!
//! The crate does no I/O, reads no clock, starts no thread and contains no unsafe code; a caller
//! passes bytes and the time in, and gives a [`Sink`] that receives what was found.
#![cfg_attr(not(test), no_std)]
#![forbid(unsafe_code)]
#![warn(clippy::unwrap_used)]

extern crate alloc;

mod arguments;
mod base64;
pub mod buffer;
pub mod channel;
pub mod clock;
pub mod decoder;
pub mod diagnostic;
pub mod engine;
pub mod entity;
pub mod error;
pub mod event;
pub mod frame;
pub mod graph;
pub mod json;
pub mod latency;
pub mod limits;
mod lock;
mod order;
pub mod redact;
pub mod relation;
pub mod session;
pub mod text;
pub mod wire;

pub use channel::Channel;
pub use clock::{Clock, Timestamp};
pub use decoder::{Decoder, Heard};
pub use diagnostic::{Code, Diagnostic};
pub use engine::{Config, Engine};
pub use entity::{Kind, Kinds, Mention};
pub use error::Error;
pub use event::{Event, Sink};
pub use frame::{Frame, Framing};
pub use graph::{GraphDelta, KnowledgeGraph, NodeId, StreamId};
pub use latency::{Latency, Stage};
pub use limits::Limits;
pub use redact::Redactor;
pub use relation::Triple;
pub use session::Session;
pub use wire::{Delta, Ending, Unknown, Usage, Wire};

/// The examples of the README run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
