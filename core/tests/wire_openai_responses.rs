//! `openai-responses`, field by field.

mod wire_common;

use midflight_core::Wire;
use wire_common::sse;

fn check(data: &[&str], expected: &[&str]) {
    wire_common::check_news(Wire::OpenAiResponses, &sse(data), expected);
}

const CREATED: &str = r#"{"type":"response.created","response":{"id":"r","status":"in_progress","error":null,"usage":null,"output":[]}}"#;

/// What `data`, between the first event and a terminal one with `output`, say.
fn says(data: &[&str], output: &str, expected: &[&str]) {
    let terminal = format!(
        r#"{{"type":"response.completed","response":{{"id":"r","status":"completed","output":{output}}}}}"#
    );
    let data = [&[CREATED], data, &[&terminal]].concat();
    let end = ["finish 0: completed", "Complete"];
    check(&data, &[expected, &end].concat());
}

#[test]
fn text_refusal_and_both_kinds_of_reasoning_in_pieces() {
    says(
        &[
            r#"{"type":"response.in_progress","response":{}}"#,
            r#"{"type":"response.output_item.added","output_index":0,"item":{"id":"rs","type":"reasoning","summary":[]}}"#,
            r#"{"type":"response.reasoning_summary_part.added","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":""}}"#,
            r#"{"type":"response.reasoning_summary_text.delta","item_id":"rs","output_index":0,"summary_index":0,"delta":"Su"}"#,
            r#"{"type":"response.reasoning_summary_text.done","output_index":0,"summary_index":0,"text":"Su"}"#,
            r#"{"type":"response.reasoning_summary_part.done","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":"Su"}}"#,
            r#"{"type":"response.reasoning_text.delta","output_index":0,"content_index":0,"delta":"Hm"}"#,
            r#"{"type":"response.reasoning_text.done","output_index":0,"content_index":0,"text":"Hm"}"#,
            r#"{"type":"response.output_item.done","output_index":0,"item":{"id":"other","type":"reasoning","summary":[{"type":"summary_text","text":"Su"}],"content":[{"type":"reasoning_text","text":"Hm"}]}}"#,
            r#"{"type":"response.output_item.added","output_index":1,"item":{"type":"message","content":[]}}"#,
            r#"{"type":"response.content_part.added","output_index":1,"content_index":0,"part":{"type":"output_text","text":""}}"#,
            r#"{"sequence_number":9,"type":"response.output_text.delta","item_id":"m1","output_index":1,"content_index":0,"delta":"Hel","logprobs":[],"obfuscation":"x"}"#,
            r#"{"type":"response.output_text.delta","item_id":"m2","output_index":1,"content_index":0,"delta":"lo \"\u00e9\""}"#,
            r#"{"type":"response.output_text.annotation.added","output_index":1,"annotation":{"url":"u"},"annotation_index":0}"#,
            r#"{"type":"response.output_text.done","output_index":1,"content_index":0,"text":"Hello \"é\""}"#,
            r#"{"type":"response.content_part.done","output_index":1,"content_index":0,"part":{"type":"output_text","text":"Hello \"é\""}}"#,
            r#"{"type":"response.refusal.delta","output_index":1,"content_index":1,"delta":"No"}"#,
            r#"{"type":"response.refusal.done","output_index":1,"content_index":1,"refusal":"No"}"#,
            r#"{"type":"response.output_item.done","output_index":1,"item":{"type":"message","content":[{"type":"output_text","text":"Hello \"é\""},{"type":"refusal","refusal":"No"}]}}"#,
        ],
        r#"[{"type":"reasoning","summary":[{"type":"summary_text","text":"Su"}]},{"type":"message","content":[{"type":"output_text","text":"Hello"},{"type":"refusal","refusal":"No"}]}]"#,
        &[
            "reasoning 0: Su",
            "close reasoning 0",
            "reasoning 0: Hm",
            "close reasoning 0",
            "text 1: Hel",
            "text 1: lo \"é\"",
            "close text 1",
            "refusal 1: No",
            "close refusal 1",
        ],
    );
}

