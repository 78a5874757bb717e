//! What of each output item has been told.

use super::item::{Item, Part};
use super::progress::{Progress, bit, channel};
use super::{Event, Kind, Speech, Spot};
use crate::Channel;
use crate::json::{Fault, Reader, Str};
use crate::wire::Deltas;
use crate::wire::calls::{Calls, Tag};

/// The output items of a stream that are under way.
#[derive(Debug, Default)]
pub(in crate::wire) struct Told {
    items: Vec<Progress>,
    calls: Calls,
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
            item.spoken[speech as usize] |= bit(spot.part);
        }
        deltas.text(channel(speech, spot.index), piece);
    }

    /// A whole part, which is told if no piece of it was.
    pub(in crate::wire) fn whole(
        &mut self,
        spot: Spot,
        speech: Speech,
        text: Str<'_>,
        deltas: &mut Deltas<'_>,
    ) {
        let known = self.item(spot, speech.kind());
        if known.is_some_and(|item| item.spoken[speech as usize] & bit(spot.part) == 0) {
            self.speak(spot, speech, text, deltas);
        }
    }

    /// `content_part.done` and the like.
    pub(in crate::wire) fn part_done(
        &mut self,
        event: &Event<'_>,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        let Some(mut reader) = event.part else {
            return Ok(());
        };
        let known = self.known(event.spot);
        let thinks = known.is_some_and(|at| self.items[at].kind == Kind::Reasoning);
        if let Some(part) = Part::read(&mut reader, thinks)? {
            self.whole(event.spot, part.speech, part.text, deltas);
        }
        Ok(())
    }

    /// A piece of a call's arguments.
    pub(in crate::wire) fn arguments(&mut self, event: &Event<'_>, deltas: &mut Deltas<'_>) {
        if event.delta.is_empty() {
            return;
        }
        if let Some(call) = self.call(event.spot, event.call_id, event.name, deltas) {
            self.argue(event.spot);
            deltas.text(tool(event.spot, call), event.delta);
        }
    }

    /// A call's arguments, whole. Of a call whose id is still to come they are told with it.
    pub(in crate::wire) fn all_arguments(
        &mut self,
        event: &Event<'_>,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        let known = self.known(event.spot);
        if event.call_id.is_empty() && known.is_none_or(|at| self.items[at].call.is_none()) {
            return Ok(());
        }
        match self.call(event.spot, event.call_id, event.name, deltas) {
            Some(call) => self.tell_arguments(event.spot, call, event.arguments, deltas),
            None => Ok(()),
        }
    }

    /// `output_item.added`: what it may hold already comes again in what follows.
    pub(in crate::wire) fn item_added(
        &mut self,
        event: &Event<'_>,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        if let Some(mut reader) = event.item {
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
        }
        Ok(())
    }

    /// `output_item.done`.
    pub(in crate::wire) fn item_done(
        &mut self,
        event: &Event<'_>,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        if let Some(mut reader) = event.item {
            self.done(event.spot, &Item::read(&mut reader)?, deltas)?;
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
            if aligned || !told[item.kind as usize] {
                self.done(Spot::of(response, index), &item, deltas)?;
            }
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

    /// An item, whole: what of it has not come in pieces is told.
    fn done(&mut self, spot: Spot, item: &Item<'_>, deltas: &mut Deltas<'_>) -> Result<(), Fault> {
        match item.kind {
            Kind::Call => match self.call(spot, item.call_id(), item.name, deltas) {
                Some(call) => self.tell_arguments(spot, call, item.arguments, deltas),
                None => Ok(()),
            },
            Kind::Other => Ok(()),
            kind => {
                self.parts(spot, item.summary, kind, deltas)?;
                self.parts(spot, item.content, kind, deltas)
            }
        }
    }

    fn parts(
        &mut self,
        mut spot: Spot,
        list: Option<Reader<'_>>,
        kind: Kind,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        let Some(mut reader) = list else {
            return Ok(());
        };
        let mut parts = reader.array()?;
        spot.part = 0;
        while parts.next(&mut reader)? {
            if let Some(part) = Part::read(&mut reader, kind == Kind::Reasoning)? {
                self.whole(spot, part.speech, part.text, deltas);
            }
            spot.part = spot.part.saturating_add(1);
        }
        Ok(())
    }

    fn tell_arguments(
        &mut self,
        spot: Spot,
        call: u32,
        arguments: Option<Reader<'_>>,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        let Some(mut reader) = arguments else {
            return Ok(());
        };
        let channel = tool(spot, call);
        if matches!(reader.peek()?, b'{' | b'[') {
            let value = reader.raw()?;
            if !self.argue(spot) {
                deltas.value(channel, value);
            }
            return Ok(());
        }
        let text = reader.string()?.unwrap_or_default();
        if !text.is_empty() && !self.argue(spot) {
            deltas.text(channel, text);
        }
        Ok(())
    }

    /// Notes that an item's arguments are told, and whether they were before.
    fn argue(&mut self, spot: Spot) -> bool {
        let at = self.known(spot);
        at.is_some_and(|at| std::mem::replace(&mut self.items[at].argued, true))
    }

    /// The call of an item; told if it is new. `None` where there are too many.
    fn call(
        &mut self,
        spot: Spot,
        id: Str<'_>,
        name: Str<'_>,
        deltas: &mut Deltas<'_>,
    ) -> Option<u32> {
        let item = self.item(spot, Kind::Call)?;
        if item.call.is_some() {
            return item.call;
        }
        let tag = Tag {
            choice: spot.index,
            index: None,
            id,
            name,
        };
        let call = self.calls.begin(&tag, deltas);
        self.item(spot, Kind::Call)?.call = call;
        call
    }

    /// The item at a place, which is of this kind if it is new.
    #[inline]
    fn item(&mut self, spot: Spot, kind: Kind) -> Option<&mut Progress> {
        let known = self.known(spot);
        if known.is_none() && self.items.len() < Self::MOST {
            self.items.push(Progress::new(spot, kind));
            return self.items.last_mut();
        }
        self.items.get_mut(known?)
    }

    #[inline]
    fn known(&self, spot: Spot) -> Option<usize> {
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
            let told = item.call.is_some() || item.spoken != [0; 4];
            kinds[item.kind as usize] |= told;
        }
        kinds
    }
}

fn tool(spot: Spot, call: u32) -> Channel {
    let choice = spot.index;
    Channel::Tool { choice, call }
}
