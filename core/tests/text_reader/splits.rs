//! What holds for every text and every split of it.

use midflight_core::text::Lexicon;
use proptest::prelude::*;

use crate::support::{Told, lexicon, read};

/// Cuts `text` behind each of `lengths` characters, and the rest.
fn pieces<'t>(text: &'t str, lengths: &[usize]) -> Vec<&'t str> {
    let mut rest = text;
    let mut pieces = Vec::new();
    for &length in lengths {
        let end = rest
            .char_indices()
            .nth(length)
            .map_or(rest.len(), |(at, _)| at);
        let (head, tail) = rest.split_at(end);
        pieces.push(head);
        rest = tail;
    }
    pieces.push(rest);
    pieces
}

fn characters(text: &str) -> Vec<&str> {
    let ends = text.char_indices().map(|(at, c)| (at, at + c.len_utf8()));
    ends.map(|(start, end)| &text[start..end]).collect()
}

/// Tokens stand in order, do not overlap, and leave out nothing but white space.
fn assert_covered(text: &str, told: &Told) {
    let mut last = 0;
    for &(start, end, _) in told.sentences.iter().flatten() {
        let (start, end) = (start as usize, end as usize);
        assert!(start >= last && end > start, "in order");
        let between = &text[last..start];
        assert!(
            between.trim().is_empty(),
            "{between:?} was left out of {text:?}"
        );
        assert!(!text[start..end].contains(char::is_whitespace));
        last = end;
    }
    assert!(text[last..].trim().is_empty());
}

fn assert_invariant(text: &str, lengths: &[usize], lexicon: &Lexicon) {
    let told = read([text], lexicon);
    assert_covered(text, &told);
    assert_eq!(
        read(characters(text), lexicon),
        told,
        "in single characters"
    );
    assert_eq!(read(pieces(text, lengths), lexicon), told, "in {lengths:?}");
}

/// Pieces that Markdown and prose are made of.
fn soup() -> impl Strategy<Value = String> {
    let atom = prop::sample::select(vec![
        "Ada",
        "met",
        "Dr",
        "U.S.",
        "e.g.",
        "J.",
        "No.",
        "5",
        "3.14",
        "1.",
        "it's",
        "don’t",
        "**",
        "*",
        "_",
        "~~",
        "`",
        "``",
        "```",
        "~~~",
        "#",
        "##",
        "-",
        "+",
        ">",
        "|",
        "---",
        "[a](b)",
        "[",
        "](",
        ")",
        "\"",
        "“",
        "”",
        "(",
        ".",
        "!",
        "?",
        "...",
        "…",
        ":",
        "。",
        "」",
        "「",
        "と",
        "東京",
        "カタ",
        "ー",
        "ไทย",
        "है",
        "।",
        "🎉",
        "👍🏽",
        "\u{200d}",
        "\u{301}",
        "é",
        "\\",
        "\0",
        " ",
        " ",
        " ",
        "  ",
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "\u{a0}",
        "\u{3000}",
        "The",
        "will",
        "x@y.z",
        "http://a.b/c",
        "[12]",
        "Yahoo!",
    ]);
    prop::collection::vec(atom, 0..60).prop_map(|atoms| atoms.concat())
}

proptest! {
    #[test]
    fn any_split_of_markdown_tells_the_same(
        text in soup(),
        lengths in prop::collection::vec(0..9_usize, 0..40),
    ) {
        assert_invariant(&text, &lengths, &lexicon());
    }

    #[test]
    fn any_split_of_any_text_tells_the_same(
        text in "\\PC{0,200}",
        lengths in prop::collection::vec(0..9_usize, 0..40),
    ) {
        assert_invariant(&text, &lengths, &lexicon());
    }

    #[test]
    fn any_split_of_long_fields_tells_the_same(
        atoms in prop::collection::vec(
            (prop::sample::select(vec!["a", "。", "é", "東", ".", " ", "\n", "`", "*", "]", "1", "🎉"]),
             0..1500_usize),
            0..12,
        ),
        lengths in prop::collection::vec(0..3000_usize, 0..12),
    ) {
        let text: String = atoms.iter().map(|(atom, count)| atom.repeat(*count)).collect();
        assert_invariant(&text, &lengths, &Lexicon::default());
    }
}

#[test]
fn ten_mebibytes_in_one_piece_pass_through_the_same_window() {
    let line = "Ada met Dr. Lund in St. Ives. They **spoke** of `ls -l`, e.g. 3.14!\n";
    let text = line.repeat((10 << 20) / line.len());
    let told = read([text.as_str()], &lexicon());
    assert_eq!(told.sentences.len(), 2 * text.len() / line.len());
}
