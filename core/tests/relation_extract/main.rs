//! Statements out of sentences, through the public interface.

mod grammar;
mod mentions;
mod properties;
mod statements;
mod support;
