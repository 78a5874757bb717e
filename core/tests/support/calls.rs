//! Streams with a tool call.

use midflight_core::Wire;

use super::messages;

/// The wires whose arguments come in pieces.
pub const PIECES: [Wire; 7] = [
    Wire::OpenAiChat,
    Wire::Mistral,
    Wire::OpenAiResponses,
    Wire::OpenAiRealtime,
    Wire::Anthropic,
    Wire::Cohere,
    Wire::Bedrock,
];
/// The same, whole.
pub const WHOLE: [Wire; 3] = [Wire::Ollama, Wire::Gemini, Wire::GeminiArray];

/// A call whose arguments come in `pieces`.
pub fn call(wire: Wire, pieces: &[&str]) -> Vec<u8> {
    if wire == Wire::Bedrock {
        return converse(pieces);
    }
    let pieces: String = pieces.iter().map(|piece| frame(wire, piece)).collect();
    [begin(wire), &pieces, end(wire)].concat().into_bytes()
}

/// A call whose arguments come at once, whatever the pieces.
pub fn whole(wire: Wire, pieces: &[&str]) -> Vec<u8> {
    call(wire, &[&pieces.concat()])
}

/// A call in Converse's events.
fn converse(pieces: &[&str]) -> Vec<u8> {
    let start =
        r#"{"contentBlockIndex":0,"start":{"toolUse":{"toolUseId":"c","name":"f"}},"p":"abc"}"#;
    let mut out = messages::event("contentBlockStart", start);
    for piece in pieces {
        let quoted = serde_json::to_string(piece).unwrap();
        let delta =
            format!(r#"{{"contentBlockIndex":0,"delta":{{"toolUse":{{"input":{quoted}}}}}}}"#);
        out.extend(messages::event("contentBlockDelta", &delta));
    }
    let stop = r#"{"contentBlockIndex":0}"#;
    out.extend(messages::event("contentBlockStop", stop));
    out
}

fn frame(wire: Wire, piece: &str) -> String {
    let quoted = serde_json::to_string(piece).unwrap();
    match wire {
        Wire::OpenAiChat | Wire::Mistral => format!(
            "data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"tool_calls\":[{{\"index\":0,\"function\":{{\"arguments\":{quoted}}}}}]}}}}]}}\n\n"
        ),
        Wire::OpenAiResponses => format!(
            "data: {{\"type\":\"response.function_call_arguments.delta\",\"output_index\":0,\"delta\":{quoted}}}\n\n"
        ),
        Wire::OpenAiRealtime => format!(
            "{{\"type\":\"response.function_call_arguments.delta\",\"response_id\":\"r\",\"output_index\":0,\"delta\":{quoted}}}\n"
        ),
        Wire::Anthropic => format!(
            "data: {{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{{\"type\":\"input_json_delta\",\"partial_json\":{quoted}}}}}\n\n"
        ),
        Wire::Cohere => format!(
            "data: {{\"type\":\"tool-call-delta\",\"index\":0,\"delta\":{{\"message\":{{\"tool_calls\":{{\"function\":{{\"arguments\":{quoted}}}}}}}}}}}\n\n"
        ),
        Wire::Ollama => format!(
            "{{\"message\":{{\"tool_calls\":[{{\"function\":{{\"name\":\"f\",\"arguments\":{piece}}}}}]}},\"done\":false}}\n"
        ),
        Wire::GeminiArray => format!(
            "[{{\"candidates\":[{{\"content\":{{\"parts\":[{{\"functionCall\":{{\"name\":\"f\",\"args\":{piece}}}}}]}}}}]}}]"
        ),
        _ => format!(
            "data: {{\"candidates\":[{{\"content\":{{\"parts\":[{{\"functionCall\":{{\"name\":\"f\",\"args\":{piece}}}}}]}}}}]}}\n\n"
        ),
    }
}

fn begin(wire: Wire) -> &'static str {
    match wire {
        Wire::OpenAiChat | Wire::Mistral => {
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}}]}\n\n"
        }
        Wire::OpenAiResponses => {
            "data: {\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"\"}}\n\n"
        }
        Wire::OpenAiRealtime => {
            "{\"type\":\"response.output_item.added\",\"response_id\":\"r\",\"output_index\":0,\"item\":{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"\"}}\n"
        }
        Wire::Anthropic => {
            "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"c\",\"name\":\"f\",\"input\":{}}}\n\n"
        }
        Wire::Cohere => {
            "data: {\"type\":\"tool-call-start\",\"index\":0,\"delta\":{\"message\":{\"tool_calls\":{\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}}}}\n\n"
        }
        _ => "",
    }
}

fn end(wire: Wire) -> &'static str {
    match wire {
        Wire::OpenAiChat | Wire::Mistral => {
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n"
        }
        Wire::Anthropic => "data: {\"type\":\"content_block_stop\",\"index\":0}\n\n",
        Wire::Cohere => "data: {\"type\":\"tool-call-end\",\"index\":0}\n\n",
        _ => "",
    }
}
