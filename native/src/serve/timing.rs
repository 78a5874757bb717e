//! When the bytes of a recorded stream came.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::CatalogueError;

/// When the bytes of a stream came: a file beside it with a line `MICROSECONDS BYTES` for every
/// piece, the microseconds counted from the request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timing(Vec<(Duration, usize)>);

impl Timing {
    /// The pieces: when each came, and how many bytes it had.
    pub fn pieces(&self) -> &[(Duration, usize)] {
        &self.0
    }

    /// The file that tells the times of the stream in `path`.
    pub fn path(path: &Path) -> PathBuf {
        let mut name = OsString::from(path);
        name.push(".timing");
        name.into()
    }

    /// The times of the stream in `path`, where there are any.
    pub(super) fn beside(path: &Path) -> Result<Option<Self>, CatalogueError> {
        let path = Self::path(path);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(CatalogueError::Read { path, source }),
        };
        let parsed = Self::parse(&text);
        parsed
            .map(Some)
            .map_err(|line| CatalogueError::Timing { path, line })
    }

    /// Reads such a file; the number of the line that makes no sense where it can't.
    fn parse(text: &str) -> Result<Self, usize> {
        let lines = text.lines().enumerate();
        let pieces = lines.map(|(at, line)| piece(line).ok_or(at + 1));
        pieces.collect::<Result<_, _>>().map(Self)
    }
}

fn piece(line: &str) -> Option<(Duration, usize)> {
    let (microseconds, bytes) = line.split_once(' ')?;
    let microseconds = microseconds.parse().ok()?;
    Some((
        Duration::from_micros(microseconds),
        bytes.trim().parse().ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_times_and_bytes() {
        let check = |text: &str, expected: Result<&[(u64, usize)], usize>| {
            let pieces = |timing: Timing| timing.0;
            let times = |pieces: &[(u64, usize)]| {
                let times = pieces.iter();
                times
                    .map(|&(at, bytes)| (Duration::from_micros(at), bytes))
                    .collect::<Vec<_>>()
            };
            assert_eq!(Timing::parse(text).map(pieces), expected.map(times));
        };
        check("", Ok(&[]));
        check("0 10\n1500 3\n", Ok(&[(0, 10), (1500, 3)]));
        check("0 10\nsoon 3\n", Err(2));
        check("7\n", Err(1));
    }
}
