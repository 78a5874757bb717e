//! When a piece of a stream is due.

use std::time::Duration;

use bytes::Bytes;

use super::Recording;

/// How fast a stream is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Pace {
    /// As fast as the client reads.
    #[default]
    Unpaced,
    /// So many pieces a second, in the small bursts in which models send.
    TokensPerSecond(f64),
    /// As it was recorded; unpaced where that is not known.
    Recorded,
}

/// A piece, and when it is due, counted from the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) at: Duration,
    pub(super) bytes: Bytes,
}

/// The recording as it is to be sent.
pub(super) fn schedule(recording: &Recording, pace: Pace) -> Vec<Due> {
    match (pace, &recording.timing) {
        (Pace::Recorded, Some(timing)) => recorded(&recording.bytes, timing.pieces()),
        _ => paced(recording.pieces(), pace),
    }
}

/// Pieces at a pace of their own.
pub(super) fn paced(pieces: Vec<Bytes>, pace: Pace) -> Vec<Due> {
    let pieces = pieces.into_iter().enumerate();
    let due = pieces.map(|(number, bytes)| Due {
        at: due(number, pace),
        bytes,
    });
    due.collect()
}

/// When a piece is due. Of four tokens one comes early and one late.
fn due(number: usize, pace: Pace) -> Duration {
    let shift = [0.0, -0.3, 0.4, 0.1][number % 4];
    match pace {
        Pace::TokensPerSecond(pace) => {
            Duration::try_from_secs_f64(((number + 1) as f64 + shift) / pace)
                .unwrap_or(Duration::MAX)
        }
        _ => Duration::ZERO,
    }
}

/// What the times do not speak of comes with the last of them.
fn recorded(bytes: &Bytes, times: &[(Duration, usize)]) -> Vec<Due> {
    let mut rest = bytes.clone();
    let mut pieces = Vec::new();
    for &(at, length) in times {
        let bytes = rest.split_to(length.min(rest.len()));
        pieces.push(Due { at, bytes });
    }
    let at = times.last().map_or(Duration::ZERO, |&(at, _)| at);
    pieces.push(Due { at, bytes: rest });
    pieces.retain(|piece| !piece.bytes.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_due_in_order_and_at_the_pace_asked_for() {
        let all: Vec<_> = (0..100)
            .map(|number| due(number, Pace::TokensPerSecond(50.0)))
            .collect();
        assert!(all.is_sorted());
        assert!((1.9..2.1).contains(&all[99].as_secs_f64()));
        assert_eq!(due(99, Pace::Unpaced), Duration::ZERO);
    }

    #[test]
    fn recorded_pieces_are_the_whole_stream() {
        let milliseconds = Duration::from_millis;
        let bytes = Bytes::from_static(b"abcdef");
        let check = |times: &[(Duration, usize)], expected: &[(u64, &'static str)]| {
            let due = |&(at, piece): &(u64, &'static str)| Due {
                at: milliseconds(at),
                bytes: Bytes::from_static(piece.as_bytes()),
            };
            let expected: Vec<_> = expected.iter().map(due).collect();
            assert_eq!(recorded(&bytes, times), expected);
        };
        check(
            &[(milliseconds(1), 2), (milliseconds(5), 4)],
            &[(1, "ab"), (5, "cdef")],
        );
        check(&[(milliseconds(1), 2)], &[(1, "ab"), (1, "cdef")]);
        check(&[(milliseconds(1), 99)], &[(1, "abcdef")]);
        check(&[], &[(0, "abcdef")]);
    }
}
