//! Chunks: what the model's own API says, in base64.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::super::{Decode, Deltas, Ending, table};
use super::Converse;
use super::model::{Answer, nova};
use crate::frame::Payload;
use crate::json::{Fault, Reader, Str};
use crate::{Code, Frame, Framing, Limits, base64};

/// The field that Bedrock adds to a stream's last chunk.
const METRICS: &str = "\"amazon-bedrock-invocationMetrics\"";

/// Reads the chunks of a stream.
pub(super) struct Invoke {
    limits: Limits,
    model: Model,
    /// What a chunk decodes to.
    decoded: Vec<u8>,
}

/// Whose API the chunks speak.
enum Model {
    /// Nothing has told yet.
    Unknown,
    /// Converse's events, each under its name.
    Nova,
    /// One that has no wire of its own.
    Plain,
    /// One that has.
    Wire(Box<dyn Decode>),
}

impl Invoke {
    /// Room that is kept from chunk to chunk.
    const KEPT: usize = 64 << 10;

    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            limits: limits.clone(),
            model: Model::Unknown,
            decoded: Vec::new(),
        }
    }

    /// Reads a chunk. What is wrong with it is told, and the stream goes on.
    pub(super) fn chunk(
        &mut self,
        bytes: Str<'_>,
        converse: &mut Converse,
        deltas: &mut Deltas<'_>,
    ) {
        let mut decoded = core::mem::take(&mut self.decoded);
        let wrong = if base64::decode(bytes.raw().as_bytes(), &mut decoded) {
            let read = self.read(&decoded, converse, &mut deltas.within(bytes.range()));
            let what = "the JSON that `bytes` decodes to is malformed";
            read.err().map(|fault| (fault.code(), what))
        } else {
            Some((Code::InvalidBase64, "expected base64 in `bytes`"))
        };
        if let Some((code, what)) = wrong {
            deltas.diagnose(code, what);
        }
        if wrong.is_some() || matches!(self.model, Model::Unknown) {
            deltas.shadow_text(bytes);
        }
        if decoded.capacity() <= Self::KEPT {
            self.decoded = decoded;
        }
    }

    pub(super) fn ending(&self) -> Ending {
        match &self.model {
            Model::Wire(wire) => wire.ending(),
            _ => Ending::Cut,
        }
    }

    fn read(
        &mut self,
        decoded: &[u8],
        converse: &mut Converse,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        let text = core::str::from_utf8(decoded);
        let frame = frame(text.map_or(Payload::Binary(decoded), Payload::Text));
        if let Model::Unknown = self.model {
            self.model = self.find(&frame);
        }
        match &mut self.model {
            Model::Unknown => deltas.unknown_event(),
            Model::Nova => nova(&mut frame.json(self.limits.json_depth)?, converse, deltas)?,
            Model::Plain => {
                let answer = Answer::read(&mut frame.json(self.limits.json_depth)?)?;
                answer.tell(converse, deltas)?;
            }
            Model::Wire(wire) => wire.decode(&frame, deltas)?,
        }
        if text.is_ok_and(|text| text.contains(METRICS)) {
            self.end(&frame, converse, deltas)?;
        }
        Ok(())
    }

    fn find(&self, frame: &Frame<'_>) -> Model {
        let Ok(mut reader) = frame.json(Reader::MAX_DEPTH) else {
            return Model::Unknown;
        };
        match Answer::read(&mut reader) {
            Ok(Answer { nova: true, .. }) => return Model::Nova,
            Ok(Answer { plain: true, .. }) => return Model::Plain,
            _ => {}
        }
        let found = table::find(Framing::Sse, frame);
        found.map_or(Model::Unknown, |entry| {
            Model::Wire((entry.make)(&self.limits))
        })
    }

    /// The last chunk. Bedrock leaves the end mark of chat completions out.
    fn end(
        &mut self,
        frame: &Frame<'_>,
        converse: &mut Converse,
        deltas: &mut Deltas<'_>,
    ) -> Result<(), Fault> {
        let answer = Answer::read(&mut frame.json(self.limits.json_depth)?)?;
        if let Some(usage) = answer.metrics {
            if !deltas.usage_was_told() {
                converse.count(usage, deltas);
            }
            converse.end(deltas);
            if let Model::Wire(wire) = &mut self.model {
                wire.decode(&self::frame(Payload::Text("[DONE]")), deltas)?;
            }
        }
        Ok(())
    }
}

fn frame(payload: Payload<'_>) -> Frame<'_> {
    Frame {
        event: "message",
        payload,
        id: "",
        envelope: &[],
        offset: 0,
    }
}

impl core::fmt::Debug for Invoke {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Invoke").finish_non_exhaustive()
    }
}
