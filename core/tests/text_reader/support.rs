//! What the tests of the text stage share.
#![allow(dead_code, reason = "each test takes what it needs")]

use midflight_core::text::{Lexicon, Reader, Step, Token, Window};

/// The built-in words, and those that the tests rely on whatever the word lists hold.
pub(crate) fn lexicon() -> Lexicon {
    Lexicon::builtin().with(
        "[determiner]\nthe a an this that these\n[pronoun]\ni he she it we they you who\n\
         [possessive]\nhis her its our their my\n[preposition]\nin on at of by for from with after\n\
         [conjunction]\nand or but while if\n[be]\nis was are were\n[modal]\nwill may can\n\
         [adverb]\nhowever then also\n[common]\nwow stop great thanks done next good\n\
         [month]\nmay march\n[first-name]\nwill mark\n",
    )
}

/// What a reader told of a text, with absolute offsets.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Told {
    /// The sentences' tokens, with their offsets in the text.
    pub sentences: Vec<Vec<(u64, u64, Token)>>,
}

/// Reads `pieces` to their end.
pub(crate) fn read<'t>(pieces: impl IntoIterator<Item = &'t str>, lexicon: &Lexicon) -> Told {
    let (mut reader, mut window) = (Reader::default(), Window::default());
    let mut told = Told::default();
    for mut piece in pieces {
        while !piece.is_empty() {
            let before = piece.len();
            piece = reader.push(&mut window, piece);
            assert!(piece.len() < before, "push takes something");
            drain(&mut reader, &mut window, lexicon, false, &mut told);
        }
    }
    drain(&mut reader, &mut window, lexicon, true, &mut told);
    assert!(window.tokens.is_empty());
    told
}

fn drain(
    reader: &mut Reader,
    window: &mut Window,
    lexicon: &Lexicon,
    ended: bool,
    told: &mut Told,
) {
    loop {
        let step = reader.step(window, lexicon, ended);
        assert!(window.text.capacity() == Window::default().text.capacity());
        assert!(window.tokens.capacity() == Window::TOKENS);
        match step {
            Step::Idle => return,
            Step::Fields => {}
            Step::Sentence => {
                let at = |token: &Token| {
                    let (start, end) = (u64::from(token.start), u64::from(token.end));
                    let mut token = *token;
                    (token.start, token.end) = (0, 0);
                    (window.base + start, window.base + end, token)
                };
                told.sentences.push(window.tokens.iter().map(at).collect());
                assert!(reader.stable(window) >= told.sentences.last().unwrap().last().unwrap().1);
                reader.release(window);
            }
        }
    }
}

/// The text of each sentence, from its first token to its last.
pub(crate) fn sentences<'t>(text: &'t str, lexicon: &Lexicon) -> Vec<&'t str> {
    let told = read([text], lexicon);
    let cut = |tokens: &Vec<(u64, u64, Token)>| {
        let (first, last) = (tokens.first().unwrap(), tokens.last().unwrap());
        &text[first.0 as usize..last.1 as usize]
    };
    told.sentences.iter().map(cut).collect()
}
