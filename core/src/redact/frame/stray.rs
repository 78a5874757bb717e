//! What stands in a frame beside the text of its wire, or in one that the wire does not know.

use alloc::boxed::Box;
use alloc::string::String;
use core::ops::Range;

use super::{Grasp, Rewriter, Rewritten};
use crate::redact::pieces::What;
use crate::redact::rest::{self, Stray};
use crate::redact::site::{self, Site};
use crate::redact::sites::Sites;
use crate::redact::voice::{Purpose, Voice};
use crate::wire::{Extent, Form, Place};
use crate::{Channel, Kinds};

/// Places besides the text that are remembered.
const SITES: usize = 32;
/// The place of frames that can't be read.
const UNREAD: &str = "\n";

impl Rewriter {
    /// A frame of which nothing is known: JSON, which it stays, or else a text, which the next such frame may
    /// go on with.
    pub(super) fn mask_frame(&mut self, out: &mut dyn FnMut(&[u8])) {
        let framing = self.writer.framing();
        let (data, within) = self.rest.document(&self.frame, framing, &self.pieces);
        let text = String::from_utf8_lossy(data).into_owned();
        if self.told.grasp != Grasp::Doubtful && rest::is_json(&text) {
            return self.mask_rest(true, out);
        }
        let place = Place {
            range: 0..data.len(),
            form: Form::Written,
            within,
        };
        if self.purpose == Purpose::Restore {
            return self.echo(Channel::Text { choice: 0 }, &text, place, Extent::Whole);
        }
        if !place.within.is_empty() {
            let beside = self.rest.beside(&self.frame, &place.within, self.kinds);
            for stray in beside {
                self.mask_stray(stray, out);
            }
        }
        let stray = Stray {
            place,
            text,
            what: rest::Sort::At(String::from(UNREAD), site::Sort::Texts),
            name: String::new(),
            kinds: self.kinds,
        };
        self.mask_stray(stray, out);
    }

    /// What no delta stands for is masked: on its own, or with what stood at the same place in other frames.
    pub(super) fn mask_rest(&mut self, foreign: bool, out: &mut dyn FnMut(&[u8])) {
        let (framing, kinds) = (self.writer.framing(), self.kinds);
        self.pieces.sort();
        let (frame, pieces) = (&self.frame, &self.pieces);
        let strays = self.rest.strays(frame, framing, pieces, kinds, foreign);
        let Some(strays) = strays else {
            return;
        };
        self.bare = !foreign;
        for stray in strays {
            self.mask_stray(stray, out);
        }
        self.rest.note(self.bare, &self.frame, &self.pieces);
    }

    /// Placeholders in strings that no delta stands for are turned back, in each string by itself.
    pub(super) fn restore_rest(&mut self) {
        self.pieces.sort();
        let framing = self.writer.framing();
        let held = self.rest.placeheld(&self.frame, framing, &self.pieces);
        for (place, text) in held {
            let channel = Channel::Text { choice: 0 };
            let whole = self.alone(channel, self.kinds, &text, Extent::Whole);
            if self.masked[whole.clone()] != text {
                self.pieces.push(place, What::Whole(whole));
            }
        }
    }

    fn mask_stray(&mut self, stray: Stray, out: &mut dyn FnMut(&[u8])) {
        if let rest::Sort::At(key, sort) = &stray.what {
            let at = if self.guessed {
                None
            } else {
                self.site(key, *sort)
            };
            return self.mask_at(at, stray, out);
        }
        let masked = if stray.what == rest::Sort::Json {
            let channel = Channel::Tool { choice: 0, call: 0 };
            self.alone(channel, stray.kinds, &stray.text, Extent::Whole)
        } else {
            self.mask_named(&stray.name, stray.kinds, &stray.text)
        };
        if self.masked[masked.clone()] == stray.text {
            return;
        }
        let masked = match stray.place.form {
            Form::Value => self.quoted(masked),
            _ => masked,
        };
        self.bare = false;
        self.pieces.push(stray.place, What::Whole(masked));
    }

