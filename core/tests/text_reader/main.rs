//! The text stage through its public interface: sentences, tokens, and that no split changes them.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod sentences;
mod shared;
mod splits;
mod support;
mod tokens;
