//! Statements out of sentences, through the public interface.

mod complements;
mod grammar;
mod mentions;
mod properties;
mod statements;
mod support;
mod words;
