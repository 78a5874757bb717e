//! What tokens a text has.

use midflight_core::text::{Flags, TokenKind, WordShape};

use crate::support::{lexicon, read};

fn letter(kind: TokenKind, shape: WordShape) -> &'static str {
    match (kind, shape) {
        (TokenKind::Word, WordShape::Lower) => "l",
        (TokenKind::Word, WordShape::Capital) => "C",
        (TokenKind::Word, WordShape::Upper) => "U",
        (TokenKind::Word, WordShape::Initial) => "I",
        (TokenKind::Word, WordShape::Mixed) => "M",
        (TokenKind::Word, WordShape::None) => "?",
        (TokenKind::Number, _) => "0",
        (TokenKind::Punctuation, _) => ".",
        (TokenKind::Markup, _) => "*",
        (TokenKind::Ideographs, _) => "字",
        (TokenKind::Emoji, _) => "☺",
        (TokenKind::Rest, _) => "…",
    }
}

/// The tokens of `text`, each with the letter of its kind or shape, `word/letter`.
#[track_caller]
fn check(text: &str, expected: &str) {
    let told = read([text], &lexicon());
    let tokens = told.sentences.iter().flatten();
    let shown: Vec<_> = tokens
        .map(|(start, end, token)| {
            let word = &text[*start as usize..*end as usize];
            format!("{word}/{}", letter(token.kind, token.shape))
        })
        .collect();
    assert_eq!(shown.join(" "), expected, "of {text:?}");
}

#[test]
fn words() {
    check("Ada met IBM", "Ada/C met/l IBM/U");
    check("Jean-Luc O'Brien's", "Jean-Luc/C O'Brien/C 's/l");
    check("don't you’ll it's", "don't/l you/l ’ll/l it/l 's/l");
    check(
        "I'd WE'VE we'd've O'Brien's'",
        "I/I 'd/l WE/U 'VE/l we'd/l 've/l O'Brien/C 's/l '/.",
    );
    check("McDonald iPhone OpenAI", "McDonald/M iPhone/M OpenAI/M");
    check("J. I", "J/I ./. I/I");
    check(
        "B2B F1 GPT-4 COVID-19x",
        "B2B/U F1/U GPT/U -/. 4/0 COVID/U -/. 19/0 x/l",
    );
    check(
        "workers' ADA'S rock'n'roll",
        "workers/l '/. ADA/U 'S/l rock'n'roll/l",
    );
    check("Müller ÉCOLE naïve élan", "Müller/C ÉCOLE/U naïve/l élan/l");
    check("e\u{301}cole हिन्दी", "e\u{301}cole/l हिन्दी/l");
    check("well-known X-ray e-", "well-known/l X-ray/C e/l -/.");
    check("snake_case a/b", "snake/l _/. case/l a/l //. b/l");
    check("John’s", "John/C ’s/l");
}

#[test]
fn numbers() {
    check(
        "1,234.5 192.168.0.1 5kg 3rd",
        "1,234.5/0 192.168.0.1/0 5/0 kg/l 3/0 rd/l",
    );
    check(
        "2024-01-15 10:30. 50% $5",
        "2024/0 -/. 01/0 -/. 15/0 10/0 :/. 30/0 ./. 50/0 %/. $/. 5/0",
    );
    check("v1.2.3 .5 1.", "v1/l ./. 2.3/0 ./. 5/0 1/0 ./.");
    check("२०२४", "२०२४/0");
}

#[test]
fn punctuation() {
    check("what?! ... -- (a)", "what/l ?/. !/. .../. --/. (/. a/l )/.");
    check("“a” — b…", "“/. a/l ”/. —/. b/l …/.");
    check("\u{1}\u{7f}", "\u{1}/. \u{7f}/.");
}

#[test]
fn markup() {
    check(
        "**Ada** _met_ ~~Bob~~",
        "**/* Ada/C **/* _/* met/l _/* ~~/* Bob/C ~~/*",
    );
    check(
        "2 * 3 ~5 a*b \\*c",
        "2/0 */. 3/0 ~/. 5/0 a/l */. b/l \\/. */. c/l",
    );
    check("# Ada", "#/* Ada/C");
    check("- Ada\n1. Bob", "-/* Ada/C 1./* Bob/C");
    check("> Ada\n>Bob", ">/* Ada/C >/* Bob/C");
    check("Run `ls -l` now", "Run/C `/* ls/l -/. l/l `/* now/l");
    check("```sh\na*b*\n```", "```/* sh/l a/l */. b/l */. ```/*");
    check(
        "[Ada](http://a.b)",
        "[/. Ada/C ]/. (/. http/l :/. ///. a/l ./. b/l )/.",
    );
    check("是**重点**的", "是/字 **/* 重点/字 **/* 的/字");
    check("---", "---/*");
    check("| a |", "|/. a/l |/.");
    check("`` go ''", "``/. go/l ''/.");
}

