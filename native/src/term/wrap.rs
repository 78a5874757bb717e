//! Styled text in lines of a width.

use unicode_width::UnicodeWidthStr;

use super::line::fitting;
use super::{Line, Span};

/// Breaks text at its line ends, and between words where it would be wider than `width`. A word
/// that has several styles is not broken between them.
pub(crate) fn wrap(spans: &[Span], width: usize) -> Vec<Line> {
    let mut wrapper = Wrapper {
        width: width.max(1),
        ..Wrapper::default()
    };
    wrapper.lines.push(Line::default());
    for span in spans {
        for piece in span.text.split_inclusive([' ', '\n']) {
            wrapper.piece(span, piece);
        }
    }
    wrapper.end_word();
    wrapper.lines
}

#[derive(Default)]
struct Wrapper {
    width: usize,
    lines: Vec<Line>,
    /// Columns of the last line.
    column: usize,
    /// The word that may go on in the next span.
    word: Line,
}

impl Wrapper {
    /// A part of a word, and the space or line end behind it, if it is the word's last.
    fn piece(&mut self, span: &Span, piece: &str) {
        let part = piece.trim_end_matches([' ', '\n']);
        self.word.push(span.style, part);
        if part.len() < piece.len() {
            self.end_word();
        }
        if piece.ends_with('\n') {
            self.turn();
        } else if piece.ends_with(' ') && self.column < self.width {
            self.place(span, " ");
        }
    }

    /// Places the word: in the next line where it has no room, broken where it is wider than one.
    fn end_word(&mut self) {
        let word = std::mem::take(&mut self.word);
        if self.column > 0 && self.column + word.width() > self.width {
            self.turn();
        }
        for span in &word.0 {
            self.broken(span);
        }
    }

    fn broken(&mut self, span: &Span) {
        let mut text = span.text.as_str();
        while self.column + text.width() > self.width {
            let part = fitting(text, self.width - self.column);
            if part.is_empty() && self.column == 0 {
                return;
            }
            self.place(span, part);
            text = &text[part.len()..];
            self.turn();
        }
        self.place(span, text);
    }

    fn turn(&mut self) {
        self.lines.push(Line::default());
        self.column = 0;
    }

    fn place(&mut self, span: &Span, text: &str) {
        if let Some(line) = self.lines.last_mut().filter(|_| !text.is_empty()) {
            line.push(span.style, text);
        }
        self.column += text.width();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::{BOLD, PLAIN};

    #[test]
    fn text_is_broken_between_words() {
        let check = |text: &str, width, expected: &[&str]| {
            let spans = [Span {
                style: PLAIN,
                text: text.to_owned(),
            }];
            let rows = wrap(&spans, width).into_iter().map(|line| {
                let mut out = String::new();
                line.render(false, &mut out);
                out.trim_end().to_owned()
            });
            assert_eq!(rows.collect::<Vec<_>>(), expected, "{text:?} in {width}");
        };
        check("", 5, &[""]);
        check("one two three", 7, &["one two", "three"]);
        check("a\n\nb", 5, &["a", "", "b"]);
        check("abcdefgh", 3, &["abc", "def", "gh"]);
        check("a  b", 9, &["a  b"]);
        check("日本語", 1, &[""]);
    }

    #[test]
    fn a_word_of_two_styles_stays_whole() {
        let span = |style, text: &str| Span {
            style,
            text: text.to_owned(),
        };
        let lines = wrap(
            &[span(PLAIN, "in "), span(BOLD, "Oslo"), span(PLAIN, ".")],
            7,
        );
        assert_eq!(lines[0], Line::default().with(PLAIN, "in "));
        assert_eq!(
            lines[1],
            Line::default().with(BOLD, "Oslo").with(PLAIN, ".")
        );
    }

    #[test]
    fn a_style_goes_on_in_the_next_line() {
        let spans = [
            Span {
                style: PLAIN,
                text: "by ".to_owned(),
            },
            Span {
                style: BOLD,
                text: "Ada Love".to_owned(),
            },
        ];
        let lines = wrap(&spans, 7);
        assert_eq!(
            lines[0],
            Line::default().with(PLAIN, "by ").with(BOLD, "Ada ")
        );
        assert_eq!(lines[1], Line::default().with(BOLD, "Love"));
    }
}
