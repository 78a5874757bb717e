//! What is done with one channel's text: it is masked, or what was masked is turned back.

use alloc::boxed::Box;

use super::mask::{Mask, Masking};
use super::restore::Restore;
use super::site::Site;
use crate::Channel;
use crate::buffer::{BufferPool, Exhausted};

/// What a rewriter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Mask,
    Restore,
}

/// A channel, or a place that is taken for one.
pub(super) enum Voice {
    Mask(Box<Mask>),
    Restore(Restore),
    Site(Box<Site>),
}

impl Voice {
    pub(super) fn new(purpose: Purpose, channel: Channel, pool: &BufferPool) -> Self {
        match purpose {
            Purpose::Mask => Self::Mask(Box::new(Mask::new(channel, pool))),
            Purpose::Restore => Self::Restore(Restore::new(channel)),
        }
    }

    /// What its text is the value of.
    pub(super) fn set_name(&mut self, name: &str) {
        match self {
            Self::Mask(mask) => mask.set_name(name),
            Self::Site(site) => site.set_name(name),
            Self::Restore(_) => {}
        }
    }

    /// The channel; `None` for a place.
    pub(super) fn channel(&self) -> Option<Channel> {
        match self {
            Self::Mask(mask) => Some(mask.channel()),
            Self::Restore(restore) => Some(restore.channel()),
            Self::Site(_) => None,
        }
    }

    /// Bytes of text that are held back.
    pub(super) fn held(&self) -> usize {
        match self {
            Self::Mask(mask) => mask.held(),
            Self::Restore(restore) => restore.held(),
            Self::Site(site) => site.held(),
        }
    }

    /// Takes text; appends what is certain to `to.out`.
    pub(super) fn push(&mut self, text: &str, to: &mut Masking<'_>) -> Result<(), Exhausted> {
        match self {
            Self::Mask(mask) => mask.push(text, to),
            Self::Site(site) => site.push(text, to),
            Self::Restore(restore) => {
                restore.push(text, to);
                Ok(())
            }
        }
    }

    /// No text follows, for now: decides and appends what is held back.
    pub(super) fn close(&mut self, to: &mut Masking<'_>) -> Result<(), Exhausted> {
        match self {
            Self::Mask(mask) => mask.close(to),
            Self::Site(site) => site.close(to),
            Self::Restore(restore) => {
                restore.close(to);
                Ok(())
            }
        }
    }

    /// Gives back what it does not need until text comes again.
    pub(super) fn go_idle(&mut self) {
        if let Self::Mask(mask) = self {
            mask.go_idle();
        }
    }

    /// What follows has no place behind this text: decides and appends what is held back.
    pub(super) fn interrupt(&mut self, to: &mut Masking<'_>) {
        match self {
            Self::Mask(mask) => mask.interrupt(to),
            Self::Restore(restore) => restore.let_go(to),
            // Nothing interrupts what no wire tells about.
            Self::Site(site) => site.give_up(to),
        }
    }

    /// The block that the text stands in is at its end: decides and appends what of it can be decided.
    pub(super) fn pause(&mut self, to: &mut Masking<'_>) {
        if let Self::Mask(mask) = self {
            mask.pause(to);
        }
    }

    /// Appends what is held back without waiting for what decides it, masked where it may have to be.
    pub(super) fn give_up(&mut self, to: &mut Masking<'_>) {
        match self {
            Self::Mask(mask) => mask.give_up(to),
            Self::Restore(restore) => restore.let_go(to),
            Self::Site(site) => site.give_up(to),
        }
    }
}
