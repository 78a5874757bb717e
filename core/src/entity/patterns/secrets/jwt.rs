//! JSON Web Tokens (RFC 7519): two or three parts of base64url, of which two are JSON objects.

use super::shape;
use super::value::{Value, padding, rest_behind};

/// The token that begins `text`.
pub(super) fn find(text: &str) -> Option<Value> {
    let head = shape::length("ey<a17+>.ey<w17+>", text)?;
    let signature = shape::length(".<w10+>", &text[head..]).unwrap_or(0);
    let mut length = head + signature;
    length += padding(&text[length..], 2);
    let sound = super::entropy::bits(&text[..length]) >= 3.0;
    length += rest_behind(&text[length..]);
    let rule = "jwt";
    sound.then_some(Value { rule, length })
}
