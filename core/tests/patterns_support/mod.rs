//! Runs the text stage and the pattern recognisers over a text.
#![allow(dead_code, reason = "each test file uses its part")]

use midflight_core::entity::{Kind, Kinds, Verdict, patterns};
use midflight_core::text::{Lexicon, Reader, Step, Token, View, Window};

/// A sentence: its text and its tokens.
pub(crate) type Sentence = (String, Vec<Token>);

/// The sentences of a text.
pub(crate) fn sentences(text: &str) -> Vec<Sentence> {
    let lexicon = Lexicon::language();
    let (mut reader, mut window) = (Reader::default(), Window::default());
    let (mut rest, mut sentences) = (text, Vec::new());
    loop {
        rest = reader.push(&mut window, rest);
        match reader.step(&mut window, &lexicon, rest.is_empty()) {
            Step::Idle if rest.is_empty() => return sentences,
            Step::Idle | Step::Fields => {}
            Step::Sentence => {
                sentences.push((window.text.clone(), window.tokens.clone()));
                reader.release(&mut window);
            }
        }
    }
}

/// The mentions of a text, sentence by sentence.
pub(crate) fn mentions(text: &str, kinds: Kinds) -> Vec<(String, Kind)> {
    let mut found = Vec::new();
    for (text, tokens) in sentences(text) {
        let view = View {
            text: &text,
            tokens: &tokens,
            closed: true,
            name: "",
            beside: "",
            column: 0,
        };
        let mut at = 0;
        while at < tokens.len() {
            at = match patterns::recognise(&view, at, kinds) {
                Verdict::Found(mention) => {
                    found.push((text[mention.start..mention.end].to_owned(), mention.kind));
                    view.token_behind(at + 1, mention.end)
                }
                Verdict::No => at + 1,
                Verdict::More => panic!("more of a closed view: {text:?} at {at}"),
            };
        }
    }
    found
}
