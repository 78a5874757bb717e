//! Which mention an argument is.

use super::support::extract;
use midflight_core::{Config, Engine, Event, Timestamp, Wire};

/// The names that the subject and the object of each statement are.
fn check(text: &str, names: &[&str], expected: &[(Option<&str>, Option<&str>)]) {
    let mut found = Vec::new();
    extract(text, names, |_, statement| {
        let name = |mention: Option<usize>| mention.map(|at| names[at]);
        found.push((
            name(statement.subject.mention),
            name(statement.object.mention),
        ));
    });
    assert_eq!(found, expected, "{text}");
}

#[test]
fn an_argument_is_the_mention_at_its_head() {
    let (ada, acme) = ("Ada Park", "Acme");
    check(
        "Ada Park founded Acme.",
        &[ada, acme],
        &[(Some(ada), Some(acme))],
    );
    check(
        "The engineer Ada Park left Acme.",
        &[ada, acme],
        &[(Some(ada), Some(acme))],
    );
    check(
        "The owner of Acme left Ada Park.",
        &[acme, ada],
        &[(None, Some(ada))],
    );
    check(
        "Ada Park sold the shares of Acme.",
        &[ada, acme],
        &[(Some(ada), None)],
    );
}

#[test]
fn the_words_of_a_mention_stay_together() {
    let bank = "Bank of the North and South";
    check(
        "Bank of the North and South bought Acme.",
        &[bank, "Acme"],
        &[(Some(bank), Some("Acme"))],
    );
}

/// The objects of what a whole session relates.
fn check_objects(text: &str, expected: &[&str]) {
    let mut found = Vec::new();
    let engine = Engine::new(Config::default()).expect("the default limits make sense");
    let mut session = engine.session(Wire::Text);
    let mut sink = |event: &Event<'_>| {
        if let Event::Triple(triple) = event {
            found.push(triple.object.text.to_owned());
        }
    };
    let written = session.write(text.as_bytes(), Timestamp(0), &mut sink);
    written.expect("a window is free");
    let finished = session.finish(Timestamp(0), &mut sink);
    finished.expect("it was not finished before");
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_mention_with_signs_in_it_is_one_word() {
    check_objects("Ada Park writes to bob@x.org today.", &["bob@x.org"]);
    check_objects("Ada Park called at 09:00.", &["09:00"]);
    check_objects(
        "Ada Park opened https://a.example/x?y=1 yesterday.",
        &["https://a.example/x?y=1"],
    );
    check_objects("The file lies in /var/log/x.txt now.", &["/var/log/x.txt"]);
}

#[test]
fn a_place_is_not_what_stands_before_it_within_another() {
    check_objects(
        "It lies off the coast of Maine, United States.",
        &["the coast of Maine"],
    );
    check_objects(
        "They run a restaurant in Nashville, Tennessee.",
        &["a restaurant in Nashville", "Nashville"],
    );
    check_objects(
        "The boat was built by a yard in Paris, owner of two docks.",
        &["a yard", "Paris"],
    );
    check_objects(
        "The capital of France, Paris, is large.",
        &["France", "large"],
    );
    check_objects(
        "According to Apple's founder, Steve Jobs, it sells bicycles.",
        &["Apple", "bicycles"],
    );
}

#[test]
fn marks_of_markdown_are_no_words() {
    check_objects(
        "Ada Park read the *old harbour* book.",
        &["the old harbour book"],
    );
    check_objects(
        "Ada Park keeps the keys in `safe.rs` and **the ledger**.",
        &["the keys in safe.rs and the ledger", "safe.rs"],
    );
    check_objects("Ada Park closed max_retries.", &["max_retries"]);
}
