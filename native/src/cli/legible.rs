//! Whether an input can be looked through: text in UTF-16 or UTF-32, as some shells write it, has a zero in each
//! character of ASCII, and no value would be found in it.

use midflight_core::Wire;

use super::Stop;
use super::input::Feed;

/// Bytes that a message of an AWS event stream begins with: two lengths, and a checksum of them.
const PRELUDE: usize = 12;

/// Hands on what can be looked through, up to the first zero.
pub(super) struct Legible<F> {
    feed: F,
    input: Input,
    /// What came so far, while that may be the beginning of an event stream.
    head: Vec<u8>,
    /// Bytes that came.
    read: u64,
    /// Where the first zero was.
    zero: Option<u64>,
}

/// What an input is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Input {
    Text,
    /// An event stream, in whose heads zeros are.
    Binary,
    Untold,
}

impl<F> Legible<F> {
    pub(super) fn new(wire: Wire, feed: F) -> Self {
        let input = match wire {
            Wire::Auto => Input::Untold,
            Wire::Bedrock => Input::Binary,
            _ => Input::Text,
        };
        Self {
            feed,
            input,
            head: Vec::new(),
            read: 0,
            zero: None,
        }
    }

    pub(super) fn into_feed(self) -> F {
        self.feed
    }

    fn look(&mut self, bytes: &[u8]) {
        let zero = || bytes.iter().position(|&byte| byte == 0);
        if self.zero.is_none() {
            self.zero = zero().map(|at| self.read + at as u64);
        }
        self.read += bytes.len() as u64;
        if self.input == Input::Untold {
            let missing = PRELUDE - self.head.len();
            self.head.extend(bytes.iter().take(missing));
            self.input = told_by(&self.head);
        }
    }

    fn check(&self, ended: bool) -> Result<(), Stop> {
        match (self.input, self.zero) {
            (Input::Text, Some(at)) => Err(Stop::Zero { at }),
            (Input::Untold, Some(at)) if ended => Err(Stop::Zero { at }),
            _ => Ok(()),
        }
    }
}

/// What an input is that begins so.
fn told_by(head: &[u8]) -> Input {
    match head.first_chunk::<PRELUDE>() {
        None => Input::Untold,
        Some([lengths @ .., a, b, c, d]) => {
            let sound = crc32fast::hash(lengths) == u32::from_be_bytes([*a, *b, *c, *d]);
            if sound { Input::Binary } else { Input::Text }
        }
    }
}

impl<F: Feed> Feed for Legible<F> {
    fn chunk(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let begin = self.read;
        self.look(bytes);
        let Err(stop) = self.check(false) else {
            return self.feed.chunk(bytes);
        };
        let before = self.zero.and_then(|at| at.checked_sub(begin));
        let before = before.and_then(|before| bytes.get(..usize::try_from(before).ok()?));
        before.map_or(Ok(()), |before| self.feed.chunk(before))?;
        Err(stop)
    }

    fn pause(&mut self) -> Result<(), Stop> {
        self.feed.pause()
    }

    fn end(&mut self) -> Result<(), Stop> {
        self.check(true)?;
        self.feed.end()
    }
}
