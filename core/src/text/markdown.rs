//! Lines and blocks of Markdown: what the first field of a line makes of the line.

use super::field::Behind;
use super::gap::Gap;

/// What a line is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Block {
    #[default]
    Prose,
    Heading,
    Item,
    /// A table's row.
    Row,
    Quote,
    /// A line of a code fence, or the fence itself.
    Code,
    /// A line that divides, or underlines a heading.
    Rule,
}

/// What a field does in its line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    /// It is text.
    #[default]
    Text,
    /// It is nothing but the mark of that block.
    Mark(Block),
    /// It is text in a line of that block, which may begin with the block's mark.
    Begins(Block),
    /// It opens a code fence of so many of that character.
    Opens(u8, u8),
    /// It closes the code fence.
    Closes,
}

/// Where the reader stands in the text's lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    /// What the line is that was read last.
    pub block: Block,
    /// The character and length of the code fence that is open.
    fence: Option<(u8, u8)>,
    /// Length of the open run of code ticks; 0 where none is open.
    pub ticks: u8,
    /// Whether a field of text has been read in this line.
    spoken: bool,
    /// Whether the line begins with strong emphasis.
    pub strong: bool,
    /// Whether it also ends with it, so far.
    pub titled: bool,
}

impl Lines {
    /// Whether the line that is being read closes its sentence at once when it ends.
    pub(super) fn closes(&self) -> bool {
        matches!(
            self.block,
            Block::Heading | Block::Row | Block::Code | Block::Rule
        )
    }

    /// Whether the line has begun, so that the next field within it is text, and not of a code
    /// fence.
    pub(super) fn is_within(&self, gap: Gap) -> bool {
        gap.lines == 0 && self.spoken && self.fence.is_none()
    }

    /// Takes note of a word within the line.
    pub(super) fn take_word(&mut self) {
        self.titled = false;
    }

    /// Whether the field behind `gap` can have a mark of a block.
    fn at_start(&self, gap: Gap) -> bool {
        gap.lines > 0 || !self.spoken
    }

    /// What the next field is, which is whole.
    pub(super) fn role(&self, field: &str, gap: Gap, behind: Behind) -> Role {
        let start = self.at_start(gap);
        match self.fence {
            Some(fence) if start && closes_fence(field, fence) => Role::Closes,
            Some(_) => Role::Begins(Block::Code),
            None if start => self.role_at_start(field, gap, behind),
            None => Role::Text,
        }
    }

    fn role_at_start(&self, field: &str, gap: Gap, behind: Behind) -> Role {
        let bytes = field.as_bytes();
        let first = bytes.first().copied().unwrap_or_default();
        if first.is_ascii_alphabetic() {
            return Role::Text;
        }
        match first {
            b'`' | b'~' if run(bytes) >= 3 => fence(bytes),
            b'-' | b'*' | b'_' | b'=' if is_rule(bytes, behind) => Role::Mark(Block::Rule),
            b'#' if run(bytes) == bytes.len() && bytes.len() <= 6 && behind == Behind::Space => {
                Role::Mark(Block::Heading)
            }
            b'>' if run(bytes) == bytes.len() => Role::Mark(Block::Quote),
            b'>' => Role::Begins(Block::Quote),
            b'|' => Role::Begins(Block::Row),
            b'-' | b'*' | b'+' if bytes.len() == 1 => Role::Mark(Block::Item),
            b'0'..=b'9' if behind == Behind::Space && self.counts(field, gap) => {
                Role::Mark(Block::Item)
            }
            0x80.. if is_bullet(field) => Role::Mark(Block::Item),
            0x80.. if field.starts_with('•') => Role::Begins(Block::Item),
            _ => Role::Text,
        }
    }

    /// Whether the field is a list's number. A number that hard wrapping brought to the start of a
    /// line of prose is none, unless it is the first of a list.
    fn counts(&self, field: &str, gap: Gap) -> bool {
        let Some(number) = field.strip_suffix(['.', ')']) else {
            return false;
        };
        let wrapped = gap.lines == 1 && matches!(self.block, Block::Prose | Block::Quote);
        number.len() <= 3
            && number.bytes().all(|b| b.is_ascii_digit())
            && (!wrapped || number == "1")
    }

    /// Takes note of a field and its role.
    pub(super) fn take(&mut self, field: &str, gap: Gap, role: Role) {
        if self.at_start(gap) {
            if gap.lines > 0 {
                self.begin_line();
            }
            self.strong = field.starts_with("**") || field.starts_with("__");
        }
        self.titled = self.strong && (field.ends_with("**") || field.ends_with("__"));
        match role {
            Role::Text => self.spoken = true,
            Role::Mark(block) => self.set_block(block),
            Role::Begins(block) => {
                self.set_block(block);
                self.spoken = true;
            }
            Role::Opens(mark, len) => {
                self.fence = Some((mark, len));
                self.set_code();
            }
            Role::Closes => {
                self.fence = None;
                self.set_code();
            }
        }
    }

    fn begin_line(&mut self) {
        self.block = Block::Prose;
        self.ticks = 0;
        self.spoken = false;
    }

    fn set_code(&mut self) {
        self.block = Block::Code;
        self.spoken = true;
    }

    /// A list item in a quote is an item, a number in a heading is none.
    fn set_block(&mut self, block: Block) {
        if self.block != Block::Heading {
            self.block = block;
        }
    }
}

/// How often the first byte is repeated at the start.
fn run(bytes: &[u8]) -> usize {
    let first = bytes.first();
    bytes.iter().take_while(|&b| Some(b) == first).count()
}

fn fence(bytes: &[u8]) -> Role {
    let len = run(bytes);
    if bytes[len..].contains(&b'`') {
        return Role::Text;
    }
    Role::Opens(bytes[0], len.min(255) as u8)
}

fn closes_fence(field: &str, (mark, len): (u8, u8)) -> bool {
    let bytes = field.as_bytes();
    bytes.first() == Some(&mark) && run(bytes) == bytes.len() && bytes.len() >= usize::from(len)
}

fn is_rule(bytes: &[u8], behind: Behind) -> bool {
    bytes.len() >= 3 && run(bytes) == bytes.len() && behind == Behind::Line
}

fn is_bullet(field: &str) -> bool {
    matches!(field, "•" | "‣" | "◦" | "▪" | "●" | "–" | "·")
}
