//! Styled text in lines of a width.

use unicode_width::UnicodeWidthStr;

use super::line::fitting;
use super::{Line, Span};

/// Breaks text at its line ends, and between words where it would be wider than `width`.
pub(crate) fn wrap(spans: &[Span], width: usize) -> Vec<Line> {
    let mut wrapper = Wrapper {
        width: width.max(1),
        lines: vec![Line::default()],
        column: 0,
    };
    for span in spans {
        for (number, row) in span.text.split('\n').enumerate() {
            if number > 0 {
                wrapper.turn();
            }
            wrapper.row(span, row);
        }
    }
    wrapper.lines
}

struct Wrapper {
    width: usize,
    lines: Vec<Line>,
    column: usize,
}

impl Wrapper {
    fn turn(&mut self) {
        self.lines.push(Line::default());
        self.column = 0;
    }

    fn row(&mut self, span: &Span, row: &str) {
        for word in row.split_inclusive(' ') {
            let wide = word.trim_end_matches(' ').width();
            if self.column > 0 && self.column + wide > self.width {
                self.turn();
            }
            self.word(span, word);
        }
    }

    /// Places a word; one that is wider than a line is broken.
    fn word(&mut self, span: &Span, mut word: &str) {
        while self.column + word.trim_end_matches(' ').width() > self.width {
            let part = fitting(word, self.width - self.column);
            if part.is_empty() && self.column == 0 {
                return;
            }
            self.place(span, part);
            word = &word[part.len()..];
            self.turn();
        }
        self.place(span, word);
    }

    fn place(&mut self, span: &Span, text: &str) {
        if let Some(line) = self.lines.last_mut() {
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
            let rows = wrap(&spans, width).iter().map(|line| {
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
        check("日本語", 1, &[""]);
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
