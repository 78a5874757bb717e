//! What a stream said and is not printed yet, in the order in which it was said.

use std::collections::{BTreeMap, VecDeque};

use midflight_core::{Channel, Mention};

use crate::term::{Line, Paper};

/// Channels whose length is known; an engine analyses fewer.
const CHANNELS: usize = 1024;

/// A part of what was said.
pub(super) enum Part {
    /// A line of its own.
    Note(Line),
    /// Text of a channel.
    Text(Channel, Line),
}

enum Waiting {
    Note(Line),
    Text {
        paper: Paper,
        /// Whether something behind it has waited for it before.
        late: bool,
    },
}

/// Text waits until it is decided. What follows in another channel waits for it too, but only for
/// one round: a channel may stay undecided until the stream ends.
pub(super) struct Transcript {
    waiting: VecDeque<Waiting>,
    lengths: BTreeMap<Channel, u64>,
    worded: bool,
}

impl Transcript {
    /// An empty one. `worded`: kinds of mentions are written out.
    pub(super) fn new(worded: bool) -> Self {
        Self {
            waiting: VecDeque::new(),
            lengths: BTreeMap::new(),
            worded,
        }
    }

    /// A line of its own follows.
    pub(super) fn note(&mut self, line: Line) {
        self.waiting.push_back(Waiting::Note(line));
    }

    /// Text of a channel follows.
    pub(super) fn push(&mut self, channel: Channel, text: &str) {
        let start = self.lengthen(channel, text.len() as u64);
        match self.waiting.back_mut() {
            Some(Waiting::Text { paper, .. }) if paper.channel() == channel => paper.push(text),
            _ => {
                let mut paper = Paper::new(channel, start, self.worded);
                paper.push(text);
                let late = false;
                self.waiting.push_back(Waiting::Text { paper, late });
            }
        }
    }

    /// The channel's length before `more` bytes are added to it.
    fn lengthen(&mut self, channel: Channel, more: u64) -> u64 {
        if self.lengths.len() >= CHANNELS && !self.lengths.contains_key(&channel) {
            return 0;
        }
        let length = self.lengths.entry(channel).or_default();
        *length += more;
        *length - more
    }

    /// A mention was found in text that may still be waiting.
    pub(super) fn mark(&mut self, mention: &Mention<'_>) {
        for part in &mut self.waiting {
            match part {
                Waiting::Text { paper, .. } if paper.channel() == mention.channel => {
                    paper.mark(mention);
                }
                _ => {}
            }
        }
    }

    /// Hands over what can be printed, now that each channel is decided so far.
    pub(super) fn settle(&mut self, decided: &dyn Fn(Channel) -> u64, print: &mut dyn FnMut(Part)) {
        while let Some(first) = self.waiting.pop_front() {
            let rest = match first {
                Waiting::Note(line) => {
                    print(Part::Note(line));
                    continue;
                }
                Waiting::Text { paper, late } => {
                    self.take(paper, late && !self.waiting.is_empty(), decided, print)
                }
            };
            if let Some(paper) = rest {
                let late = !self.waiting.is_empty();
                self.waiting.push_front(Waiting::Text { paper, late });
                return;
            }
        }
    }

    /// Prints text as far as it is decided, or all of it where it is `late`; what is left of it.
    fn take(
        &self,
        mut paper: Paper,
        late: bool,
        decided: &dyn Fn(Channel) -> u64,
        print: &mut dyn FnMut(Part),
    ) -> Option<Paper> {
        let channel = paper.channel();
        let end = if late { u64::MAX } else { decided(channel) };
        let line = Line(paper.take(end));
        if !line.0.is_empty() {
            print(Part::Text(channel, line));
        }
        let is_last = self.waiting.is_empty();
        (is_last || !paper.is_empty()).then_some(paper)
    }

    /// Hands over everything, and begins anew.
    pub(super) fn finish(&mut self, print: &mut dyn FnMut(Part)) {
        self.settle(&|_| u64::MAX, print);
        self.waiting.clear();
        self.lengths.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::PLAIN;

    const TEXT: Channel = Channel::Text { choice: 0 };
    const THOUGHT: Channel = Channel::Reasoning { choice: 0 };

    fn printed(transcript: &mut Transcript, decided: &dyn Fn(Channel) -> u64) -> String {
        let mut out = String::new();
        transcript.settle(decided, &mut |part| {
            let (Part::Note(line) | Part::Text(_, line)) = part;
            line.render(false, &mut out);
            out.push('|');
        });
        out
    }

    #[test]
    fn text_is_printed_as_far_as_it_is_decided() {
        let mut transcript = Transcript::new(true);
        transcript.push(TEXT, "Ask Ada");
        assert_eq!(printed(&mut transcript, &|_| 4), "Ask |");
        transcript.push(TEXT, " now.");
        assert_eq!(printed(&mut transcript, &|_| 8), "Ada |");
        assert_eq!(printed(&mut transcript, &|_| 99), "now.|");
        assert_eq!(printed(&mut transcript, &|_| 99), "");
    }

    #[test]
    fn what_follows_waits_one_round_for_what_is_undecided() {
        let mut transcript = Transcript::new(true);
        let undecided = |channel| if channel == THOUGHT { 3 } else { 99 };
        transcript.push(THOUGHT, "To Ada");
        transcript.note(Line::default().with(PLAIN, "tool"));
        transcript.push(TEXT, "Hi");
        assert_eq!(printed(&mut transcript, &undecided), "To |");
        assert_eq!(printed(&mut transcript, &undecided), "Ada|tool|Hi|");
    }

    #[test]
    fn a_channel_that_goes_on_later_keeps_its_offsets() {
        let mut transcript = Transcript::new(true);
        transcript.push(TEXT, "Ada ");
        transcript.push(THOUGHT, "hm ");
        transcript.push(TEXT, "in Oslo");
        let mention = Mention {
            channel: TEXT,
            start: 7,
            end: 11,
            kind: midflight_core::Kind::Location,
            text: "Oslo",
            entity: None,
            confidence: 1.0,
            rule: None,
        };
        transcript.mark(&mention);
        assert_eq!(
            printed(&mut transcript, &|_| 99),
            "Ada |hm |in Oslo⟨location⟩|"
        );
    }
}
