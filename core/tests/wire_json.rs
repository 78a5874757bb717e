//! The JSON reader against `serde_json`: the same documents accepted, the same values read.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;

use midflight_core::Code;
use midflight_core::json::{Fault, Reader, compact};
use proptest::prelude::*;
use serde::de::IgnoredAny;
use serde_json::{Map, Number, Value};

/// Reads a document whole into a `Value`.
fn read(document: &str) -> Result<Value, Fault> {
    let mut reader = Reader::new(document);
    let value = value(&mut reader)?;
    reader.end()?;
    Ok(value)
}

fn value(reader: &mut Reader<'_>) -> Result<Value, Fault> {
    match reader.peek()? {
        b'{' => object(reader),
        b'[' => array(reader),
        b'"' => Ok(reader.string()?.map_or(Value::Null, |s| s.to_text().into())),
        b't' | b'f' => Ok(reader.bool()?.map_or(Value::Null, Value::from)),
        b'n' => reader.skip().map(|()| Value::Null),
        _ => number(reader),
    }
}

fn object(reader: &mut Reader<'_>) -> Result<Value, Fault> {
    let mut map = Map::new();
    let mut fields = reader.object()?;
    while let Some(key) = fields.next(reader)? {
        map.insert(key.to_string(), value(reader)?);
    }
    Ok(map.into())
}

fn array(reader: &mut Reader<'_>) -> Result<Value, Fault> {
    let mut list = Vec::new();
    let mut elements = reader.array()?;
    while elements.next(reader)? {
        list.push(value(reader)?);
    }
    Ok(list.into())
}

fn number(reader: &mut Reader<'_>) -> Result<Value, Fault> {
    let mut copy = *reader;
    let raw = reader.raw()?;
    let read = copy.u64()?;
    let number: Number = serde_json::from_str(raw.text).unwrap();
    assert_eq!(read, number.as_u64(), "{}", raw.text);
    Ok(number.into())
}

fn skips(document: &str) -> Result<(), Fault> {
    let mut reader = Reader::new(document);
    reader.skip()?;
    reader.end()
}

fn accepted_by_serde(document: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(document).is_ok()
}

const DOCUMENTS: &[&str] = &[
    "",
    " ",
    "null",
    "nul",
    "nulll",
    "true",
    "false",
    "truefalse",
    "True",
    "0",
    "-0",
    "-",
    "01",
    "-01",
    "1.",
    ".5",
    "1.5",
    "1e5",
    "1E+5",
    "1e-5",
    "1e",
    "1e+",
    "+1",
    "1 2",
    "--1",
    "0x10",
    "NaN",
    "Infinity",
    "18446744073709551615",
    "18446744073709551616",
    "123456789012345678901234567890",
    "[]",
    "[ ]",
    "[1]",
    "[1,]",
    "[,1]",
    "[,]",
    "[1 2]",
    "[1,2",
    "[",
    "]",
    "[]]",
    "[1}",
    "{}",
    "{ }",
    "{\"a\":1}",
    "{\"a\":1,}",
    "{,}",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\" 1}",
    "{a:1}",
    "{'a':1}",
    "{1:1}",
    "{\"a\":1 \"b\":2}",
    "{\"a\":1,\"a\":2}",
    "{",
    "}",
    "{\"a\":1]",
    "\"",
    "\"a",
    "\"a\"",
    "\"a\"b",
    "\"\\\"\"",
    "\"\\\"",
    "\"\\x\"",
    "\"\\u\"",
    "\"\\u12\"",
    "\"\\u12G4\"",
    "\"\\u1234\"",
    "\"\\uD800\"",
    "\"\\uDC00\\uD800\"",
    "\"\\ud83d\\ude00\"",
    "\"\\n\\r\\t\\b\\f\\/\\\\\"",
    "\"\\N\"",
    "\"\n\"",
    "\"\t\"",
    "\"\u{7f}\"",
    "\"\u{0}\"",
    "\"\u{1f}\"",
    "\"\u{2028}\"",
    "\u{feff}1",
    "\u{a0}1",
    "\u{c}1",
    "\t\r\n 1 \t\r\n",
    "// a\n1",
    "/* a */1",
    "[1]//",
    "[[[[]]]]",
    "[[[[]]]",
    "[{\"a\":[{\"b\":[]}]}]",
    "[{\"a\":[{\"b\":[}]}]",
    "\"12345678\"",
    "\"1234567\"",
    "\"1234567\\\"",
    "\"12345678\n",
    "\"é日本😀\"",
    "\"\\",
];

#[test]
fn accepts_what_serde_json_accepts() {
    for document in DOCUMENTS {
        let accepted = accepted_by_serde(document);
        assert_eq!(
            skips(document).is_ok(),
            accepted,
            "{document:?}: {:?}",
            skips(document)
        );
        assert_eq!(
            read(document).is_ok(),
            accepted,
            "{document:?}: {:?}",
            read(document)
        );
    }
}

