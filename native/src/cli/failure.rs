//! What ends a verb before its time.

use std::io;
use std::process::ExitCode;

use midflight::proxy::JsonError;
use midflight_core::Error;

use crate::term;

/// Why a verb stopped, with what a person needs to mend it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The input can't be opened or read.
    #[error("{name}: {source} (at byte {offset})")]
    Input {
        name: String,
        offset: u64,
        source: io::Error,
    },
    /// The output can't be written.
    #[error("standard output: {0}")]
    Output(io::Error),
    /// The engine can't go on.
    #[error("{name}: {source} (at byte {offset})")]
    Engine {
        name: String,
        offset: u64,
        source: Error,
    },
    /// A JSON text that is no stream can't be masked.
    #[error("{name}: {source} (at byte {offset})")]
    Json {
        name: String,
        offset: u64,
        source: Unmaskable,
    },
    /// The input can't be looked through.
    #[error(
        "{name}: expected UTF-8, came a zero, as text in UTF-16 has: convert it, as `iconv -f UTF-16 -t UTF-8` \
         does (at byte {offset})"
    )]
    Zero { name: String, offset: u64 },
    /// The file of a key can't be read, or holds none.
    #[error("{name}: {source}")]
    Key { name: String, source: io::Error },
    /// The engine can't be made.
    #[error(transparent)]
    Setup(#[from] Error),
    /// A server or a client of a verb.
    #[error("{verb}: {what}")]
    Network {
        /// Which verb.
        verb: &'static str,
        /// What failed.
        what: String,
    },
}

impl Failure {
    /// Tells the person, and the status to leave with. A reader of the output that has seen enough
    /// (`| head`) is no failure.
    pub(crate) fn report(&self) -> ExitCode {
        if matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe) {
            return ExitCode::SUCCESS;
        }
        // It may tell what a server said.
        anstream::eprintln!("midflight: {}", term::clean_text(&self.to_string()));
        ExitCode::FAILURE
    }
}

/// Why a chunk of input could not be dealt with; the input adds its name and the byte.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The output can't be written.
    Output(io::Error),
    /// The engine can't go on.
    Engine(Error),
    /// A JSON text that is no stream can't be masked.
    Json(Unmaskable),
    /// The input is no UTF-8: it has a zero at this byte.
    Zero { at: u64 },
}

/// Why a JSON text that is no stream can't be masked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unmaskable {
    /// All of it must be there before any of it is written.
    #[error(
        "expected a JSON text of at most {limit} bytes, which is kept back until all of it is there; \
         this one is larger"
    )]
    TooLarge {
        /// Bytes that are kept back at most.
        limit: usize,
    },
    /// What the masking tells.
    #[error(transparent)]
    Json(#[from] JsonError),
}

impl From<Unmaskable> for Stop {
    fn from(error: Unmaskable) -> Self {
        Self::Json(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Engine(error)
    }
}
