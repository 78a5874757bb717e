//! Which strings of a stream's frames stand at the same place.

use alloc::format;
use alloc::string::{String, ToString};

use super::site::Sort;
use crate::json::{Node, Walk};

/// Keys of the numbers that tell texts of the same event apart.
const INDEXES: [&str; 5] = [
    "index",
    "output_index",
    "content_index",
    "summary_index",
    "contentBlockIndex",
];

/// Names of what stands among pieces and is no text but a word about them, whole in each frame.
const WORDS: [&str; 16] = [
    "author",
    "channel",
    "encoding",
    "format",
    "kind",
    "lang",
    "language",
    "media_type",
    "mimeType",
    "mime_type",
    "name",
    "phase",
    "provider",
    "recipient",
    "stop_reason",
    "voice",
];

/// What of a frame says which texts its strings belong to.
#[derive(Debug, Default)]
pub(super) struct Sites {
    /// The event's type.
    event: String,
    indexes: String,
}

impl Sites {
    /// Those of a document, in an event of that name.
    pub(super) fn of(document: &str, name: &str) -> Self {
        let mut sites = Self::default();
        let mut walk = Walk::of(document);
        while let Some(node) = walk.next() {
            match node {
                Node::String(value) if walk.path() == ".type" => sites.event = value.to_text(),
                Node::Scalar(value) if INDEXES.contains(&walk.key().raw()) => {
                    sites.indexes.push_str(value.text);
                    sites.indexes.push(' ');
                }
                _ => {}
            }
        }
        if sites.event.is_empty() && name != "message" {
            sites.event = name.to_string();
        }
        sites
    }

    /// Whether its frames tell what they are.
    pub(super) fn are_typed(&self) -> bool {
        !self.event.is_empty()
    }

    /// What is the same for all strings that stand at the place `path` of such a frame.
    pub(super) fn key(&self, path: &str) -> String {
        format!("{}\n{}\n{path}", self.event, self.indexes)
    }

    /// Whether its frame ends the block in which that of `other` stands.
    pub(super) fn end(&self, other: &Self) -> bool {
        let stem = |endings: [&str; 6], event: &str| {
            let ending = endings.iter().find(|ending| event.ends_with(**ending))?;
            Some(event.len() - ending.len())
        };
        let ends = ["stop", "Stop", "end", "End", "done", "Done"];
        let before = ["delta", "Delta", "start", "Start", "added", "Added"];
        let (own, others) = (stem(ends, &self.event), stem(before, &other.event));
        let of_one = own.zip(others).is_some_and(|(own, others)| {
            !self.event[..own].is_empty() && self.event[..own] == other.event[..others]
        });
        of_one && self.indexes == other.indexes
    }

    /// Whether the place of that key is one of another event of the same thing, which this one ends or goes on with:
    /// `a.delta` and `a.done`. Of several things that are told at a time, the one with its indexes.
    pub(super) fn is_kin(&self, key: &str) -> bool {
        let stem = |event: &str| {
            event
                .rfind(['.', '_', '-'])
                .map(|at| event[..at].to_string())
        };
        let mut parts = key.split('\n');
        let (event, indexes) = (parts.next(), parts.next());
        let (other, theirs) = (event.unwrap_or_default(), indexes.unwrap_or_default());
        let (own, one) = (stem(&self.event), stem(other));
        // Either may tell less: an item's end says nothing of its parts.
        let same = self.indexes.starts_with(theirs) || theirs.starts_with(&self.indexes);
        other != self.event && one.is_some() && one == own && same
    }

    /// How they are taken: what is called a delta is a piece, if it is no list's. In an event that the wire
    /// knows, only what stands beside its text is.
    pub(super) fn sort(&self, path: &str, known: bool) -> Sort {
        let within = path.rfind(".delta").map(|at| &path[at + ".delta".len()..]);
        let event = self.event.ends_with("delta") || self.event.ends_with("Delta");
        let pieces = match within {
            Some(field) if known => field.rfind('.') == Some(0) && !field.contains('['),
            Some(field) => !field.contains('['),
            None => event && !known && !path.contains('['),
        };
        let name = path.rsplit('.').next().unwrap_or_default();
        if pieces && !WORDS.contains(&name) {
            Sort::Pieces
        } else {
            Sort::Texts
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Sites, Sort};

    #[test]
    fn strings_belong_to_the_place_of_their_event() {
        let check = |document: &str, name: &str, expected: &str| {
            assert_eq!(Sites::of(document, name).key(".a"), expected, "{document}");
        };
        check("{}", "message", "\n\n.a");
        check("{}", "news", "news\n\n.a");
        check(
            r#"{"type":"x.delta","output_index":2,"part":{"type":"y","index":0},"at_index":7}"#,
            "x",
            "x.delta\n2 0 \n.a",
        );
    }

    #[test]
    fn what_is_called_a_delta_is_a_piece() {
        let check = |event: &str, path: &str, known: bool, expected: Sort| {
            let sites = Sites::of("{}", event);
            assert_eq!(sites.sort(path, known), expected, "{event} {path}");
        };
        check("message", ".choices[0].delta.plan", true, Sort::Pieces);
        check("message", ".choices[0].delta.call.name", true, Sort::Texts);
        check(
            "message",
            ".choices[0].delta.notes[0].url",
            true,
            Sort::Texts,
        );
        check("message", ".note", true, Sort::Texts);
        check("a.delta", ".delta", true, Sort::Texts);
        check("a.delta", ".delta", false, Sort::Pieces);
        check("a.news", ".delta.part.text", false, Sort::Pieces);
        check("contentBlockDelta", ".text", false, Sort::Pieces);
        check("a.delta", ".sources[0]", false, Sort::Texts);
        check("message", ".choices[0].delta.channel", true, Sort::Texts);
    }

    #[test]
    fn a_block_ends_with_its_own_event() {
        let check = |event: &str, other: &str, expected: bool| {
            let of = |event: &str, index: u32| {
                Sites::of(
                    &format!(r#"{{"type":"{event}","index":{index}}}"#),
                    "message",
                )
            };
            assert_eq!(of(event, 1).end(&of(other, 1)), expected, "{event} {other}");
            assert!(!of(event, 1).end(&of(other, 0)), "{event} {other}");
        };
        check("content_block_stop", "content_block_delta", true);
        check("contentBlockStop", "contentBlockDelta", true);
        check("content-end", "content-start", true);
        check("content_block_start", "content_block_delta", false);
        check("message_stop", "content_block_delta", false);
        check("ping", "", false);
    }

    #[test]
    fn events_of_a_stem_are_of_kin() {
        let check = |event: &str, index: &str, expected: bool| {
            let document = format!(r#"{{"type":"{event}"{index}}}"#);
            let kin = Sites::of(&document, "message").is_kin("a.plan.delta\n0 2 \n.delta");
            assert_eq!(kin, expected, "{document}");
        };
        check("a.plan.done", "", true);
        check("a.plan.done", r#","index":0"#, true);
        check(
            "a.plan.done",
            r#","output_index":0,"content_index":2"#,
            true,
        );
        check("a.plan.done", r#","index":1"#, false);
        check(
            "a.plan.done",
            r#","output_index":0,"content_index":1"#,
            false,
        );
        check("a.plan.delta", "", false);
        check("a.steps.delta", "", false);
        check("", "", false);
    }
}
