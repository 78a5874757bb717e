//! Lines of styled text.

use std::fmt::Write;

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Text of one style, without line ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) style: Style,
    pub(crate) text: String,
}

/// One line on a terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Line(pub(crate) Vec<Span>);

impl Line {
    /// The line with more text, whose control characters must be escaped already.
    pub(crate) fn with(mut self, style: Style, text: impl Into<String>) -> Self {
        self.push(style, text);
        self
    }

    /// Adds text.
    pub(crate) fn push(&mut self, style: Style, text: impl Into<String>) {
        let text = text.into();
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.style == style => last.text.push_str(&text),
            _ => self.0.push(Span { style, text }),
        }
    }

    /// Its columns.
    pub(crate) fn width(&self) -> usize {
        self.0.iter().map(|span| span.text.width()).sum()
    }

    /// The line in exactly `width` columns: cut with an ellipsis, or filled with spaces.
    pub(crate) fn fitted(mut self, width: usize) -> Self {
        if self.width() > width {
            self.cut(width.saturating_sub(1));
            self.push(super::DIM, "…");
        }
        let missing = width.saturating_sub(self.width());
        self.with(super::PLAIN, " ".repeat(missing))
    }

    fn cut(&mut self, width: usize) {
        let mut left = width;
        for span in &mut self.0 {
            span.text = fitting(&span.text, left).to_owned();
            left -= span.text.width();
        }
    }

    /// Writes it, with its colours or without.
    pub(crate) fn render(&self, colour: bool, out: &mut String) {
        for Span { style, text } in &self.0 {
            let _ = if colour && !style.is_plain() {
                write!(out, "{style}{text}{style:#}")
            } else {
                out.write_str(text)
            };
        }
    }
}

/// The front of a text that fits into `width` columns.
pub(crate) fn fitting(text: &str, width: usize) -> &str {
    let mut columns = 0;
    let end = text.char_indices().find(|(_, c)| {
        columns += c.width().unwrap_or(0);
        columns > width
    });
    end.map_or(text, |(at, _)| &text[..at])
}

/// Two blocks of lines side by side.
pub(crate) fn beside(left: Vec<Line>, right: Vec<Line>, width: usize, gap: &str) -> Vec<Line> {
    let rows = left.len().max(right.len());
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    let row = |_| {
        let mut line = left.next().unwrap_or_default().fitted(width);
        line.push(super::RULE, gap);
        line.0.extend(right.next().unwrap_or_default().0);
        line
    };
    (0..rows).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::{BOLD, PLAIN};

    fn plain(line: &Line) -> String {
        let mut out = String::new();
        line.render(false, &mut out);
        out
    }

    #[test]
    fn lines_are_cut_and_filled_by_columns() {
        let check = |text: &str, width, expected: &str| {
            let line = Line::default().with(BOLD, text).fitted(width);
            assert_eq!(plain(&line), expected);
            assert_eq!(line.width(), width);
        };
        check("abc", 5, "abc  ");
        check("abcdef", 4, "abc…");
        check("日本語", 4, "日… ");
        check("", 2, "  ");
    }

    #[test]
    fn styles_are_written_only_with_colour() {
        let line = Line::default().with(BOLD, "a").with(PLAIN, "b");
        let mut out = String::new();
        line.render(true, &mut out);
        assert_eq!(
            (plain(&line).as_str(), out.as_str()),
            ("ab", "\u{1b}[1ma\u{1b}[0mb")
        );
    }

    #[test]
    fn the_right_block_begins_in_one_column() {
        let block = |rows: &[&str]| {
            rows.iter()
                .map(|row| Line::default().with(PLAIN, *row))
                .collect::<Vec<_>>()
        };
        let rows = beside(block(&["a", "bcd"]), block(&["x", "y", "z"]), 3, " | ");
        assert_eq!(
            rows.iter().map(plain).collect::<Vec<_>>(),
            ["a   | x", "bcd | y", "    | z"]
        );
    }
}
