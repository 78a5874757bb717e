//! What of each output item has been told.

use alloc::vec::Vec;

use super::item::{Item, Part};
use super::progress::{Progress, channel};
use super::{Event, Kind, Speech, Spot};
use crate::json::{Fault, Reader, Str};
use crate::wire::Deltas;
use crate::wire::calls::Calls;

/// The output items of a stream that are under way.
#[derive(Debug, Default)]
pub(in crate::wire) struct Told {
    pub(super) items: Vec<Progress>,
    pub(super) calls: Calls,
}

impl Told {
    /// Items of which the progress is remembered. Of further ones the deltas of text are told, but
    /// neither calls nor what comes only whole, and they stay open to the end of the stream.
    const MOST: usize = 1024;

    /// A piece of a part.
    #[inline]
    pub(in crate::wire) fn speak(
        &mut self,
        spot: Spot,
        speech: Speech,
        piece: Str<'_>,
        deltas: &mut Deltas<'_>,
    ) {
        if piece.is_empty() {
            return;
        }
        if let Some(item) = self.item(spot, speech.kind()) {
            item.speaks(speech, spot.part);
        }
        deltas.text(channel(speech, spot.index), piece);
    }

    /// A whole part, which is told if no piece of it was, and ends the channel.
    pub(in crate::wire) fn whole(
        &mut self,
        spot: Spot,
        speech: Speech,
        text: Str<'_>,
        deltas: &mut Deltas<'_>,
    ) {
        let item = self.item(spot, speech.kind());
        if item.is_some_and(|item| !item.has_spoken(speech, spot.part)) {
            self.speak(spot, speech, text, deltas);
        } else {
            deltas.echo_whole(channel(speech, spot.index), text);
        }
        if let Some(at) = self.known(spot) {
            self.items[at].hush(speech, deltas);
        }
    }

    /// `content_part.added` (with which nothing is told yet), `content_part.done` and the like.
    pub(in crate::wire) fn part(
        &mut self,
        event: &Event<'_>,
        done: bool,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        let Some(mut reader) = event.part else {
            return Ok(());
        };
        let known = self.known(event.spot);
        let thinks = known.is_some_and(|at| self.items[at].kind == Kind::Reasoning);
        if let Some(part) = Part::read(&mut reader, thinks)? {
            self.tell_part(event.spot, &part, done, deltas);
        }
        Ok(())
    }

    fn tell_part(&mut self, spot: Spot, part: &Part<'_>, fresh: bool, deltas: &mut Deltas<'_>) {
        if fresh {
            self.whole(spot, part.speech, part.text, deltas);
        } else {
            deltas.echo_whole(channel(part.speech, spot.index), part.text);
        }
        if let Some(logprobs) = part.logprobs {
            deltas.shadow(logprobs);
        }
    }

