//! A full buffer pool is back-pressure: nothing more is read from the socket until other streams have
//! given buffers back.

use std::time::Duration;

use bytes::{Buf, Bytes};
use midflight_core::Error;
use tokio::time::sleep;

/// How long a full pool is waited for before the next try.
const PAUSE: Duration = Duration::from_millis(1);
/// How often it is tried again without any byte being taken: some ten seconds.
const TRIES: usize = 10_000;

/// Hands `bytes` to `write`, again while the pool is full. What is not taken stays, also where the
/// caller gives up waiting.
///
/// # Errors
///
/// [`Error::PoolExhausted`] where the pool stays full for too long, and at once what no waiting helps
/// against.
pub(crate) async fn hand_over(
    bytes: &mut Bytes,
    mut write: impl FnMut(&[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut tries = 0;
    while !bytes.is_empty() {
        match write(bytes) {
            Err(Error::PoolExhausted { consumed, .. }) if tries < TRIES => {
                tries = if consumed > 0 { 0 } else { tries + 1 };
                bytes.advance(consumed);
                sleep(PAUSE).await;
            }
            done => {
                bytes.clear();
                return done;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: fn(usize) -> Error = |consumed| Error::PoolExhausted {
        what: "buffers",
        capacity: 1,
        consumed,
    };

    /// What is left, how often it was tried, and how that ended, where `write` fails like that.
    async fn check(
        fail: impl Fn(usize) -> Result<(), Error>,
        expected: (&str, usize, Result<(), Error>),
    ) {
        let (mut bytes, mut tries, mut taken) = (Bytes::from_static(b"abcdef"), 0, String::new());
        let done = hand_over(&mut bytes, |rest| {
            let outcome = fail(tries);
            tries += 1;
            let consumed = match outcome {
                Err(Error::PoolExhausted { consumed, .. }) => consumed,
                Err(_) => 0,
                Ok(()) => rest.len(),
            };
            taken += std::str::from_utf8(&rest[..consumed]).unwrap();
            outcome
        })
        .await;
        assert_eq!((taken.as_str(), tries, done), expected);
        assert!(bytes.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_full_pool_is_waited_for_and_anything_else_is_not() {
        check(|_| Ok(()), ("abcdef", 1, Ok(()))).await;
        let frees = |tries| if tries < 3 { Err(FULL(1)) } else { Ok(()) };
        check(frees, ("abcdef", 4, Ok(()))).await;
        check(|_| Err(FULL(0)), ("", TRIES + 1, Err(FULL(0)))).await;
        check(|_| Err(Error::Finished), ("", 1, Err(Error::Finished))).await;
        let lost = || Error::Unmasked {
            what: "windows",
            capacity: 1,
        };
        check(|_| Err(lost()), ("", 1, Err(lost()))).await;
    }
}
