use midflight_core::Config;

use super::*;

fn masked(json: &str) -> Result<String, String> {
    masked_by(Rules::Answer, json)
}

fn masked_by(rules: Rules, json: &str) -> Result<String, String> {
    let engine = Engine::new(Config::default()).unwrap();
    let conversation = Conversation::default();
    let masked = mask(&engine, Redaction::default(), &conversation, rules, json);
    masked.map_err(|error| error.to_string())
}

/// A request as it goes out, and what is turned back of it.
fn asked(json: &str) -> (String, String) {
    let engine = Engine::new(Config::default()).unwrap();
    let conversation = Conversation::default();
    let out = mask_request(&engine, Redaction::default(), &conversation, json).unwrap();
    let back = restore(&engine, &conversation, &out).unwrap();
    (out, back)
}

#[test]
fn strings_are_masked_and_the_rest_is_as_it_was() {
    let check = |json: &str, expected: &str| {
        assert_eq!(masked(json).as_deref(), Ok(expected), "{json}");
    };
    check(
        r#"{"content": "Ask ada@looms.example.", "n":[1, 2.5e3,true,null]}"#,
        r#"{"content": "Ask [EMAIL_1].", "n":[1, 2.5e3,true,null]}"#,
    );
    check(
        r#"["ada@looms.example","bo@looms.example","ada@looms.example"]"#,
        r#"["[EMAIL_1]","[EMAIL_2]","[EMAIL_1]"]"#,
    );
    check(
        r#"{"text":"ada\u0040looms.example \"é\" \ud83d\ude00"}"#,
        r#"{"text":"[EMAIL_1] \"é\" 😀"}"#,
    );
    check("{}", "{}");
    check("\u{feff}[\"ada@looms.example\"]", "\u{feff}[\"[EMAIL_1]\"]");
    // Half a pair, as a text that was cut has it.
    check(
        r#"["a \ud83d","ada@looms.example \ud83d"]"#,
        "[\"a \\ud83d\",\"[EMAIL_1] \u{fffd}\u{fffd}\u{fffd}\"]",
    );
    check(r#" "ada@looms.example" "#, r#" "[EMAIL_1]" "#);
}

/// The name of a member is a label, as it is in prose and in the arguments of tools.
#[test]
fn names_say_what_values_are() {
    for rules in [Rules::Answer, Rules::Other, Rules::Request] {
        let check = |json: &str, expected: &str| {
            assert_eq!(masked_by(rules, json).as_deref(), Ok(expected), "{rules:?}");
        };
        check(
            r#"{"password":"hunter2!x","of":{"api_key": "f4K9vB2xQ7mZ1pLw"}}"#,
            r#"{"password":"[SECRET_1]","of":{"api_key": "[SECRET_2]"}}"#,
        );
        check(
            r#"{"client_secret":"f4K9vB2xQ7mZ1pLw","secret":["f4K9vB2xQ7mZ1pLw"],"ssn":"536904399"}"#,
            r#"{"client_secret":"[SECRET_1]","secret":["[SECRET_1]"],"ssn":"[SSN_1]"}"#,
        );
        for json in [
            r#"{"token":"Hello","token_type":"bearer","max_tokens":4096,"total_tokens":"12"}"#,
            r#"{"finish_reason":"stop","prompt_cache_key":"f4K9vB2xQ7mZ1pLw","password":""}"#,
            r#"{"tools":[{"input_schema":{"properties":{"password":{"type":"string"}},"required":["password"]}}]}"#,
            r#"{"error":{"message":"No","param":"password","code":"f4K9vB2xQ7mZ1pLw"}}"#,
        ] {
            check(json, json);
        }
    }
}

#[test]
fn answers_that_are_no_models_keep_ids_and_structure() {
    let data = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAESsAACJWAAACABAAZGF0YQ".repeat(20);
    let check = |json: &str, expected: &str| {
        let masked = masked_by(Rules::Other, json);
        assert_eq!(masked.as_deref(), Ok(expected), "{json}");
    };
    let same = |json: &str| check(json, json);
    check(
        r#"{"object":"list","data":[{"id":"file-41","filename":"ada@looms.example.txt","owner":{"name":"Kofi Mensah","email":"ada@looms.example"}}],"has_more":false}"#,
        r#"{"object":"list","data":[{"id":"file-41","filename":"[EMAIL_1]","owner":{"name":"[PERSON_1]","email":"[EMAIL_2]"}}],"has_more":false}"#,
    );
    check(
        r#"{"error":{"message":"No ada@looms.example","code":""},"id":"ada@looms.example"}"#,
        r#"{"error":{"message":"No [EMAIL_1]","code":""},"id":"[EMAIL_1]"}"#,
    );
    check(
        r#"{"body":"{\"to\":\"ada@looms.example\",\"n\":1}","ada@looms.example":4111111111111111}"#,
        r#"{"body":"{\"to\":\"[EMAIL_1]\",\"n\":1}","[EMAIL_1]":"[CREDIT_CARD_1]"}"#,
    );
    check(
        r#"{"batch_id":"4111111111111111","file_ids":["536-90-4399"],"lastId":"10.0.0.7"}"#,
        r#"{"batch_id":"[CREDIT_CARD_1]","file_ids":["[SSN_1]"],"lastId":"[IP_1]"}"#,
    );
    check(
        r#"{"next_page_token":"4111111111111111","etag":"536-90-4399","after":"10.0.0.7"}"#,
        r#"{"next_page_token":"[CREDIT_CARD_1]","etag":"[SSN_1]","after":"[IP_1]"}"#,
    );
    same(
        r#"{"next_page_token":"eyJhIjoiMTAuMC4wLjcifQ==","etag":"W/10.0.0.7","cursor":"a-536-90-4399"}"#,
    );
    same(r#"{"created_at":"2026-11-20T14:30:00Z","expires":1763649000,"version":"2024-06-01"}"#);
    same(r#"{"expires":1763649000123,"time":1763649000123456,"total_duration":4111111111111111}"#);
    same(&format!(
        r#"{{"data":[{{"b64_json":"{data}"}},{{"embedding":"{data}"}}]}}"#
    ));
    same(r#"{"parameters":{"type":"object","properties":{"n":{"maximum":4111111111111111}}}}"#);
}

/// Ids, names and words as providers have them.
#[test]
fn the_protocols_own_words_are_no_values() {
    for word in [
        "chatcmpl-B9MBs8CjcGOU2jLn4n570S5qMJKcT",
        "resp_67ccd3a9da748190baa7f1570fe91ac604becb25c45c1d41",
        "msg_01XFDUDYJgAACzvnptvVoYEL",
        "toolu_01A09q90qw90lq917835lq9",
        "call_12345xyz",
        "call_4155550132",
        "D681PevKs",
        "file-6F2ksmvXxt4VdoqmHRw6kL",
        "batch_abc123",
        "550e8400-e29b-41d4-a716-446655440000",
        "0d9f8e7c6b5a49382716050403020100",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "gen-1763649000-a1B2c3D4e5F6g7H8i9J0",
        "0",
        "1763649000123",
    ] {
        for rules in [Rules::Answer, Rules::Other, Rules::Request] {
            let json = format!(r#"{{"id":"{word}","call_id":"{word}"}}"#);
            assert_eq!(masked_by(rules, &json), Ok(json));
        }
    }
    for word in [
        "gpt-4.1-2025-04-14",
        "claude-sonnet-4-5-20250929",
        "us.anthropic.claude-3-5-sonnet-20241022-v2:0",
        "ft:gpt-4o-mini-2024-07-18:org:name:9abcDEF1",
        "meta-llama/Llama-3.3-70B-Instruct-Turbo",
        "models/gemini-2.5-flash-preview-09-2025",
        "get_weather_2",
        "tool-1234567890123",
        "chat.completion.chunk",
        "2026-11-20T14:30:00Z",
        "1763649000",
    ] {
        for name in ["model", "name", "type", "status", "created_at", "object"] {
            for rules in [Rules::Answer, Rules::Other, Rules::Request] {
                let json = format!(r#"{{"{name}":"{word}"}}"#);
                assert_eq!(masked_by(rules, &json), Ok(json));
            }
        }
    }
    let names = r#"{"gpt-4.1-2025-04-14":1,"2026-11-20T14:30:00Z":2,"x-request-id":3,"50256":4,"generationConfig":{}}"#;
    assert_eq!(masked_by(Rules::Other, names).as_deref(), Ok(names));
}

#[test]
fn values_are_masked_where_words_ids_names_and_numbers_are() {
    let check = |json: &str, expected: &str| {
        for rules in [Rules::Answer, Rules::Other, Rules::Request] {
            let masked = masked_by(rules, json);
            assert_eq!(masked.as_deref(), Ok(expected), "{rules:?}");
        }
    };
    check(
        r#"{"name":"4111111111111111","status":"415-555-0132","id":"536-90-4399","model":"10.0.0.7"}"#,
        r#"{"name":"[CREDIT_CARD_1]","status":"[PHONE_1]","id":"[SSN_1]","model":"[IP_1]"}"#,
    );
    check(
        r#"{"name":"card:4111111111111111","type":"AKIAQ3EGRIDZ5XW7KPLM","role":"DE89370400440532013000"}"#,
        r#"{"name":"card:[CREDIT_CARD_1]","type":"[SECRET_1]","role":"[IBAN_1]"}"#,
    );
    check(
        r#"{"id":"ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"}"#,
        r#"{"id":"[SECRET_1]"}"#,
    );
    check(
        r#"{"ada@looms.example" : {"4111 1111 1111 1111":[{"10.0.0.7":{}}]}}"#,
        r#"{"[EMAIL_1]" : {"[CREDIT_CARD_1]":[{"[IP_1]":{}}]}}"#,
    );
    check(
        r#"{"card": 4111111111111111 ,"cards":[4111111111111112,5500000000000004],"id":4111111111111111}"#,
        r#"{"card": "[CREDIT_CARD_1]" ,"cards":[4111111111111112,"[CREDIT_CARD_2]"],"id":"[CREDIT_CARD_1]"}"#,
    );
}

#[test]
fn a_value_over_several_parts_is_masked_in_the_first_of_them() {
    let check = |json: &str, expected: &str| {
        for rules in [Rules::Answer, Rules::Other] {
            let masked = masked_by(rules, json);
            assert_eq!(masked.as_deref(), Ok(expected), "{rules:?}");
        }
    };
    check(
        r#"{"content":[{"type":"text","text":"Card 4111 1111 "},{"type":"text","text":"1111 1111."}]}"#,
        r#"{"content":[{"type":"text","text":"Card [CREDIT_CARD_1]"},{"type":"text","text":"."}]}"#,
    );
    check(
        r#"{"parts": [ {"text":"ada"} , {"text":"@"},{"x":[1],"text":"looms"},{"text":".example"}, {"text":"!"} ]}"#,
        r#"{"parts": [ {"text":"[EMAIL_1]"} , {"text":""},{"x":[1],"text":""},{"text":""}, {"text":"!"} ]}"#,
    );
    check(
        r#"{"content":[{"text":"Hel"},{"text":"lo wor"},{"text":"ld, \u0061nd "},{"text":""}]}"#,
        r#"{"content":[{"text":"Hel"},{"text":"lo wor"},{"text":"ld, \u0061nd "},{"text":""}]}"#,
    );
    // What stands between them is in its place.
    check(
        r#"{"content":[{"text":"ada@loo","note":"bo@looms.example"},{"n":{"content":[{"text":"c@looms.example"}]}},{"text":"ms.example"}]}"#,
        r#"{"content":[{"text":"[EMAIL_3]","note":"[EMAIL_1]"},{"n":{"content":[{"text":"[EMAIL_2]"}]}},{"text":""}]}"#,
    );
    // Values that are whole in their parts are found whatever stands in the next.
    check(
        r#"{"content":[{"text":"4111111111111111"},{"text":"2 of them, ada@looms.example"},{"text":"7"}]}"#,
        r#"{"content":[{"text":"[CREDIT_CARD_1]"},{"text":"2 of them, [EMAIL_1]"},{"text":"7"}]}"#,
    );
    // A part tells what the next one is.
    check(
        r#"{"content":[{"text":"password: "},{"text":"hunter2!x"}]}"#,
        r#"{"content":[{"text":"password: "},{"text":"[SECRET_1]"}]}"#,
    );
    // Two values that become another one where they meet.
    check(
        r#"{"content":[{"text":"ada@looms.example"},{"text":"bo@looms.example"},{"text":" and on"}]}"#,
        r#"{"content":[{"text":"[EMAIL_1]"},{"text":"[EMAIL_2]"},{"text":" and on"}]}"#,
    );
    // Elsewhere a list is not one text.
    check(
        r#"{"rows":[{"text":"ada@loo"},{"text":"ms.example"}],"content":{"text":"ada@loo"}}"#,
        r#"{"rows":[{"text":"ada@loo"},{"text":"ms.example"}],"content":{"text":"ada@loo"}}"#,
    );
}

/// Wherever a value is divided, no character of it is left, and all others stay in their parts.
#[test]
fn parts_are_masked_at_every_division() {
    for (value, masked_as) in [
        ("4111 1111 1111 1111", "[CREDIT_CARD_1]"),
        ("ada.park+x@looms.example", "[EMAIL_1]"),
        ("+1 (415) 555-0132", "[PHONE_1]"),
        ("DE89 3704 0044 0532 0130 00", "[IBAN_1]"),
        ("ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8", "[SECRET_1]"),
        ("Kofi Mensah", "[PERSON_1]"),
    ] {
        let (before, behind) = ("We told Grüße to ", ", and then the rest of it went.");
        let text = format!("{before}{value}{behind}");
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for &at in &starts {
            let (first, second) = text.split_at(at);
            let json = serde_json::json!({"content": [{"text": first}, {"text": second}]});
            let masked: serde_json::Value =
                serde_json::from_str(&masked(&json.to_string()).unwrap()).unwrap();
            let (one, two) = (
                masked["content"][0]["text"].as_str().unwrap(),
                masked["content"][1]["text"].as_str().unwrap(),
            );
            let expected = if at <= before.len() {
                (first.to_owned(), second.replace(value, masked_as))
            } else if at < before.len() + value.len() {
                (format!("{before}{masked_as}"), behind.to_owned())
            } else {
                (first.replace(value, masked_as), second.to_owned())
            };
            assert_eq!((one, two), (&*expected.0, &*expected.1), "{value} at {at}");
        }
    }
}

/// Two values without a gap between their parts: what they look like together hides neither.
#[test]
fn values_at_the_edges_of_parts_do_not_hide_each_other() {
    let values = [
        "4111 1111 1111 1111",
        "4111111111111111",
        "ada.park+x@looms.example",
        "+1 (415) 555-0132",
        "DE89 3704 0044 0532 0130 00",
        "536-90-4399",
        "192.0.2.117",
        "2001:db8::8a2e:370:7334",
        "00:1b:44:11:3a:b7",
        "ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
        "AKIAQ3EGRIDZ5XW7KPLM",
        "Kofi Mensah",
    ];
    for one in values {
        for other in values {
            let json = serde_json::json!({"content": [{"text": one}, {"text": other}]});
            let masked = masked(&json.to_string()).unwrap();
            for value in [one, other] {
                let pieces: Vec<char> = value.chars().collect();
                let left = pieces
                    .windows(5)
                    .map(|piece| piece.iter().collect::<String>())
                    .find(|piece| masked.contains(piece));
                assert_eq!(left, None, "{one}|{other}: {masked}");
            }
        }
    }
}

#[test]
fn parts_of_requests_come_back_and_none_is_emptied() {
    let json = r#"{"messages":[{"role":"user","content":[{"type":"text","text":"Mail ada@loo"},{"type":"text","text":"ms.example"}]}]}"#;
    let (out, back) = asked(json);
    assert_eq!(
        out,
        r#"{"messages":[{"role":"user","content":[{"type":"text","text":"Mail [EMAIL_1]"},{"type":"text","text":"…"}]}]}"#
    );
    assert!(back.contains("Mail ada@looms.example\""), "{back}");
}

#[test]
fn what_only_looks_like_base64_is_text() {
    let slug = "uploads/of/the/looms/visa/4111111111111111/and/then/on/for/longer/x";
    assert!(slug.len() >= 64);
    let words = "Mail ada@looms.example or call +1 (415) 555-0132, and say that Ada asked for it.";
    let sums = "4111111111111111
5500000000000004
4111111111111111
5500000000000004
";
    for name in ["data", "url", "audio", "result", "bytes"] {
        for value in [slug, words, sums] {
            for rules in [Rules::Answer, Rules::Other, Rules::Request] {
                let json = serde_json::json!({ name: value }).to_string();
                let masked = masked_by(rules, &json).unwrap();
                assert!(
                    masked.contains("_1]") && !masked.contains("1111"),
                    "{masked}"
                );
            }
        }
    }
}

#[test]
fn texts_in_base64_are_masked_in_base64() {
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;
    let coded = |text: &str| BASE64_STANDARD.encode(text);
    let check = |json: &str, expected: &str| {
        let (out, _) = asked(json);
        assert_eq!(out, expected, "{json}");
        assert_eq!(masked_by(Rules::Other, json).as_deref(), Ok(expected));
    };
    let (given, expected) = ("To ada@looms.example, now", "To [EMAIL_1], now");
    for form in [
        r#"{"source":{"type":"base64","media_type":"text/plain","data":"#,
        r#"{"source":{"inlineData":{"mimeType":"text/csv","data":"#,
        r#"{"source":{"file":{"filename":"a.txt","bytes":"#,
    ] {
        let close = "}".repeat(form.matches('{').count());
        let json = |text: &str| format!("{form}\"{}\"{close}", coded(text));
        check(&json(given), &json(expected));
        let long = |text: &str| text.repeat(400);
        check(&json(&long(given)), &json(&long(expected)));
        check(&json("Nothing in it"), &json("Nothing in it"));
    }
    let json = |text: &str| {
        format!(
            r#"{{"file_data":"data:text/plain;base64,{}"}}"#,
            coded(text)
        )
    };
    check(&json(given), &json(expected));
    let table = r#"{"to":["ada@looms.example"],"card":4111111111111111}"#;
    let masked = r#"{"to":["[EMAIL_1]"],"card":"[CREDIT_CARD_1]"}"#;
    check(&json(table), &json(masked));
    check(
        r#"{"url":"data:,To%20ada%40looms.example"}"#,
        r#"{"url":"data:,To%20%5BEMAIL%5F1%5D"}"#,
    );
    check(
        r#"{"url":"data:text/plain;name=ada@looms.example;base64,YW5k"}"#,
        r#"{"url":"data:text/plain;name=[EMAIL_1];base64,YW5k"}"#,
    );
}

#[test]
fn text_in_base64_that_is_not_utf8_is_refused() {
    let refused = |json: &str| {
        let error = masked_by(Rules::Request, json).unwrap_err();
        assert!(error.contains("UTF-8"), "{error}");
    };
    refused(r#"{"file_data":"data:text/plain;base64,Sm9z6SBhZGFAbG9vbXMuZXhhbXBsZQ=="}"#);
    refused(r#"{"file_data":"data:text/plain,Jos%E9"}"#);
}

#[test]
fn pictures_in_answers_stay() {
    let data = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAESsAACJWAAACABAAZGF0YQ".repeat(20);
    let json = format!(r#"{{"output":[{{"type":"image_generation_call","result":"{data}"}}]}}"#);
    assert_eq!(masked(&json), Ok(json));
}

#[test]
fn arguments_are_masked_with_their_names_and_numbers_and_stay_json() {
    let check = |json: &str, expected: &str| {
        assert_eq!(masked(json).as_deref(), Ok(expected), "{json}");
    };
    check(
        r#"{"name":"send","arguments":"{\"to\":\"ada@looms.example\",\"card\":4111111111111111,\"id\":\"bo@looms.example\",\"n\":3}"}"#,
        r#"{"name":"send","arguments":"{\"to\":\"[EMAIL_1]\",\"card\":\"[CREDIT_CARD_1]\",\"id\":\"[EMAIL_2]\",\"n\":3}"}"#,
    );
    check(
        r#"{"input":{"ada@looms.example":{"id":"ada@looms.example"}},"id":"toolu_1","created":1763649000}"#,
        r#"{"input":{"[EMAIL_1]":{"id":"[EMAIL_1]"}},"id":"toolu_1","created":1763649000}"#,
    );
    check(
        r#"{"name":"log_in","input":{"user":"ada","password":"hunter2!x"}}"#,
        r#"{"name":"log_in","input":{"user":"ada","password":"[SECRET_1]"}}"#,
    );
    check(
        r#"{"arguments":"{\"cut\":\"ada@looms.exam"}"#,
        r#"{"arguments":"{\"cut\":\"[EMAIL_1]"}"#,
    );
}

#[test]
fn log_probabilities_are_taken_out() {
    let json =
        r#"{"text":"a","logprobs" : {"content":[{"token":"ada@"}]} ,"n":1,"top_logprobs":null}"#;
    let expected = r#"{"text":"a","logprobs" : null ,"n":1,"top_logprobs":null}"#;
    assert_eq!(masked(json).as_deref(), Ok(expected));
    // llama.cpp, vLLM, TGI
    for (json, expected) in [
        (
            r#"{"content":"a","completion_probabilities":[{"token":" ada"},{"token":"@"}]}"#,
            r#"{"content":"a","completion_probabilities":null}"#,
        ),
        (
            r#"{"prompt_logprobs":[null,{"7":{"decoded_token":"ada"}}]}"#,
            r#"{"prompt_logprobs":null}"#,
        ),
        (
            r#"{"generated_text":"a","details":{"seed":1,"prefill":[{"text":"ada"}],"tokens":[{"text":"@"}],"best_of_sequences":[{"generated_text":"a","tokens":[{"text":"ada"}]}]}}"#,
            r#"{"generated_text":"a","details":{"seed":1,"prefill":null,"tokens":null,"best_of_sequences":[{"generated_text":"a","tokens":null}]}}"#,
        ),
        (
            r#"{"prompt_token_ids":[7],"choices":[{"text":"a","token_ids":[64],"prompt_logprobs":[{"7":{"decoded_token":"a"}}]}]}"#,
            r#"{"prompt_token_ids":null,"choices":[{"text":"a","token_ids":null,"prompt_logprobs":null}]}"#,
        ),
        (r#"{"usage":{"tokens":[4]}}"#, r#"{"usage":{"tokens":[4]}}"#),
    ] {
        assert_eq!(masked(json).as_deref(), Ok(expected));
    }
}

/// Transcripts say each word with its time, with or without the space before it.
#[test]
fn words_of_a_transcript_are_masked_as_one_text() {
    let check = |json: &str, expected: &str| {
        for rules in [Rules::Answer, Rules::Other] {
            assert_eq!(masked_by(rules, json).as_deref(), Ok(expected), "{json}");
        }
    };
    check(
        r#"{"words":[{"word":"Card","start":0.1},{"word":"4111","start":0.4},{"word":"1111","start":0.6},{"word":"1111","start":0.8},{"word":"1111","start":1},{"word":"it","start":1.2},{"word":"\u0069s","start":1.4}]}"#,
        r#"{"words":[{"word":"Card","start":0.1},{"word":"[CREDIT_CARD_1]","start":0.4},{"word":"","start":0.6},{"word":"","start":0.8},{"word":"","start":1},{"word":"it","start":1.2},{"word":"\u0069s","start":1.4}]}"#,
    );
    check(
        r#"{"segments":[{"id":0,"text":" Call +1 415","words":[{"word":" Mail"},{"word":" ada@looms.example."}]},{"id":1,"text":" 555 0132 now."}]}"#,
        r#"{"segments":[{"id":0,"text":" Call [PHONE_1]","words":[{"word":" Mail"},{"word":" [EMAIL_1]."}]},{"id":1,"text":" now."}]}"#,
    );
    check(
        r#"{"words":["ada","4111"],"word":"is"}"#,
        r#"{"words":["ada","4111"],"word":"is"}"#,
    );
}

#[test]
fn what_is_no_json_is_refused() {
    for json in ["", "{", "ada@looms.example", "{\"a\":1}}", "\"\\x\""] {
        assert!(masked(json).is_err(), "{json}");
    }
}

#[test]
fn what_a_request_says_is_masked_and_comes_back() {
    let check = |json: &str, expected: &str| {
        let (out, back) = asked(json);
        assert_eq!(out, expected, "{json}");
        assert_eq!(back, json);
    };
    check(
        r#"{"model":"gpt-5","stream":true,"messages":[ {"role":"system","content":"Ask ada@looms.example"},{"role":"user","content":[{"type":"text","text":"ada@looms.example, bo@looms.example"}]}]}"#,
        r#"{"model":"gpt-5","stream":true,"messages":[ {"role":"system","content":"Ask [EMAIL_1]"},{"role":"user","content":[{"type":"text","text":"[EMAIL_1], [EMAIL_2]"}]}]}"#,
    );
    check(
        r#"{"role":"tool","tool_call_id":"call_415-555-0132","content":"{\"card\":\"4111111111111111\",\"to\":[\"ada@looms.example\"]}"}"#,
        r#"{"role":"tool","tool_call_id":"call_415-555-0132","content":"{\"card\":\"[CREDIT_CARD_1]\",\"to\":[\"[EMAIL_1]\"]}"}"#,
    );
    check(
        r#"{"contents":[{"parts":[{"functionResponse":{"name":"f","response":{"id":"ada@looms.example","ada@looms.example":1}}},{"functionCall":{"name":"f","args":{"a":"ada@looms.example"}}}]}]}"#,
        r#"{"contents":[{"parts":[{"functionResponse":{"name":"f","response":{"id":"[EMAIL_1]","[EMAIL_1]":1}}},{"functionCall":{"name":"f","args":{"a":"[EMAIL_1]"}}}]}]}"#,
    );
    check(
        r#"{"input":["ada@looms.example",{"type":"message","id":"m","role":"user","content":"ada@looms.example"}],"stop":["ada@looms.example"],"user":"ada@looms.example","metadata":{"to":"ada@looms.example"}}"#,
        r#"{"input":["[EMAIL_1]",{"type":"message","id":"m","role":"user","content":"[EMAIL_1]"}],"stop":["[EMAIL_1]"],"user":"[EMAIL_1]","metadata":{"to":"[EMAIL_1]"}}"#,
    );
    check(
        r#"{"type":"response.create","response":{"instructions":"ada@looms.example","tools":[{"name":"f"}]}}"#,
        r#"{"type":"response.create","response":{"instructions":"[EMAIL_1]","tools":[{"name":"f"}]}}"#,
    );
    check(
        r#"{"name":"ada@looms.example","data":"Mail ada@looms.example"}"#,
        r#"{"name":"[EMAIL_1]","data":"Mail [EMAIL_1]"}"#,
    );
}

#[test]
fn the_protocol_of_a_request_stays() {
    let data = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ415555013241111111111111111AA==";
    let check = |json: &str| assert_eq!(asked(json).0, json);
    check(&format!(
        r#"{{"image_url":{{"url":"data:image/png;base64,{data}"}},"images":["{data}"],"source":{{"type":"base64","media_type":"image/png","data":"{data}"}}}}"#
    ));
    check(
        r#"{"id":"msg_4111111111111111","previous_response_id":"resp_4111111111111111","seed":4111111111111111}"#,
    );
    check(
        r#"{"mcp_servers":[{"url":"https://a.example","authorization_token":"ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"}],"prompt_cache_key":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}"#,
    );
    check(r#" {"a":"caf\u00e9 \/ \ud83d\ude00" , "b" : [ ] , "c":{ } } "#);
}

#[test]
fn schemas_are_masked_and_fit_together() {
    let check = |json: &str, expected: &str| {
        let (out, back) = asked(json);
        assert_eq!(out, expected, "{json}");
        assert_eq!(back, json);
    };
    let same = |json: &str| check(json, json);
    check(
        r#"{"tools":[{"type":"function","function":{"name":"mail","description":"such as ada@looms.example","parameters":{"type":"object","title":"For Kofi Mensah","properties":{"to":{"type":"string","enum":["ada@looms.example","none"],"default":"ada@looms.example"}},"required":["to"]}}}]}"#,
        r#"{"tools":[{"type":"function","function":{"name":"mail","description":"such as [EMAIL_1]","parameters":{"type":"object","title":"For [PERSON_1]","properties":{"to":{"type":"string","enum":["[EMAIL_1]","none"],"default":"[EMAIL_1]"}},"required":["to"]}}}]}"#,
    );
    check(
        r##"{"schema":{"properties":{"ada@looms.example":{"$ref":"#/$defs/ada@looms.example"}},"required":["ada@looms.example"],"$defs":{"ada@looms.example":{"type":"number"}}}}"##,
        r##"{"schema":{"properties":{"[EMAIL_1]":{"$ref":"#/$defs/[EMAIL_1]"}},"required":["[EMAIL_1]"],"$defs":{"[EMAIL_1]":{"type":"number"}}}}"##,
    );
    check(
        r#"{"input_schema":{"examples":[{"card":"4111111111111111","to":["Kofi Mensah"]}],"const":"10.0.0.7"}}"#,
        r#"{"input_schema":{"examples":[{"card":"[CREDIT_CARD_1]","to":["[PERSON_1]"]}],"const":"[IP_1]"}}"#,
    );
    check(
        r#"{"toolConfig":{"tools":[{"toolSpec":{"name":"f","description":"ada@looms.example","inputSchema":{"json":{"type":"object"}}}}]},"tool_choice":{"type":"tool","name":"f"}}"#,
        r#"{"toolConfig":{"tools":[{"toolSpec":{"name":"f","description":"[EMAIL_1]","inputSchema":{"json":{"type":"object"}}}}]},"tool_choice":{"type":"tool","name":"f"}}"#,
    );
    check(
        r#"{"response_format":{"type":"json_schema","json_schema":{"name":"a","description":"ada@looms.example"}},"text":{"format":{"schema":{"pattern":"^[0-9]{3}$"}}}}"#,
        r#"{"response_format":{"type":"json_schema","json_schema":{"name":"a","description":"[EMAIL_1]"}},"text":{"format":{"schema":{"pattern":"^[0-9]{3}$"}}}}"#,
    );
    same(
        r#"{"tools":[{"name":"f","parameters":{"properties":{"Kofi Mensah":{"maximum":4111111111111111}},"required":["Kofi Mensah"]}}]}"#,
    );
    same(
        r#"{"toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["Ada","Kofi"]}}}"#,
    );
    same(
        r#"{"tools":[{"type":"mcp","server_label":"a","server_url":"https://a.example/10.0.0.7","headers":{"Authorization":"Bearer ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"},"require_approval":"never"}]}"#,
    );
    same(r#"{"tools":[{"type":"file_search","vector_store_ids":["vs_4111111111111111"]}]}"#);
    // Behind it the text of the request is text.
    check(
        r#"{"tools":[],"a":{"tools":{"name":"f"},"name":"Kofi Mensah"},"b":"ada@looms.example"}"#,
        r#"{"tools":[],"a":{"tools":{"name":"f"},"name":"[PERSON_1]"},"b":"[EMAIL_1]"}"#,
    );
}

#[test]
fn what_is_turned_back_in_a_text_with_json_in_it_stays_json() {
    let engine = Engine::new(Config::default()).unwrap();
    let conversation = Conversation::default();
    let key = format!(
        "-----BEGIN PRIVATE KEY-----\n{}-----END PRIVATE KEY-----",
        "QUJDRA==\n".repeat(90)
    );
    let json = serde_json::json!({ "content": key }).to_string();
    let out = mask_request(&engine, Redaction::default(), &conversation, &json).unwrap();
    assert_eq!(out, r#"{"content":"[UNDECIDED_1]"}"#);
    let answer = r#"{"arguments":"{\"key\":\"[UNDECIDED_1]\"}","content":"It is [UNDECIDED_1]."}"#;
    let answer = restore(&engine, &conversation, answer).unwrap();
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    let arguments = answer["arguments"].as_str().unwrap();
    let arguments: serde_json::Value = serde_json::from_str(arguments).unwrap();
    assert_eq!(arguments["key"], key);
    assert_eq!(answer["content"], format!("It is {key}."));
}
