//! The input: a file or standard input, chunk by chunk.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use super::args::Source;
use super::{Failure, Stop};

/// Bytes that are read at a time, at most.
const READ: usize = 64 << 10;
/// A `--chunk` larger than this comes in pieces of this size.
const LARGEST_CHUNK: usize = 64 << 20;

/// What takes an input.
pub(crate) trait Feed {
    /// Takes the next bytes.
    fn chunk(&mut self, bytes: &[u8]) -> Result<(), Stop>;

    /// Everything that was read for now is handed over; waiting for more may take long.
    fn pause(&mut self) -> Result<(), Stop>;

    /// The input is at its end.
    fn end(&mut self) -> Result<(), Stop>;
}

/// Reads the whole input into `feed`.
pub(crate) fn read(source: &Source, feed: &mut dyn Feed) -> Result<(), Failure> {
    let mut input = Input::open(source)?;
    while input.advance(feed)? {}
    feed.end().map_err(|stop| input.stopped(stop))
}

struct Input {
    name: String,
    reader: BufReader<Box<dyn Read>>,
    chunk: usize,
    offset: u64,
}

impl Input {
    fn open(source: &Source) -> Result<Self, Failure> {
        let (name, reader) = open(source.file.as_deref())?;
        let chunk = source.chunk.map_or(READ, |n| n.get().min(LARGEST_CHUNK));
        let capacity = chunk * (READ / chunk).max(1);
        Ok(Self {
            name,
            reader: BufReader::with_capacity(capacity, reader),
            chunk,
            offset: 0,
        })
    }

    /// Hands over what one read brings; whether there was anything.
    fn advance(&mut self, feed: &mut dyn Feed) -> Result<bool, Failure> {
        let bytes = match self.reader.fill_buf() {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(true),
            Err(source) => return Err(unreadable(&self.name, self.offset, source)),
        };
        let length = bytes.len();
        let taken = bytes.chunks(self.chunk).try_for_each(|chunk| {
            feed.chunk(chunk)?;
            self.offset += chunk.len() as u64;
            Ok(())
        });
        taken
            .and_then(|()| feed.pause())
            .map_err(|stop| self.stopped(stop))?;
        self.reader.consume(length);
        Ok(length > 0)
    }

    fn stopped(&self, stop: Stop) -> Failure {
        match stop {
            Stop::Output(error) => Failure::Output(error),
            Stop::Engine(source) => Failure::Engine {
                name: self.name.clone(),
                offset: self.offset,
                source,
            },
            Stop::Json(source) => Failure::Json {
                name: self.name.clone(),
                offset: self.offset,
                source,
            },
            Stop::Zero { at } => Failure::Zero {
                name: self.name.clone(),
                offset: at,
            },
        }
    }
}

fn open(file: Option<&Path>) -> Result<(String, Box<dyn Read>), Failure> {
    match file {
        Some(path) if path != Path::new("-") => {
            let name = path.display().to_string();
            let file = File::open(path).map_err(|source| unreadable(&name, 0, source))?;
            Ok((name, Box::new(file)))
        }
        _ => Ok(("standard input".to_owned(), Box::new(io::stdin().lock()))),
    }
}

fn unreadable(name: &str, offset: u64, source: io::Error) -> Failure {
    Failure::Input {
        name: name.to_owned(),
        offset,
        source,
    }
}
