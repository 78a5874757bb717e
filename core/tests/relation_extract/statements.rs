//! Every construction that is read, each with all its statements.

use super::support::extract;

/// Subject, predicate, normalized form, object, whether it is asserted.
type Expected<'a> = (&'a str, &'a str, &'a str, &'a str, bool);

fn found(text: &str) -> Vec<(String, String, String, String, bool)> {
    let mut found = Vec::new();
    extract(text, &[], |sentence, s| {
        found.push((
            sentence[s.subject.range.clone()].to_owned(),
            sentence[s.predicate.clone()].to_owned(),
            s.normalized.to_owned(),
            sentence[s.object.range.clone()].to_owned(),
            s.asserted,
        ));
    });
    found
}

fn check(text: &str, expected: &[Expected<'_>]) {
    let found = found(text);
    let found: Vec<Expected<'_>> = found
        .iter()
        .map(|(s, p, n, o, a)| (s.as_str(), p.as_str(), n.as_str(), o.as_str(), *a))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_verb_with_its_object() {
    check(
        "Ada Park founded Acme.",
        &[("Ada Park", "founded", "found", "Acme", true)],
    );
    check(
        "Marie Curie discovered polonium and radium.",
        &[(
            "Marie Curie",
            "discovered",
            "discover",
            "polonium and radium",
            true,
        )],
    );
    check(
        "The engineer quickly repaired an old bridge.",
        &[(
            "The engineer",
            "quickly repaired",
            "repair",
            "an old bridge",
            true,
        )],
    );
    check(
        "The committee has often rejected the proposal.",
        &[(
            "The committee",
            "has often rejected",
            "reject",
            "the proposal",
            true,
        )],
    );
    check(
        "Microsoft wants to buy the startup.",
        &[(
            "Microsoft",
            "wants to buy",
            "want to buy",
            "the startup",
            true,
        )],
    );
}

#[test]
fn names_joined_by_and_are_told_apart() {
    check(
        "Disney owns Pixar, Marvel and Lucasfilm.",
        &[
            ("Disney", "owns", "own", "Pixar", true),
            ("Disney", "owns", "own", "Marvel", true),
            ("Disney", "owns", "own", "Lucasfilm", true),
        ],
    );
    check(
        "Alice and Bob founded Acme.",
        &[
            ("Alice", "founded", "found", "Acme", true),
            ("Bob", "founded", "found", "Acme", true),
        ],
    );
}

#[test]
fn a_preposition_belongs_to_the_predicate() {
    check(
        "Mary lives in Zurich.",
        &[("Mary", "lives in", "live in", "Zurich", true)],
    );
    check(
        "Netflix competes with Disney.",
        &[("Netflix", "competes with", "compete with", "Disney", true)],
    );
    check(
        "The team carried out the experiment.",
        &[(
            "The team",
            "carried out",
            "carry out",
            "the experiment",
            true,
        )],
    );
}

#[test]
fn places_and_times_are_further_statements() {
    check(
        "Ada Lovelace wrote the first program in 1843.",
        &[
            (
                "Ada Lovelace",
                "wrote",
                "write",
                "the first program in 1843",
                true,
            ),
            ("Ada Lovelace", "wrote", "write in", "1843", true),
        ],
    );
    check(
        "Google acquired YouTube for $1.65 billion in 2006.",
        &[
            ("Google", "acquired", "acquire", "YouTube", true),
            ("Google", "acquired", "acquire for", "$1.65 billion", true),
            ("Google", "acquired", "acquire in", "2006", true),
        ],
    );
}

#[test]
fn passives() {
    check(
        "Acme was founded by Ada Park in 1990.",
        &[
            ("Acme", "was founded by", "be found by", "Ada Park", true),
            ("Acme", "was founded", "be found in", "1990", true),
        ],
    );
    check(
        "The bridge has been closed since 2019.",
        &[(
            "The bridge",
            "has been closed since",
            "be close since",
            "2019",
            true,
        )],
    );
    check(
        "The school was founded in 1851 by monks.",
        &[
            ("The school", "was founded in", "be found in", "1851", true),
            ("The school", "was founded", "be found by", "monks", true),
        ],
    );
}

#[test]
fn forms_of_be() {
    check(
        "Paris is the capital of France.",
        &[
            ("Paris", "is", "be", "the capital of France", true),
            (
                "Paris",
                "is the capital of",
                "be capital of",
                "France",
                true,
            ),
        ],
    );
    check(
        "Water is a liquid.",
        &[("Water", "is", "be", "a liquid", true)],
    );
    check(
        "She is aware of the risk.",
        &[("She", "is aware of", "be aware of", "the risk", true)],
    );
    check(
        "The house is large.",
        &[("The house", "is", "be", "large", true)],
    );
    check(
        "It’s a small company.",
        &[("It", "’s", "be", "a small company", true)],
    );
}

#[test]
fn the_same_subject_for_several_verbs() {
    check(
        "He came to Paris and opened a shop.",
        &[
            ("He", "came to", "come to", "Paris", true),
            ("He", "opened", "open", "a shop", true),
        ],
    );
    check(
        "Albert Einstein developed the theory of relativity, won the Nobel Prize and died in Princeton.",
        &[
            (
                "Albert Einstein",
                "developed",
                "develop",
                "the theory of relativity",
                true,
            ),
            ("Albert Einstein", "won", "win", "the Nobel Prize", true),
            ("Albert Einstein", "died in", "die in", "Princeton", true),
        ],
    );
}

#[test]
fn relative_clauses() {
    check(
        "The engineer who designed the bridge lives in Lagos.",
        &[
            ("The engineer", "designed", "design", "the bridge", true),
            ("The engineer", "lives in", "live in", "Lagos", true),
        ],
    );
    check(
        "The bridge, which was built by Roman engineers, crosses the Tiber.",
        &[
            (
                "The bridge",
                "was built by",
                "be build by",
                "Roman engineers",
                true,
            ),
            ("The bridge", "crosses", "cross", "the Tiber", true),
        ],
    );
    check(
        "Rust is a language that prevents data races.",
        &[
            ("Rust", "is", "be", "a language", true),
            ("Rust", "prevents", "prevent", "data races", true),
        ],
    );
}

#[test]
fn participles() {
    check(
        "Acme, based in Berlin, makes bicycles.",
        &[
            ("Acme", "based in", "be base in", "Berlin", true),
            ("Acme", "makes", "make", "bicycles", true),
        ],
    );
    check(
        "Founded in 1990, Acme makes bicycles.",
        &[
            ("Acme", "Founded in", "be found in", "1990", true),
            ("Acme", "makes", "make", "bicycles", true),
        ],
    );
    check(
        "Tim Cook became CEO of Apple, succeeding Steve Jobs.",
        &[
            ("Tim Cook", "became", "become", "CEO of Apple", true),
            ("Tim Cook", "succeeding", "succeed", "Steve Jobs", true),
        ],
    );
    check(
        "The book, published in 1999, has sold a million copies.",
        &[
            ("The book", "published in", "be publish in", "1999", true),
            ("The book", "has sold", "sell", "a million copies", true),
        ],
    );
    check(
        "The treaty signed in 1648 ended the war.",
        &[
            ("The treaty", "signed in", "be sign in", "1648", true),
            ("The treaty", "ended", "end", "the war", true),
        ],
    );
}

#[test]
fn appositions_and_possessives() {
    check(
        "Ada Park, CEO of Brightwater, lives in Berlin.",
        &[
            ("Ada Park", "CEO of", "be ceo of", "Brightwater", true),
            ("Ada Park", "lives in", "live in", "Berlin", true),
        ],
    );
    check(
        "Elon Musk, the founder of SpaceX, announced a new rocket.",
        &[
            ("Elon Musk", "founder of", "be founder of", "SpaceX", true),
            ("Elon Musk", "announced", "announce", "a new rocket", true),
        ],
    );
    check(
        "The president of France, Emmanuel Macron, visited Berlin.",
        &[
            (
                "Emmanuel Macron",
                "president of",
                "be president of",
                "France",
                true,
            ),
            (
                "The president of France",
                "visited",
                "visit",
                "Berlin",
                true,
            ),
        ],
    );
    check(
        "Acme's founder, Ada Park, was born in Nairobi.",
        &[
            ("Ada Park", "founder", "be founder of", "Acme", true),
            (
                "Acme's founder",
                "was born in",
                "be born in",
                "Nairobi",
                true,
            ),
        ],
    );
}

#[test]
fn what_somebody_said() {
    check(
        "Bob said that Acme had bought Foo.",
        &[
            ("Bob", "said that", "say", "Acme had bought Foo", true),
            ("Acme", "had bought", "buy", "Foo", true),
        ],
    );
    check(
        "Bob said Acme bought Foo.",
        &[
            ("Bob", "said", "say", "Acme bought Foo", true),
            ("Acme", "bought", "buy", "Foo", true),
        ],
    );
    check(
        "\"We will expand to Asia,\" said Maria Lopez.",
        &[
            ("We", "will expand to", "expand to", "Asia", true),
            ("Maria Lopez", "said", "say", "We will expand to Asia", true),
        ],
    );
    check(
        "Oil is cheap, Bob said.",
        &[
            ("Oil", "is", "be", "cheap", true),
            ("Bob", "said", "say", "Oil is cheap", true),
        ],
    );
}

#[test]
fn denied_or_supposed() {
    check(
        "Acme did not buy Foo.",
        &[("Acme", "did not buy", "buy", "Foo", false)],
    );
    check(
        "Mary does not like Paris.",
        &[("Mary", "does not like", "like", "Paris", false)],
    );
    check(
        "Acme never sold its shares.",
        &[("Acme", "never sold", "sell", "its shares", false)],
    );
    check(
        "She doesn't live in Berlin.",
        &[("She", "doesn't live in", "live in", "Berlin", false)],
    );
    check(
        "Acme is unable to open the door.",
        &[("Acme", "is unable to open", "open", "the door", false)],
    );
    check(
        "Acme is able to open the door.",
        &[("Acme", "is able to open", "open", "the door", true)],
    );
    check(
        "They couldn’t find the key.",
        &[("They", "couldn’t find", "find", "the key", false)],
    );
    check(
        "He might visit London.",
        &[("He", "might visit", "visit", "London", false)],
    );
    check(
        "If Acme buys Foo, prices rise.",
        &[("Acme", "buys", "buy", "Foo", false)],
    );
    check(
        "No one knows the answer.",
        &[("No one", "knows", "know", "the answer", false)],
    );
}

#[test]
fn denied_by_the_words_around_a_clause() {
    check(
        "Neither Tesla nor Ford has recalled the car.",
        &[
            ("Tesla", "has recalled", "recall", "the car", false),
            ("Ford", "has recalled", "recall", "the car", false),
        ],
    );
    check(
        "Not Edison but Swan patented the lamp.",
        &[
            ("Edison", "patented", "patent", "the lamp", false),
            ("Swan", "patented", "patent", "the lamp", true),
        ],
    );
    check(
        "Acme bought neither Foo nor Bar.",
        &[
            ("Acme", "bought neither", "buy", "Foo", false),
            ("Acme", "bought neither", "buy", "Bar", false),
        ],
    );
    check(
        "Acme neither bought Foo nor sold Bar.",
        &[
            ("Acme", "neither bought", "buy", "Foo", false),
            ("Acme", "nor sold", "sell", "Bar", false),
        ],
    );
    check(
        "Not every company sells bicycles.",
        &[("every company", "sells", "sell", "bicycles", false)],
    );
    check(
        "Apple nearly bought Tesla.",
        &[("Apple", "nearly bought", "buy", "Tesla", false)],
    );
    check(
        "Apple has almost bought Tesla.",
        &[("Apple", "has almost bought", "buy", "Tesla", false)],
    );
}

#[test]
fn called_false() {
    let owns = ("Apple", "owns", "own", "Samsung", false);
    check(
        "It is false that Apple owns Samsung.",
        &[("It", "is", "be", "false", true), owns],
    );
    check(
        "It is not true that Apple owns Samsung.",
        &[("It", "is not", "be", "true", false), owns],
    );
    check(
        "It is a myth that Apple owns Samsung.",
        &[("It", "is", "be", "a myth", true), owns],
    );
    check(
        "It is true that Apple owns Samsung.",
        &[
            ("It", "is", "be", "true", true),
            ("Apple", "owns", "own", "Samsung", true),
        ],
    );
    check(
        "The rumor that Apple bought Disney is false.",
        &[
            ("Apple", "bought", "buy", "Disney", false),
            ("The rumor", "is", "be", "false", true),
        ],
    );
    check(
        "Zoom denied that Facebook had received user data.",
        &[
            (
                "Zoom",
                "denied that",
                "deny",
                "Facebook had received user data",
                true,
            ),
            ("Facebook", "had received", "receive", "user data", false),
        ],
    );
    check(
        "Bob did not say that Acme bought Foo.",
        &[
            ("Bob", "did not say that", "say", "Acme bought Foo", false),
            ("Acme", "bought", "buy", "Foo", false),
        ],
    );
}

#[test]
fn who_does_what_an_infinitive_says() {
    check(
        "Congress raised taxes to fund the war.",
        &[
            ("Congress", "raised", "raise", "taxes", true),
            ("Congress", "to fund", "fund", "the war", true),
        ],
    );
    check(
        "Marie left Paris to study law.",
        &[
            ("Marie", "left", "leave", "Paris", true),
            ("Marie", "to study", "study", "law", true),
        ],
    );
    check(
        "Acme hired Kim to run the lab.",
        &[
            ("Acme", "hired", "hire", "Kim", true),
            ("Kim", "to run", "run", "the lab", true),
        ],
    );
    check(
        "Kim was asked by Lee to run the lab.",
        &[
            ("Kim", "was asked by", "be ask by", "Lee", true),
            ("Kim", "to run", "run", "the lab", true),
        ],
    );
    check(
        "They gave Kim a chance to win the cup.",
        &[
            ("They", "gave", "give", "Kim", true),
            ("Kim", "to win", "win", "the cup", true),
        ],
    );
    check(
        "The road was built by Romans to move troops.",
        &[("The road", "was built by", "be build by", "Romans", true)],
    );
}

#[test]
fn what_stands_before_the_subject_is_no_part_of_it() {
    check(
        "Instead of Google, Apple chose OpenAI.",
        &[("Apple", "chose", "choose", "OpenAI", true)],
    );
    check(
        "Rather than Paris, Lyon hosted the games.",
        &[("Lyon", "hosted", "host", "the games", true)],
    );
    check(
        "Unlike Ada Lovelace, Grace Hopper worked at Harvard.",
        &[("Grace Hopper", "worked at", "work at", "Harvard", true)],
    );
    check(
        "Despite Microsoft's efforts, Google won the market.",
        &[
            ("Google", "won", "win despite", "Microsoft's efforts", true),
            ("Google", "won", "win", "the market", true),
        ],
    );
    check(
        "Because of Germany's decision, France closed its plants.",
        &[("France", "closed", "close", "its plants", true)],
    );
    check(
        "Apple chose OpenAI instead of Google.",
        &[("Apple", "chose", "choose", "OpenAI", true)],
    );
    check(
        "Susan Miller, 61, of Boston, sued Walmart.",
        &[("Susan Miller", "sued", "sue", "Walmart", true)],
    );
}

#[test]
fn the_whole_phrase_is_the_subject() {
    check(
        "The price of oil in Texas rose by 3%.",
        &[(
            "The price of oil in Texas",
            "rose by",
            "rise by",
            "3%",
            true,
        )],
    );
    check(
        "Companies such as Acme sell bicycles.",
        &[("Companies such as Acme", "sell", "sell", "bicycles", true)],
    );
    check(
        "In 2006, Google acquired YouTube.",
        &[
            ("Google", "acquired", "acquire in", "2006", true),
            ("Google", "acquired", "acquire", "YouTube", true),
        ],
    );
    check(
        "After the war in Europe, Acme built a factory.",
        &[
            ("Acme", "built", "build after", "the war in Europe", true),
            ("Acme", "built", "build", "a factory", true),
        ],
    );
    check(
        "Her mother, a doctor, worked in Nairobi.",
        &[("Her mother", "worked in", "work in", "Nairobi", true)],
    );
    check(
        "Ada Park (born 1950) founded Acme.",
        &[("Ada Park", "founded", "found", "Acme", true)],
    );
}

#[test]
fn contractions() {
    let cases = [
        (
            "They've acquired",
            "Acme",
            "They",
            "'ve acquired",
            "acquire",
        ),
        (
            "They’ve acquired",
            "Acme",
            "They",
            "’ve acquired",
            "acquire",
        ),
        ("He'd founded", "Acme", "He", "'d founded", "found"),
        ("I'd recommend", "Acme", "I", "'d recommend", "recommend"),
        ("We'll visit", "Porto", "We", "'ll visit", "visit"),
        ("You're using", "a key", "You", "'re using", "use"),
        (
            "I'm the head of",
            "Acme",
            "I",
            "'m the head of",
            "be head of",
        ),
        ("She's joined", "the board", "She", "'s joined", "join"),
        ("Ada's joined", "the board", "Ada", "'s joined", "join"),
        (
            "The lab's moved to",
            "Porto",
            "The lab",
            "'s moved to",
            "be move to",
        ),
        (
            "The lab's been moved to",
            "Porto",
            "The lab",
            "'s been moved to",
            "be move to",
        ),
        (
            "The lab's led by",
            "Ada",
            "The lab",
            "'s led by",
            "be lead by",
        ),
        (
            "The lab’s leading",
            "the race",
            "The lab",
            "’s leading",
            "lead",
        ),
        ("Ada's car hit", "a tree", "Ada's car", "hit", "hit"),
    ];
    for (begin, object, subject, predicate, normalized) in cases {
        let text = format!("{begin} {object}.");
        let all = found(&text);
        let expected = (subject, predicate, normalized, object, true);
        let has = all
            .iter()
            .any(|(s, p, n, o, a)| (&**s, &**p, &**n, &**o, *a) == expected);
        assert!(has, "{text}: {all:?}");
        assert!(all.iter().all(|(s, ..)| s == subject), "{text}: {all:?}");
    }
    check(
        "The mill's sold goods reached Porto.",
        &[("The mill's sold goods", "reached", "reach", "Porto", true)],
    );
}

#[test]
fn tokenised_text() {
    check(
        "They 're the owners of Acme .",
        &[
            ("They", "'re", "be", "the owners of Acme", true),
            ("They", "'re the owners of", "be owners of", "Acme", true),
        ],
    );
    check(
        "The company 's profit did n't reach $ 4.25 million .",
        &[(
            "The company 's profit",
            "did n't reach",
            "reach",
            "$ 4.25 million",
            false,
        )],
    );
    check(
        "He bought the `` Monitor '' in 1990 .",
        &[
            ("He", "bought", "buy", "the `` Monitor ''", true),
            ("He", "bought", "buy in", "1990", true),
        ],
    );
}

#[test]
fn markup_is_looked_past() {
    check(
        "**Ada Park** founded _Acme_.",
        &[("Ada Park", "founded", "found", "Acme", true)],
    );
    check(
        "- Ada Park founded Acme.",
        &[("Ada Park", "founded", "found", "Acme", true)],
    );
}

#[test]
fn nothing_is_stated() {
    check("Is Acme a company?", &[]);
    check("Buy the ticket now.", &[]);
    check("# Ada Park founded Acme", &[]);
    check("Who founded Acme?", &[]);
    check("There are three cats.", &[]);
    check("| Ada | founded | Acme |", &[]);
    check("A list of companies in Berlin.", &[]);
}
