use super::*;

/// The documents, a letter for what each is and its text; and all bytes again.
fn read(pieces: &[&str]) -> (Vec<(char, String)>, String) {
    let (mut arguments, mut documents, mut bytes) =
        (Arguments::default(), Vec::new(), String::new());
    let mut hear = |part: Part<'_>| {
        let last = |documents: &mut Vec<(char, String)>, c| documents.last_mut().unwrap().1.push(c);
        match part {
            Part::Outside(text) => bytes.push_str(text),
            Part::Begin(document) => {
                let letter = match document {
                    Document::Value => 'v',
                    Document::Key => 'k',
                    Document::Scalar => 's',
                    Document::Plain => 'p',
                };
                documents.push((letter, String::new()));
            }
            Part::Plain(text) => {
                bytes.push_str(text);
                text.chars().for_each(|c| last(&mut documents, c));
            }
            Part::Escape(escape, c) => {
                bytes.push_str(escape.as_str());
                last(&mut documents, c);
            }
            Part::End => {}
        }
    };
    for piece in pieces {
        let mut rest = *piece;
        while let Some(part) = arguments.next(&mut rest) {
            hear(part);
        }
        assert!(rest.is_empty());
    }
    while let Some(part) = arguments.finish() {
        hear(part);
    }
    (documents, bytes)
}

fn check(text: &str, expected: &[(char, &str)]) {
    let expected: Vec<_> = expected.iter().map(|&(c, t)| (c, t.to_owned())).collect();
    let characters: Vec<&str> = text
        .char_indices()
        .map(|(at, c)| &text[at..at + c.len_utf8()])
        .collect();
    for pieces in [vec![text], characters] {
        let (documents, bytes) = read(&pieces);
        assert_eq!(documents, expected, "{text}");
        assert_eq!(bytes, text, "every byte is in a part");
    }
}

#[test]
fn strings_keys_and_scalars_are_documents() {
    check("", &[]);
    check("{}", &[]);
    check(r#"{"a":"b"}"#, &[('k', "a"), ('v', "b")]);
    check(
        r#" { "a" : [ 1 , -2.5e+3, true,null , "" ] , "b":{"c":"d"}} "#,
        &[
            ('k', "a"),
            ('s', "1"),
            ('s', "-2.5e+3"),
            ('s', "true"),
            ('s', "null"),
            ('v', ""),
            ('k', "b"),
            ('k', "c"),
            ('v', "d"),
        ],
    );
    check(r#""all""#, &[('v', "all")]);
    check(r#"{}{"a":1}"#, &[('k', "a"), ('s', "1")]);
    check(r#"{"a":"b"#, &[('k', "a"), ('v', "b")]);
}

#[test]
fn escapes_are_undone() {
    check(r#""a\"b\\c\/\n\u00e9\u00C9""#, &[('v', "a\"b\\c/\néÉ")]);
    check(r#""\ud83d\ude80!""#, &[('v', "🚀!")]);
    check(
        r#""\ud83dx\ud83d\n\ude80\ud83d\ud83d\ude80""#,
        &[('v', "\u{fffd}x\u{fffd}\n\u{fffd}\u{fffd}🚀")],
    );
    check(r#""\ud83d\u00e9""#, &[('v', "\u{fffd}é")]);
}

#[test]
fn what_is_no_escape_stands_for_itself() {
    check(
        r#""a\_b\u12g\é\ud83d\ud8""#,
        &[('v', "a\\_b\\u12g\\é\u{fffd}\\ud8")],
    );
    check(r#"{"a":"b\"#, &[('k', "a"), ('v', "b\\")]);
    check(r#"{"a":"b\ud83d\u"#, &[('k', "a"), ('v', "b\u{fffd}\\u")]);
}

#[test]
fn what_is_no_json_is_plain_text() {
    check("*** Begin Patch\n\"a\"", &[('p', "*** Begin Patch\n\"a\"")]);
    check("  12", &[('p', "12")]);
    check(
        r#"{"a": Berlin, "b"}"#,
        &[('k', "a"), ('p', "Berlin, \"b\"}")],
    );
    check(r#"{"a" "b"}"#, &[('k', "a"), ('p', "\"b\"}")]);
    check(r#"{"a":1] x"#, &[('k', "a"), ('s', "1"), ('p', "] x")]);
    let deep = "[".repeat(128);
    check(&format!("{deep}[1"), &[('p', "[1")]);
}
