//! The text of a stream with the mentions that are known in it.

use std::collections::VecDeque;
use std::ops::Range;

use anstyle::Style;
use midflight_core::{Channel, Kind, Mention};

use super::{PLAIN, QUIET, Span, clean_text, of_kind};

/// One channel's text that is not printed yet, and the mentions that were found in it.
#[derive(Debug)]
pub(crate) struct Paper {
    channel: Channel,
    text: String,
    /// The byte of the channel that `text` begins at.
    base: u64,
    mentions: VecDeque<(Range<u64>, Kind)>,
    /// Whether kinds are written out, where there are no colours to tell them.
    worded: bool,
}

impl Paper {
    /// An empty one for text from byte `base` of the channel on.
    pub(crate) fn new(channel: Channel, base: u64, worded: bool) -> Self {
        Self {
            channel,
            text: String::new(),
            base,
            mentions: VecDeque::new(),
            worded,
        }
    }

    pub(crate) fn channel(&self) -> Channel {
        self.channel
    }

    /// Whether all of its text was taken.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Text that follows.
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// A mention, behind all that are known.
    pub(crate) fn mark(&mut self, mention: &Mention<'_>) {
        self.mentions
            .push_back((mention.start..mention.end, mention.kind));
    }

    /// The byte of the channel behind the last.
    pub(crate) fn end(&self) -> u64 {
        self.base + self.text.len() as u64
    }

    /// All of the text that is kept, with its mentions.
    pub(crate) fn spans(&self) -> Vec<Span> {
        self.styled(self.end())
    }

    /// Takes the text up to byte `end` of the channel off the front.
    pub(crate) fn take(&mut self, end: u64) -> Vec<Span> {
        let end = end.min(self.end());
        let spans = self.styled(end);
        if end > self.base {
            self.text.drain(..self.local(end));
            self.base = end;
        }
        while self
            .mentions
            .front()
            .is_some_and(|(range, _)| range.end <= end)
        {
            self.mentions.pop_front();
        }
        spans
    }

    fn styled(&self, end: u64) -> Vec<Span> {
        let (mut spans, mut at) = (Vec::new(), self.base);
        for (range, kind) in &self.mentions {
            let (start, stop) = (range.start.max(at), range.end.min(end));
            if start < stop {
                self.add(&mut spans, at, start, self.voice());
                self.add(&mut spans, start, stop, of_kind(*kind));
                self.word(&mut spans, *kind, stop == range.end);
                at = stop;
            }
        }
        self.add(&mut spans, at, end, self.voice());
        spans
    }

    fn word(&self, spans: &mut Vec<Span>, kind: Kind, whole: bool) {
        if self.worded && whole {
            spans.push(Span {
                style: PLAIN,
                text: format!("⟨{}⟩", kind.name()),
            });
        }
    }

    fn add(&self, spans: &mut Vec<Span>, start: u64, end: u64, style: Style) {
        let text = self
            .text
            .get(self.local(start)..self.local(end))
            .unwrap_or_default();
        if !text.is_empty() {
            spans.push(Span {
                style,
                text: clean_text(text).into_owned(),
            });
        }
    }

    fn local(&self, at: u64) -> usize {
        at.saturating_sub(self.base) as usize
    }

    fn voice(&self) -> Style {
        match self.channel {
            Channel::Reasoning { .. } | Channel::Tool { .. } => QUIET,
            _ => PLAIN,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mention(start: u64, end: u64, kind: Kind) -> Mention<'static> {
        let channel = Channel::Text { choice: 0 };
        let (text, entity, confidence, rule) = ("", None, 1.0, None);
        Mention {
            channel,
            start,
            end,
            kind,
            text,
            entity,
            confidence,
            rule,
        }
    }

    fn said(spans: &[Span]) -> String {
        spans.iter().map(|span| span.text.as_str()).collect()
    }

    #[test]
    fn mentions_are_marked_where_they_stand() {
        let mut paper = Paper::new(Channel::Text { choice: 0 }, 0, true);
        paper.push("Ask Ada Lovelace or\u{1b} Bo.");
        paper.mark(&mention(4, 16, Kind::Person));
        paper.mark(&mention(21, 23, Kind::Person));
        assert_eq!(
            said(&paper.spans()),
            "Ask Ada Lovelace⟨person⟩ or\\u{1b} Bo⟨person⟩."
        );
        assert_eq!(said(&paper.take(17)), "Ask Ada Lovelace⟨person⟩ ");
        assert_eq!(said(&paper.take(99)), "or\\u{1b} Bo⟨person⟩.");
        assert_eq!(paper.spans(), []);
    }

    #[test]
    fn colours_stand_for_kinds() {
        let mut paper = Paper::new(Channel::Text { choice: 0 }, 0, false);
        paper.push("in Oslo");
        paper.mark(&mention(3, 7, Kind::Location));
        let expected = [(PLAIN, "in "), (of_kind(Kind::Location), "Oslo")];
        let expected = expected.map(|(style, text)| Span {
            style,
            text: text.to_owned(),
        });
        assert_eq!(paper.spans(), expected);
    }
}
