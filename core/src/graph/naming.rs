//! The names of a class, of which one is the canonical one.

use super::KnowledgeGraph;
use super::node::NONE;

/// What came of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Known,
    New,
    Refused,
}

impl KnowledgeGraph {
    /// Counts a name of a class. The canonical one is tried first: it is what is used most.
    pub(super) fn use_named(&mut self, root: u32, name: &str, times: u32) -> Named {
        let best = self.nodes.at(root).best;
        if best != NONE && self.strings.text(self.aliases.at(best).name) == name {
            self.use_name(root, best, times);
            return Named::Known;
        }
        match self.strings.find(name) {
            Some(known) if self.name_of(root, known).is_some() || self.has_name_room(root) => {
                self.use_string(root, known, times)
            }
            None if self.has_name_room(root) => match self.strings.intern(name) {
                Some(new) => self.use_string(root, new, times),
                None => self.refuse_name(),
            },
            _ => self.refuse_name(),
        }
    }

    pub(super) fn use_string(&mut self, root: u32, name: u32, times: u32) -> Named {
        if let Some(alias) = self.name_of(root, name) {
            self.use_name(root, alias, times);
            return Named::Known;
        }
        let alias = self.aliases.push(name, root, &self.strings);
        self.link_name(root, alias);
        self.use_name(root, alias, times);
        Named::New
    }

    fn refuse_name(&mut self) -> Named {
        self.refused += 1;
        Named::Refused
    }

    /// A class's record of a name. It has few.
    pub(super) fn name_of(&self, root: u32, name: u32) -> Option<u32> {
        let mut names = self.aliases.list(self.nodes.at(root).names);
        names.find(|&alias| self.aliases.at(alias).name == name)
    }

    pub(super) fn link_name(&mut self, root: u32, alias: u32) {
        let slot = self.nodes.at_mut(root);
        let next = core::mem::replace(&mut slot.names, alias);
        slot.name_count += 1;
        slot.weight = slot.weight.saturating_add(1);
        self.aliases.at_mut(alias).next = next;
    }

    pub(super) fn use_name(&mut self, root: u32, alias: u32, times: u32) {
        let record = self.aliases.at_mut(alias);
        record.count = record.count.saturating_add(times);
        let best = self.nodes.at(root).best;
        self.nodes.at_mut(root).best = self.aliases.better(alias, best, &self.strings);
    }
}