#[test]
fn scripts_and_emoji() {
    check("2024年東京タワーへ", "2024/0 年東京/字 タワー/字 へ/字");
    check("ジョン・スミス。", "ジョン・スミス/字 。/.");
    check("สวัสดีHello", "สวัสดี/字 Hello/C");
    check("hi👍🏽 👩‍👩‍👧❤️", "hi/l 👍🏽/☺ 👩‍👩‍👧❤️/☺");
}

/// The tokens that have `flag`.
#[track_caller]
fn check_flag(flag: Flags, text: &str, expected: &[&str]) {
    let told = read([text], &lexicon());
    let tokens = told.sentences.iter().flatten();
    let with: Vec<_> = tokens
        .filter(|(_, _, token)| token.flags.has(flag))
        .map(|(start, end, _)| &text[*start as usize..*end as usize])
        .collect();
    assert_eq!(with, expected, "of {text:?}");
}

#[test]
fn places() {
    check_flag(Flags::START, "Ada met Bob. \"(He) ran.\"", &["Ada", "He"]);
    check_flag(
        Flags::START,
        "1. **Ada** met\n- Bob\n> Eve",
        &["Ada", "Bob", "Eve"],
    );
    check_flag(Flags::START, "5 apples. 🎉 Bob. 2. Eve", &["Bob", "Eve"]);
    check_flag(Flags::START, "| Ada | met Bob |", &["Ada", "met"]);
    check_flag(Flags::START, "「東京」", &["東京"]);
    check_flag(
        Flags::SPACE,
        "Ada's (big) 東京タワー",
        &["Ada", "(", "東京"],
    );
    check_flag(Flags::LINE, "Ada\nmet (Bob\n(Eve", &["met", "("]);
    check_flag(Flags::FIELD, "Ada's b-1", &["Ada", "b"]);
    check_flag(Flags::HEADING, "# Ada B\nEve", &["#", "Ada", "B"]);
    check_flag(Flags::CODE, "a `b c` d", &["b", "c"]);
    check_flag(
        Flags::CODE,
        "a\n```\nb c\n```\nd",
        &["```", "b", "c", "```"],
    );
}

#[test]
fn what_a_field_holds() {
    check_flag(Flags::FIELD_AT, "a@b c", &["a", "@", "b"]);
    check_flag(Flags::FIELD_COLON, "a: b", &["a", ":"]);
    check_flag(
        Flags::FIELD_SLASH,
        "a/b c\\d e",
        &["a", "/", "b", "c", "\\", "d"],
    );
    check_flag(Flags::FIELD_DOT, "a.b c", &["a", ".", "b"]);
    check_flag(Flags::FIELD_DIGIT, "a1 b २", &["a1", "२"]);
    check_flag(Flags::FIELD_HYPHEN, "a-b c", &["a-b"]);
    check_flag(
        Flags::FIELD_LONG,
        "abcdefghijklmnop abcdefghijklmno",
        &["abcdefghijklmnop"],
    );
}

#[test]
fn a_field_has_no_more_tokens_than_its_share() {
    let text = "a.".repeat(500);
    let told = read([text.as_str()], &lexicon());
    let tokens = &told.sentences[0];
    assert!(tokens.len() <= 256);
    let (_, end, rest) = tokens.last().unwrap();
    assert_eq!((*end, rest.kind), (1000, TokenKind::Rest));
}

#[test]
fn classes_come_from_the_lexicon_whatever_case_and_apostrophe() {
    let lexicon = lexicon().with("[negation]\ndon't\n[place]\nélan");
    let classes = |word: &str| read([word], &lexicon).sentences[0][0].2.classes;
    assert_eq!(classes("don’t"), classes("don't"));
    assert_ne!(classes("Don't").0, 0);
    assert_eq!(classes("ÉLAN"), classes("élan"));
    assert_ne!(classes("Élan").0, 0);
    assert_eq!(classes("unknownword").0, 0);
}
