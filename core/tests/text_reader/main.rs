//! The text stage through its public interface: sentences, tokens, and that no split changes them.

mod sentences;
mod support;