    /// `output_item.added`: what it may hold already comes again in what follows.
    pub(in crate::wire) fn item_added(
        &mut self,
        event: &Event<'_>,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        let Some(mut reader) = event.item else {
            return Ok(());
        };
        let item = Item::read(&mut reader)?;
        match item.kind {
            Kind::Call => {
                self.call(event.spot, item.call_id(), item.name, deltas);
            }
            Kind::Other => {}
            kind => {
                self.item(event.spot, kind);
            }
        }
        self.tell_item(event.spot, &item, false, deltas)
    }

    /// An item that is repeated outside of its response.
    pub(in crate::wire) fn repeated(
        &mut self,
        event: &Event<'_>,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        match event.item {
            Some(mut reader) => {
                self.tell_item(event.spot, &Item::read(&mut reader)?, false, deltas)
            }
            None => Ok(()),
        }
    }

    /// `output_item.done`.
    pub(in crate::wire) fn item_done(
        &mut self,
        event: &Event<'_>,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        if let Some(mut reader) = event.item {
            self.tell_item(event.spot, &Item::read(&mut reader)?, true, deltas)?;
        }
        if let Some(at) = self.known(event.spot) {
            self.items[at].close(deltas);
        }
        Ok(())
    }

    /// A response's whole `output`. Where it is not what the events were about, item by item, it
    /// serves only for kinds of which nothing has come.
    pub(in crate::wire) fn output(
        &mut self,
        response: u64,
        mut reader: Reader<'_>,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        let (aligned, told) = (self.aligned(response, reader)?, self.kinds(response));
        let mut items = reader.array()?;
        for index in 0..Self::MOST as u32 {
            if !items.next(&mut reader)? {
                break;
            }
            let item = Item::read(&mut reader)?;
            let fresh = aligned || !told[item.kind as usize];
            self.tell_item(Spot::of(response, index), &item, fresh, deltas)?;
        }
        Ok(())
    }

    /// Whether an item of a response is under way.
    pub(in crate::wire) fn knows(&self, response: u64) -> bool {
        self.items.iter().any(|item| item.response == response)
    }

    /// Ends the channels of a response, whose items are forgotten.
    pub(in crate::wire) fn end(&mut self, response: u64, deltas: &mut Deltas<'_>) {
        self.items.retain_mut(|item| {
            if item.response == response {
                item.close(deltas);
            }
            item.response != response
        });
    }

    /// An item, whole: what of it has not come in pieces is told, if it is `fresh`. All the rest
    /// repeats what was told.
    fn tell_item(
        &mut self,
        spot: Spot,
        item: &Item<'_>,
        fresh: bool,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        if item.kind == Kind::Call {
            let call = fresh.then(|| self.call(spot, item.call_id(), item.name, deltas));
            return self.tell_arguments(spot, call.flatten(), item.arguments, deltas);
        }
        self.parts(spot, item, item.summary, fresh, deltas)?;
        self.parts(spot, item, item.content, fresh, deltas)
    }

    fn parts(
        &mut self,
        mut spot: Spot,
        item: &Item<'_>,
        list: Option<Reader<'_>>,
        fresh: bool,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        let Some(mut reader) = list else {
            return Ok(());
        };
        let mut parts = reader.array()?;
        spot.part = 0;
        while parts.next(&mut reader)? {
            if let Some(part) = Part::read(&mut reader, item.kind == Kind::Reasoning)? {
                self.tell_part(spot, &part, fresh && item.kind != Kind::Other, deltas);
            }
            spot.part = spot.part.saturating_add(1);
        }
        Ok(())
    }

    /// The item at a place, which is of this kind if it is new.
    #[inline]
    pub(super) fn item(&mut self, spot: Spot, kind: Kind) -> Option<&mut Progress> {
        let known = self.known(spot);
        if known.is_none() && self.items.len() < Self::MOST {
            self.items.push(Progress::new(spot, kind));
            return self.items.last_mut();
        }
        self.items.get_mut(known?)
    }

    #[inline]
    pub(super) fn known(&self, spot: Spot) -> Option<usize> {
        let is = |item: &Progress| item.index == spot.index && item.response == spot.response;
        self.items.iter().rposition(is)
    }

    /// Whether every known item of a response stands at its index in the list, by its kind.
    fn aligned(&self, response: u64, mut list: Reader<'_>) -> Result<bool, Fault> {
        let of_response = |item: &&Progress| item.response == response;
        let mut missing = self.items.iter().filter(of_response).count();
        let mut items = list.array()?;
        for index in 0..Self::MOST as u32 {
            if !items.next(&mut list)? {
                break;
            }
            let kind = Item::read(&mut list)?.kind;
            let known = self.known(Spot::of(response, index));
            missing -= usize::from(known.is_some_and(|at| self.items[at].kind == kind));
        }
        Ok(missing == 0)
    }

    /// The kinds of which something in a response has been told.
    fn kinds(&self, response: u64) -> [bool; 4] {
        let mut kinds = [false; 4];
        for item in self.items.iter().filter(|item| item.response == response) {
            kinds[item.kind as usize] |= item.told();
        }
        kinds
    }
}
