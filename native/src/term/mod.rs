//! Text for people: colours by kind, entities in their text, small tables.

mod clean;
mod line;
mod palette;
mod paper;
mod tables;
mod wrap;

pub(crate) use clean::{clean, clean_text};
pub(crate) use line::{Line, Span, beside};
pub(crate) use palette::{BOLD, DIM, ERROR, PLAIN, QUIET, RULE, TITLE, of_kind};
pub(crate) use paper::Paper;
pub(crate) use tables::{EdgeRow, NodeRow, duration, edges, figures, nodes, rule};
pub(crate) use wrap::wrap;

use std::io::IsTerminal;

use anstream::{AutoStream, ColorChoice};

/// What standard output can show.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terminal {
    /// Whether it shows colours, and a person has not turned them off (`NO_COLOR`).
    pub(crate) colour: bool,
    /// Whether what is on it can be drawn over.
    pub(crate) redraws: bool,
    /// Columns that may be written to; the last one is left, where some terminals break lines.
    pub(crate) width: usize,
    /// Rows.
    pub(crate) height: usize,
}

impl Terminal {
    /// What standard output is.
    pub(crate) fn detect() -> Self {
        let stdout = std::io::stdout();
        let (width, height) = terminal_size::terminal_size_of(&stdout)
            .map_or((80, 24), |(width, height)| {
                (usize::from(width.0), usize::from(height.0))
            });
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self {
            colour: AutoStream::choice(&stdout) != ColorChoice::Never,
            redraws: stdout.is_terminal() && !dumb,
            width: width.clamp(40, 160) - 1,
            height: height.max(16),
        }
    }
}
