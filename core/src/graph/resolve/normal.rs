//! The normal form of a name.

use alloc::string::String;
use core::fmt::Write;
use core::net::IpAddr;

use super::buffer::Alias;
use crate::Kind;
use crate::text::list::{List, list};

/// Words before a person's name that are no part of it.
const TITLES: &List = list!(
    "mr mrs ms miss mx dr prof professor sir dame lord lady president chancellor secretary \
    senator sen rep governor gov mayor judge justice general gen colonel col major captain \
    capt lt lieutenant sgt sergeant admiral king queen prince princess pope cardinal \
    archbishop bishop father rev reverend st saint"
);
const ARTICLES: &List = list!("the a an");
/// What a person's name may end with besides the family name.
const PERSON_SUFFIXES: &List = list!("jr sr ii iii iv phd md esq");
/// The legal form of an organization.
pub(super) const LEGAL_FORMS: &List = list!(
    "inc incorporated ltd limited llc llp plc corp corporation co company gmbh ag kg sa sas \
    sarl srl spa nv bv oy ab as pty pvt lp holdings"
);
/// Countries of several common names.
const COUNTRIES: &[(&str, &str)] = &[
    ("us", "united states"),
    ("usa", "united states"),
    ("united states of america", "united states"),
    ("uk", "united kingdom"),
    ("uae", "united arab emirates"),
    ("ussr", "soviet union"),
];

/// A name in lower case, with one space between words, without article, title, possessive, dots
/// and markup. It keeps its memory from one to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Normal {
    text: String,
}

impl Normal {
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The words of an organization without its legal form.
    pub(super) fn core(&self) -> &str {
        let mut core = self.text.as_str();
        while let Some((before, last)) = core.rsplit_once(' ') {
            if !LEGAL_FORMS.has(last) {
                break;
            }
            core = before;
        }
        core
    }

    /// A person's words without what stands behind the family name.
    pub(super) fn person(&self) -> &str {
        match self.text.rsplit_once(' ') {
            Some((before, last)) if PERSON_SUFFIXES.has(last) => before,
            _ => &self.text,
        }
    }

    /// Whether the name says so little that a longer one may name the same.
    pub(super) fn is_short(&self, kind: Kind) -> bool {
        match kind {
            Kind::Person => {
                let mut words = self.person().split(' ');
                let first = words.next().unwrap_or_default();
                words.next().is_none() || first.chars().nth(1).is_none()
            }
            Kind::Organization => !self.text.contains(' '),
            _ => false,
        }
    }

    /// Writes first and last name of a person who has more than these; tells whether there are.
    pub(super) fn outer_words(&self, out: &mut Alias) -> bool {
        let words = self.person();
        let (Some((first, rest)), Some((_, last))) =
            (words.split_once(' '), words.rsplit_once(' '))
        else {
            return false;
        };
        out.begin();
        out.push(first);
        out.push(" ");
        out.push(last);
        rest != last && first.len() > 1
    }

    /// Writes an organization's words without its legal form; tells whether it has one.
    pub(super) fn without_form(&self, out: &mut Alias) -> bool {
        out.begin();
        out.push(self.core());
        self.core() != self.text
    }

    /// Folds a mention's text.
    pub(super) fn fold(&mut self, kind: Kind, text: &str) {
        self.text.clear();
        match kind {
            Kind::Url => self.fold_url(text),
            Kind::Ip => self.fold_ip(text),
            Kind::Email | Kind::Domain => self.push_lower(text.trim_end_matches('.')),
            _ => self.fold_name(kind, text),
        }
    }

    fn fold_name(&mut self, kind: Kind, text: &str) {
        let mut first = true;
        let mut rest = Some(text);
        while let Some((word, plain)) = next_word(&mut rest) {
            let start = self.text.len();
            if !first {
                self.text.push(' ');
            }
            if plain {
                self.push_ascii(word);
            } else {
                self.push_word(word);
            }
            let added = &self.text[start + usize::from(!first)..];
            let left_out = || ARTICLES.has(added) || (kind == Kind::Person && TITLES.has(added));
            if added.is_empty() || (first && left_out() && text.trim().len() > word.len()) {
                self.text.truncate(start);
            } else {
                first = false;
            }
        }
        if kind == Kind::Location
            && let Some(&(_, whole)) = COUNTRIES.iter().find(|(short, _)| *short == self.text)
        {
            self.text.clear();
            self.text.push_str(whole);
        }
    }

    /// A word without its possessive and its marks.
    fn push_word(&mut self, word: &str) {
        let word =
            word.trim_matches(|c: char| !c.is_alphanumeric() && c != '&' && c != '+' && c != '#');
        let bare = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
        let said = |c: &char| !matches!(c, '.' | ',' | '*' | '`' | '~');
        let folded = |c: char| if c == '’' { '\'' } else { c };
        let bare = bare.unwrap_or(word).chars();
        for c in bare.filter(said).map(folded) {
            self.text.extend(crate::text::lower(c));
        }
    }

    fn push_lower(&mut self, text: &str) {
        if text.is_ascii() {
            return self.push_ascii(text);
        }
        self.text.extend(text.chars().flat_map(crate::text::lower));
    }

    fn push_ascii(&mut self, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.text[start..].make_ascii_lowercase();
    }

    /// Scheme and host in lower case, no lone slash at the end.
    fn fold_url(&mut self, text: &str) {
        let host = text.find("://").map_or(0, |at| at + 3);
        let path = text[host..]
            .find(['/', '?', '#'])
            .map_or(text.len(), |at| host + at);
        self.push_lower(&text[..path]);
        if &text[path..] != "/" {
            self.text.push_str(&text[path..]);
        }
    }

    fn fold_ip(&mut self, text: &str) {
        match text.parse::<IpAddr>() {
            Ok(address) => {
                let _ = write!(self.text, "{address}");
            }
            Err(_) => self.push_lower(text),
        }
    }
}

/// Takes the next word off, which may be empty between two marks that divide words; tells whether it is sure to
/// be of letters and digits of ASCII alone.
fn next_word<'t>(rest: &mut Option<&'t str>) -> Option<(&'t str, bool)> {
    let text = rest.take()?;
    let plain = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (end, length) = match text.as_bytes().get(plain) {
        None => return Some((text, true)),
        Some(b' ') => (plain, 1),
        _ => {
            let divides = |c: char| c.is_whitespace() || c == '_';
            let mark = text.char_indices().find(|&(_, c)| divides(c));
            let Some((end, mark)) = mark else {
                return Some((text, false));
            };
            (end, mark.len_utf8())
        }
    };
    *rest = Some(&text[end + length..]);
    Some((&text[..end], end == plain))
}
