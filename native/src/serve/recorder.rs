//! Writing a stream down with the times at which its bytes came.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use super::timing::Timing;

/// Writes a stream to a file, and beside it the `.timing` file that [`Timing`] reads: what
/// `midflight serve --pace recorded` replays.
pub struct Recorder {
    stream: BufWriter<File>,
    times: BufWriter<File>,
    begun: Instant,
    /// What went wrong first; nothing is written behind it.
    outcome: io::Result<()>,
}

impl Recorder {
    /// Begins files of that name; times count from now.
    ///
    /// # Errors
    ///
    /// What the system tells.
    pub fn create(path: &Path) -> io::Result<Self> {
        Ok(Self {
            stream: BufWriter::new(File::create(path)?),
            times: BufWriter::new(File::create(Timing::path(path))?),
            begun: Instant::now(),
            outcome: Ok(()),
        })
    }

    /// Bytes came. What goes wrong is told at the end.
    pub fn write(&mut self, bytes: &[u8]) {
        if self.outcome.is_ok() && !bytes.is_empty() {
            self.outcome = self.try_write(bytes);
        }
    }

    fn try_write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let at = self.begun.elapsed().as_micros();
        self.stream.write_all(bytes)?;
        writeln!(self.times, "{at} {}", bytes.len())
    }

    /// A message came, of a transport that keeps messages apart: a line.
    pub fn message(&mut self, message: &[u8]) {
        let mut line: Vec<u8> = message.to_vec();
        for byte in &mut line {
            // Between the values of a JSON text line ends mean nothing.
            if matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
        line.push(b'\n');
        self.write(&line);
    }

    /// Has everything that came so far in the files.
    ///
    /// # Errors
    ///
    /// What the system told first.
    pub fn flush(&mut self) -> io::Result<()> {
        std::mem::replace(&mut self.outcome, Ok(()))?;
        self.stream.flush()?;
        self.times.flush()
    }
}
