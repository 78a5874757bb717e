//! Reads a text and extracts from each of its sentences.

use std::sync::LazyLock;

use midflight_core::Kind;
use midflight_core::relation::{Extractor, Sentence, Statement};
use midflight_core::text::{Lexicon, Reader, Span, Step, View, Window};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::language);

/// Calls `each` with every sentence of the text.
pub(crate) fn sentences(text: &str, mut each: impl FnMut(&View<'_>)) {
    let (mut window, mut reader, mut rest) = (Window::default(), Reader::default(), text);
    loop {
        rest = reader.push(&mut window, rest);
        loop {
            match reader.step(&mut window, &LEXICON, rest.is_empty()) {
                Step::Idle => break,
                Step::Fields => {}
                Step::Sentence => {
                    each(&window.view(true));
                    reader.release(&mut window);
                }
            }
        }
        if rest.is_empty() {
            return;
        }
    }
}

/// Every statement of the text, with its sentence's text. `names` are mentions.
pub(crate) fn extract(text: &str, names: &[&str], mut each: impl FnMut(&str, &Statement<'_>)) {
    let mut extractor = Extractor::default();
    sentences(text, |view| {
        let mentions = mentions(view, names);
        let sentence = Sentence {
            view: *view,
            mentions: &mentions,
            lexicon: &LEXICON,
        };
        extractor.extract(&sentence, &mut |statement| each(view.text, &statement));
    });
}

/// The first place of each name, in the order of the text.
fn mentions(view: &View<'_>, names: &[&str]) -> Vec<Span> {
    let mut found: Vec<Span> = names
        .iter()
        .filter_map(|name| view.text.find(name).map(|at| (at, at + name.len())))
        .map(|(start, end)| span(view, start, end))
        .collect();
    found.sort_by_key(|span| span.start);
    found
}

fn span(view: &View<'_>, start: usize, end: usize) -> Span {
    let first = view.token_behind(0, start);
    Span {
        start: start as u16,
        end: end as u16,
        first: first as u16,
        last: view.token_behind(first, end) as u16,
        kind: Kind::Organization,
        confidence: 1.0,
        entity: None,
    }
}

/// Subject, predicate, object.
pub(crate) type Expected<'a> = (&'a str, &'a str, &'a str);

/// Asserts what is stated, in its order.
pub(crate) fn check(text: &str, expected: &[Expected<'_>]) {
    let mut found = Vec::new();
    extract(text, &[], |sentence, s| {
        let parts = [&s.subject.range, &s.predicate, &s.object.range];
        found.push(parts.map(|range| sentence[range.clone()].to_owned()));
    });
    let found: Vec<Expected<'_>> = found.iter().map(|[s, p, o]| (&**s, &**p, &**o)).collect();
    assert_eq!(found, expected, "{text}");
}
