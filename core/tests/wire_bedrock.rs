//! `bedrock`, field by field, with messages of AWS's own encoder.

mod messages;
mod wire_common;

use messages::{chunk, event, exception, message, text};
use midflight_core::Wire;

fn check(messages: &[Vec<u8>], expected: &[&str]) {
    wire_common::check(Wire::Bedrock, &messages.concat(), expected);
}

/// Chunks of a model's own API.
fn invoke(chunks: &[&str], expected: &[&str]) {
    let chunks: Vec<_> = chunks.iter().map(|json| chunk(json)).collect();
    check(&chunks, expected);
}

#[test]
fn text_reasoning_tools_and_usage() {
    check(
        &[
            event("messageStart", r#"{"p":"ab","role":"assistant"}"#),
            event(
                "contentBlockDelta",
                r#"{"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"Hm"}},"p":"a"}"#,
            ),
            event(
                "contentBlockDelta",
                r#"{"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"c2ln"}}}"#,
            ),
            event("contentBlockStop", r#"{"contentBlockIndex":0}"#),
            event(
                "contentBlockDelta",
                r#"{"contentBlockIndex":1,"delta":{"text":"Ad"}}"#,
            ),
            event(
                "contentBlockDelta",
                r#"{"contentBlockIndex":1,"delta":{"citation":{"title":"t"}}}"#,
            ),
            event(
                "contentBlockDelta",
                r#"{"contentBlockIndex":1,"delta":{"text":"a \"\u00e9\""}}"#,
            ),
            event("contentBlockStop", r#"{"contentBlockIndex":1}"#),
            event(
                "contentBlockStart",
                r#"{"contentBlockIndex":2,"start":{"toolUse":{"toolUseId":"t1","name":"f"}}}"#,
            ),
            event(
                "contentBlockDelta",
                r#"{"contentBlockIndex":2,"delta":{"toolUse":{"input":""}}}"#,
            ),
            event(
                "contentBlockDelta",
                r#"{"contentBlockIndex":2,"delta":{"toolUse":{"input":"{\"a\": "}}}"#,
            ),
            event(
                "contentBlockDelta",
                r#"{"contentBlockIndex":2,"delta":{"toolUse":{"input":"1}"}}}"#,
            ),
            event("contentBlockStop", r#"{"contentBlockIndex":2}"#),
            event(
                "contentBlockStart",
                r#"{"contentBlockIndex":3,"start":{"toolUse":{"toolUseId":"t2","name":"g","type":"server_tool_use"}}}"#,
            ),
            event("contentBlockStop", r#"{"contentBlockIndex":3}"#),
            event("messageStop", r#"{"stopReason":"tool_use"}"#),
            event(
                "metadata",
                r#"{"metrics":{"latencyMs":3},"usage":{"inputTokens":7,"outputTokens":5,"totalTokens":12,"cacheReadInputTokens":2,"cacheWriteInputTokens":0}}"#,
            ),
        ],
        &[
            "reasoning 0: Hm",
            "text 0: Ad",
            "shadow",
            "text 0: a \"é\"",
            "call 0/0: t1 f",
            "tool 0/0: {\"a\": ",
            "tool 0/0: 1}",
            "close tool 0/0",
            "call 0/1: t2 g",
            "close tool 0/1",
            "close reasoning 0",
            "close text 0",
            "finish 0: tool_use",
            "usage 7 5 2 -",
            "Complete",
        ],
    );
}

#[test]
fn ends() {
    let said = event("contentBlockDelta", r#"{"delta":{"text":"a"}}"#);
    let usage = event(
        "metadata",
        r#"{"usage":{"inputTokens":1,"outputTokens":2}}"#,
    );
    check(
        &[said.clone(), usage.clone()],
        &["text 0: a", "usage 1 2 - -", "Cut"],
    );
    for reason in ["guardrail_intervened", "content_filtered"] {
        let stop = event("messageStop", &format!(r#"{{"stopReason":"{reason}"}}"#));
        let finish = format!("finish 0: {reason}");
        check(
            &[said.clone(), stop],
            &["text 0: a", "close text 0", &finish, "Blocked"],
        );
    }
    let stop = event("messageStop", r#"{"stopReason":"end_turn"}"#);
    check(
        &[usage, stop.clone(), stop],
        &["usage 1 2 - -", "finish 0: end_turn", "Complete"],
    );
}

#[test]
fn exceptions() {
    let said = event("contentBlockDelta", r#"{"delta":{"text":"a"}}"#);
    check(
        &[
            said.clone(),
            exception("throttlingException", r#"{"message":"Too \"many\"."}"#),
        ],
        &[
            "text 0: a",
            "error throttlingException: Too \"many\".",
            "Failed",
        ],
    );
    check(
        &[exception(
            "modelStreamErrorException",
            r#"{"Message":"m","originalMessage":"o","originalStatusCode":500}"#,
        )],
        &["error modelStreamErrorException: m", "Failed"],
    );
    check(
        &[exception("internalServerException", "")],
        &["error internalServerException: ", "Failed"],
    );
    let headers = [
        (":message-type", text("error")),
        (":error-code", text("InternalFailure")),
        (":error-message", text("An internal failure.")),
    ];
    check(
        &[said, message(&headers, b"")],
        &[
            "text 0: a",
            "error InternalFailure: An internal failure.",
            "Failed",
        ],
    );
}

#[test]
fn what_is_unknown_or_malformed_is_passed_over() {
    let said = event("contentBlockDelta", r#"{"delta":{"text":"a"}}"#);
    let at = said.len();
    check(
        &[
            said.clone(),
            event("contentBlockDelta", r#"{"delta":"#),
            event("somethingNew", r#"{"text":"x"}"#),
            event("messageStart", "7"),
            said,
        ],
        &[
            "text 0: a",
            &format!(
                "invalid_json at {at}: byte 9 of the data: expected more of the document, came the end of the data"
            ),
            "text 0: a",
            "Cut",
        ],
    );
}

#[test]
fn chunks_of_anthropic() {
    invoke(
        &[
            r#"{"type":"message_start","message":{"content":[],"usage":{"input_tokens":3,"output_tokens":1}}}"#,
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a \"b\""}}"#,
            r#"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9}}"#,
            r#"{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":4,"outputTokenCount":8}}"#,
        ],
        &[
            "usage 3 1 - -",
            "text 0: a \"b\"",
            "usage 3 9 - -",
            "close text 0",
            "finish 0: end_turn",
            "Complete",
        ],
    );
}

#[test]
fn chunks_of_chat_completions() {
    let last = r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"amazon-bedrock-invocationMetrics":{"inputTokenCount":4,"outputTokenCount":8,"cacheReadInputTokenCount":1}}"#;
    let said = r#"{"choices":[{"index":0,"delta":{"content":"a"}}]}"#;
    invoke(
        &[said, last],
        &[
            "text 0: a",
            "close text 0",
            "finish 0: stop",
            "usage 4 8 1 -",
            "Complete",
        ],
    );
    invoke(
        &[said, &last.replace("stop", "content_filter")],
        &[
            "text 0: a",
            "close text 0",
            "finish 0: content_filter",
            "usage 4 8 1 -",
            "Blocked",
        ],
    );
    let mut cut = vec![chunk(said)];
    check(&cut, &["text 0: a", "Cut"]);
    cut.push(exception("modelTimeoutException", r#"{"message":"m"}"#));
    check(
        &cut,
        &["text 0: a", "error modelTimeoutException: m", "Failed"],
    );
}

#[test]
fn chunks_of_models_without_a_wire() {
    // Nova
    invoke(
        &[
            r#"{"messageStart":{"role":"assistant"}}"#,
            r#"{"contentBlockDelta":{"delta":{"text":"a"},"contentBlockIndex":0}}"#,
            r#"{"contentBlockStop":{"contentBlockIndex":0}}"#,
            r#"{"messageStop":{"stopReason":"end_turn"}}"#,
            r#"{"metadata":{"usage":{"inputTokens":3,"outputTokens":2,"cacheReadInputTokenCount":1}},"amazon-bedrock-invocationMetrics":{"inputTokenCount":4}}"#,
        ],
        &[
            "text 0: a",
            "close text 0",
            "finish 0: end_turn",
            "usage 3 2 1 -",
            "Complete",
        ],
    );
    // Titan
    invoke(
        &[
            r#"{"outputText":"a","index":0,"totalOutputTextTokenCount":null,"completionReason":null,"inputTextTokenCount":5}"#,
            r#"{"outputText":"b","index":0,"totalOutputTextTokenCount":2,"completionReason":"FINISH","inputTextTokenCount":5,"amazon-bedrock-invocationMetrics":{"inputTokenCount":5,"outputTokenCount":2}}"#,
        ],
        &[
            "text 0: a",
            "usage 5 - - -",
            "text 0: b",
            "usage 5 2 - -",
            "close text 0",
            "finish 0: FINISH",
            "Complete",
        ],
    );
    // Llama
    invoke(
        &[
            r#"{"generation":"a","prompt_token_count":3,"generation_token_count":1,"stop_reason":null}"#,
            r#"{"generation":"","prompt_token_count":null,"generation_token_count":2,"stop_reason":"stop","amazon-bedrock-invocationMetrics":{}}"#,
        ],
        &[
            "text 0: a",
            "usage 3 1 - -",
            "usage 3 2 - -",
            "close text 0",
            "finish 0: stop",
            "Complete",
        ],
    );
    // Mistral
    invoke(
        &[
            r#"{"outputs":[{"text":"a","stop_reason":null}]}"#,
            r#"{"outputs":[{"text":"","stop_reason":"stop"}],"amazon-bedrock-invocationMetrics":{"inputTokenCount":5,"outputTokenCount":2}}"#,
        ],
        &[
            "text 0: a",
            "close text 0",
            "finish 0: stop",
            "usage 5 2 - -",
            "Complete",
        ],
    );
    invoke(
        &[
            r#"{"choices":[{"index":0,"message":{"role":"assistant","content":"a"},"stop_reason":"stop"}]}"#,
        ],
        &["text 0: a", "close text 0", "finish 0: stop", "Complete"],
    );
    invoke(
        &[r#"{"choices":[{"text":"a","stop_reason":null}]}"#],
        &["text 0: a", "Cut"],
    );
    // Cohere
    invoke(
        &[
            r#"{"is_finished":false,"event_type":"text-generation","text":"a"}"#,
            r#"{"is_finished":true,"event_type":"stream-end","finish_reason":"ERROR_TOXIC","response":{"text":"a"}}"#,
        ],
        &[
            "text 0: a",
            "close text 0",
            "finish 0: ERROR_TOXIC",
            "Blocked",
        ],
    );
}

#[test]
fn chunks_that_cannot_be_read() {
    let said = chunk(r#"{"generation":"a"}"#);
    let at = said.len();
    check(
        &[
            said.clone(),
            event("chunk", r#"{"bytes":"%%%"}"#),
            said.clone(),
        ],
        &[
            "text 0: a",
            &format!("invalid_base64 at {at}: expected base64 in `bytes`"),
            "shadow",
            "text 0: a",
            "Cut",
        ],
    );
    let malformed = "the JSON that `bytes` decodes to is malformed";
    check(
        &[said.clone(), chunk(r#"{"generation":"#), said],
        &[
            "text 0: a",
            &format!("invalid_json at {at}: {malformed}"),
            "shadow",
            "text 0: a",
            "Cut",
        ],
    );
    invoke(&[r#"{"foreign":"x"}"#], &["shadow", "Cut"]);
}
