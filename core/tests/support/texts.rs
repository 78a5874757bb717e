//! Streams with text in its rarer forms.

use midflight_core::Wire;

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a string is JSON")
}

fn each(pieces: &[&str], frame: fn(&str) -> String) -> Vec<u8> {
    let frames = pieces.iter().map(|piece| frame(&quoted(piece)));
    frames.collect::<String>().into_bytes()
}

/// The older text completions.
pub fn completion(_: Wire, pieces: &[&str]) -> Vec<u8> {
    each(pieces, |text| {
        format!(
            "data: {{\"object\":\"text_completion\",\"choices\":[{{\"index\":0,\"text\":{text},\"finish_reason\":null}}]}}\n\n"
        )
    })
}

/// Content in parts.
pub fn parts(_: Wire, pieces: &[&str]) -> Vec<u8> {
    each(pieces, |text| {
        format!(
            "data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":[{{\"type\":\"text\",\"text\":{text}}}]}}}}]}}\n\n"
        )
    })
}

/// Ollama's `/api/generate`.
pub fn generate(_: Wire, pieces: &[&str]) -> Vec<u8> {
    each(pieces, |text| {
        format!("{{\"model\":\"m\",\"response\":{text},\"done\":false}}\n")
    })
}

/// What goes with the sound of Realtime.
pub fn transcript(_: Wire, pieces: &[&str]) -> Vec<u8> {
    each(pieces, |text| {
        format!(
            "{{\"type\":\"response.output_audio_transcript.delta\",\"response_id\":\"r\",\"output_index\":0,\"content_index\":0,\"delta\":{text}}}\n"
        )
    })
}

/// A block that begins with its text.
pub fn block(_: Wire, pieces: &[&str]) -> Vec<u8> {
    let text = quoted(&pieces.concat());
    format!(
        "event: content_block_start\ndata: {{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{{\"type\":\"text\",\"text\":{text}}}}}\n\n"
    )
    .into_bytes()
}

/// The wires whose events repeat what was said, and may say it there alone.
pub const DONE: [Wire; 2] = [Wire::OpenAiResponses, Wire::OpenAiRealtime];

/// Text that comes with the end of its part, which further events repeat.
pub fn done(wire: Wire, pieces: &[&str]) -> Vec<u8> {
    let text = quoted(&pieces.concat());
    let part = format!("{{\"type\":\"output_text\",\"text\":{text}}}");
    let events = [
        format!(
            "\"type\":\"response.output_text.done\",\"output_index\":0,\"content_index\":0,\"text\":{text}"
        ),
        format!(
            "\"type\":\"response.content_part.done\",\"output_index\":0,\"content_index\":0,\"part\":{part}"
        ),
        format!(
            "\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{{\"type\":\"message\",\"content\":[{part}]}}"
        ),
    ];
    events
        .iter()
        .map(|event| told(wire, event))
        .collect::<String>()
        .into_bytes()
}

/// Text that comes with the whole response alone.
pub fn output(wire: Wire, pieces: &[&str]) -> Vec<u8> {
    let text = quoted(&pieces.concat());
    let kind = match wire {
        Wire::OpenAiRealtime => "response.done",
        _ => "response.completed",
    };
    let event = format!(
        "\"type\":\"{kind}\",\"response\":{{\"id\":\"r\",\"status\":\"completed\",\"output\":[{{\"type\":\"message\",\"content\":[{{\"type\":\"output_text\",\"text\":{text}}}]}}]}}"
    );
    told(wire, &event).into_bytes()
}

fn told(wire: Wire, event: &str) -> String {
    match wire {
        Wire::OpenAiRealtime => format!("{{{event},\"response_id\":\"r\"}}\n"),
        _ => format!("data: {{{event}}}\n\n"),
    }
}
