//! Updates as the JSON objects of the command line.

use midflight_core::{Channel, NodeId, Usage};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{OwnedMention, OwnedTerm, OwnedTriple, Update};

impl Serialize for Update {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", name(self))?;
        fields(self, &mut map)?;
        map.end()
    }
}

fn name(update: &Update) -> &'static str {
    match update {
        Update::Wire(_) => "wire",
        Update::Text { channel, .. } => match channel {
            Channel::Tool { .. } => "tool_arguments",
            channel => channel.name(),
        },
        Update::ToolCall { .. } => "tool_call",
        Update::Usage(_) => "usage",
        Update::Finish { .. } => "finish",
        Update::Error { .. } => "error",
        Update::Mention(_) => "mention",
        Update::Relation(_) => "relation",
        Update::Diagnostic(_) => "diagnostic",
        Update::End(_) => "end",
    }
}

fn fields<M: SerializeMap>(update: &Update, map: &mut M) -> Result<(), M::Error> {
    match update {
        Update::Wire(wire) => map.serialize_entry("wire", wire.name()),
        Update::Text { channel, text } => {
            choice_and_call(*channel, map)?;
            map.serialize_entry("text", text)
        }
        Update::ToolCall {
            choice,
            call,
            id,
            name,
        } => {
            map.serialize_entry("choice", choice)?;
            map.serialize_entry("call", call)?;
            map.serialize_entry("id", id)?;
            map.serialize_entry("name", name)
        }
        Update::Usage(usage) => tokens(usage, map),
        Update::Finish { choice, reason } => {
            map.serialize_entry("choice", choice)?;
            map.serialize_entry("reason", reason)
        }
        Update::Error { code, message } => {
            map.serialize_entry("code", code)?;
            map.serialize_entry("message", message)
        }
        Update::Mention(mention) => self::mention(mention, map),
        Update::Relation(triple) => relation(triple, map),
        Update::Diagnostic(diagnostic) => {
            map.serialize_entry("code", diagnostic.code.as_str())?;
            map.serialize_entry("offset", &diagnostic.offset)?;
            map.serialize_entry("message", &diagnostic.message)
        }
        Update::End(ending) => {
            map.serialize_entry("complete", &ending.is_complete())?;
            map.serialize_entry("ending", ending.name())
        }
    }
}

fn tokens<M: SerializeMap>(usage: &Usage, map: &mut M) -> Result<(), M::Error> {
    let counts = [
        ("input_tokens", usage.input_tokens),
        ("output_tokens", usage.output_tokens),
        ("cached_input_tokens", usage.cached_input_tokens),
        ("reasoning_tokens", usage.reasoning_tokens),
    ];
    for (name, count) in counts {
        if let Some(count) = count {
            map.serialize_entry(name, &count)?;
        }
    }
    Ok(())
}

fn mention<M: SerializeMap>(mention: &OwnedMention, map: &mut M) -> Result<(), M::Error> {
    place(mention.channel, mention.start, mention.end, map)?;
    map.serialize_entry("kind", mention.kind.name())?;
    map.serialize_entry("text", &mention.text)?;
    if let Some(entity) = mention.entity {
        map.serialize_entry("entity", &hex(entity))?;
    }
    confidence(mention.confidence, map)?;
    match mention.rule {
        Some(rule) => map.serialize_entry("rule", rule),
        None => Ok(()),
    }
}

fn relation<M: SerializeMap>(triple: &OwnedTriple, map: &mut M) -> Result<(), M::Error> {
    place(triple.channel, triple.start, triple.end, map)?;
    map.serialize_entry("subject", &triple.subject)?;
    map.serialize_entry("predicate", &triple.predicate)?;
    map.serialize_entry("normalized", &triple.normalized)?;
    map.serialize_entry("object", &triple.object)?;
    if !triple.asserted {
        map.serialize_entry("asserted", &false)?;
    }
    confidence(triple.confidence, map)
}

