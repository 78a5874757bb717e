//! Whether a sentence ends between two fields.

use super::Lexicon;
use super::ending::{Ending, Mark};
use super::gap::Gap;
use super::markdown::{Block, Lines, Role};
use super::opening::{First, Opening};

/// Everything that the answer depends on.
#[derive(Clone, Copy)]
pub(super) struct Boundary<'a> {
    /// How the field before ends.
    pub ending: Ending,
    /// The white space.
    pub gap: Gap,
    /// The line of the field before.
    pub lines: &'a Lines,
    /// The next field, which is whole.
    pub field: &'a str,
    /// What the next field does in its line.
    pub role: Role,
    pub lexicon: &'a Lexicon,
}

impl Boundary<'_> {
    /// Whether the sentence ends here.
    pub(super) fn is_sentence(&self) -> bool {
        if self.gap.lines > 0 {
            self.by_line()
        } else {
            self.lines.ticks == 0 && self.lines.block != Block::Code && self.by_mark()
        }
    }

    /// At a line end, where blocks end too.
    fn by_line(&self) -> bool {
        let quoted = self.lines.block == Block::Quote;
        match self.role {
            Role::Text => quoted || self.by_prose_line(),
            Role::Mark(Block::Quote) if quoted => self.is_stopped(),
            Role::Begins(Block::Quote) if quoted => self.by_prose_line(),
            _ => true,
        }
    }

    /// Whether the mark before ends a sentence whatever follows.
    fn is_stopped(&self) -> bool {
        matches!(self.ending.mark, Mark::Stop | Mark::Strong | Mark::Full)
    }

    /// At a single line end within prose, which may be a hard wrap.
    fn by_prose_line(&self) -> bool {
        let next = Opening::of(self.field);
        let broken = self.gap.trailing >= 2;
        let ruled = matches!(self.ending.mark, Mark::Colon | Mark::Backslash);
        let titled = self.lines.titled || self.lines.strong && self.field.starts_with("**");
        broken || ruled || titled || next.is_label() || next.is_pictured() || self.follows(next)
    }

    fn by_mark(&self) -> bool {
        self.follows(Opening::of(self.field))
    }

    /// Whether what follows lets the mark end a sentence.
    fn follows(&self, next: Opening<'_>) -> bool {
        let Ending {
            mark,
            closed,
            quoted,
        } = self.ending;
        let upper = next.first == First::Upper;
        let something = next.first != First::Nothing;
        if !self.gap.some && mark != Mark::Full {
            return mark == Mark::Strong && next.is_run();
        }
        match mark {
            Mark::None | Mark::Bound | Mark::Colon | Mark::Backslash => false,
            Mark::Numbered => something && !matches!(next.first, First::Lower | First::Digit),
            Mark::Weak => next.is_starter(self.lexicon),
            Mark::Ellipsis => something && next.first != First::Lower && !next.is_i(),
            Mark::Emoji => next.is_common(self.lexicon),
            Mark::Named | Mark::Stop => something && next.first != First::Lower,
            // `"Why?" Mary asked.`
            Mark::Strong if quoted && upper && self.gap.lines == 0 => next.is_common(self.lexicon),
            Mark::Strong => something && (upper || !closed || next.first != First::Lower),
            Mark::Full => something && !(closed && is_quoting(self.field)),
        }
    }
}

/// Japanese goes on behind a quoted sentence with this particle.
fn is_quoting(field: &str) -> bool {
    field.starts_with('と')
}