    /// Has a whole text masked that is the value of `name`.
    pub(super) fn mask_named(&mut self, name: &str, kinds: Kinds, text: &str) -> Range<usize> {
        let mut site = Site::new(site::Sort::Pieces);
        site.set_name(name);
        self.with(kinds, |_, masking| site.whole(text, masking))
    }

    /// What was masked last, as a string of JSON.
    fn quoted(&mut self, masked: Range<usize>) -> Range<usize> {
        self.masked.insert(masked.start, '"');
        self.masked.push('"');
        masked.start..self.masked.len()
    }

    /// Has a text masked that may go on with what stood at the same place before, and go on itself.
    fn mask_at(&mut self, at: Option<usize>, stray: Stray, out: &mut dyn FnMut(&[u8])) {
        let Some(at) = at else {
            self.bare = false;
            let masked = self.mask_named(&stray.name, stray.kinds, &stray.text);
            return self.pieces.push(stray.place, What::Whole(masked));
        };
        self.channels[at].used = self.frames;
        if self.repeats(at, &stray.text) {
            self.close_mask(at, out);
        }
        let held = self.channels[at].voice.held();
        let (mut again, mut sort) = (false, site::Sort::Texts);
        let own = self.with(stray.kinds, |channels, masking| {
            let Voice::Site(site) = &mut channels[at].voice else {
                return Ok(());
            };
            site.set_name(&stray.name);
            site.push(&stray.text, masking)?;
            (again, sort) = (site.may_come_again(), site.sort());
            Ok(())
        });
        let holds = held > 0 || self.channels[at].voice.held() > 0;
        let whole = !holds && self.masked[own.clone()] == stray.text;
        self.bare &= whole && again;
        if whole && sort == site::Sort::Texts {
            return;
        }
        let (channel, tail) = (at, 0..0);
        let own = What::Own { channel, own, tail };
        self.pieces.push(stray.place, own);
    }

    /// Whether a piece says again what is held back: what all frames repeat is to stay as it is, and what is held
    /// comes before it.
    fn repeats(&self, at: usize, text: &str) -> bool {
        let Voice::Site(site) = &self.channels[at].voice else {
            return false;
        };
        site.held() > 0 && site.sort() == site::Sort::Pieces && site.comes_again(text)
    }

    /// The place of that key; in the room of another one, where there are many. `None` where all of them are
    /// waiting.
    fn site(&mut self, key: &str, sort: site::Sort) -> Option<usize> {
        let places = || {
            self.channels
                .iter()
                .enumerate()
                .filter(|(_, c)| !c.site.is_empty())
        };
        if let Some((at, _)) = places().find(|(_, known)| known.site == key) {
            return Some(at);
        }
        let free = |known: &&Rewritten| known.voice.held() == 0 && known.used < self.frames;
        let other = if places().count() < SITES {
            None
        } else {
            let idle = places().filter(|(_, known)| free(known));
            Some(idle.min_by_key(|(_, known)| known.used)?.0)
        };
        let mut rewritten = Rewritten::new(Voice::Site(Box::new(Site::new(sort))));
        rewritten.site = String::from(key);
        match other {
            Some(at) => self.channels[at] = rewritten,
            None => self.channels.push(rewritten),
        }
        Some(other.unwrap_or(self.channels.len() - 1))
    }

    /// Ends the places whose frames the one at hand is the end of.
    pub(super) fn close_sites(&mut self, out: &mut dyn FnMut(&[u8])) {
        for at in 0..self.channels.len() {
            if !self.channels[at].site.is_empty() {
                self.close_mask(at, out);
            }
        }
    }

    /// The same where the frame is an event of the same thing.
    pub(super) fn close_kin(&mut self, out: &mut dyn FnMut(&[u8])) {
        if self
            .channels
            .iter()
            .all(|known| known.site.is_empty() || known.voice.held() == 0)
        {
            return;
        }
        let (data, event) = (self.frame.data(), self.frame.event());
        let text = |bytes| core::str::from_utf8(bytes).unwrap_or_default();
        let sites = Sites::of(text(data), text(event));
        for at in 0..self.channels.len() {
            if sites.is_kin(&self.channels[at].site) {
                self.close_mask(at, out);
            }
        }
    }
}
