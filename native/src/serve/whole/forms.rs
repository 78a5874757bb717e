//! An answer in one JSON text, in the forms of the providers.

use midflight_core::Wire;
use serde_json::{Value, json};

use super::{Call, Whole};

/// The answer in the form of that wire's provider.
pub(in crate::serve) fn json(wire: Wire, whole: &Whole) -> Value {
    match wire {
        Wire::OpenAiResponses => responses(whole),
        Wire::Anthropic => anthropic(whole),
        Wire::Gemini => gemini(whole),
        Wire::Ollama => ollama(whole),
        Wire::Cohere => cohere(whole),
        Wire::Bedrock => bedrock(whole),
        Wire::LlamaCpp => llama_cpp(whole),
        Wire::Tgi => tgi(whole),
        _ => openai_chat(whole),
    }
}

/// A call as OpenAI and those who speak alike write it.
fn function_call(call: &Call) -> Value {
    json!({"id": call.id, "type": "function",
        "function": {"name": call.name, "arguments": call.arguments}})
}

fn optional(text: &str) -> Value {
    if text.is_empty() {
        Value::Null
    } else {
        json!(text)
    }
}

fn openai_chat(whole: &Whole) -> Value {
    let mut message = json!({"role": "assistant", "content": optional(&whole.text),
        "refusal": optional(&whole.refusal)});
    if !whole.reasoning.is_empty() {
        message["reasoning_content"] = json!(whole.reasoning);
    }
    if !whole.calls.is_empty() {
        message["tool_calls"] = whole.calls.values().map(function_call).collect();
    }
    let choice = json!({"index": 0, "message": message, "logprobs": null,
        "finish_reason": whole.reason});
    json!({"id": "chatcmpl-replay", "object": "chat.completion", "created": 1_773_500_000,
        "model": "replay", "choices": [choice],
        "usage": {"prompt_tokens": whole.input(), "completion_tokens": whole.output(),
            "total_tokens": whole.input() + whole.output()}})
}

fn responses(whole: &Whole) -> Value {
    let mut output = Vec::new();
    if !whole.reasoning.is_empty() {
        let summary = json!([{"type": "summary_text", "text": whole.reasoning}]);
        output.push(json!({"id": "rs_replay", "type": "reasoning", "summary": summary}));
    }
    if !whole.text.is_empty() {
        let content = json!([{"type": "output_text", "text": whole.text, "annotations": []}]);
        output.push(
            json!({"id": "msg_replay", "type": "message", "status": "completed",
            "role": "assistant", "content": content}),
        );
    }
    let call = |(number, call): (&u32, &Call)| {
        json!({"id": format!("fc_replay_{number}"), "type": "function_call", "status": "completed",
            "call_id": call.id, "name": call.name, "arguments": call.arguments})
    };
    output.extend(whole.calls.iter().map(call));
    json!({"id": "resp_replay", "object": "response", "created_at": 1_773_500_000,
        "status": "completed", "model": "replay", "output": output, "error": null,
        "usage": {"input_tokens": whole.input(), "output_tokens": whole.output(),
            "total_tokens": whole.input() + whole.output()}})
}

fn anthropic(whole: &Whole) -> Value {
    let mut content = Vec::new();
    if !whole.reasoning.is_empty() {
        content.push(json!({"type": "thinking", "thinking": whole.reasoning, "signature": ""}));
    }
    if !whole.text.is_empty() {
        content.push(json!({"type": "text", "text": whole.text}));
    }
    let call = |call: &Call| json!({"type": "tool_use", "id": call.id, "name": call.name, "input": call.value()});
    content.extend(whole.calls.values().map(call));
    json!({"id": "msg_replay", "type": "message", "role": "assistant", "model": "replay",
        "content": content, "stop_reason": whole.reason, "stop_sequence": null,
        "usage": {"input_tokens": whole.input(), "output_tokens": whole.output()}})
}

fn gemini(whole: &Whole) -> Value {
    let mut parts = Vec::new();
    if !whole.reasoning.is_empty() {
        parts.push(json!({"text": whole.reasoning, "thought": true}));
    }
    if !whole.text.is_empty() {
        parts.push(json!({"text": whole.text}));
    }
    let call = |call: &Call| json!({"functionCall": {"name": call.name, "args": call.value()}});
    parts.extend(whole.calls.values().map(call));
    let candidate = json!({"index": 0, "content": {"role": "model", "parts": parts},
        "finishReason": whole.reason});
    json!({"candidates": [candidate], "modelVersion": "replay",
        "usageMetadata": {"promptTokenCount": whole.input(),
            "candidatesTokenCount": whole.output(),
            "totalTokenCount": whole.input() + whole.output()}})
}

fn ollama(whole: &Whole) -> Value {
    let mut message = json!({"role": "assistant", "content": whole.text});
    if !whole.reasoning.is_empty() {
        message["thinking"] = json!(whole.reasoning);
    }
    let call = |call: &Call| json!({"function": {"name": call.name, "arguments": call.value()}});
    if !whole.calls.is_empty() {
        message["tool_calls"] = whole.calls.values().map(call).collect();
    }
    json!({"model": "replay", "created_at": "2026-03-14T09:26:53.589793Z", "message": message,
        "done": true, "done_reason": whole.reason, "prompt_eval_count": whole.input(),
        "eval_count": whole.output()})
}

fn cohere(whole: &Whole) -> Value {
    let mut message = json!({"role": "assistant"});
    if !whole.reasoning.is_empty() {
        message["tool_plan"] = json!(whole.reasoning);
    }
    if !whole.calls.is_empty() {
        message["tool_calls"] = whole.calls.values().map(function_call).collect();
    }
    if !whole.text.is_empty() {
        message["content"] = json!([{"type": "text", "text": whole.text}]);
    }
    let tokens = json!({"input_tokens": whole.input(), "output_tokens": whole.output()});
    json!({"id": "replay", "finish_reason": whole.reason, "message": message,
        "usage": {"billed_units": tokens, "tokens": tokens}})
}

/// What Bedrock's `converse` answers.
fn bedrock(whole: &Whole) -> Value {
    let mut content = Vec::new();
    if !whole.reasoning.is_empty() {
        let reasoning = json!({"text": whole.reasoning, "signature": ""});
        content.push(json!({"reasoningContent": {"reasoningText": reasoning}}));
    }
    if !whole.text.is_empty() {
        content.push(json!({"text": whole.text}));
    }
    let call = |call: &Call| json!({"toolUse": {"toolUseId": call.id, "name": call.name, "input": call.value()}});
    content.extend(whole.calls.values().map(call));
    json!({"output": {"message": {"role": "assistant", "content": content}},
        "stopReason": whole.reason, "metrics": {"latencyMs": 0},
        "usage": {"inputTokens": whole.input(), "outputTokens": whole.output(),
            "totalTokens": whole.input() + whole.output()}})
}

fn llama_cpp(whole: &Whole) -> Value {
    json!({"index": 0, "content": whole.text, "tokens": [], "id_slot": 0, "stop": true,
        "model": "replay", "tokens_predicted": whole.output(), "tokens_evaluated": whole.input(),
        "generation_settings": {}, "prompt": "", "has_new_line": whole.text.contains('\n'),
        "truncated": false, "stop_type": whole.reason, "stopping_word": "", "tokens_cached": 0})
}

/// What Text Generation Inference's `/generate` answers.
fn tgi(whole: &Whole) -> Value {
    json!({"generated_text": whole.text, "details": {"finish_reason": whole.reason,
        "generated_tokens": whole.output(), "seed": null, "prefill": [], "tokens": []}})
}
