//! Reads text into sentences and collects the names in them.
#![allow(dead_code, unreachable_pub, reason = "each test uses its part")]

use midflight_core::entity::names::Known;
use midflight_core::entity::{Found, Scanner};
use midflight_core::text::{Lexicon, Reader, Step, Window};
use midflight_core::{Kind, Kinds};
use std::sync::LazyLock;

pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::builtin);

/// A stream that has named nothing.
pub struct Nothing;

impl Known for Nothing {
    fn kind_of(&self, _: &str) -> Option<Kind> {
        None
    }
}

/// The kinds that names have.
pub fn kinds() -> Kinds {
    Kind::ALL
        .into_iter()
        .filter(|kind| kind.is_name())
        .collect()
}

/// Calls `f` with every closed sentence.
pub fn sentences(text: &str, f: &mut dyn FnMut(&Window)) {
    let (mut window, mut reader, mut rest) = (Window::default(), Reader::default(), text);
    loop {
        rest = reader.push(&mut window, rest);
        loop {
            match reader.step(&mut window, &LEXICON, rest.is_empty()) {
                Step::Idle => break,
                Step::Fields => {}
                Step::Sentence => {
                    f(&window);
                    reader.release(&mut window);
                }
            }
        }
        if rest.is_empty() {
            return;
        }
    }
}

/// The mentions of a text, written as `text/k`.
pub fn mentions(text: &str) -> String {
    mentions_with(text, &Nothing)
}

/// The mentions of a text, in a stream that knows something.
pub fn mentions_with(text: &str, known: &impl Known) -> String {
    let mut found = Vec::new();
    sentences(text, &mut |window| {
        let mut scanner = Scanner::default();
        while let Some((_, name)) = scanner.advance(&window.view(true), kinds(), known) {
            found.push(shown(&window.text, &name));
        }
    });
    found.join("; ")
}

fn shown(text: &str, name: &Found) -> String {
    let kind = match name.kind {
        Kind::Product => "product",
        kind => &kind.name()[..1],
    };
    format!("{}/{kind}", &text[name.start..name.end])
}
