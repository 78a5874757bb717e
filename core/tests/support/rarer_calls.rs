//! Streams with a tool call in its rarer forms.

use midflight_core::Wire;

/// The wires that tell calls to MCP servers.
pub const MCP: [Wire; 2] = [Wire::OpenAiResponses, Wire::OpenAiRealtime];

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a string is JSON")
}

/// A call to an MCP server.
pub fn mcp(wire: Wire, pieces: &[&str]) -> Vec<u8> {
    let (before, behind) = match wire {
        Wire::OpenAiRealtime => ("", "\n"),
        _ => ("data: ", "\n\n"),
    };
    let mut out = vec![format!(
        "{before}{{\"type\":\"response.output_item.added\",\"response_id\":\"r\",\"output_index\":0,\"item\":{{\"type\":\"mcp_call\",\"id\":\"c\",\"name\":\"f\",\"arguments\":\"\"}}}}{behind}"
    )];
    for piece in pieces {
        let delta = quoted(piece);
        out.push(format!(
            "{before}{{\"type\":\"response.mcp_call_arguments.delta\",\"response_id\":\"r\",\"output_index\":0,\"delta\":{delta}}}{behind}"
        ));
    }
    let whole = quoted(&pieces.concat());
    out.push(format!(
        "{before}{{\"type\":\"response.mcp_call_arguments.done\",\"response_id\":\"r\",\"output_index\":0,\"arguments\":{whole}}}{behind}"
    ));
    out.concat().into_bytes()
}

/// A call whose input is no JSON.
pub fn custom(_: Wire, pieces: &[&str]) -> Vec<u8> {
    let mut out = vec!["data: {\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"type\":\"custom_tool_call\",\"call_id\":\"c\",\"name\":\"f\",\"input\":\"\"}}\n\n".to_owned()];
    for piece in pieces {
        let delta = quoted(piece);
        out.push(format!(
            "data: {{\"type\":\"response.custom_tool_call_input.delta\",\"output_index\":0,\"delta\":{delta}}}\n\n"
        ));
    }
    let whole = quoted(&pieces.concat());
    out.push(format!(
        "data: {{\"type\":\"response.custom_tool_call_input.done\",\"output_index\":0,\"input\":{whole}}}\n\n"
    ));
    out.concat().into_bytes()
}

/// A call of the older kind.
pub fn function(_: Wire, pieces: &[&str]) -> Vec<u8> {
    let mut out = vec!["data: {\"choices\":[{\"index\":0,\"delta\":{\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}}}]}\n\n".to_owned()];
    for piece in pieces {
        let piece = quoted(piece);
        out.push(format!(
            "data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"function_call\":{{\"arguments\":{piece}}}}}}}]}}\n\n"
        ));
    }
    out.concat().into_bytes()
}

/// A call whose one argument comes in pieces, under its path.
pub fn by_path(wire: Wire, pieces: &[&str]) -> Vec<u8> {
    let begun = "{\"functionCall\":{\"name\":\"f\",\"willContinue\":true}}".to_owned();
    let piece = |(at, piece): (usize, &&str)| {
        let goes_on = at + 1 < pieces.len();
        let text = quoted(piece);
        format!(
            "{{\"functionCall\":{{\"partialArgs\":[{{\"jsonPath\":\"$.note\",\"stringValue\":{text},\"willContinue\":{goes_on}}}],\"willContinue\":true}}}}"
        )
    };
    let parts = pieces.iter().enumerate().map(piece);
    let parts = std::iter::once(begun).chain(parts);
    let parts = parts.chain(["{\"functionCall\":{}}".to_owned()]);
    let frames =
        parts.map(|part| format!("{{\"candidates\":[{{\"content\":{{\"parts\":[{part}]}}}}]}}"));
    let frames: Vec<String> = frames.collect();
    if wire == Wire::GeminiArray {
        return format!("[{}]", frames.join(",\n")).into_bytes();
    }
    let events = frames
        .iter()
        .flat_map(|frame| ["data: ", frame, "\r\n\r\n"]);
    events.collect::<String>().into_bytes()
}

/// A block that begins with its input.
pub fn block(_: Wire, pieces: &[&str]) -> Vec<u8> {
    let input = pieces.concat();
    format!(
        "data: {{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{{\"type\":\"server_tool_use\",\"id\":\"c\",\"name\":\"f\",\"input\":{input}}}}}\n\n"
    )
    .into_bytes()
}
