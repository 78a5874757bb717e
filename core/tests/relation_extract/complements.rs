//! What stands behind verbs that tie something to their subject, and what only looks like an object.

use super::support::check;

#[test]
fn adjectives_behind_linking_verbs() {
    check(
        "She became very ill with a fever.",
        &[("She", "became very ill with", "a fever")],
    );
    check(
        "He remained faithful to the crown.",
        &[("He", "remained faithful to", "the crown")],
    );
    check(
        "The harbour seemed safe from storms.",
        &[("The harbour", "seemed safe from", "storms")],
    );
    check(
        "The soup tasted good with bread.",
        &[("The soup", "tasted good with", "bread")],
    );
    check("The sea stayed calm.", &[("The sea", "stayed", "calm")]);
    check(
        "The wind was fierce in March.",
        &[("The wind", "was fierce in", "March")],
    );
}

#[test]
fn nouns_behind_linking_verbs() {
    check(
        "She became king of Norway in 1990.",
        &[
            ("She", "became", "king of Norway in 1990"),
            ("She", "became", "1990"),
        ],
    );
    check(
        "They are brothers-in-law of the mayor.",
        &[
            ("They", "are", "brothers-in-law of the mayor"),
            ("They", "are brothers-in-law of", "the mayor"),
        ],
    );
}

#[test]
fn adverbs_are_no_objects() {
    check("They had never played better.", &[]);
    check("He works hard.", &[]);
    check("She ran faster than Bob.", &[]);
    check(
        "They played better in Oslo.",
        &[("They", "played better in", "Oslo")],
    );
    check("The river grew wider.", &[("The river", "grew", "wider")]);
    check(
        "The dam holds more than 300 boats.",
        &[("The dam", "holds", "more than 300 boats")],
    );
}

#[test]
fn infinitives_behind_adjectives() {
    check(
        "The mill will be able to halve its costs.",
        &[("The mill", "will be able to halve", "its costs")],
    );
    check(
        "The road was hard to find.",
        &[("The road", "was", "hard to find")],
    );
}

#[test]
fn infinitives_of_efforts_are_nobodys() {
    check(
        "The delay is caused by efforts to streamline slow mills.",
        &[("The delay", "is caused by", "efforts")],
    );
    check(
        "Plans to build a bridge were rejected by the town.",
        &[
            ("Plans", "to build", "a bridge"),
            ("Plans", "were rejected by", "the town"),
        ],
    );
}

#[test]
fn parts_of_what_a_clause_is_about() {
    check(
        "The mill has 40 workers, many of whom live in Oslo.",
        &[
            ("The mill", "has", "40 workers"),
            ("many of whom", "live in", "Oslo"),
        ],
    );
    check(
        "They met two brothers, both of whom own boats.",
        &[
            ("They", "met", "two brothers"),
            ("both of whom", "own", "boats"),
        ],
    );
    check(
        "The sailors, two of whom live in Oslo, sold tea.",
        &[
            ("two of whom", "live in", "Oslo"),
            ("The sailors", "sold", "tea"),
        ],
    );
}