fn place<M: SerializeMap>(
    channel: Channel,
    start: u64,
    end: u64,
    map: &mut M,
) -> Result<(), M::Error> {
    map.serialize_entry("channel", channel.name())?;
    choice_and_call(channel, map)?;
    map.serialize_entry("start", &start)?;
    map.serialize_entry("end", &end)
}

fn choice_and_call<M: SerializeMap>(channel: Channel, map: &mut M) -> Result<(), M::Error> {
    map.serialize_entry("choice", &channel.choice())?;
    match channel.call() {
        Some(call) => map.serialize_entry("call", &call),
        None => Ok(()),
    }
}

/// In as many digits as mean something.
fn confidence<M: SerializeMap>(confidence: f32, map: &mut M) -> Result<(), M::Error> {
    let rounded = (f64::from(confidence) * 1000.0).round() / 1000.0;
    map.serialize_entry("confidence", &rounded)
}

impl Serialize for OwnedTerm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("text", &self.text)?;
        if let Some(entity) = self.entity {
            map.serialize_entry("entity", &hex(entity))?;
        }
        map.end()
    }
}

/// The id of a node in the graph's JSON.
fn hex(node: NodeId) -> String {
    format!("{:032x}", node.0)
}

#[cfg(test)]
mod tests {
    use midflight_core::{Config, Engine, Event, Timestamp, Wire};

    use super::*;

    fn told(wire: Wire, input: &str) -> Vec<String> {
        let engine = Engine::new(Config::default()).unwrap();
        let mut told = Vec::new();
        let mut sink = |event: &Event<'_>| {
            let update = Update::of(event).map(|update| serde_json::to_string(&update).unwrap());
            told.extend(update);
        };
        let mut session = engine.session(wire);
        session
            .write(input.as_bytes(), Timestamp(0), &mut sink)
            .unwrap();
        session.finish(Timestamp(0), &mut sink).unwrap();
        told
    }

    #[test]
    fn an_update_is_the_object_of_the_command_line() {
        let chat = concat!(
            r#"data: {"choices":[{"index":0,"delta":{"content":"Ask ada@looms.example"}}]}"#,
            "\n\n",
            r#"data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"f","arguments":"{}"}}]}}]}"#,
            "\n\n",
            r#"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":2}}"#,
            "\n\ndata: {\n\n",
        );
        let told = told(Wire::OpenAiChat, chat);
        for expected in [
            r#"{"type":"text","choice":0,"text":"Ask ada@looms.example"}"#,
            r#"{"type":"tool_call","choice":0,"call":0,"id":"c1","name":"f"}"#,
            r#"{"type":"tool_arguments","choice":0,"call":0,"text":"{}"}"#,
            r#"{"type":"finish","choice":0,"reason":"stop"}"#,
            r#"{"type":"usage","input_tokens":2}"#,
            r#"{"type":"end","complete":false,"ending":"cut"}"#,
        ] {
            assert!(
                told.iter().any(|line| line == expected),
                "{expected}: {told:#?}"
            );
        }
        let mention = r#"{"type":"mention","channel":"text","choice":0,"start":4,"end":21,"kind":"email","text":"ada@looms.example""#;
        assert!(
            told.iter().any(|line| line.starts_with(mention)),
            "{told:#?}"
        );
        let diagnostic = r#"{"type":"diagnostic","code":"invalid_json","offset":"#;
        assert!(
            told.iter().any(|line| line.starts_with(diagnostic)),
            "{told:#?}"
        );
    }

    #[test]
    fn entities_are_told_by_their_ids() {
        let told = told(
            Wire::Text,
            "Dr. Ada Park founded Brightwater Labs in Zurich.",
        );
        let relation = told
            .iter()
            .find(|line| line.contains("\"relation\""))
            .unwrap();
        let relation: serde_json::Value = serde_json::from_str(relation).unwrap();
        assert_eq!(relation["normalized"], "found");
        assert_eq!(relation["object"]["entity"].as_str().unwrap().len(), 32);
    }
}