#[test]
fn what_came_in_no_delta_is_told_once_from_where_it_comes_first() {
    let message = r#"{"type":"message","content":[{"type":"output_text","text":"a"},{"type":"output_text","text":"b"}]}"#;
    let list = format!("[{message}]");
    let item =
        format!(r#"{{"type":"response.output_item.done","output_index":0,"item":{message}}}"#);
    let done =
        r#"{"type":"response.output_text.done","output_index":0,"content_index":0,"text":"a"}"#;
    let part = r#"{"type":"response.content_part.done","output_index":0,"content_index":1,"part":{"type":"output_text","text":"b"}}"#;
    let delta =
        r#"{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"a"}"#;
    let told = ["text 0: a", "close text 0", "text 0: b", "close text 0"];
    for events in [
        &[][..],
        &[done],
        &[done, part],
        &[&item],
        &[done, &item],
        &[done, part, &item],
        &[delta, done, &item],
        &[delta, done, part, &item, &item],
    ] {
        says(events, &list, &told);
    }
    says(&[delta, done, part, &item], "[]", &told);
    says(
        &[
            r#"{"type":"response.output_item.done","output_index":2,"item":{"type":"reasoning","summary":[{"type":"summary_text","text":"s"}],"content":[{"type":"text","text":"r"}]}}"#,
            r#"{"type":"response.refusal.done","output_index":3,"content_index":0,"refusal":"n"}"#,
        ],
        "null",
        &[
            "reasoning 2: s",
            "close reasoning 2",
            "reasoning 2: r",
            "close reasoning 2",
            "refusal 3: n",
            "close refusal 3",
        ],
    );
}

#[test]
fn an_output_that_counts_otherwise_is_not_told_twice() {
    // The events counted a reasoning item that the whole output leaves out.
    says(
        &[
            r#"{"type":"response.reasoning_text.delta","output_index":0,"content_index":0,"delta":"r"}"#,
            r#"{"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":"a"}"#,
        ],
        r#"[{"type":"message","content":[{"type":"output_text","text":"a"}]},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}]"#,
        &[
            "reasoning 0: r",
            "text 1: a",
            "call 1/0: c f",
            "tool 1/0: {}",
            "close reasoning 0",
            "close text 1",
            "close tool 1/0",
        ],
    );
}

#[test]
fn arguments_in_pieces_or_whole() {
    let added = |kind: &str| {
        format!(
            r#"{{"type":"response.output_item.added","output_index":0,"item":{{"type":"{kind}","id":"i","call_id":"c","name":"f","arguments":""}}}}"#
        )
    };
    let done = r#"{"type":"response.function_call_arguments.done","output_index":0,"name":"f","arguments":"{\"a\":1}"}"#;
    let item = r#"{"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","id":"j","call_id":"c","name":"f","arguments":"{\"a\":1}"}}"#;
    let list = r#"[{"type":"function_call","call_id":"c","name":"f","arguments":"{\"a\":1}"}]"#;
    let whole = ["call 0/0: c f", "tool 0/0: {\"a\":1}", "close tool 0/0"];
    let call = added("function_call");
    says(&[&call, done, item], list, &whole);
    says(&[&call, item], list, &whole);
    says(&[&call], list, &whole);
    says(&[item], list, &whole);
    says(&[done, item], list, &whole);
    says(&[], list, &whole);
    says(
        &[
            &call,
            r#"{"type":"response.function_call_arguments.delta","output_index":0,"delta":"{\"a\""}"#,
            r#"{"type":"response.function_call_arguments.delta","output_index":0,"delta":":1}"}"#,
            done,
            item,
        ],
        list,
        &[
            "call 0/0: c f",
            "tool 0/0: {\"a\"",
            "tool 0/0: :1}",
            "close tool 0/0",
        ],
    );
    says(
        &[
            &added("custom_tool_call"),
            r#"{"type":"response.custom_tool_call_input.delta","output_index":0,"delta":"SELECT"}"#,
            r#"{"type":"response.custom_tool_call_input.done","output_index":0,"input":"SELECT"}"#,
        ],
        r#"[{"type":"custom_tool_call","call_id":"c","name":"f","input":"SELECT"}]"#,
        &["call 0/0: c f", "tool 0/0: SELECT", "close tool 0/0"],
    );
}

#[test]
fn calls_to_mcp_servers_and_those_that_the_provider_keeps() {
    says(
        &[
            r#"{"type":"response.mcp_list_tools.in_progress","output_index":0,"item_id":"l"}"#,
            r#"{"type":"response.output_item.added","output_index":1,"item":{"type":"mcp_call","id":"m","name":"g","server_label":"s","arguments":""}}"#,
            r#"{"type":"response.mcp_call.in_progress","output_index":1,"item_id":"m"}"#,
            r#"{"type":"response.mcp_call_arguments.delta","output_index":1,"delta":"{}"}"#,
            r#"{"type":"response.mcp_call_arguments.done","output_index":1,"arguments":"{}"}"#,
            r#"{"type":"response.output_item.added","output_index":2,"item":{"type":"mcp_call","id":"n","name":"h"}}"#,
            r#"{"type":"response.mcp_call.arguments_done","output_index":2,"arguments":{"a": 1}}"#,
            r#"{"type":"response.output_item.done","output_index":3,"item":{"type":"mcp_approval_request","id":"p","name":"k","arguments":"{}"}}"#,
            r#"{"type":"response.output_item.added","output_index":4,"item":{"type":"web_search_call","id":"w","arguments":"{}"}}"#,
            r#"{"type":"response.web_search_call.searching","output_index":4,"item_id":"w"}"#,
            r#"{"type":"response.code_interpreter_call_code.delta","output_index":5,"delta":"print()"}"#,
        ],
        "[]",
        &[
            "call 1/0: m g",
            "tool 1/0: {}",
            "close tool 1/0",
            "call 2/1: n h",
            "tool 2/1: {\"a\":1}",
            "close tool 2/1",
            "call 3/2: p k",
            "tool 3/2: {}",
            "close tool 3/2",
        ],
    );
}

#[test]
fn usage_and_endings() {
    let ends = |event: &str, response: &str, expected: &[&str]| {
        let data = format!(r#"{{"type":"response.{event}","response":{response}}}"#);
        check(&[CREATED, &data], expected);
        check(&[CREATED, &data, "[DONE]"], expected);
        check(&[CREATED, &data, &data], expected);
    };
    ends(
        "completed",
        r#"{"status":"completed","usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":4},"output_tokens":7,"output_tokens_details":{"reasoning_tokens":5},"total_tokens":16}}"#,
        &["usage 9 7 4 5", "finish 0: completed", "Complete"],
    );
    ends("completed", "{}", &["finish 0: completed", "Complete"]);
    ends(
        "incomplete",
        r#"{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"usage":{"input_tokens":1,"output_tokens":2}}"#,
        &["usage 1 2 - -", "finish 0: max_output_tokens", "Complete"],
    );
    ends(
        "incomplete",
        r#"{"status":"incomplete","incomplete_details":{"reason":"content_filter"}}"#,
        &["finish 0: content_filter", "Blocked"],
    );
    ends(
        "incomplete",
        r#"{"status":"incomplete","incomplete_details":null}"#,
        &["finish 0: incomplete", "Complete"],
    );
    ends(
        "failed",
        r#"{"status":"failed","error":{"code":"server_error","message":"m"},"usage":null}"#,
        &["finish 0: failed", "error server_error: m", "Failed"],
    );
    check(&[CREATED], &["Cut"]);
    check(&[CREATED, "[DONE]"], &["Cut"]);
}

#[test]
fn an_error_is_told_once() {
    let failed = r#"{"type":"response.failed","response":{"status":"failed","error":{"code":"c","message":"m"}}}"#;
    for error in [
        r#"{"type":"error","sequence_number":2,"code":"c","message":"m","param":null}"#,
        r#"{"type":"error","error":{"type":"t","code":"c","message":"m"},"sequence_number":2}"#,
        r#"{"error":{"type":"c","message":"m"}}"#,
        r#"{"type":"error","error":{"type":"c","code":"","message":"m"},"sequence_number":2}"#,
    ] {
        check(&[CREATED, error], &["error c: m", "Failed"]);
        check(
            &[CREATED, error, failed],
            &["error c: m", "finish 0: failed", "Failed"],
        );
    }
}

#[test]
fn an_event_without_a_type_goes_by_its_name() {
    let stream = "event: response.output_text.delta\ndata: {\"output_index\":0,\"delta\":\"a\"}\n\n\
                  event: response.completed\ndata: {\"response\":{\"status\":\"completed\"}}\n\n";
    wire_common::check(
        Wire::OpenAiResponses,
        stream.as_bytes(),
        &[
            "text 0: a",
            "close text 0",
            "finish 0: completed",
            "Complete",
        ],
    );
}

#[test]
fn malformed_frames_and_values_of_other_types() {
    let delta = r#"{"type":"response.output_text.delta","output_index":0,"delta":"a"}"#;
    let torn = r#"{"type":"response.output_text.delta","delta":"never","output_index":}"#;
    let offset = CREATED.len() + delta.len() + 16;
    check(
        &[CREATED, delta, torn, delta],
        &[
            "text 0: a",
            &format!("invalid_json at {offset}: byte 68 of the data: expected a value, came '}}'"),
            "text 0: a",
            "Cut",
        ],
    );
    says(
        &[
            r#"{"type":"response.output_text.delta","output_index":"x","delta":{"text":"a"}}"#,
            r#"{"type":"response.output_item.done","output_index":-1,"item":[7]}"#,
            r#"{"type":"response.output_item.done","output_index":1e9,"item":{"type":"message","content":{"text":"a"}}}"#,
            r#"{"type":"response.content_part.done","part":{"type":7,"text":"a"}}"#,
            r#"{"type":"response.function_call_arguments.done","output_index":4,"arguments":"lost"}"#,
            r#"{"type":"response.new_thing","delta":"a"}"#,
        ],
        r#"{"a":[]}"#,
        &[],
    );
}

#[test]
fn what_repeats_what_was_told() {
    let said = wire_common::said(
        Wire::OpenAiResponses,
        &sse(&[
            r#"{"type":"response.content_part.added","output_index":0,"content_index":0,"part":{"type":"output_text","text":"a"}}"#,
            r#"{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"a","logprobs":[{"token":"a"}]}"#,
            r#"{"type":"response.output_text.done","output_index":0,"content_index":0,"text":"a","logprobs":[]}"#,
            r#"{"type":"response.content_part.done","output_index":0,"content_index":0,"part":{"type":"output_text","text":"a","logprobs":[1]}}"#,
            r#"{"type":"response.output_item.added","output_index":1,"item":{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}}"#,
            r#"{"type":"response.function_call_arguments.delta","output_index":1,"delta":"{}"}"#,
            r#"{"type":"response.function_call_arguments.done","output_index":1,"arguments":"{}"}"#,
            r#"{"type":"response.code_interpreter_call_code.delta","output_index":2,"delta":"x"}"#,
            r#"{"type":"response.code_interpreter_call_code.done","output_index":2,"code":"x"}"#,
        ]),
    );
    assert_eq!(
        said,
        [
            "echo text 0: a",
            "text 0: a",
            "shadow",
            "echo text 0: a",
            "close text 0",
            "echo text 0: a",
            "shadow",
            "call 1/0: c f",
            "echo tool 1/0: {}",
            "tool 1/0: {}",
            "echo tool 1/0: {}",
            "close tool 1/0",
            "Cut",
        ]
    );
}
