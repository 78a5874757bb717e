//! Arguments of tool calls: JSON text in pieces, whose values are read with their escapes undone.

mod support;

use midflight_core::{Engine, Event, Kinds, Timestamp, Wire};
use proptest::prelude::*;
use serde_json::Value;
use support::calls::{PIECES, WHOLE, call};
use support::{engine, masked, redacted, said};

/// Arguments on no wire, masked.
fn bare(engine: &Engine, pieces: &[&str]) -> String {
    let pieces = pieces.iter().flat_map(|piece| piece.as_bytes().chunks(3));
    let out = redacted(engine.arguments_redactor(Kinds::sensitive()), pieces);
    String::from_utf8(out).unwrap()
}

/// What the arguments are, masked; on every wire, whole and a character a delta.
fn check(arguments: &str, expected: &str) {
    let engine = engine();
    let characters: Vec<&str> = arguments.split("").filter(|c| !c.is_empty()).collect();
    for wire in PIECES {
        for pieces in [&[arguments][..], &characters] {
            let bytes = call(wire, pieces);
            let out = masked(&engine, wire, Kinds::sensitive(), [&*bytes]);
            let said: Vec<String> = said(&engine, wire, &out).into_values().collect();
            assert_eq!(said, [expected], "{wire:?}");
        }
    }
    assert_eq!(bare(&engine, &[arguments]), expected);
    let Ok(value) = serde_json::from_str::<Value>(arguments) else {
        return;
    };
    let expected: Value = serde_json::from_str(expected).expect("what is written stays JSON");
    for wire in WHOLE.into_iter().filter(|_| value.is_object()) {
        let out = masked(
            &engine,
            wire,
            Kinds::sensitive(),
            [&*call(wire, &[arguments])],
        );
        let said: Vec<String> = said(&engine, wire, &out).into_values().collect();
        let said: Vec<Value> = said
            .iter()
            .map(|s| serde_json::from_str(s).unwrap())
            .collect();
        assert_eq!(said, std::slice::from_ref(&expected), "{wire:?}");
    }
}

