//! From a document's text back to the bytes of the arguments that it was written as.

use core::ops::Range;

use memchr::memchr;

use super::escape;
use crate::buffer::{BufferPool, Carry, Exhausted};
use crate::text::Window;

/// Where the text of a window stands in its channel. Without an escape in it, a text stands as it
/// is written; from the first escape on, the written bytes are kept beside the window's.
#[derive(Debug)]
pub(crate) struct Origin {
    /// The byte of the document that the kept bytes begin with.
    base: u64,
    /// The same byte of the channel.
    start: u64,
    /// What the window's text is written as; empty where it is written as it is.
    written: Carry,
}

impl Origin {
    pub(crate) fn new(pool: &BufferPool) -> Self {
        Self {
            base: 0,
            start: 0,
            written: Carry::new(pool),
        }
    }

    /// A document begins at byte `start` of the channel.
    pub(crate) fn restart(&mut self, start: u64) {
        (self.base, self.start) = (0, start);
        self.written.release();
    }

    /// `text` was appended to the window as it is written.
    #[inline]
    pub(crate) fn plain(&mut self, text: &str) -> Result<(), Exhausted> {
        if self.written.is_empty() {
            return Ok(());
        }
        self.written.push(text.as_bytes())
    }

    /// What is written as `escape` will be appended to the window.
    pub(crate) fn escape(&mut self, window: &Window, escape: &str) -> Result<(), Exhausted> {
        if self.written.is_empty() {
            self.start += window.base - self.base;
            self.base = window.base;
            self.written.push(window.text.as_bytes())?;
        }
        self.written.push(escape.as_bytes())
    }

    /// Forgets what the window has let go of.
    #[inline]
    pub(crate) fn follow(&mut self, window: &Window) {
        if self.written.is_empty() || window.base == self.base {
            return;
        }
        let gone = self.reach(window.base);
        let kept = self.written.len() - gone;
        self.written.as_mut_slice().copy_within(gone.., 0);
        self.written.truncate(kept);
        self.base = window.base;
        self.start += gone as u64;
    }

    /// The byte of the channel that byte `at` of the document is.
    #[inline]
    pub(crate) fn byte(&self, at: u64) -> u64 {
        if self.written.is_empty() {
            return self.start + (at - self.base);
        }
        self.start + self.reach(at) as u64
    }

    /// What the window's bytes `range` are written as.
    pub(crate) fn text<'w>(&'w self, window: &'w Window, range: Range<usize>) -> &'w str {
        if self.written.is_empty() {
            return &window.text[range];
        }
        let start = self.reach(window.base + range.start as u64);
        let end = start + reach(&self.written.as_slice()[start..], range.len() as u64);
        core::str::from_utf8(&self.written.as_slice()[start..end]).unwrap_or_default()
    }

    fn reach(&self, at: u64) -> usize {
        reach(self.written.as_slice(), at - self.base)
    }
}

/// The bytes of `written` that `undone` bytes of text are written as.
fn reach(written: &[u8], undone: u64) -> usize {
    let (mut at, mut left) = (0, undone);
    while left > 0 && at < written.len() {
        let rest = &written[at..];
        let run = memchr(b'\\', rest).unwrap_or(rest.len()) as u64;
        if run > 0 {
            at += run.min(left) as usize;
            left -= run.min(left);
        } else {
            let (len, c) = escape::first(rest);
            at += len;
            left = left.saturating_sub(c.len_utf8() as u64);
        }
    }
    at
}