#[test]
fn tells_where_and_what_is_wrong() {
    for (document, at, expected) in [
        ("", 0, "more of the document"),
        ("{\"a\":1", 6, "more of the document"),
        ("{\"a\" 1}", 5, "':'"),
        ("{\"a\":1 \"b\":2}", 7, "',' or '}'"),
        ("[1 2]", 3, "',' or ']'"),
        ("[1] x", 4, "nothing behind the value"),
        ("[tru]", 4, "true, false or null"),
        ("[01]", 2, "no digit behind a leading 0"),
        ("[1.x]", 3, "a digit"),
        ("[\"a\\qb\"]", 4, "an escape"),
        ("[\"\\u00g0\"]", 6, "a hexadecimal digit"),
        ("[\"a\u{1}\"]", 3, "no control character in a string"),
        ("[\"abc", 5, "the end of a string"),
        ("{x:1}", 1, "a key"),
        ("[?]", 1, "a value"),
    ] {
        let fault = skips(document).unwrap_err();
        assert_eq!(
            (fault.at, fault.expected.as_str()),
            (at, expected),
            "{document:?}"
        );
        assert_eq!(fault.code(), Code::InvalidJson);
    }
    let diagnostic = skips("[1 2]").unwrap_err().diagnostic(70, b"[1 2]");
    assert_eq!(diagnostic.offset, 70);
    assert_eq!(
        diagnostic.message,
        "byte 3 of the data: expected ',' or ']', came '2'"
    );
}

