//! A picture at the bottom of the terminal, drawn over itself.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::term::{Line, Terminal};

/// Standard output with a picture on it.
pub(super) struct Screen {
    terminal: Terminal,
    /// Rows of the picture.
    rows: usize,
}

impl Screen {
    pub(super) fn new(terminal: Terminal) -> Self {
        Self { terminal, rows: 0 }
    }

    /// Draws a picture in place of the last one.
    pub(super) fn draw(&mut self, picture: Vec<Line>) -> io::Result<()> {
        let mut out = self.erased();
        self.rows = picture.len();
        self.render(picture, &mut out);
        show(&self.synchronised(out))
    }

    /// Writes lines that stay, in place of the last picture.
    pub(super) fn print(&mut self, lines: Vec<Line>) -> io::Result<()> {
        let mut out = self.erased();
        self.rows = 0;
        self.render(lines, &mut out);
        show(&self.synchronised(out))
    }

    /// What takes the last picture off: up to its first row, and clear from there.
    fn erased(&self) -> String {
        let mut out = String::new();
        if self.rows > 0 {
            let _ = write!(out, "\x1b[{}A\x1b[J", self.rows);
        }
        out
    }

    fn render(&self, lines: Vec<Line>, out: &mut String) {
        for mut line in lines {
            if line.width() > self.terminal.width {
                line = line.fitted(self.terminal.width);
            }
            line.render(self.terminal.colour, out);
            while out.ends_with(' ') {
                out.pop();
            }
            out.push('\n');
        }
    }

    /// Terminals that know the mark show the picture at once, without flicker; others pass it over.
    fn synchronised(&self, out: String) -> String {
        if self.terminal.redraws {
            format!("\x1b[?2026h{out}\x1b[?2026l")
        } else {
            out
        }
    }
}

fn show(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
