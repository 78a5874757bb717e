//! Answers whose media type tells nothing, as files and their lines of JSON come: what they begin with tells
//! whether they are text.

use std::time::Duration;

use futures_util::{StreamExt, stream};
use http_body::Body;
use http_body_util::{BodyExt, BodyStream, StreamBody};
use midflight_core::Wire;
use tokio::time::timeout;

use super::body::{BodyError, BoxError};
use super::recognise::Answer;

/// Bytes that are looked at: the heads of binary files have some that no text has.
const LOOKED_AT: usize = 64;

/// What the body is, and the body.
pub(super) async fn look(
    mut body: reqwest::Body,
    idle: Duration,
) -> Result<(Answer, reqwest::Body), BoxError> {
    let (mut frames, mut head) = (Vec::new(), Vec::new());
    while head.len() < LOOKED_AT && !body.is_end_stream() {
        let frame = timeout(idle, body.frame()).await;
        let Some(frame) = frame.map_err(|_| BodyError::Idle)?.transpose()? else {
            break;
        };
        head.extend(frame.data_ref().into_iter().flatten());
        frames.push(Ok(frame));
    }
    let what = if is_text(&head) {
        Answer::Stream(Wire::Text)
    } else {
        Answer::Other
    };
    let whole = stream::iter(frames).chain(BodyStream::new(body));
    Ok((what, reqwest::Body::wrap(StreamBody::new(whole))))
}

/// Whether bytes are the beginning of a text.
fn is_text(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // A character may go on.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let is_of_text = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{c}');
    !text.is_empty() && text.chars().all(is_of_text)
}

#[cfg(test)]
mod tests {
    use super::is_text;

    #[test]
    fn text_is_told_from_binary_files() {
        let check = |head: &[u8], expected: bool| assert_eq!(is_text(head), expected, "{head:?}");
        check(b"{\"custom_id\":\"a\"}\r\n", true);
        check("Grüße\t🚀".as_bytes(), true);
        check(&"Grü".as_bytes()[..3], true);
        check(b"", false);
        check(b"PK\x03\x04", false);
        check(b"\x89PNG\r\n\x1a\n", false);
        check(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", false);
        check(b"RIFF\x24\x08\x00\x00WAVE", false);
        check(b"ID3\x03", false);
    }
}
