//! JSON lines.

use std::io::{self, Write};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use midflight_core::decoder::Heard;
use midflight_core::frame::Payload;
use midflight_core::relation::Term;
use midflight_core::{
    Channel, Delta, Ending, Event, Frame, Framing, Mention, Sink, Triple, Usage, Wire,
};
use serde::Serialize;

use super::records::{
    EntityRecord, FrameRecord, MentionRecord, Record, RelationRecord, SummaryRecord, TermRecord,
};
use super::text_lines::TextLines;
use super::{Report, Show};
use crate::facts::Facts;
use crate::meter::Figures;

/// Writes one object a line, and remembers the first failure.
struct JsonLines<W> {
    out: W,
    line: Option<u64>,
    failure: Option<io::Error>,
}

/// A record of a document that is one line of the input.
#[derive(Serialize)]
struct Numbered<'r> {
    #[serde(flatten)]
    record: &'r Record<'r>,
    line: u64,
}

impl<W: Write> JsonLines<W> {
    fn new(out: W) -> Self {
        Self {
            out,
            line: None,
            failure: None,
        }
    }

    fn put(&mut self, record: &Record<'_>) {
        if self.failure.is_none() {
            self.failure = self.try_put(record).err();
        }
    }

    fn try_put(&mut self, record: &Record<'_>) -> io::Result<()> {
        match self.line {
            None => serde_json::to_writer(&mut self.out, record)?,
            Some(line) => serde_json::to_writer(&mut self.out, &Numbered { record, line })?,
        }
        self.out.write_all(b"\n")
    }

    fn check(&mut self) -> io::Result<()> {
        self.failure.take().map_or(Ok(()), Err)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.check()?;
        self.out.flush()
    }
}

/// `decode`: what the wire said.
pub(crate) struct DecodeJson<W> {
    lines: JsonLines<W>,
    /// The text of the wire `text`, whose deltas are the chunks.
    text: Option<TextLines>,
    usage: Option<Usage>,
}

impl<W: Write> DecodeJson<W> {
    pub(crate) fn new(out: W, wire: Wire) -> Self {
        let text = (wire == Wire::Text).then(TextLines::default);
        Self {
            lines: JsonLines::new(out),
            text,
            usage: None,
        }
    }

    fn delta(&mut self, delta: &Delta<'_>) {
        match delta {
            Delta::Text { channel, text, .. } => self.piece(*channel, text),
            Delta::Usage(usage) => self.usage = Some(*usage),
            Delta::ToolCall {
                choice,
                call,
                id,
                name,
            } => {
                self.lines.put(&Record::ToolCall {
                    choice: *choice,
                    call: *call,
                    id,
                    name,
                });
            }
            Delta::Finish { choice, reason } => {
                self.lines.put(&Record::Finish {
                    choice: *choice,
                    reason,
                });
            }
            Delta::Error { code, message } => self.lines.put(&Record::Error { code, message }),
            _ => {}
        }
    }

    fn piece(&mut self, channel: Channel, text: &str) {
        let Self {
            lines, text: kept, ..
        } = self;
        let mut put = |text: &str| lines.put(&Record::piece(channel, text));
        match kept {
            Some(kept) => kept.push(text, &mut put),
            None => put(text),
        }
    }
}

impl<W: Write> Show for DecodeJson<W> {
    fn heard(&mut self, heard: &Heard<'_>) {
        match heard {
            Heard::Wire(found) => {
                let wire = found.wire();
                self.text = (wire == Wire::Text).then(TextLines::default);
                self.lines.put(&Record::Wire { wire: wire.name() });
            }
            Heard::Delta(delta) => self.delta(delta),
            Heard::Diagnostic(diagnostic) => self.lines.put(&diagnostic.into()),
            Heard::Framing(_) | Heard::Frame(_) | Heard::Unknown | Heard::Done => {}
        }
    }

    fn end(&mut self, ending: Ending) {
        let Self { lines, text, usage } = self;
        if let Some(text) = text {
            text.finish(&mut |text| lines.put(&Record::Text { choice: 0, text }));
        }
        if let Some(usage) = usage {
            lines.put(&Record::Usage((&*usage).into()));
        }
        lines.put(&ending.into());
    }

    fn flush(&mut self) -> io::Result<()> {
        self.lines.flush()
    }
}

/// `decode --frames`: the frames as they come out of the framing.
pub(crate) struct FramesJson<W> {
    lines: JsonLines<W>,
    framing: Option<Framing>,
    text: TextLines,
}

impl<W: Write> FramesJson<W> {
    pub(crate) fn new(out: W, wire: Wire) -> Self {
        let (lines, text) = (JsonLines::new(out), TextLines::default());
        Self {
            lines,
            framing: wire.framing(),
            text,
        }
    }

