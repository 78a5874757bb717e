//! Placeholders: the same value gets the same number.

use std::fmt::Write;

use hashbrown::HashMap;

use crate::graph::NodeId;
use crate::{Kind, Limits};

/// The numbers that values were given, by kind.
#[derive(Debug)]
pub(super) struct Numbers {
    seen: HashMap<NodeId, u32>,
    next: [u32; Kind::ALL.len()],
    limit: usize,
    folded: String,
}

impl Numbers {
    pub(super) fn new(limits: &Limits) -> Self {
        let (next, limit) = ([1; Kind::ALL.len()], limits.entities);
        Self {
            seen: HashMap::new(),
            next,
            limit,
            folded: String::new(),
        }
    }

    /// Writes the placeholder of a value, such as `[EMAIL_1]`. Past the limit a new value's
    /// placeholder bears no number.
    pub(super) fn write(&mut self, kind: Kind, value: &str, out: &mut String) {
        out.push('[');
        out.extend(kind.name().chars().map(|c| c.to_ascii_uppercase()));
        if let Some(number) = self.number(kind, value) {
            let _ = write!(out, "_{number}");
        }
        out.push(']');
    }

    /// Values are the same when they are so without regard to case, spaces and hyphens.
    fn number(&mut self, kind: Kind, value: &str) -> Option<u32> {
        self.folded.clear();
        let said = value.chars().filter(|c| !c.is_whitespace() && *c != '-');
        self.folded.extend(said.flat_map(char::to_lowercase));
        let id = NodeId::global(kind, &self.folded);
        if let Some(&number) = self.seen.get(&id) {
            return Some(number);
        }
        if self.seen.len() >= self.limit {
            return None;
        }
        let number = self.next[kind as usize];
        self.next[kind as usize] += 1;
        self.seen.insert(id, number);
        Some(number)
    }
}
