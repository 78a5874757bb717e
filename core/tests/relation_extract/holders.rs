//! Who a statement is about, what is cited, and what ties a participle to its subject.

use super::support::check;

#[test]
fn what_a_participle_says_of_its_subject() {
    check(
        "The port became known as the Iron Gate.",
        &[("The port", "became known as", "the Iron Gate")],
    );
    check(
        "The hills remained covered with snow.",
        &[("The hills", "remained covered with", "snow")],
    );
    check(
        "The lock remained closed.",
        &[("The lock", "remained", "closed")],
    );
    check(
        "Mira Holm is responsible only for the roof.",
        &[("Mira Holm", "is responsible only for", "the roof")],
    );
}

#[test]
fn what_counts_and_names() {
    check(
        "The value of max_retries sets the limit.",
        &[("The value of max_retries", "sets", "the limit")],
    );
    check(
        "Chapter 5 covers the siege.",
        &[("Chapter 5", "covers", "the siege")],
    );
    check("In October 1999 exports to Peru rose.", &[]);
    check(
        "The first, at a bend of the river, opened in 1990.",
        &[("The first", "opened in", "1990")],
    );
}

/// A date has no father, and one name is not several.
#[test]
fn who_has_a_role() {
    check(
        "The heir was born in Bergen on 3 May 1849, the son of a miller.",
        &[
            ("The heir", "was born in", "Bergen"),
            ("The heir", "was born", "3 May 1849"),
        ],
    );
    check(
        "The box holds a map of Oslo, symbols of the zodiac and a lamp.",
        &[(
            "The box",
            "holds",
            "a map of Oslo, symbols of the zodiac and a lamp",
        )],
    );
}

#[test]
fn what_is_cited() {
    check(
        "Mira Holm said, \"We sell the yard.\"",
        &[
            ("Mira Holm", "said", "We sell the yard"),
            ("We", "sell", "the yard"),
        ],
    );
    check(
        "The mayor admits \"they are using our name.\"",
        &[
            ("The mayor", "admits", "they are using our name"),
            ("they", "are using", "our name"),
        ],
    );
}
