//! The copy of a channel's last frame, for what is held back of it.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ops::Range;

use super::{Rewriter, Rewritten};
use crate::base64;
use crate::redact::kept::Kept;
use crate::redact::outline;
use crate::redact::pieces::Copied;
use crate::redact::write::{Edit, Fill};
use crate::wire::{Form, Place};

impl Rewriter {
    pub(super) fn write_template(
        &mut self,
        at: usize,
        tail: Range<usize>,
        out: &mut dyn FnMut(&[u8]),
    ) {
        let Self {
            writer,
            channels,
            masked,
            ..
        } = self;
        let Rewritten {
            template: Some(template),
            places,
            ..
        } = &channels[at]
        else {
            return;
        };
        let places = outlined(template, places);
        let text = Fill::Text([&masked[tail], ""]);
        let edits = places.iter().map(|(place, copied)| Edit {
            place,
            fill: match copied {
                Copied::Text => text,
                Copied::Empty => Fill::Empty,
                Copied::Null => Fill::Null,
            },
        });
        writer.write(template, edits, out);
    }

    pub(super) fn keep_templates(&mut self) {
        self.speaking.clear();
        let mut unused = None;
        for at in self.closing.iter().copied().chain(self.pieces.speakers()) {
            let channel = &mut self.channels[at];
            let template = channel.template.take();
            unused = template
                .filter(|kept| Arc::strong_count(kept) == 1)
                .or(unused);
            channel.places.clear();
            // Nothing is held back of a channel that is at its end, nor of a place but what its last frame left.
            let is_empty = !channel.site.is_empty() && channel.voice.held() == 0;
            if !is_empty && !self.closing.contains(&at) {
                channel.places.extend(self.pieces.copies(at));
                self.speaking.push(at);
            }
        }
        self.share_template(unused);
    }

    /// Gives the channels that speak a copy of the frame; `unused` has buffers for it.
    fn share_template(&mut self, unused: Option<Arc<Kept>>) {
        let Some((&last, others)) = self.speaking.split_last() else {
            return;
        };
        let pool = self.engine.pool();
        let mut template = unused.unwrap_or_else(|| Arc::new(Kept::new(pool)));
        if let Some(kept) = Arc::get_mut(&mut template)
            && let Err(exhausted) = kept.copy(&self.frame)
        {
            self.failure
                .get_or_insert_with(|| super::unmasked(exhausted));
        }
        for &at in others {
            self.channels[at].template = Some(Arc::clone(&template));
        }
        self.channels[last].template = Some(template);
    }
}

/// The places in a copy of the frame, with those that it leaves out.
fn outlined(template: &Kept, places: &[(Place, Copied)]) -> Vec<(Place, Copied)> {
    let mut all = places.to_vec();
    let mut inner = Vec::new();
    let within = places
        .last()
        .map_or(0..0, |(place, _)| place.within.clone());
    // What stands beside the string that holds the data comes before what that holds.
    let beside = if within.is_empty() {
        0
    } else {
        places.partition_point(|(place, _)| place.within.is_empty())
    };
    let data = template.data();
    let data = match data.get(within.clone()).filter(|data| !data.is_empty()) {
        Some(coded) if base64::decode(coded, &mut inner) => &inner,
        Some(_) => return all,
        None => data,
    };
    let document = core::str::from_utf8(data).unwrap_or_default();
    for range in outline::cuts(document, &places[beside..]) {
        let at =
            beside + all[beside..].partition_point(|(place, _)| place.range.start < range.start);
        let place = Place {
            range,
            form: Form::Content,
            within: within.clone(),
        };
        all.insert(at, (place, Copied::Empty));
    }
    all
}