#[test]
fn strings_lose_their_escapes_and_torn_pairs() {
    for (document, text) in [
        (r#""plain""#, "plain"),
        (r#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
        (r#""a\u00e9b""#, "aéb"),
        (r#""\u0000""#, "\0"),
        (r#""\ud83d\ude00!""#, "😀!"),
        (r#""\uD83D\uDE00""#, "😀"),
        (r#""\ud83d""#, "\u{fffd}"),
        (r#""\ude00""#, "\u{fffd}"),
        (r#""\ud83dx\ude00""#, "\u{fffd}x\u{fffd}"),
        (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
        (r#""\ud83d\n""#, "\u{fffd}\n"),
        (r#""\uffff""#, "\u{ffff}"),
    ] {
        let string = Reader::new(document).string().unwrap().unwrap();
        assert_eq!(string.to_text(), text, "{document}");
        assert_eq!(&document[string.range()], string.raw());
        assert_eq!(string.plain().is_some(), !document.contains('\\'));
    }
}

#[test]
fn keys_that_hold_escapes_match() {
    let document = r#"{"\u0063ontent":1,"del\u0074a":2}"#;
    let mut reader = Reader::new(document);
    let mut fields = reader.object().unwrap();
    let mut found = Vec::new();
    while let Some(key) = fields.next(&mut reader).unwrap() {
        found.push((key.to_string(), reader.u64().unwrap()));
    }
    assert_eq!(
        found,
        [
            ("content".to_owned(), Some(1)),
            ("delta".to_owned(), Some(2))
        ]
    );
}

#[test]
fn a_key_that_holds_escapes_matches_whole_or_not_at_all() {
    let check = |plain: usize, expected: bool| {
        let key = "é".repeat(plain);
        let document = format!("{{\"\\u00e9{key}\":1}}");
        let mut reader = Reader::new(&document);
        let found = reader.object().unwrap().next(&mut reader).unwrap().unwrap();
        assert_eq!(*found == *format!("é{key}"), expected, "{plain}");
        assert_eq!(*found == *"\u{fffd}", !expected, "{plain}");
    };
    check(0, true);
    check(39, true);
    check(40, false);
    check(10_000, false);
}

#[test]
fn another_type_than_asked_for_is_passed_over() {
    for document in [
        "null",
        "-1",
        "1.5",
        "1e3",
        "true",
        "\"1\"",
        "[1]",
        "{\"a\":[]}",
        "18446744073709551616",
    ] {
        let mut reader = Reader::new(document);
        assert_eq!(reader.u64(), Ok(None), "{document}");
        assert_eq!(reader.end(), Ok(()));
    }
    for document in ["null", "-1", "[\"a\"]", "{\"a\":\"b\"}"] {
        let mut reader = Reader::new(document);
        assert_eq!(reader.string(), Ok(None), "{document}");
        assert_eq!(reader.end(), Ok(()));
    }
    let mut reader = Reader::new("7");
    let mut fields = reader.object().unwrap();
    assert!(fields.next(&mut reader).unwrap().is_none());
    assert_eq!(reader.end(), Ok(()));
}

#[test]
fn nesting_is_limited_wherever_it_stands() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let nested = |depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
        assert_eq!(skips(&nested(128)), Ok(()));
        let fault = skips(&nested(129)).unwrap_err();
        assert_eq!(
            (fault.code(), fault.at),
            (Code::NestingTooDeep, open.len() * 128)
        );
        assert_eq!(
            skips(&nested(10_000)).unwrap_err().code(),
            Code::NestingTooDeep
        );
        assert_eq!(Reader::with_depth(&nested(3), 3).skip(), Ok(()));
        assert!(Reader::with_depth(&nested(4), 3).skip().is_err());
    }
    assert_eq!(
        skips(&"[".repeat(129)).unwrap_err().code(),
        Code::NestingTooDeep
    );
    assert_eq!(
        read(&"[".repeat(10_000)).unwrap_err().code(),
        Code::NestingTooDeep
    );
}

#[test]
fn compacts_without_touching_strings() {
    for (value, wanted) in [
        ("{ \"a b\" : [ 1 , 2.50 ] }", "{\"a b\":[1,2.50]}"),
        ("\"a \\\" b\"", "\"a \\\" b\""),
        ("[ \"\\\\\" , 1 ]", "[\"\\\\\",1]"),
        ("[]", "[]"),
        ("{\r\n\t}", "{}"),
    ] {
        let mut out = String::new();
        compact(value, &mut out);
        assert_eq!(out, wanted);
    }
}

/// Any JSON value, in which every kind of character may occur.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1e9..1e9f64).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[ -~]{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((".{0,6}", inner), 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// Writes a value with white space and escapes chosen by `dice`.
fn write(value: &Value, dice: &mut impl Iterator<Item = u8>, out: &mut String) {
    space(dice, out);
    match value {
        Value::String(text) => write_string(text, dice, out),
        Value::Array(list) => {
            out.push('[');
            for (i, item) in list.iter().enumerate() {
                out.push_str(if i > 0 { "," } else { "" });
                write(item, dice, out);
            }
            space(dice, out);
            out.push(']');
        }
        Value::Object(fields) => {
            out.push('{');
            for (i, (key, item)) in fields.iter().enumerate() {
                out.push_str(if i > 0 { "," } else { "" });
                space(dice, out);
                write_string(key, dice, out);
                space(dice, out);
                out.push(':');
                write(item, dice, out);
            }
            out.push('}');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
    space(dice, out);
}

fn space(dice: &mut impl Iterator<Item = u8>, out: &mut String) {
    out.push_str(["", "", "", " ", "\n", "\r\n\t", "  "][usize::from(dice.next().unwrap() % 7)]);
}

fn write_string(text: &str, dice: &mut impl Iterator<Item = u8>, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        if dice.next().unwrap().is_multiple_of(4) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}").unwrap();
            }
        } else {
            let quoted = serde_json::to_string(&c).unwrap();
            out.push_str(&quoted[1..quoted.len() - 1]);
        }
    }
    out.push('"');
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn reads_what_was_written(value in any_value(), dice in prop::collection::vec(any::<u8>(), 64)) {
        let mut document = String::new();
        write(&value, &mut dice.into_iter().cycle(), &mut document);
        let parsed: Value = serde_json::from_str(&document).unwrap();
        prop_assert_eq!(skips(&document), Ok(()));
        // Keys of more than 40 bytes with escapes stay escaped; these have fewer.
        prop_assert_eq!(read(&document), Ok(parsed.clone()));
        let mut compacted = String::new();
        compact(&document, &mut compacted);
        prop_assert_eq!(serde_json::from_str::<Value>(&compacted).unwrap(), parsed);
    }

    #[test]
    fn rejects_what_serde_json_rejects(
        value in any_value(),
        dice in prop::collection::vec(any::<u8>(), 64),
        place in any::<prop::sample::Index>(),
        change in 0..3,
        other in prop::sample::select(r#"{}[]",:\truefalsn0123456789eE+-. /x"#.chars().chain("\n\t\u{1}é😀".chars()).collect::<Vec<_>>()),
    ) {
        let mut document = String::new();
        write(&value, &mut dice.into_iter().cycle(), &mut document);
        let mut chars: Vec<char> = document.chars().collect();
        let at = place.index(chars.len());
        match change {
            0 => chars[at] = other,
            1 => chars.insert(at, other),
            _ => { chars.remove(at); }
        }
        let document: String = chars.into_iter().collect();
        prop_assert_eq!(skips(&document).is_ok(), accepted_by_serde(&document), "{:?}", document);
        prop_assert_eq!(walks(&document).is_ok(), accepted_by_serde(&document), "{:?}", document);
    }

    #[test]
    fn noise_never_panics(document in ".*", at in 0..200usize) {
        prop_assert_eq!(skips(&document).is_ok(), accepted_by_serde(&document));
        let start: String = r#"{"a":["\u00e9",{"b":-1.5e3,"c":[true,false,null]}],"d":"x\n"}"#.chars().take(at).collect();
        prop_assert_eq!(skips(&(start.clone() + &document)).is_ok(), accepted_by_serde(&(start + &document)));
    }
}

/// Reads a document level by level, without looking at its values.
fn walks(document: &str) -> Result<(), Fault> {
    fn walk(reader: &mut Reader<'_>) -> Result<(), Fault> {
        match reader.peek()? {
            b'{' => {
                let mut fields = reader.object()?;
                while fields.next(reader)?.is_some() {
                    walk(reader)?;
                }
                Ok(())
            }
            b'[' => {
                let mut elements = reader.array()?;
                while elements.next(reader)? {
                    walk(reader)?;
                }
                Ok(())
            }
            _ => reader.skip(),
        }
    }
    let mut reader = Reader::new(document);
    walk(&mut reader)?;
    reader.end()
}
