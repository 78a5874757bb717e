//! What the verbs write: JSON lines for programs, text and tables for people.

mod confidence;
mod jsonl;
mod pretty_analysis;
mod pretty_decode;
mod records;
mod text_lines;
mod transcript;

pub(crate) use jsonl::{AnalysisJson, DecodeJson, FramesJson};
pub(crate) use pretty_analysis::AnalysisPretty;
pub(crate) use pretty_decode::{DecodePretty, FramesPretty};

use std::io::{self, BufWriter, StdoutLock};

use midflight_core::decoder::Heard;
use midflight_core::{Channel, Ending, Sink};

use crate::meter::Figures;

/// What shows a decoded stream.
pub(crate) trait Show {
    /// Takes what the decoder tells.
    fn heard(&mut self, heard: &Heard<'_>);

    /// The stream is at its end.
    fn end(&mut self, ending: Ending);

    /// Writes out what is written so far.
    fn flush(&mut self) -> io::Result<()>;
}

/// What receives an analysis and shows it.
pub(crate) trait Report: Sink {
    /// The document of what follows is this line of the input.
    fn begin_line(&mut self, line: u64);

    /// Up to which byte each channel's text can no longer get another mention.
    fn settle(&mut self, _decided: &dyn Fn(Channel) -> u64) {}

    /// The figures of the whole input.
    fn summary(&mut self, figures: &Figures);

    /// Writes out what is written so far.
    fn flush(&mut self) -> io::Result<()>;
}

/// Standard output with a large buffer; what is live is flushed by hand.
pub(crate) type Out = BufWriter<StdoutLock<'static>>;

/// Standard output, for this verb alone.
pub(crate) fn stdout() -> Out {
    BufWriter::with_capacity(64 << 10, io::stdout().lock())
}
