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
    check(
        r#"{"id":"415-555-0132","model":"m","text":""}"#,
        r#"{"id":"415-555-0132","model":"m","text":""}"#,
    );
    check("{}", "{}");
    check(r#" "ada@looms.example" "#, r#" "[EMAIL_1]" "#);
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
        r#"{"body":"{\"to\":\"[EMAIL_1]\",\"n\":1}","ada@looms.example":4111111111111111}"#,
    );
    same(r#"{"batch_id":"4111111111111111","file_ids":["536-90-4399"],"lastId":"10.0.0.7"}"#);
    same(r#"{"created_at":"2026-11-20T14:30:00Z","expires":1763649000,"version":"2024-06-01"}"#);
    same(r#"{"next_page_token":"4111111111111111","etag":"536-90-4399","after":"10.0.0.7"}"#);
    same(&format!(
        r#"{{"data":[{{"b64_json":"{data}"}},{{"embedding":"{data}"}}]}}"#
    ));
    same(r#"{"parameters":{"type":"object","properties":{"n":{"maximum":4111111111111111}}}}"#);
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
        r#"{"input":{"ada@looms.example":{"id":"ada@looms.example"}},"id":"toolu_1","created":4111111111111111}"#,
        r#"{"input":{"[EMAIL_1]":{"id":"[EMAIL_1]"}},"id":"toolu_1","created":4111111111111111}"#,
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
    check(
        r#"{"tools":[{"type":"function","function":{"name":"f","description":"such as ada@looms.example","parameters":{"type":"object","properties":{"to":{"enum":["ada@looms.example"]}}}}}]}"#,
    );
    check(
        r#"{"toolConfig":{"tools":[{"toolSpec":{"description":"ada@looms.example"}}]},"tool_choice":{"type":"tool","name":"f"}}"#,
    );
    check(
        r#"{"response_format":{"json_schema":{"description":"ada@looms.example"}},"text":{"format":{"schema":{"pattern":"ada@looms.example"}}}}"#,
    );
    check(
        r#"{"generationConfig":{"responseSchema":{"example":"ada@looms.example"},"temperature":0.5},"format":"json"}"#,
    );
    check(&format!(
        r#"{{"image_url":{{"url":"data:image/png;base64,{data}"}},"images":["{data}"],"source":{{"type":"base64","media_type":"image/png","data":"{data}"}}}}"#
    ));
    check(
        r#"{"id":"msg_4111111111111111","previous_response_id":"resp_4111111111111111","n":4111111111111111}"#,
    );
    check(
        r#"{"mcp_servers":[{"url":"https://a.example","authorization_token":"ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"}],"prompt_cache_key":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}"#,
    );
    check(r#" {"a":"caf\u00e9 \/ \ud83d\ude00" , "b" : [ ] , "c":{ } } "#);
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
