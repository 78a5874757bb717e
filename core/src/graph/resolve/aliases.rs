//! The shorter names that somebody or something is called by afterwards.

use super::buffer::Alias;
use super::normal::Normal;
use crate::Kind;

/// How many ways there are to make a name shorter.
pub(super) const WAYS: usize = 4;

/// Words that only tell what an organization is, so that it is called by its first word too.
const BODIES: &[&str] = &[
    "university",
    "college",
    "airlines",
    "airways",
    "motors",
    "bank",
    "group",
    "foundation",
    "institute",
    "technologies",
    "industries",
    "systems",
    "pictures",
    "entertainment",
    "robotics",
    "pharmaceuticals",
    "electronics",
    "communications",
    "brothers",
    "partners",
    "associates",
    "energy",
    "motor",
];

/// Words that are too common to call something by.
const GENERIC: &[&str] = &[
    "american",
    "british",
    "central",
    "city",
    "european",
    "federal",
    "first",
    "general",
    "global",
    "international",
    "national",
    "new",
    "royal",
    "south",
    "state",
    "united",
    "world",
];

/// Words that have no letter in an acronym.
const SMALL: &[&str] = &["of", "and", "the", "for", "in", "on", "&", "de", "la"];

/// Writes the shorter name that this way makes of a full one; tells whether there is one.
pub(super) fn aliases(kind: Kind, name: &Normal, way: usize, out: &mut Alias) -> bool {
    out.begin();
    match kind {
        Kind::Person => person(name, way, out),
        Kind::Organization | Kind::Group => organization(name, way, out),
        Kind::Location | Kind::Event if way == 0 => initials(name.text(), out),
        _ => return false,
    }
    !out.text().is_empty() && out.text() != name.text()
}

/// Family name, given name, initial and family name, first and last name.
fn person(name: &Normal, way: usize, out: &mut Alias) {
    let words = name.person();
    let (Some((first, _)), Some((_, last))) = (words.split_once(' '), words.rsplit_once(' '))
    else {
        return;
    };
    match way {
        0 => out.push(last),
        1 if first.chars().nth(1).is_some() => out.push(first),
        2 => {
            out.extend(first.chars().next());
            out.push(" ");
            out.push(last);
        }
        3 if first.chars().nth(1).is_some() => {
            out.push(first);
            out.push(" ");
            out.push(last);
        }
        _ => {}
    }
}

/// Without its legal form, by its first word, by its initials.
fn organization(name: &Normal, way: usize, out: &mut Alias) {
    let core = name.core();
    match way {
        0 => out.push(core),
        1 => initials(core, out),
        2 => out.push(first_word(core)),
        _ => {}
    }
}

/// The first word, when the others only tell what it is.
fn first_word(name: &str) -> &str {
    match name.split_once(' ') {
        Some((first, rest))
            if first.len() > 2
                && !GENERIC.contains(&first)
                && rest.split(' ').all(|word| BODIES.contains(&word)) =>
        {
            first
        }
        _ => "",
    }
}

/// The first letters of two words and more.
fn initials(name: &str, out: &mut Alias) {
    let told = || name.split(' ').filter(|word| !SMALL.contains(word));
    if told().nth(1).is_some() {
        out.extend(told().filter_map(|word| word.chars().next()));
    }
}