    fn frame(&mut self, frame: &Frame<'_>) {
        let Self {
            lines,
            framing,
            text,
        } = self;
        match frame.payload {
            Payload::Text(data) if *framing == Some(Framing::Raw) => {
                text.push(data, &mut |line| {
                    lines.put(&frame_record(frame, false, Some(line)));
                });
            }
            Payload::Text(data) => {
                lines.put(&frame_record(
                    frame,
                    *framing == Some(Framing::Sse),
                    Some(data),
                ));
            }
            Payload::Binary(bytes) => {
                let data_base64 = Some(BASE64_STANDARD.encode(bytes));
                lines.put(&Record::Frame(FrameRecord {
                    data_base64,
                    ..FrameRecord::default()
                }));
            }
        }
    }
}

fn frame_record<'a>(frame: &Frame<'a>, named: bool, data: Option<&'a str>) -> Record<'a> {
    let (event, id) = (named.then_some(frame.event), named.then_some(frame.id));
    Record::Frame(FrameRecord {
        event,
        data,
        id,
        data_base64: None,
    })
}

impl<W: Write> Show for FramesJson<W> {
    fn heard(&mut self, heard: &Heard<'_>) {
        match heard {
            Heard::Wire(found) => {
                self.framing = found.framing();
                let wire = found.wire().name();
                self.lines.put(&Record::Wire { wire });
            }
            Heard::Framing(framing) => self.framing = Some(*framing),
            Heard::Frame(frame) => self.frame(frame),
            Heard::Diagnostic(diagnostic) => self.lines.put(&diagnostic.into()),
            Heard::Delta(_) | Heard::Unknown | Heard::Done => {}
        }
    }

    fn end(&mut self, ending: Ending) {
        let Self { lines, text, .. } = self;
        text.finish(&mut |data| {
            let data = Some(data);
            lines.put(&Record::Frame(FrameRecord {
                data,
                ..FrameRecord::default()
            }));
        });
        lines.put(&ending.into());
    }

    fn flush(&mut self) -> io::Result<()> {
        self.lines.flush()
    }
}

/// `analyze`: what the stream means.
pub(crate) struct AnalysisJson<W> {
    lines: JsonLines<W>,
    facts: Facts,
}

impl<W: Write> AnalysisJson<W> {
    pub(crate) fn new(out: W, facts: Facts) -> Self {
        Self {
            lines: JsonLines::new(out),
            facts,
        }
    }

    fn mention(&mut self, mention: &Mention<'_>) {
        self.lines.put(&Record::Mention(MentionRecord {
            place: mention.channel.into(),
            start: mention.start,
            end: mention.end,
            kind: mention.kind.name(),
            text: mention.text,
            entity: mention.entity.and_then(|node| self.facts.number(node)),
            confidence: mention.confidence,
            rule: mention.rule,
        }));
    }

    fn relation(&mut self, triple: &Triple<'_>) {
        let facts = &self.facts;
        self.lines.put(&Record::Relation(RelationRecord {
            place: triple.channel.into(),
            subject: term(facts, &triple.subject),
            predicate: triple.predicate,
            normalized: triple.normalized,
            object: term(facts, &triple.object),
            asserted: triple.asserted,
            confidence: triple.confidence,
            start: triple.start,
            end: triple.end,
        }));
    }
}

fn term<'a>(facts: &Facts, term: &Term<'a>) -> TermRecord<'a> {
    let entity = term.entity.and_then(|node| facts.number(node));
    TermRecord {
        text: term.text,
        entity,
    }
}

impl<W: Write> Sink for AnalysisJson<W> {
    fn receive(&mut self, event: &Event<'_>) {
        let Self { lines, facts } = self;
        facts.learn(event, &mut |told| {
            lines.put(&Record::Entity(EntityRecord::new(told)));
        });
        match event {
            Event::Wire(wire) => self.lines.put(&Record::Wire { wire: wire.name() }),
            Event::Mention(mention) => self.mention(mention),
            Event::Triple(triple) => self.relation(triple),
            Event::Delta(Delta::Error { code, message }) => {
                self.lines.put(&Record::Error { code, message });
            }
            Event::Diagnostic(diagnostic) => self.lines.put(&diagnostic.into()),
            Event::End(ending) => {
                self.lines.put(&(*ending).into());
            }
            _ => {}
        }
    }
}

impl<W: Write> Report for AnalysisJson<W> {
    fn begin_line(&mut self, line: u64) {
        self.lines.line = Some(line);
        self.facts.forget();
    }

    fn summary(&mut self, figures: &Figures) {
        self.lines.line = None;
        let summary = SummaryRecord::new(figures, self.facts.found());
        self.lines.put(&Record::Summary(summary));
    }

    fn flush(&mut self) -> io::Result<()> {
        self.lines.flush()
    }
}
