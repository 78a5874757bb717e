//! Host names without a scheme. Which end in a name of the root zone is told by short lists: a file
//! name or a method call has the same form.

use super::chars::is_note;
use super::cursor::Cursor;
use crate::text::list::{List, list};

/// Generic top-level domains that are common, without those that are common as words of code.
const GENERIC: &List = list!(
    "com org net edu gov mil int info biz io ai dev app co tv tech online site \
    store cloud shop blog xyz club space website live news agency design digital email finance \
    health house jobs life media network social software solutions studio systems team today \
    tools travel video wiki world zone museum mobi asia cat eu uk",
);

/// Country codes, two letters each.
const COUNTRIES: &List = list!(
    "ac ad ae af ag al ao aq ar at au aw ax az ba bb bd be bf bg bh bi bj bm \
    bn bo br bs bt bw by bz ca cd cf cg ch ci ck cl cm cn cr cu cv cw cx cy cz de dj dk dm dz ec \
    ee eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gt gu gw gy hk hm \
    hn hr ht hu ie il im in iq ir it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk \
    lr ls lt lu lv ly ma mc md me mg mh mk mn mo mp mq mr mt mu mv mw mx mz na nc ne nf ng ni nl \
    no np nr nu nz om pa pe pf pg ph pk pm pn pr pt pw qa re ro ru rw sa sb sc sd se sg si sk sl \
    sm sn sr st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tw tz ua ug us uy uz va vc \
    ve vg vi vn vu wf ws ye yt za zm zw",
);

/// Country codes that are more often the end of a file's name or a word: only below a second level.
const WEAK: &List = list!("py rs sh md pl so cc ps ml mm id as is do my am");

/// Longest host name, in bytes (RFC 1035).
const NAME: usize = 253;
/// Longest label.
const LABEL: usize = 63;

/// The host name that begins here and has a path, query or port nowhere behind it.
pub(super) fn find(c: Cursor<'_>) -> Option<Cursor<'_>> {
    let before = c.before();
    if !c.fresh() || "@./\\-$#".contains(before) {
        return None;
    }
    let (name, labels) = name(c.rest())?;
    let behind = c.skip(name.len()).ends()?;
    let call = matches!(behind.peek(), b'@' | b'(' | b'[' | b'=' | b'\\');
    (!call && is_public(name, labels)).then_some(behind)
}

/// The host name at the start of `text` and how many labels it has, of which there are two at least. Its
/// last label is of letters (or an IDN in ASCII form).
pub(super) fn name(text: &str) -> Option<(&str, usize)> {
    let run = &text[..run(text)];
    let kept = run.bytes().rposition(|byte| byte != b'.' && byte != b'-')?;
    let run = &run[..=kept];
    let dot = run.bytes().rposition(|byte| byte == b'.')?;
    let last = &run[dot + 1..];
    let labels = || run.as_bytes().split(|byte| *byte == b'.');
    let sound = run.len() <= NAME && labels().all(is_sound);
    (sound && is_top(last)).then(|| (run, labels().count()))
}

/// How long labels and dots go on. Most are of ASCII.
fn run(text: &str) -> usize {
    let ascii = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    let bytes = text.as_bytes();
    let run = bytes.iter().take_while(|byte| ascii(byte)).count();
    if bytes.get(run).is_none_or(u8::is_ascii) {
        return run;
    }
    let end = text.find(|c: char| !is_label(c) && c != '.');
    end.unwrap_or(text.len())
}

fn is_label(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '-' | '\u{ad}')
        || (!c.is_ascii() && c.is_alphanumeric() && !is_note(c))
}

fn is_sound(label: &[u8]) -> bool {
    (1..=LABEL).contains(&label.len()) && !label.starts_with(b"-") && !label.ends_with(b"-")
}

fn is_top(label: &str) -> bool {
    let letters = label.chars().all(char::is_alphabetic) && label.chars().count() > 1;
    letters || (label.starts_with("xn--") && label.len() > 5)
}

/// Whether the name's end is in the lists and its form is that of a host rather than of code.
pub(super) fn is_public(name: &str, labels: usize) -> bool {
    let Some((head, top)) = name.rsplit_once('.') else {
        return false;
    };
    let one_case = !top.bytes().any(|b| b.is_ascii_uppercase())
        || !name.bytes().any(|b| b.is_ascii_lowercase());
    let lettered = head.bytes().any(|b| !b.is_ascii_digit()) || list!("com net org cn").has(top);
    let known = GENERIC.has(top) || COUNTRIES.has(top) || top.starts_with("xn--");
    let initials = name.split('.').all(|l| l.len() == 1);
    let weak = labels > 2 && WEAK.has(top);
    one_case && lettered && !initials && (weak || (known && !WEAK.has(top)))
}
