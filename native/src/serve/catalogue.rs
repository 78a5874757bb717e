//! The streams that a server has: those shipped inside the crate, and those of a directory.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use midflight_core::{Config, Decoder, Engine, Framing, Heard, Wire};

use super::pieces;
use super::shipped::SHIPPED;
use super::timing::Timing;

/// Bytes of a recorded stream at most; a larger file is refused.
const LARGEST: u64 = 256 << 20;
/// The first bytes, which tell the framing of a wire that is named.
const FIRST: usize = 4 << 10;
/// How deep a directory is read.
const DEPTH: usize = 4;

/// A recorded stream.
#[derive(Clone, Debug)]
pub struct Recording {
    /// What it is asked for by.
    pub name: String,
    /// Its wire.
    pub wire: Wire,
    /// How it is framed: the wire's own way, or as server-sent events, lines or an array of JSON.
    pub framing: Framing,
    /// Its bytes, as the provider sends them.
    pub bytes: Bytes,
    /// When they came, where that was recorded.
    pub timing: Option<Timing>,
}

/// Why a directory of streams could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogueError {
    /// A file or directory can't be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is larger than 256 MiB.
    #[error("{}: {bytes} bytes, expected at most {LARGEST}", path.display())]
    TooLarge {
        /// Which one.
        path: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// What stands beside a stream tells no times.
    #[error("{}: line {line} is no \"MICROSECONDS BYTES\"", path.display())]
    Timing {
        /// Which file.
        path: PathBuf,
        /// Its line, counted from 1.
        line: usize,
    },
    /// The engine that finds out the wires can't be made.
    #[error(transparent)]
    Engine(#[from] midflight_core::Error),
}

/// Streams by name.
#[derive(Clone, Debug, Default)]
pub struct Catalogue(Vec<Recording>);

impl Catalogue {
    /// The streams that ship inside the crate. The people, firms and figures in them are invented.
    pub fn shipped() -> Self {
        let recording = |&(wire, bytes): &(Wire, &'static [u8])| Recording {
            name: wire.name().to_owned(),
            wire,
            framing: own_framing(wire),
            bytes: Bytes::from_static(bytes),
            timing: None,
        };
        Self(SHIPPED.iter().map(recording).collect())
    }

    /// Adds the streams of a directory and of those in it: files that end in `.sse`, `.ndjson`,
    /// `.jsonl`, `.txt`, `.bin` (an AWS event stream) or `.array.json`. A stream is called by its
    /// path without that ending. Its wire is the directory it is in where that is called as a wire
    /// is, and found out from its bytes elsewhere. A file `STREAM.EXT.timing` beside it tells when
    /// its bytes came (see [`Timing`]).
    ///
    /// # Errors
    ///
    /// [`CatalogueError`] for what can't be read.
    pub fn add_directory(&mut self, directory: &Path) -> Result<(), CatalogueError> {
        let engine = Engine::new(Config::default())?;
        let mut files = Vec::new();
        list(directory, DEPTH, &mut files)?;
        files.sort();
        for path in files {
            if let Some(name) = name(directory, &path) {
                let recording = read(&path, name, &engine)?;
                self.add(recording);
            }
        }
        Ok(())
    }

    /// Adds a stream in place of the one of that name.
    pub fn add(&mut self, recording: Recording) {
        self.0.retain(|known| known.name != recording.name);
        self.0.push(recording);
    }

    /// The stream of that name.
    pub fn named(&self, name: &str) -> Option<&Recording> {
        self.0.iter().find(|recording| recording.name == name)
    }

    /// The stream of that name where it is of `wire`, or else the first that is.
    pub fn of_wire(&self, wire: Wire, name: Option<&str>) -> Option<&Recording> {
        self.of_wires(&[wire], name)
    }

    /// The stream of that name where it is of one of `wires`, or else the first of the first wire that has
    /// any.
    pub fn of_wires(&self, wires: &[Wire], name: Option<&str>) -> Option<&Recording> {
        let named = name.and_then(|name| self.named(name));
        let first = |wire: &Wire| self.0.iter().find(|recording| recording.wire == *wire);
        named
            .filter(|recording| wires.contains(&recording.wire))
            .or_else(|| wires.iter().find_map(first))
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Recording> {
        self.0.iter()
    }
}

impl Recording {
    /// The media type that its provider sends.
    pub fn content_type(&self) -> &'static str {
        match self.framing {
            Framing::Sse => "text/event-stream",
            Framing::Ndjson => "application/x-ndjson",
            Framing::JsonArray => "application/json",
            Framing::EventStream => "application/vnd.amazon.eventstream",
            _ => "text/plain; charset=utf-8",
        }
    }

    /// The stream as a provider sends it: an event, a line, an element, a message or a token at a
    /// time.
    pub fn pieces(&self) -> Vec<Bytes> {
        pieces::of(&self.bytes, self.framing)
    }

    /// What reads it.
    pub(super) fn decoder(&self, engine: &Engine) -> Decoder {
        Decoder::new(self.wire, engine.limits(), engine.pool())
    }
}

fn list(directory: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), CatalogueError> {
    let failure = |source| CatalogueError::Read {
        path: directory.to_owned(),
        source,
    };
    for entry in std::fs::read_dir(directory).map_err(failure)? {
        let path = entry.map_err(failure)?.path();
        // A pipe or a device would be read without end.
        match std::fs::metadata(&path) {
            Ok(found) if found.is_dir() && depth > 0 => list(&path, depth - 1, files)?,
            Ok(found) if !found.is_file() => {}
            _ => files.push(path),
        }
    }
    Ok(())
}

const ENDINGS: [&str; 6] = [".sse", ".ndjson", ".jsonl", ".txt", ".bin", ".array.json"];

fn name(directory: &Path, path: &Path) -> Option<String> {
    let path = path.strip_prefix(directory).ok()?.to_str()?;
    let name = ENDINGS.iter().find_map(|ending| path.strip_suffix(ending));
    name.map(|name| name.replace('\\', "/"))
}

fn read(path: &Path, name: String, engine: &Engine) -> Result<Recording, CatalogueError> {
    let failure = |source| CatalogueError::Read {
        path: path.to_owned(),
        source,
    };
    let bytes = std::fs::metadata(path).map_err(failure)?.len();
    if bytes > LARGEST {
        let path = path.to_owned();
        return Err(CatalogueError::TooLarge { path, bytes });
    }
    let bytes = Bytes::from(std::fs::read(path).map_err(failure)?);
    let named = wire_of(path).unwrap_or(Wire::Auto);
    let (wire, framing) = found_out(&bytes, named, engine);
    Ok(Recording {
        name,
        wire,
        framing,
        timing: Timing::beside(path)?,
        bytes,
    })
}

/// The wire that one of the directories is called by.
fn wire_of(path: &Path) -> Option<Wire> {
    let directories = path.parent()?.components().rev();
    let mut names = directories.filter_map(|directory| directory.as_os_str().to_str());
    names
        .find_map(Wire::from_name)
        .filter(|&wire| wire != Wire::Auto)
}

/// How a wire is framed.
fn own_framing(wire: Wire) -> Framing {
    wire.framing().unwrap_or(Framing::Raw)
}

/// The wire of a stream, unless it is `named`, and its framing.
fn found_out(bytes: &[u8], named: Wire, engine: &Engine) -> (Wire, Framing) {
    let mut decoder = Decoder::new(named, engine.limits(), engine.pool());
    let (mut wire, mut framing) = (named, named.framing());
    let mut hear = |heard: Heard<'_>| match heard {
        Heard::Wire(told) => (wire, framing) = (told.wire(), told.framing()),
        Heard::Framing(told) => framing = Some(told),
        _ => {}
    };
    let first = match named {
        Wire::Auto => bytes,
        _ => &bytes[..bytes.len().min(FIRST)],
    };
    // What can't be read to its end is served all the same, as what it was taken for.
    let _ = decoder
        .write(first, &mut hear)
        .and_then(|()| decoder.finish(&mut hear).map(drop));
    match wire {
        Wire::Auto => (Wire::Text, Framing::Raw),
        wire => (wire, framing.unwrap_or(Framing::Raw)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_whole_stream() {
        for recording in Catalogue::shipped().iter() {
            let pieces = recording.pieces();
            assert_eq!(pieces.concat(), recording.bytes, "{}", recording.name);
            let count = pieces.len();
            assert!((60..=220).contains(&count), "{}: {count}", recording.name);
        }
    }

    #[test]
    fn shipped_streams_are_what_the_engine_takes_them_for() {
        let engine = Engine::new(Config::default()).unwrap();
        for recording in Catalogue::shipped().iter() {
            // Mistral's chunks can't be told from OpenAI's.
            let expected = match recording.wire {
                Wire::Mistral => Wire::OpenAiChat,
                wire => wire,
            };
            let found = found_out(&recording.bytes, Wire::Auto, &engine);
            assert_eq!(found, (expected, recording.framing));
            let named = found_out(&recording.bytes, recording.wire, &engine);
            assert_eq!(named, (recording.wire, recording.framing));
        }
    }

    #[test]
    fn a_named_wire_is_framed_as_its_first_bytes_are() {
        let engine = Engine::new(Config::default()).unwrap();
        let check = |wire: Wire, bytes: &str, expected: Framing| {
            let found = found_out(bytes.as_bytes(), wire, &engine);
            assert_eq!(found, (wire, expected), "{bytes}");
        };
        let event = format!("data: {{\"response\":\"{}\"}}\n\n", "a".repeat(2 * FIRST));
        check(Wire::Ollama, &event, Framing::Sse);
        check(Wire::Ollama, "{\"done\":false}\n", Framing::Ndjson);
        check(Wire::OpenAiChat, "{\"choices\":[]}\n", Framing::Ndjson);
        check(Wire::OpenAiChat, "[{\"choices\":[]}]", Framing::JsonArray);
        check(Wire::Mistral, "", Framing::Sse);
        check(Wire::Text, "data: a\n\n", Framing::Raw);
    }

    #[test]
    fn a_name_is_the_path_without_its_ending() {
        let check = |path: &str, expected: Option<&str>| {
            let found = name(Path::new("/s"), &Path::new("/s").join(path));
            assert_eq!(found.as_deref(), expected, "{path}");
        };
        check("a.sse", Some("a"));
        check("anthropic/b.c.sse", Some("anthropic/b.c"));
        check("gemini-array/g.array.json", Some("gemini-array/g"));
        check("a.expected.json", None);
        check("a.sse.timing", None);
    }
}
