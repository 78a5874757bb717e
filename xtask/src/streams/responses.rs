//! OpenAI's Responses: every item in pieces, then whole, as the provider repeats it.

use serde_json::{Value, json};

use super::{Kind, Part, count, named};

pub(super) fn make(parts: &[Part]) -> String {
    let head = json!({"id": "resp_demo", "object": "response", "model": "demo-1",
        "status": "in_progress", "output": [], "usage": null});
    let mut out = named(&json!({"type": "response.created", "response": head}));
    for (index, part) in parts.iter().enumerate() {
        out += &item(index, part);
    }
    let output: Vec<Value> = parts.iter().map(whole).collect();
    let usage = json!({"input_tokens": 398, "input_tokens_details": {"cached_tokens": 256},
        "output_tokens": count(parts), "output_tokens_details": {"reasoning_tokens": 24}});
    let response = json!({"id": "resp_demo", "object": "response", "model": "demo-1",
        "status": "completed", "output": output, "usage": usage});
    out + &named(&json!({"type": "response.completed", "response": response}))
}

fn item(index: usize, part: &Part) -> String {
    let mut begun = whole(part);
    let said = part.pieces.concat();
    let field = emptied(&mut begun);
    let name = name(&part.kind);
    let mut out = named(
        &json!({"type": "response.output_item.added", "output_index": index,
        "item": begun}),
    );
    if let Kind::Text = part.kind {
        let empty = json!({"type": "output_text", "annotations": [], "text": ""});
        out += &named(&at(index, "response.content_part.added", ("part", &empty)));
    }
    for piece in &part.pieces {
        let kind = format!("response.{name}.delta");
        out += &named(&at(index, &kind, ("delta", &json!(piece))));
    }
    out += &named(&at(
        index,
        &format!("response.{name}.done"),
        (field, &json!(said)),
    ));
    out + &named(
        &json!({"type": "response.output_item.done", "output_index": index,
        "item": whole(part)}),
    )
}

/// An event of part 0 of an item.
fn at(index: usize, kind: &str, (field, value): (&str, &Value)) -> Value {
    json!({"type": kind, "output_index": index, "content_index": 0, "summary_index": 0,
        field: value})
}

fn name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Reasoning => "reasoning_summary_text",
        Kind::Text => "output_text",
        Kind::Tool { .. } => "function_call_arguments",
    }
}

fn whole(part: &Part) -> Value {
    let said = part.pieces.concat();
    match &part.kind {
        Kind::Reasoning => json!({"id": "rs_demo", "type": "reasoning",
            "summary": [{"type": "summary_text", "text": said}]}),
        Kind::Text => json!({"id": "msg_demo", "type": "message", "role": "assistant",
            "content": [{"type": "output_text", "annotations": [], "text": said}]}),
        Kind::Tool { name, id } => json!({"id": "fc_demo", "type": "function_call",
            "call_id": id, "name": name, "arguments": said}),
    }
}

/// Takes what an item says out of it; the name of the field that `.done` says it under.
fn emptied(item: &mut Value) -> &'static str {
    for list in ["summary", "content"] {
        if let Some(list) = item.get_mut(list) {
            *list = json!([]);
            return "text";
        }
    }
    item["arguments"] = json!("");
    "arguments"
}
