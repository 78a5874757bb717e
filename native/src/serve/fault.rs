//! Faults on request.

use std::time::Duration;

use bytes::Bytes;

/// Something that goes wrong after so many bytes of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) at: u64,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The connection is closed, the body being unfinished.
    Cut,
    /// The connection is reset.
    Reset,
    /// Nothing comes for so long.
    Stall(Duration),
    /// Nothing comes any more, and the connection stays.
    Stop,
    /// 256 bytes that belong to nothing.
    Garbage,
}

/// Every byte there is, none of them where it belongs.
pub(super) fn garbage() -> Bytes {
    (0..=255_u8)
        .map(|at| at.wrapping_mul(151).wrapping_add(7))
        .collect()
}

/// The faults of a body in the order of their bytes.
#[derive(Debug)]
pub(super) struct Faults {
    /// The next is the last.
    ahead: Vec<Fault>,
    sent: u64,
}

impl Faults {
    pub(super) fn new(mut faults: Vec<Fault>) -> Self {
        faults.reverse();
        Self {
            ahead: faults,
            sent: 0,
        }
    }

    /// How many of the next `length` bytes go before the next fault.
    pub(super) fn room(&self, length: usize) -> usize {
        let room = self
            .ahead
            .last()
            .map(|fault| fault.at.saturating_sub(self.sent));
        room.map_or(length, |room| {
            length.min(usize::try_from(room).unwrap_or(length))
        })
    }

    /// So many bytes were sent.
    pub(super) fn advance(&mut self, length: usize) {
        self.sent += length as u64;
    }

    /// The fault that is due now.
    pub(super) fn due(&mut self) -> Option<Kind> {
        let due = self.ahead.pop_if(|fault| fault.at <= self.sent);
        due.map(|fault| fault.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_due_at_their_byte() {
        let fault = |at, kind| Fault { at, kind };
        let mut faults = Faults::new(vec![fault(3, Kind::Garbage), fault(5, Kind::Cut)]);
        assert_eq!((faults.room(10), faults.due()), (3, None));
        faults.advance(3);
        assert_eq!(faults.due(), Some(Kind::Garbage));
        assert_eq!((faults.room(10), faults.due()), (2, None));
        faults.advance(2);
        assert_eq!((faults.due(), faults.due()), (Some(Kind::Cut), None));
        assert_eq!(faults.room(10), 10);
    }

    #[test]
    fn garbage_is_no_text() {
        assert!(std::str::from_utf8(&garbage()).is_err());
        assert_eq!(garbage().len(), 256);
    }
}
