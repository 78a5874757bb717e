//! Code outside fences, as tool calls write it: a word with a capital there is a type, not a name. What stands in its
//! strings and comments is said to people.

use super::look::Look;
use super::run::Run;

/// Bytes before a name in a line of code at most: those of prose are longer.
const LINE: usize = 128;

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
/// What comments begin with.
const COMMENTS: [&str; 5] = ["//", "# ", "/*", "--", "* "];

/// Whether the words are a part of code and of no string or comment in it.
pub(super) fn is_code(look: &Look<'_, '_>, run: &Run) -> bool {
    let (Some(first), Some(last)) = (look.token(run.first()), look.token(run.end - 1)) else {
        return false;
    };
    let text = look.text().as_bytes();
    let (head, behind) = (
        &text[..usize::from(first.start)],
        &text[usize::from(last.end)..],
    );
    // Two words with a capital are hardly ever types.
    run.count() == 1 && (is_typed(head, behind) || line(head).is_some_and(is_coded))
}

/// The line at the end of a text, where it is short.
fn line(head: &[u8]) -> Option<&[u8]> {
    let near = &head[head.len().saturating_sub(LINE)..];
    match memchr::memrchr(b'\n', near) {
        Some(at) => Some(&near[at + 1..]),
        None => (near.len() == head.len()).then_some(near),
    }
}

/// Whether what stands in the line up to the name is code.
fn is_coded(line: &[u8]) -> bool {
    (is_statement(bare(line)) || is_open(line)) && !is_said(bare(line))
}

/// Whether the marks directly around it are those of code: `io::Error`, `Vec<String>`, `User[]`, `&Node`, `MAX_SIZE`.
fn is_typed(line: &[u8], behind: &[u8]) -> bool {
    let inner = behind.get(1).copied().unwrap_or_default();
    let glued = match behind.first() {
        Some(b'_') => inner.is_ascii_alphanumeric(),
        Some(b':') => inner == b':',
        Some(b'<') => inner.is_ascii_uppercase() || inner == b'\'',
        Some(b'[') => inner.is_ascii_uppercase() || inner == b']',
        _ => false,
    };
    let follows = match line {
        [.., before, b'&' | b'?'] => b" (<,[".contains(before),
        [.., b':', b':'] => true,
        _ => false,
    };
    glued || follows
}

/// A line without what a comment that documents it by an example begins with.
fn bare(line: &[u8]) -> &[u8] {
    let line = line.trim_ascii_start();
    let marks: [&[u8]; 3] = [b"///", b"//!", b"* "];
    let mut inner = marks.into_iter().filter_map(|mark| line.strip_prefix(mark));
    inner.next().unwrap_or(line).trim_ascii_start()
}

/// Whether a string or a comment has begun in the line.
fn is_said(line: &[u8]) -> bool {
    let quotes = line.iter().filter(|byte| matches!(byte, b'"' | b'`'));
    // `&'a` is a lifetime.
    let opens = |at: usize| {
        let before = line[..at].last().copied().unwrap_or_default();
        !before.is_ascii_alphanumeric() && before.is_ascii() && !b"&<".contains(&before)
    };
    let opened = memchr::memrchr(b'\'', line).is_some_and(opens);
    opened || quotes.count() % 2 == 1 || holds(line, &COMMENTS)
}

/// Whether a line that begins so is a statement or a declaration.
fn is_statement(line: &[u8]) -> bool {
    let begins = |words: &[&str]| words.iter().any(|word| line.starts_with(word.as_bytes()));
    let marked = || {
        let mark = |byte: &u8| b"{<=;".contains(byte);
        let call = |pair: &[u8]| pair[0].is_ascii_alphanumeric() && pair[1] == b'(';
        line.iter().any(mark) || line.windows(2).any(call) || holds(line, &[" import "])
    };
    // Prose has a capital there most often.
    let small = line
        .first()
        .is_some_and(|b| b.is_ascii_lowercase() || *b == b'#');
    small && (begins(&KEYWORDS) || begins(&WORDS) && (marked() || declares(line))) || operates(line)
}

/// Whether an operator stands in the line that no other text has so: `a::b`, ` && `, ` || `, ` == `, ` != `.
fn operates(line: &[u8]) -> bool {
    let is = |at: usize| match line.get(at.wrapping_sub(1)..) {
        Some([before, b':', b':', ..]) => before.is_ascii_alphanumeric() || *before == b'>',
        Some([b' ', one, two, b' ', ..]) => [b"&&", b"||", b"==", b"!="].contains(&&[*one, *two]),
        _ => false,
    };
    memchr::memchr3_iter(b':', b'&', b'|', line).any(is)
        || memchr::memchr2_iter(b'=', b'!', line).any(is)
}

/// Whether a type follows: `const node: `.
fn declares(line: &[u8]) -> bool {
    let name = line.trim_ascii_end().strip_suffix(b":").unwrap_or_default();
    let space = memchr::memchr(b' ', name);
    space.is_some() && space == memchr::memrchr(b' ', name)
}

/// Whether parameters have begun that are not at their end: `Map<Key, `, `Dict[Key, `, `is_instance(x, `.
fn is_open(line: &[u8]) -> bool {
    if memchr::memchr3(b'<', b'[', b'(', line).is_none() {
        return false;
    }
    let opened = |open: u8, close: u8| {
        let at = memchr::memrchr(open, line)?;
        let inside = memchr::memchr(close, &line[at..]).is_none();
        inside.then_some(&line[..at])
    };
    let worded = |head: &[u8]| head.last().is_some_and(u8::is_ascii_alphanumeric);
    let named = |head: &[u8]| {
        let part = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_!.".contains(byte);
        let mut name = head.iter().rev().take_while(part);
        name.any(|byte| b"_!.".contains(byte)) && !head.ends_with(b".")
    };
    let typed = opened(b'<', b'>').is_some_and(worded) || opened(b'[', b']').is_some_and(worded);
    typed || opened(b'(', b')').is_some_and(named)
}

/// Whether one of the marks stands in the line.
fn holds(line: &[u8], marks: &[&str]) -> bool {
    let begins = |at| {
        let rest: &[u8] = &line[at..];
        marks.iter().any(|mark| rest.starts_with(mark.as_bytes()))
    };
    (0..line.len()).any(begins)
}
