//! What the grammar of a sentence decides: which word is the verb, and how far phrases and clauses go.

use super::support::check;

#[test]
fn which_word_is_the_verb() {
    check(
        "A handbook for beginners explains the tools.",
        &[("A handbook for beginners", "explains", "the tools")],
    );
    check(
        "Each of the engineers uses a lathe.",
        &[("Each of the engineers", "uses", "a lathe")],
    );
    check(
        "When the shop is closed, Mira Holm repairs old clocks.",
        &[("Mira Holm", "repairs", "old clocks")],
    );
    check(
        "The museum also hosts concerts.",
        &[("The museum", "also hosts", "concerts")],
    );
    check(
        "The treaty bolsters the alliance.",
        &[("The treaty", "bolsters", "the alliance")],
    );
    check(
        "Nordwind, an airline, features pictures of Oslo.",
        &[("Nordwind", "features", "pictures of Oslo")],
    );
    check(
        "Shops sell large amounts of tea.",
        &[("Shops", "sell", "large amounts of tea")],
    );
    check(
        "The club that holds the record is Nordwind.",
        &[
            ("The club", "holds", "the record"),
            ("The club", "is", "Nordwind"),
        ],
    );
}

#[test]
fn how_far_a_phrase_goes() {
    check(
        "It was built on a newly drained marsh.",
        &[("It", "was built on", "a newly drained marsh")],
    );
    check(
        "They support their elderly parents.",
        &[("They", "support", "their elderly parents")],
    );
    check(
        "Nurses earn $ 21 an hour.",
        &[("Nurses", "earn", "$ 21 an hour")],
    );
    check(
        "The storm hurt at least nine sailors.",
        &[("The storm", "hurt", "at least nine sailors")],
    );
    check(
        "The storm hurt about 40 sailors.",
        &[("The storm", "hurt", "about 40 sailors")],
    );
    check(
        "The minister spoke about 40 sailors.",
        &[("The minister", "spoke about", "40 sailors")],
    );
    check("She became very ill.", &[("She", "became", "very ill")]);
    check(
        "The river grew even wider.",
        &[("The river", "grew", "even wider")],
    );
    check(
        "They reached the last, delicate stage.",
        &[("They", "reached", "the last, delicate stage")],
    );
    check(
        "The crew rescued a further three sailors.",
        &[("The crew", "rescued", "a further three sailors")],
    );
    check(
        "He and Mira Holm run a bakery.",
        &[("He and Mira Holm", "run", "a bakery")],
    );
    check(
        "The offer is subject to shareholder and regulatory approval.",
        &[
            (
                "The offer",
                "is",
                "subject to shareholder and regulatory approval",
            ),
            (
                "The offer",
                "is subject to",
                "shareholder and regulatory approval",
            ),
        ],
    );
}

#[test]
fn what_stands_apart_from_the_verb() {
    check(
        "At the end of the year several bridges were closed.",
        &[("several bridges", "were closed", "the end of the year")],
    );
    check(
        "He credited the success largely to the crew.",
        &[
            ("He", "credited", "the success"),
            ("He", "credited", "the crew"),
        ],
    );
    check(
        "They set out to map the coast.",
        &[("They", "to map", "the coast")],
    );
    check(
        "The kit includes: a hammer, a saw and nails.",
        &[("The kit", "includes", "a hammer, a saw and nails")],
    );
    check(
        "The school specializes in: chemistry and music.",
        &[("The school", "specializes in", "chemistry and music")],
    );
    check(
        "The doctor suggests taking a blood test.",
        &[("The doctor", "suggests", "taking a blood test")],
    );
}

#[test]
fn what_a_clause_says_of_the_noun_before_it() {
    check(
        "The queen disbanded the fleet that Captain Holm led.",
        &[
            ("The queen", "disbanded", "the fleet"),
            ("Captain Holm", "led", "the fleet"),
        ],
    );
    check(
        "The tower that the monks left is a library.",
        &[("The tower", "is", "a library")],
    );
    check(
        "The rumor that Nordwind failed was false.",
        &[("The rumor", "was", "false")],
    );
    check(
        "The pilots who stayed loyal to Captain Holm are heroes.",
        &[
            ("The pilots", "stayed loyal to", "Captain Holm"),
            ("The pilots", "are", "heroes"),
        ],
    );
}

#[test]
fn what_a_subject_becomes_or_stays() {
    check(
        "Mira Holm became very ill with a fever.",
        &[("Mira Holm", "became very ill with", "a fever")],
    );
    check(
        "The records became available in 1998.",
        &[
            ("The records", "became", "available"),
            ("The records", "became", "1998"),
        ],
    );
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
    check(
        "Nordwind has been able to improve its ships.",
        &[("Nordwind", "has been able to improve", "its ships")],
    );
}

#[test]
fn what_counts_and_names() {
    check(
        "Nordwind hired nine welders, two of whom speak Norwegian.",
        &[
            ("Nordwind", "hired", "nine welders"),
            ("two of whom", "speak", "Norwegian"),
        ],
    );
    check(
        "The worker queue_7 stores the index.",
        &[("The worker queue_7", "stores", "the index")],
    );
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
    // A date has no father, and one name is not several.
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

#[test]
fn what_is_said_behind_a_colon_or_a_preposition() {
    check(
        "Mira Holm wrote: \"The bridge is safe.\"",
        &[
            ("Mira Holm", "wrote", "The bridge is safe"),
            ("The bridge", "is", "safe"),
        ],
    );
    check(
        "Mira Holm said after the trial that the bridge is safe.",
        &[
            ("Mira Holm", "said after", "the trial"),
            ("Mira Holm", "said", "the bridge is safe"),
            ("the bridge", "is", "safe"),
        ],
    );
    check(
        "The problem is that the bridges need a roof.",
        &[
            ("The problem", "is that", "the bridges need a roof"),
            ("the bridges", "need", "a roof"),
        ],
    );
    check(
        "A bridge collapsed, officials said.",
        &[("officials", "said", "A bridge collapsed")],
    );
}
