//! The regular forms of English verbs, derived from the base form.

use alloc::string::String;

/// Which forms a call of [`forms`] hands over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `writes`
    Third,
    /// `founded`: past tense and past participle
    Past,
    /// `writing`
    Gerund,
}

/// Hands the regular forms of a base form to `out`. Where the last consonant may be doubled or not
/// (`cancelled`, `canceled`), both come.
pub fn forms(base: &str, out: &mut dyn FnMut(&str, Form)) {
    let mut word = String::with_capacity(base.len() + 5);
    let mut give = |stem: &str, ending: &str, form| {
        word.clear();
        word.push_str(stem);
        word.push_str(ending);
        out(&word, form);
    };
    third(base, &mut give);
    let (past, gerund) = (past_stem(base), gerund_stem(base));
    give(past.0, past.1, Form::Past);
    give(gerund.0, gerund.1, Form::Gerund);
    if let Some(doubled) = doubled(base) {
        give(base, &[doubled, "ed"].concat(), Form::Past);
        give(base, &[doubled, "ing"].concat(), Form::Gerund);
    }
}

fn third(base: &str, give: &mut impl FnMut(&str, &str, Form)) {
    let hissing = ["s", "x", "z", "ch", "sh", "o"];
    if let Some(stem) = consonant_y(base) {
        give(stem, "ies", Form::Third);
    } else if hissing.iter().any(|end| base.ends_with(end)) {
        give(base, "es", Form::Third);
    } else {
        give(base, "s", Form::Third);
    }
}

fn past_stem(base: &str) -> (&str, &'static str) {
    if base.ends_with('e') {
        (base, "d")
    } else if let Some(stem) = consonant_y(base) {
        (stem, "ied")
    } else {
        (base, "ed")
    }
}

fn gerund_stem(base: &str) -> (&str, &'static str) {
    if let Some(stem) = base.strip_suffix("ie") {
        return (stem, "ying");
    }
    match base.strip_suffix('e') {
        Some(stem) if !stem.ends_with(['e', 'o', 'y']) => (stem, "ing"),
        _ => (base, "ing"),
    }
}

fn consonant_y(base: &str) -> Option<&str> {
    base.strip_suffix('y')
        .filter(|stem| stem.ends_with(|c| !is_vowel(c)))
}

/// The last letter, where it can be doubled: behind one vowel behind a consonant.
fn doubled(base: &str) -> Option<&str> {
    let mut back = base.chars().rev();
    let (last, vowel, before) = (back.next()?, back.next()?, back.next()?);
    let doubles = !is_vowel(last) && !matches!(last, 'w' | 'x' | 'y' | 'h');
    let single = !is_vowel(before) || (before == 'u' && base.contains("qu"));
    (doubles && is_vowel(vowel) && single).then(|| &base[base.len() - last.len_utf8()..])
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use super::{Form, forms};

    fn check(base: &str, expected: [&str; 3]) {
        for (form, word) in [Form::Third, Form::Past, Form::Gerund]
            .into_iter()
            .zip(expected)
        {
            let mut found = false;
            forms(base, &mut |derived, as_form| {
                found |= derived == word && as_form == form;
            });
            assert!(found, "{base} has no {form:?} {word}");
        }
    }

    #[test]
    fn derives_regular_forms() {
        check("found", ["founds", "founded", "founding"]);
        check("locate", ["locates", "located", "locating"]);
        check("carry", ["carries", "carried", "carrying"]);
        check("employ", ["employs", "employed", "employing"]);
        check("launch", ["launches", "launched", "launching"]);
        check("plan", ["plans", "planned", "planning"]);
        check("refer", ["refers", "referred", "referring"]);
        check("travel", ["travels", "traveled", "traveling"]);
        check("travel", ["travels", "travelled", "travelling"]);
        check("equip", ["equips", "equipped", "equipping"]);
        check("die", ["dies", "died", "dying"]);
        check("agree", ["agrees", "agreed", "agreeing"]);
        check("go", ["goes", "goed", "going"]);
    }
}
