//! One channel's text, its placeholders turned back into values.

use alloc::string::String;
use alloc::vec::Vec;

use super::mask::Masking;
use super::{json, placeholder};
use crate::Channel;
use crate::arguments::{Arguments, Document, Part};

/// Turns a channel's placeholders back, and holds back what could still become one.
///
/// The text is read as a tool call's arguments are: a value that goes into a string of JSON text is
/// escaped. Of prose that reading makes nothing.
pub(super) struct Restore {
    channel: Channel,
    arguments: Arguments,
    /// Whether the text at hand is the content of a JSON string.
    quoted: bool,
    /// The beginning of what may be a placeholder.
    held: String,
}

impl Restore {
    pub(super) fn new(channel: Channel) -> Self {
        Self {
            channel,
            arguments: Arguments::default(),
            quoted: false,
            held: String::new(),
        }
    }

    pub(super) fn channel(&self) -> Channel {
        self.channel
    }

    /// Bytes of text that are held back.
    pub(super) fn held(&self) -> usize {
        self.held.len() + self.arguments.waiting()
    }

    /// Takes text; appends what is certain to `to.out`.
    pub(super) fn push(&mut self, text: &str, to: &mut Masking<'_>) {
        let (mut arguments, mut rest) = (core::mem::take(&mut self.arguments), text);
        while let Some(part) = arguments.next(&mut rest) {
            self.take(part, to);
        }
        self.arguments = arguments;
    }

    /// No text follows, for now: appends what is held back.
    pub(super) fn close(&mut self, to: &mut Masking<'_>) {
        let mut arguments = core::mem::take(&mut self.arguments);
        while let Some(part) = arguments.finish() {
            self.take(part, to);
        }
        self.arguments = arguments;
        self.let_go(to);
    }

    /// What follows has no place behind this text: appends what is held back.
    pub(super) fn let_go(&mut self, to: &mut Masking<'_>) {
        to.out.push_str(&self.held);
        self.held.clear();
    }

    fn take(&mut self, part: Part<'_>, to: &mut Masking<'_>) {
        match part {
            Part::Outside(text) => self.read(text, false, to),
            Part::Begin(document) => {
                self.quoted = matches!(document, Document::Value | Document::Key);
            }
            Part::Plain(text) => self.read(text, self.quoted, to),
            Part::Escape(escape, _) => {
                self.let_go(to);
                to.out.push_str(escape.as_str());
            }
            Part::End => {}
        }
    }

    fn read(&mut self, text: &str, quoted: bool, to: &mut Masking<'_>) {
        let mut rest = text;
        while !rest.is_empty() {
            rest = if self.held.is_empty() {
                self.find(rest, to)
            } else {
                self.go_on(rest, quoted, to)
            };
        }
    }

    /// Passes text on up to a bracket, which is held back; what is behind it.
    fn find<'t>(&mut self, text: &'t str, to: &mut Masking<'_>) -> &'t str {
        let Some((before, behind)) = text.split_once('[') else {
            to.out.push_str(text);
            return "";
        };
        to.out.push_str(before);
        self.held.push('[');
        behind
    }

    /// Goes on what is held back; what is behind it.
    fn go_on<'t>(&mut self, text: &'t str, quoted: bool, to: &mut Masking<'_>) -> &'t str {
        let fits = text.bytes().take_while(|&byte| placeholder::fits(byte));
        let (name, behind) = text.split_at(fits.count());
        self.held.push_str(name);
        let Some(behind) = behind.strip_prefix(']') else {
            if !behind.is_empty() || !to.values.conversation().begins(&self.held) {
                self.let_go(to);
            }
            return behind;
        };
        self.held.push(']');
        let out = &mut *to.out;
        let put = |value: &str| {
            if quoted {
                escape(value, out);
            } else {
                out.push_str(value);
            }
        };
        if to.values.conversation().value(&self.held, put) {
            self.held.clear();
        } else {
            self.let_go(to);
        }
        behind
    }
}

fn escape(value: &str, out: &mut String) {
    let mut escaped = Vec::new();
    json::escape(value, &mut escaped);
    // What escapes UTF-8 writes UTF-8.
    out.push_str(&String::from_utf8_lossy(&escaped));
}