#[test]
fn values_are_masked_and_the_rest_stays_as_it_is_written() {
    check("{}", "{}");
    check(r#"{"to":"ada@example.org"}"#, r#"{"to":"[EMAIL_1]"}"#);
    check(
        r#"{ "to" : [ "ada@example.org" , "bob@example.org" ] , "n" : 3.5, "ok":true }"#,
        r#"{ "to" : [ "[EMAIL_1]" , "[EMAIL_2]" ] , "n" : 3.5, "ok":true }"#,
    );
    check(
        r#"{"a":{"b":["x",{"c":"at 10.1.2.3"}]},"d":null}"#,
        r#"{"a":{"b":["x",{"c":"at [IP_1]"}]},"d":null}"#,
    );
}

#[test]
fn values_are_found_through_escapes() {
    check(
        r#"{"body":"Hi \"Bo\",\nask ada\u0040example.org \ud83d\ude80 now"}"#,
        r#"{"body":"Hi \"Bo\",\nask [EMAIL_1] \ud83d\ude80 now"}"#,
    );
    check(
        r#"{"path":"C:\\mail\\x","to":"\u0061da@example.org\n\tbob@example.org"}"#,
        r#"{"path":"C:\\mail\\x","to":"[EMAIL_1]\n\t[EMAIL_2]"}"#,
    );
}

#[test]
fn values_do_not_reach_across_strings() {
    check(r#"["ada@","example.org"]"#, r#"["ada@","example.org"]"#);
}

#[test]
fn a_key_tells_what_a_value_is() {
    check(
        r#"{"password":"hunter2!x","note":"hunter2!x"}"#,
        r#"{"password":"[SECRET_1]","note":"hunter2!x"}"#,
    );
    check(
        r#"{"auth":{"tokens":["q8Zr2Lk0Vw7Xb5Nd9Tf3"]}}"#,
        r#"{"auth":{"tokens":["[SECRET_1]"]}}"#,
    );
}

#[test]
fn a_key_is_masked_too() {
    check(
        r#"{"ada@example.org":"x","b":"ada@example.org"}"#,
        r#"{"[EMAIL_1]":"x","b":"[EMAIL_1]"}"#,
    );
}

#[test]
fn a_number_becomes_a_string_where_it_is_masked() {
    check(
        r#"{"card":4111111111111111,"n":12}"#,
        r#"{"card":"[CREDIT_CARD_1]","n":12}"#,
    );
    check(r"[4111111111111111, 7]", r#"["[CREDIT_CARD_1]", 7]"#);
}

#[test]
fn what_is_no_json_is_masked_as_text() {
    check(
        "*** Begin Patch\n+ mail ada@example.org\n",
        "*** Begin Patch\n+ mail [EMAIL_1]\n",
    );
    check(r#"{"to":"ada@example.org"#, r#"{"to":"[EMAIL_1]"#);
    check(r#"{"to": ada@example.org}"#, r#"{"to": [EMAIL_1]}"#);
}

/// The mentions in arguments: their kind, and their text as the arguments have it.
fn mentions(wire: Wire, arguments: &str, pieces: &[&str]) -> Vec<(String, String)> {
    let engine = engine();
    let mut found = Vec::new();
    let mut sink = |event: &Event<'_>| {
        if let Event::Mention(mention) = event {
            let range = mention.start as usize..mention.end as usize;
            assert_eq!(
                &arguments[range], mention.text,
                "offsets are the raw text's"
            );
            found.push((mention.kind.name().to_owned(), mention.text.to_owned()));
        }
    };
    let mut session = engine.session(wire);
    session
        .write(&call(wire, pieces), Timestamp(0), &mut sink)
        .unwrap();
    session.finish(Timestamp(0), &mut sink).unwrap();
    found
}

#[test]
fn mentions_stand_in_the_raw_text() {
    let arguments = r#"{"note":"Dr. Ada\u0020Lovelace met \"Charles Babbage\" in Z\u00fcrich.\nMail ada\u0040example.org","email":"bob@example.org"}"#;
    let expected = [
        ("person", r"Ada\u0020Lovelace"),
        ("person", "Charles Babbage"),
        ("location", r"Z\u00fcrich"),
        ("email", r"ada\u0040example.org"),
        ("email", "bob@example.org"),
    ];
    let expected: Vec<_> = expected
        .map(|(kind, text)| (kind.to_owned(), text.to_owned()))
        .into();
    let characters: Vec<&str> = arguments.split("").filter(|c| !c.is_empty()).collect();
    for wire in PIECES {
        assert_eq!(
            mentions(wire, arguments, &[arguments]),
            expected,
            "{wire:?}"
        );
        assert_eq!(mentions(wire, arguments, &characters), expected, "{wire:?}");
    }
}

fn json() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(vec![
        "ada@example.org",
        "a \"b\"",
        "10.1.2.3",
        "x\\y",
        "4111 1111 1111 1111",
        "é🚀\n",
        "Ada",
        "",
    ]);
    let leaf = prop_oneof![
        prop::collection::vec(word, 0..4).prop_map(|words| Value::from(words.join(" "))),
        any::<i32>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
        Just(Value::from(4_111_111_111_111_111_u64)),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-c\"]{0,3}", inner, 0..4)
                .prop_map(|map| map.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Masked arguments are JSON of the same shape, at every moment a prefix of the whole, and hold
    /// none of the values.
    #[test]
    fn masked_arguments_are_json(value in json(), sizes in prop::collection::vec(1_usize..12, 1..6), wire in 0..PIECES.len()) {
        let wire = PIECES[wire];
        let engine = engine();
        let value = Value::from(vec![value]);
        let text = value.to_string();
        let (mut pieces, mut rest) = (Vec::new(), text.as_str());
        for size in sizes.iter().cycle() {
            if rest.is_empty() { break }
            let cut = rest.char_indices().nth(*size).map_or(rest.len(), |(at, _)| at);
            pieces.push(&rest[..cut]);
            rest = &rest[cut..];
        }
        let whole = masked(&engine, wire, Kinds::sensitive(), [&*call(wire, &[&text])]);
        let whole = said(&engine, wire, &whole).into_values().next().unwrap_or_default();
        let out = masked(&engine, wire, Kinds::sensitive(), [&*call(wire, &pieces)]);
        let all = said(&engine, wire, &out).into_values().next().unwrap_or_default();
        prop_assert_eq!(&all, &whole);
        let masked: Value = serde_json::from_str(&all).unwrap();
        prop_assert!(same_shape(&value, &masked), "{} {}", value, masked);
        for leaked in ["example.org", "10.1.2.3", "41111111", "4111 1111"] {
            prop_assert!(!String::from_utf8_lossy(&out).contains(leaked));
        }
    }
}

fn same_shape(one: &Value, two: &Value) -> bool {
    match (one, two) {
        (Value::Array(one), Value::Array(two)) => {
            one.len() == two.len() && one.iter().zip(two).all(|(one, two)| same_shape(one, two))
        }
        (Value::Object(one), Value::Object(two)) => {
            one.len() == two.len()
                && one
                    .iter()
                    .zip(two)
                    .all(|((a, one), (b, two))| a == b && same_shape(one, two))
        }
        (Value::Number(_) | Value::String(_), Value::String(_)) => true,
        (one, two) => one == two,
    }
}
