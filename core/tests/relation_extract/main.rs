//! Statements out of sentences, through the public interface.

mod properties;
mod statements;
mod support;
