//! What a body is, and how the text in one that has come whole is masked: JSON by the rules for its places, forms,
//! lines, text.

pub(super) mod document;
pub(super) mod json;
pub(super) mod media;
pub(super) mod request;
pub(super) mod untold;
pub(super) mod utf8;
