//! What stands around a frame's data: an event's name and id, and the headers of a message.

use alloc::string::String;

use super::Rewriter;
use crate::entity::patterns::begins_key;
use crate::frame::event_stream::Headers;
use crate::redact::label;
use crate::redact::site::without_names;
use crate::{Framing, Kind, Kinds};

/// Digits of the shortest number that is found in a mark of the protocol.
const DIGITS: usize = 9;
/// What tells itself by its digits alone, where ids are numbers too.
const NUMBERS: Kinds = Kinds::of(&[Kind::CreditCard, Kind::Iban, Kind::Ssn]);
/// What does so by the marks between them.
const DIVIDED: Kinds = Kinds::of(&[
    Kind::CreditCard,
    Kind::Iban,
    Kind::Ssn,
    Kind::Phone,
    Kind::Ip,
]);

impl Rewriter {
    /// An event's name or id that is no mark of the protocol may be or hold a value.
    pub(super) fn read_head(&mut self, head: [&str; 2]) {
        if head.into_iter().all(is_plain) {
            // An id comes with every frame; the buffers stay.
            for (known, text) in self.head.iter_mut().zip(head) {
                known.clear();
                known.push_str(text);
            }
            return;
        }
        let [event, id] = head.map(|text| self.masked_head("", text).replace(['\r', '\n'], " "));
        let head = self.frame.set_head(event.as_bytes(), id.as_bytes());
        self.note(head);
    }

    /// So may the texts among a message's headers, as that of an exception.
    pub(super) fn read_headers(&mut self, headers: &[u8]) {
        if self.writer.framing() != Framing::EventStream || self.headers == headers {
            return;
        }
        let written = Headers::rewrite(headers, |name, text| {
            if is_plain(text) {
                return None;
            }
            let masked = self.masked_head(label::of(name), text);
            (masked != text).then_some(masked)
        });
        if let Some(written) = written {
            let kept = self.frame.set_envelope(&written);
            self.note(kept);
        } else {
            self.headers.clear();
            self.headers.extend_from_slice(headers);
        }
    }

    fn masked_head(&mut self, name: &str, text: &str) -> String {
        let kinds = match () {
            () if !is_mark(text) => without_names(self.kinds),
            () if is_divided(text) => self.kinds.and(DIVIDED),
            () => self.kinds.and(NUMBERS),
        };
        let masked = self.mask_named(name, kinds, text);
        let text = String::from(&self.masked[masked]);
        self.masked.clear();
        text
    }
}

/// Whether it is a mark of the protocol in which no number can hide.
pub(in crate::redact) fn is_plain(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits < DIGITS && is_mark(text) && !may_be_address(text)
}

/// Whether it has the marks of a telephone number or an address, and no more letters than that has.
fn is_divided(text: &str) -> bool {
    let marks = text.bytes().filter(|byte| b".-:".contains(byte)).count();
    let own = |byte: u8| byte.is_ascii_hexdigit() || b".-:".contains(&byte);
    marks > 1 && text.bytes().all(own)
}

/// Whether it has the dots or colons of an IP address.
fn may_be_address(text: &str) -> bool {
    let count = |mark| text.bytes().filter(|byte| *byte == mark).count();
    is_divided(text) && (count(b'.') == 3 || count(b':') > 1)
}

/// Whether it is letters, digits and marks of the protocol.
fn is_mark(text: &str) -> bool {
    let mark = |byte: u8| byte.is_ascii_alphanumeric() || b"._-:/".contains(&byte);
    text.bytes().all(mark) && begins_key(text).is_none()
}
