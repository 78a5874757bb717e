//! Models on Bedrock whose streams have no wire of their own.
//!
//! | what | Titan | Llama | Mistral | Cohere |
//! |---|---|---|---|---|
//! | text | `outputText` | `generation` | `outputs[].text`, `choices[].message.content`, `choices[].text` | `text` beside `is_finished` |
//! | finish | `completionReason` | `stop_reason` | `stop_reason` of the output or choice | `finish_reason` |
//! | usage | `inputTextTokenCount`, `totalOutputTextTokenCount` | `prompt_token_count`, `generation_token_count` | of the metrics | of the metrics |

use super::super::{Deltas, Usage};
use super::event::Event;
use super::{Converse, TEXT};
use crate::json::{Fault, Reader, Str};

/// A chunk's JSON, as far as these models need it.
#[derive(Default)]
pub(super) struct Answer<'a> {
    /// Whether it is one of Nova's events.
    pub(super) nova: bool,
    /// Whether it is of one of the models above.
    pub(super) plain: bool,
    text: Str<'a>,
    outputs: Option<Reader<'a>>,
    finish: Option<Str<'a>>,
    usage: Usage,
    /// What Bedrock counted.
    pub(super) metrics: Option<Usage>,
}

/// The names of Nova's events.
const EVENTS: [&str; 6] = [
    "messageStart",
    "contentBlockStart",
    "contentBlockDelta",
    "contentBlockStop",
    "messageStop",
    "metadata",
];

/// Reads an event of Nova's, or several, each under its name.
pub(super) fn nova(
    reader: &mut Reader<'_>,
    converse: &mut Converse,
    deltas: &mut Deltas<'_>,
) -> Result<(), Fault> {
    // Nothing may be told before all is read.
    let mut whole = *reader;
    whole.skip()?;
    whole.end()?;
    let mut fields = reader.object()?;
    while let Some(key) = fields.next(reader)? {
        if EVENTS.contains(&&*key) {
            let mut event = Event::default();
            event.read(reader)?;
            converse.tell(&key, &event, deltas);
        } else {
            reader.skip()?;
        }
    }
    Ok(())
}

impl<'a> Answer<'a> {
    /// Reads a whole chunk.
    pub(super) fn read(reader: &mut Reader<'a>) -> Result<Self, Fault> {
        let mut answer = Self::default();
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(reader)? {
            answer.field(&key, reader)?;
        }
        reader.end()?;
        Ok(answer)
    }

    fn field(&mut self, key: &str, reader: &mut Reader<'a>) -> Result<(), Fault> {
        self.plain |= matches!(key, "outputText" | "generation" | "outputs" | "is_finished");
        match key {
            "outputText" | "generation" | "text" => {
                self.text = reader.string()?.unwrap_or_default();
            }
            "outputs" => self.outputs = Some(reader.later()?),
            "choices" => {
                let choices = reader.later()?;
                if stops(choices)? {
                    self.plain = true;
                    self.outputs = Some(choices);
                }
            }
            "completionReason" | "stop_reason" | "finish_reason" => {
                self.finish = reader.string()?;
            }
            "inputTextTokenCount" | "prompt_token_count" => {
                self.usage.input_tokens = reader.u64()?;
            }
            "totalOutputTextTokenCount" | "generation_token_count" => {
                self.usage.output_tokens = reader.u64()?;
            }
            "amazon-bedrock-invocationMetrics" => self.metrics = Some(metrics(reader)?),
            _ => {
                self.nova |= EVENTS.contains(&key) && reader.peek()? == b'{';
                reader.skip()?;
            }
        }
        Ok(())
    }

    /// What it says.
    pub(super) fn tell(
        &self,
        converse: &mut Converse,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        converse.spoken.speak(TEXT, self.text, deltas);
        let mut finish = self.finish;
        if let Some(mut reader) = self.outputs {
            let mut outputs = reader.array()?;
            while outputs.next(&mut reader)? {
                let (text, reason) = output(&mut reader)?;
                converse.spoken.speak(TEXT, text, deltas);
                finish = reason.or(finish);
            }
        }
        converse.count(self.usage, deltas);
        if finish.is_some() {
            converse.stop(finish, deltas);
        }
        Ok(())
    }
}

/// Whether choices are Mistral's on Bedrock, which say `stop_reason` where others finish.
fn stops(mut reader: Reader<'_>) -> Result<bool, Fault> {
    let mut stops = false;
    let mut choices = reader.array()?;
    while choices.next(&mut reader)? {
        let mut fields = reader.object()?;
        while let Some(key) = fields.next(&mut reader)? {
            stops |= &*key == "stop_reason";
            reader.skip()?;
        }
    }
    Ok(stops)
}

/// The text of an output or a choice, and its reason to stop.
fn output<'a>(reader: &mut Reader<'a>) -> Result<(Str<'a>, Option<Str<'a>>), Fault> {
    let (mut text, mut reason) = (Str::default(), None);
    let mut fields = reader.object()?;
    while let Some(key) = fields.next(reader)? {
        match &*key {
            "text" => text = reader.string()?.unwrap_or_default(),
            "message" => text = content(reader)?.unwrap_or(text),
            "stop_reason" => reason = reader.string()?,
            _ => reader.skip()?,
        }
    }
    Ok((text, reason))
}

fn content<'a>(reader: &mut Reader<'a>) -> Result<Option<Str<'a>>, Fault> {
    let mut content = None;
    let mut fields = reader.object()?;
    while let Some(key) = fields.next(reader)? {
        match &*key {
            "content" => content = reader.string()?,
            _ => reader.skip()?,
        }
    }
    Ok(content)
}

fn metrics(reader: &mut Reader<'_>) -> Result<Usage, Fault> {
    let mut usage = Usage::default();
    let mut fields = reader.object()?;
    while let Some(key) = fields.next(reader)? {
        match &*key {
            "inputTokenCount" => usage.input_tokens = reader.u64()?,
            "outputTokenCount" => usage.output_tokens = reader.u64()?,
            "cacheReadInputTokenCount" => usage.cached_input_tokens = reader.u64()?,
            _ => reader.skip()?,
        }
    }
    Ok(usage)
}
