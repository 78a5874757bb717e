//! From a channel's deltas to tokens and closed sentences, with how far the text can no longer
//! change.
//!
//! A **field** is a run of text without white space (in scripts that write none, a run of one
//! script). A field is cut into **tokens** when its end is seen; from then on it can no longer
//! change. Tokens gather in a [`Window`] until their **sentence** is closed.

pub mod inflect;
pub mod lexicon;
pub mod reader;
pub mod token;
pub mod view;
pub mod window;

pub use lexicon::{Classes, Lexicon};
pub use reader::{Reader, Step};
pub use token::{Flags, Token, TokenKind, WordShape};
pub use view::View;
pub use window::{Span, Window};
