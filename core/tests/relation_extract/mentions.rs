//! Which mention an argument is.

use super::support::extract;

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
