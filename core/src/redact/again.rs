//! What a place's last string says about the next one: whether all frames repeat it, or it goes on.

use alloc::string::String;

/// The last string of a place.
#[derive(Default)]
pub(super) struct Again {
    /// The string, unless it is long.
    last: String,
    /// Bytes of it that came again.
    repeated: usize,
    /// Whether two in a row were not the same.
    differed: bool,
}

impl Again {
    /// Letters of a text that comes again in frame after frame. Fewer may come twice in a row.
    const LETTERS: usize = 4;
    /// Bytes of digits with marks between them that may be a value.
    const DIGITS: usize = 32;
    /// Bytes of a text that is known again.
    const LAST: usize = 256;
    /// Bytes of a piece by which it is told that it is one.
    const SHORT: usize = 80;

    /// Whether it is this string.
    pub(super) fn is(&self, string: &str) -> bool {
        self.last == string
    }

    /// Whether no two in a row were different.
    pub(super) fn is_the_first(&self) -> bool {
        !self.differed
    }

    /// Whether it has as many letters as words have.
    pub(super) fn has_words(&self) -> bool {
        self.last.chars().filter(|c| c.is_alphabetic()).count() >= Self::LETTERS
    }

    /// Whether it is few digits, which did not come more often than a value is long.
    pub(super) fn is_digits(&self) -> bool {
        let digits = self.last.contains(|c: char| c.is_numeric()) && !self.has_words();
        digits && self.repeated <= Self::DIGITS
    }

    /// Whether `string` goes on with it: a space at the edge of one parts words, as do marks that end the last
    /// word. Texts that are whole have none there, but where they were cut out of longer ones.
    pub(super) fn goes_on_with(&self, string: &str) -> bool {
        let last = &*self.last;
        let stop = || {
            let behind = string.trim_start_matches([',', '.', ';', ':', '?', '!', ')']);
            behind.len() < string.len() && (behind.is_empty() || behind.starts_with(' '))
        };
        let edge = || last.ends_with(' ') || string.starts_with(' ') || stop();
        let short = last.len().max(string.len()) <= Self::SHORT;
        short && !last.is_empty() && last != string && edge()
    }

    /// It comes again.
    pub(super) fn repeat(&mut self) {
        self.repeated += self.last.len();
    }

    /// Takes the next one, which is another.
    pub(super) fn remember(&mut self, string: &str) {
        self.repeated = 0;
        self.differed |= !self.last.is_empty() && self.last != string;
        self.last.clear();
        if string.len() <= Self::LAST {
            self.last.push_str(string);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Again;

    #[test]
    fn a_piece_is_told_by_its_edge() {
        let check = |last: &str, string: &str, expected: bool| {
            let mut again = Again::default();
            again.remember(last);
            assert_eq!(again.goes_on_with(string), expected, "{last:?} {string:?}");
        };
        check("Mail", " ada", true);
        check("Mail ", "ada", true);
        check("Mail", " ", true);
        check("well", ", so", true);
        check("well", ".", true);
        check("boats", "ships", false);
        check("boats", ".env", false);
        check("", " ships", false);
        check(" so", " so", false);
        check("a\n", "b\n", false);
        check(&"boats ".repeat(20), "ships", false);
    }
}
