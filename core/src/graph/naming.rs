//! The names of a class, of which one is the canonical one.

use super::KnowledgeGraph;
use super::arena::NONE;
use super::text::Place;

/// What came of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Known,
    New,
    Refused,
}

impl KnowledgeGraph {
    /// Counts a name of a class. The canonical one is tried first: it is what is used most. Another
    /// name of the same 64 bits of a keyed hash would be taken for it.
    pub(super) fn use_named(&mut self, root: u32, name: &str, times: u32) -> Named {
        let hash = self.aliases.hash(name);
        let slot = self.nodes.at(root);
        if slot.best_hash == hash && slot.best != NONE {
            self.use_name(root, slot.best, times);
            return Named::Known;
        }
        if let Some(known) = self.name_of(root, name) {
            self.use_name(root, known, times);
            return Named::Known;
        }
        let may_add = self.has_name_room(root);
        let Some(new) = may_add.then(|| self.strings.push(name)).flatten() else {
            self.refused += 1;
            return Named::Refused;
        };
        self.add_name(root, new, times);
        Named::New
    }

    /// Gives a class a name that it does not have.
    pub(super) fn add_name(&mut self, root: u32, name: Place, times: u32) {
        let alias = self.aliases.push(name, root, &self.strings);
        self.link_name(root, alias);
        self.use_name(root, alias, times);
    }

    /// A class's record of a name. It has few.
    pub(super) fn name_of(&self, root: u32, name: &str) -> Option<u32> {
        let mut names = self.aliases.list(self.nodes.at(root).names);
        names.find(|&alias| self.strings.name(self.aliases.at(alias).name) == name)
    }

    /// Takes a name out of use that has gone into another or found no room.
    pub(super) fn retire_name(&mut self, alias: u32) {
        self.strings.release(self.aliases.at(alias).name);
        self.aliases.retire(alias);
    }

    pub(super) fn link_name(&mut self, root: u32, alias: u32) {
        let slot = self.nodes.at_mut(root);
        let next = core::mem::replace(&mut slot.names, alias);
        slot.name_count += 1;
        slot.weight = slot.weight.saturating_add(1);
        self.aliases.at_mut(alias).next = next;
    }

    pub(super) fn use_name(&mut self, root: u32, alias: u32, times: u32) {
        let slot = self.nodes.at_mut(root);
        if slot.best == alias {
            slot.best_uses = slot.best_uses.saturating_add(times);
            return;
        }
        self.write_uses(root);
        let record = self.aliases.at_mut(alias);
        record.count = record.count.saturating_add(times);
        let name = record.name;
        let best = self.nodes.at(root).best;
        if self.aliases.better(alias, best, &self.strings) == alias {
            let hash = self.aliases.hash(self.strings.name(name));
            let slot = self.nodes.at_mut(root);
            (slot.best, slot.best_hash) = (alias, hash);
        }
    }

    /// Writes to its record how often the canonical name was used.
    pub(super) fn write_uses(&mut self, root: u32) {
        let slot = self.nodes.at_mut(root);
        let uses = core::mem::take(&mut slot.best_uses);
        if uses > 0 {
            let record = self.aliases.at_mut(slot.best);
            record.count = record.count.saturating_add(uses);
        }
    }

    /// How often a name was used; 0 for one that has gone into another.
    pub(super) fn uses(&self, alias: u32) -> u32 {
        let record = self.aliases.at(alias);
        let slot = self.nodes.at(self.nodes.root(record.owner));
        let newest = if slot.best == alias {
            slot.best_uses
        } else {
            0
        };
        record.count.saturating_add(newest)
    }
}
