//! From a channel's deltas to tokens and closed sentences, with how far the text can no longer
//! change.
//!
//! A **field** is a run of text without white space (in scripts that write none, a run of one
//! script). A field is cut into **tokens** when its end is seen; from then on it can no longer
//! change. Tokens gather in a [`Window`] until their **sentence** is closed.

mod chars;
mod ending;
mod field;
mod gap;
pub mod inflect;
mod letters;
pub mod lexicon;
pub(crate) mod list;
mod lower;
mod markdown;
mod opening;
mod plain;
pub mod reader;
mod segment;
pub mod token;
mod tokenize;
pub mod view;
pub mod window;
mod word;
mod words;

pub(crate) use chars::{is_gap, is_unseen};
pub(crate) use letters::letters_at;
pub use lexicon::{Classes, Lexicon};
pub(crate) use lower::lower;
pub use reader::{Reader, Step};
pub use token::{Flags, Token, TokenKind, WordShape};
pub use view::View;
pub use window::{Span, Window};
