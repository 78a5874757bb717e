//! What signs the query of a URL, which is all that is asked for: Azure's `sig=`, `X-Amz-Signature=`.

use super::trim::{trim_end, up_to};
use super::value::Value;
use crate::text::list::list;

/// Bytes of the shortest signature: SHA-1 in base64.
const SHORTEST: usize = 27;

/// The signature at the front of `text`.
pub(super) fn find(before: &str, text: &str) -> Option<Value> {
    let (_, name) = before.strip_suffix('=')?.rsplit_once(['?', '&', ';'])?;
    let names = list!("sig signature x-amz-signature x-amz-security-token x-goog-signature");
    if !names.has(name) {
        return None;
    }
    let value = trim_end(up_to(text, b"&\"'`<>()[]|,;\\"), b".");
    let coded = |byte: u8| byte.is_ascii_alphanumeric() || b"%+/=_-~.".contains(&byte);
    let sound = value.len() >= SHORTEST
        && value.bytes().all(coded)
        && value.bytes().any(|byte| byte.is_ascii_digit());
    sound.then_some(Value {
        rule: "signed-url",
        length: value.len(),
    })
}
