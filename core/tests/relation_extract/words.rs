//! Which words are verbs, nouns and adverbs by their neighbours, and which tokens are one word.

use super::support::check;

#[test]
fn identifiers_are_one_word() {
    check("node_7 calls node_8.", &[("node_7", "calls", "node_8")]);
    check(
        "The function read_all_bytes returns max_size.",
        &[("The function read_all_bytes", "returns", "max_size")],
    );
    check(
        "The worker a1_b2c stores the file.",
        &[("The worker a1_b2c", "stores", "the file")],
    );
    check(
        "_Nordwind_ owns the _old_ mill.",
        &[("Nordwind", "owns", "the _old_ mill")],
    );
}

#[test]
fn nouns_that_could_be_verbs() {
    check(
        "The cargo ships usually have one or more masts.",
        &[("The cargo ships", "usually have", "one or more masts")],
    );
    check(
        "The mill has its local headquarters in Oslo.",
        &[
            ("The mill", "has", "its local headquarters in Oslo"),
            ("The mill", "has", "Oslo"),
        ],
    );
    check(
        "The box contains nails and obscure tools.",
        &[("The box", "contains", "nails and obscure tools")],
    );
    check(
        "The town read the Holm report on floods.",
        &[
            ("The town", "read", "the Holm report on floods"),
            ("The town", "read", "floods"),
        ],
    );
}

#[test]
fn verbs_that_could_be_nouns() {
    check("This releases heat.", &[("This", "releases", "heat")]);
    check(
        "Holm 336 exhibits a low weight.",
        &[("Holm 336", "exhibits", "a low weight")],
    );
    check(
        "The town tried to revamp its port.",
        &[("The town", "tried to revamp", "its port")],
    );
    check(
        "The town tried to fully revamp its port.",
        &[("The town", "tried to fully revamp", "its port")],
    );
}

#[test]
fn adverbs_and_adjectives() {
    check(
        "The two towns first traded tea.",
        &[("The two towns", "first traded", "tea")],
    );
    check(
        "The guild however, refused to accept the plan.",
        &[("The guild", "refused to accept", "the plan")],
    );
    check(
        "The first, at a depth of 6 m, occurred in May.",
        &[("The first", "occurred in", "May")],
    );
    check(
        "The plan is a good one.",
        &[("The plan", "is", "a good one")],
    );
}

#[test]
fn a_clitic_before_an_article_is_a_verb() {
    check("Mira's a pilot.", &[("Mira", "'s", "a pilot")]);
    check(
        "Mira's brother sells tea.",
        &[("Mira's brother", "sells", "tea")],
    );
}

#[test]
fn fractions_with_an_escaped_stroke() {
    check(
        "The rate is 4 1\\/2 % .",
        &[("The rate", "is", "4 1\\/2 %")],
    );
}

#[test]
fn verbs_before_bare_objects() {
    check(
        "The engine reads bytes, finds names and builds a graph.",
        &[
            ("The engine", "reads", "bytes"),
            ("The engine", "finds", "names"),
            ("The engine", "builds", "a graph"),
        ],
    );
    check(
        "The bakers use flour to make bread.",
        &[
            ("The bakers", "use", "flour"),
            ("The bakers", "to make", "bread"),
        ],
    );
    check(
        "A good plan helps teams.",
        &[("A good plan", "helps", "teams")],
    );
    check(
        "The guide helped build the bridge.",
        &[("The guide", "helped build", "the bridge")],
    );
    check(
        "Training improves endurance.",
        &[("Training", "improves", "endurance")],
    );
    check(
        "The pilot sends a call, and the tower answers it.",
        &[
            ("The pilot", "sends", "a call"),
            ("the tower", "answers", "it"),
        ],
    );
}

#[test]
fn actions_before_the_clause() {
    check(
        "By selling boats, the yard made a profit.",
        &[
            ("the yard", "selling", "boats"),
            ("the yard", "made", "a profit"),
        ],
    );
    check(
        "Instead of selling boats, the yard rents a dock.",
        &[("the yard", "rents", "a dock")],
    );
    check(
        "To save money, the town closed the school.",
        &[
            ("the town", "To save", "money"),
            ("the town", "closed", "the school"),
        ],
    );
}
