//! Version numbers: `v2`, `1.2.3`, `1.2.3-rc.1+build`, and two parts where a word announces them.

use super::cursor::Cursor;
use super::label;
use super::number;
use crate::text::list::{List, list};
use crate::text::{Classes, Flags};

const WORDS: &List = list!("version versions v ver release build rev revision firmware patch");
/// Labels of versions.
const LABELS: &List = list!("version versions ver release build firmware");
/// Software and standards whose name a version stands behind, besides the products that are known.
const SOFTWARE: &List = list!(
    "tls ssl http kernel linux openssl openssh bluetooth usb hdmi pcie opengl vulkan directx python java \
    javascript typescript ecmascript php perl ruby rails rust node npm golang kotlin swift django flask react angular \
    vue postgres postgresql mysql mariadb sqlite mongodb redis kubernetes docker ubuntu debian fedora android ios \
    macos windows nginx apache git gcc clang llvm cuda pytorch tensorflow numpy pandas gpt llama gemini claude qwen",
);
/// What has numbers of its parts that look like versions.
const SECTIONS: &List = list!(
    "section sections table tables chapter chapters figure figures fig appendix clause article \
    paragraph equation theorem lemma definition exercise example",
);

/// The version that begins here.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let marked = c.lit(b'v').or_else(|| c.lit(b'V'));
    if marked.is_none() && !c.flags().has(Flags::FIELD_DOT) {
        return None;
    }
    let (parts, end) = parts(marked.unwrap_or(c))?;
    let alone = parts == 1 && (marked.is_none() || is_engine(c));
    if alone || !c.fresh() || matches!(c.before(), '.' | '/' | '-' | ',' | '$') {
        return None;
    }
    let told = || is_announced(c) || is_labelled(c) || is_software(c) && !counts(end);
    let enough = marked.is_some() || parts > 2 || parts == 2 && told();
    if !enough || is_part(c) || c.text_before(4).trim_end().ends_with('§') {
        return None;
    }
    let end = suffix(end);
    // `1.1.1k`: OpenSSL's way.
    let letter = end.letters().len() == 1 && end.peek().is_ascii_lowercase();
    let end = if letter && is_software(c) {
        end.skip(1)
    } else {
        end
    };
    end.ends()
}

/// Whether something is counted or measured by the number that ends here.
fn counts(c: Cursor<'_>) -> bool {
    let unit = |next: Cursor<'_>| {
        (next.letters().len() == 1 && next.peek() != b'a')
            || next.word(list!("times points second seconds")).is_some()
    };
    number::goes_on(c) || c.gap().is_some_and(unit)
}

/// `V8`: how many cylinders an engine has.
fn is_engine(c: Cursor<'_>) -> bool {
    c.lit(b'V')
        .and_then(|c| c.digits(1, 2))
        .is_some_and(|(count, _)| matches!(count, 6 | 8 | 10 | 12))
}

/// Whether what stands before three short numbers says that they are no date.
pub(super) fn is_told(c: Cursor<'_>) -> bool {
    is_software(c) || is_labelled(c) || is_required(c) || is_part(c)
}

fn is_software(c: Cursor<'_>) -> bool {
    let product = || {
        c.previous_token()
            .is_some_and(|token| token.classes.any(Classes::PRODUCT))
    };
    SOFTWARE.has(c.previous()) || product()
}

/// Whether the word before names the part of a text, and the numbers are that part's.
pub(super) fn is_part(c: Cursor<'_>) -> bool {
    SECTIONS.has(c.previous())
}

/// `"version": "4.17.21"`, `productVersion = 1.2.3.4`
pub(super) fn is_labelled(c: Cursor<'_>) -> bool {
    label::assigns(c, LABELS) || label::keys(c, LABELS)
}

/// `lodash@4.17.21`, `urllib3==1.26.18`, `^4.17.21`, `>= 4.17.21`, a heading's `[1.12.24]`.
fn is_required(c: Cursor<'_>) -> bool {
    let head = c.text_before(4).trim_end();
    let mark = ["@", "==", "~=", "<=", ">=", "^", "~", ">", "<", "≥"]
        .into_iter()
        .any(|mark| head.ends_with(mark));
    mark || c.flags().has(Flags::HEADING) && c.digit_count() == 1
}

/// Whether the word before says that a version follows.
#[inline]
pub(super) fn is_announced(c: Cursor<'_>) -> bool {
    WORDS.has(c.previous())
}

/// How many numbers with dots between stand here.
fn parts(c: Cursor<'_>) -> Option<(usize, Cursor<'_>)> {
    let (_, mut end) = c.digits(1, 5)?;
    let mut count = 1;
    while let Some((_, next)) = end.lit(b'.').and_then(|c| c.digits(1, 8)) {
        end = next;
        count += 1;
    }
    Some((count, end))
}

/// Behind a pre-release and build metadata (Semantic Versioning 2.0.0).
fn suffix(c: Cursor<'_>) -> Cursor<'_> {
    let mut end = c;
    for mark in [b'-', b'+'] {
        if let Some(start) = end.lit(mark) {
            let rest = start.rest();
            let stop = rest.find(|b: char| !b.is_ascii_alphanumeric() && b != '.' && b != '-');
            let run = rest[..stop.unwrap_or(rest.len())].trim_end_matches(['.', '-']);
            end = if run.is_empty() {
                end
            } else {
                start.skip(run.len())
            };
        }
    }
    // `1.0a1`, `2.0rc1`: Python's way.
    match end
        .word(list!("a b rc dev beta alpha"))
        .filter(|c| c.digit_count() > 0)
    {
        Some(tag) => tag.skip(tag.digit_count()),
        None => end,
    }
}
