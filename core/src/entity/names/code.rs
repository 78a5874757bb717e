//! Code outside fences, as tool calls write it: a word with a capital there is a type, not a name. What stands in its
//! strings and comments is said to people.

use super::look::Look;
use super::run::Run;

/// Bytes of the line before a name that are looked at.
const LINE: usize = 256;

/// Words that lines of code alone begin with.
const KEYWORDS: [&str; 20] = [
    "#[",
    "#define ",
    "#include ",
    "#if",
    "function ",
    "fn ",
    "pub ",
    "pub(",
    "impl ",
    "impl<",
    "let mut ",
    "struct ",
    "enum ",
    "trait ",
    "def ",
    "elif ",
    "func ",
    "typedef ",
    "namespace ",
    "template<",
];
/// Words that lines of prose may begin with too, where they are wrapped.
const WORDS: [&str; 16] = [
    "use ",
    "let ",
    "const ",
    "var ",
    "import ",
    "from ",
    "export ",
    "class ",
    "public ",
    "private ",
    "protected ",
    "static ",
    "return ",
    "type ",
    "async ",
    "abstract ",
];
/// Those of them that declare what they name: `const node: Node`.
const DECLARING: [&str; 5] = ["let ", "let mut ", "const ", "var ", "static "];
/// What stands in no other text.
const OPERATORS: [&str; 5] = ["::", "&&", "||", "==", "!="];
/// What comments begin with.
const COMMENTS: [&str; 5] = ["//", "# ", "/*", "--", "* "];

/// Whether the words are a part of code and of no string or comment in it.
pub(super) fn is_code(look: &Look<'_, '_>, run: &Run) -> bool {
    let (Some(first), Some(last)) = (look.token(run.first()), look.token(run.end - 1)) else {
        return false;
    };
    let text = look.text();
    let (head, behind) = (
        &text[..usize::from(first.start)],
        &text[usize::from(last.end)..],
    );
    let from = head.floor_char_boundary(head.len().saturating_sub(LINE));
    let head = &head[from..];
    let line = &head[memchr::memrchr(b'\n', head.as_bytes()).map_or(0, |at| at + 1)..];
    // Two words with a capital are hardly ever types.
    let alone = run.count() == 1;
    is_typed(line, behind) || alone && (is_statement(bare(line)) || !is_said(line) && is_open(line))
}

/// Whether the marks directly around it are those of code: `io::Error`, `Vec<String>`, `User[]`, `&Node`, `MAX_SIZE`.
fn is_typed(line: &str, behind: &str) -> bool {
    let capital = |mark: &str| {
        let inner = behind.strip_prefix(mark).unwrap_or_default();
        inner.starts_with(|c: char| c.is_ascii_uppercase())
    };
    let borrowed = |mark: char| {
        let head = line.strip_suffix(mark);
        head.is_some_and(|head| head.ends_with([' ', '(', '<', ',', '[']))
    };
    let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    behind.strip_prefix('_').is_some_and(goes_on)
        || behind.starts_with("::")
        || behind.starts_with("[]")
        || behind.starts_with("<'")
        || capital("<")
        || capital("[")
        || line.ends_with("::")
        || borrowed('&')
        || borrowed('?')
}

/// A line without what a comment that documents it by an example begins with.
fn bare(line: &str) -> &str {
    let line = line.trim_start();
    let documents = ["///", "//!", "* "].iter();
    let mut inner = documents.filter_map(|mark| line.strip_prefix(mark));
    inner.next().map_or(line, str::trim_start)
}

/// Whether a string or a comment has begun in the line.
fn is_said(line: &str) -> bool {
    let quotes = line.bytes().filter(|byte| matches!(byte, b'"' | b'`'));
    // `&'a` is a lifetime.
    let opens = |head: &str| !head.ends_with(|c: char| c.is_alphanumeric() || "&<".contains(c));
    let opened = line.rsplit_once('\'').is_some_and(|(head, _)| opens(head));
    opened || quotes.count() % 2 == 1 || COMMENTS.iter().any(|mark| line.contains(mark))
}

/// Whether a line that begins so is a statement or a declaration, and no string or comment in it.
fn is_statement(line: &str) -> bool {
    let begins = |words: &[&str]| words.iter().any(|word| line.starts_with(word));
    let called = || line.split('(').rev().skip(1).any(is_worded);
    let marked = || line.contains(['{', '<', '=', ';']) || line.contains(" import ") || called();
    let declares = || {
        let mut rest = DECLARING.iter().filter_map(|word| line.strip_prefix(word));
        let name = rest
            .next()
            .and_then(|rest| rest.trim_end().strip_suffix(':'));
        name.is_some_and(|name| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
    };
    let operates = || OPERATORS.iter().any(|mark| line.contains(mark));
    let begun = begins(&KEYWORDS) || begins(&WORDS) && marked() || declares() || operates();
    begun && !is_said(line)
}

/// Whether parameters have begun that are not at their end: `Map<Key, `, `Dict[Key, `, `is_instance(x, `.
fn is_open(line: &str) -> bool {
    let opened = |open: char, close: char| {
        let (head, inner) = line.rsplit_once(open)?;
        (!inner.contains(close)).then_some(head)
    };
    let named = |head: &str| {
        let start = head.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || "_!.".contains(c));
        let name = &head[start.len()..];
        name.contains(['_', '!', '.']) && !name.ends_with('.')
    };
    let typed = opened('<', '>').is_some_and(is_worded) || opened('[', ']').is_some_and(is_worded);
    typed || opened('(', ')').is_some_and(named)
}

/// Whether it ends with a word, to which a bracket is glued.
fn is_worded(head: &str) -> bool {
    head.ends_with(|c: char| c.is_ascii_alphanumeric())
}
