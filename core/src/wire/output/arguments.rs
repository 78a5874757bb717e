//! Calls among the output items, and their arguments.

use super::{Event, Kind, Spot, Told};
use crate::Channel;
use crate::json::{Fault, Reader, Str};
use crate::wire::Deltas;
use crate::wire::calls::Tag;

impl Told {
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
        let mut call = known.and_then(|at| self.items[at].call);
        if call.is_none() && !event.call_id.is_empty() {
            call = self.call(event.spot, event.call_id, event.name, deltas);
        }
        self.tell_arguments(event.spot, call, event.arguments, deltas)?;
        if let Some(at) = self.known(event.spot) {
            self.items[at].close_call(deltas);
        }
        Ok(())
    }

    /// Arguments, whole: told if none of them were, of a call that is known.
    pub(super) fn tell_arguments(
        &mut self,
        spot: Spot,
        call: Option<u32>,
        arguments: Option<Reader<'_>>,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        let Some(mut reader) = arguments else {
            return Ok(());
        };
        let channel = tool(spot, call.unwrap_or(0));
        if matches!(reader.peek()?, b'{' | b'[') {
            let value = reader.raw()?;
            if call.is_some() && !self.argue(spot) {
                deltas.value(channel, value);
            } else {
                deltas.shadow(value);
            }
            return Ok(());
        }
        let text = reader.string()?.unwrap_or_default();
        if call.is_some() && !text.is_empty() && !self.argue(spot) {
            deltas.text(channel, text);
        } else {
            deltas.echo_whole(channel, text);
        }
        Ok(())
    }

    /// Notes that an item's arguments are told, and whether they were before.
    fn argue(&mut self, spot: Spot) -> bool {
        let at = self.known(spot);
        at.is_some_and(|at| core::mem::replace(&mut self.items[at].argued, true))
    }

    /// The call of an item; told if it is new. `None` where there are too many.
    pub(super) fn call(
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
}

fn tool(spot: Spot, call: u32) -> Channel {
    let choice = spot.index;
    Channel::Tool { choice, call }
}
