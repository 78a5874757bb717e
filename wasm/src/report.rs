//! What a session tells, as records of a batch.

use alloc::rc::Rc;
use core::cell::RefCell;

use midflight_core::graph::{Change, GraphOp, Node};
use midflight_core::relation::Term;
use midflight_core::{
    Channel, Delta, Diagnostic, Ending, Event, GraphDelta, KnowledgeGraph, Mention, Sink, Triple,
    Usage,
};

use crate::batch::{Batch, NONE, Tag};
use crate::documents::Documents;
use crate::offsets::Offsets;

/// Whether deltas are told, and offsets count UTF-16 units: bits of a session's options.
pub(crate) const DELTAS: u32 = 1;
pub(crate) const UNITS: u32 = 2;
/// Whether each stage is timed.
pub(crate) const TIMED: u32 = 4;
/// Whether no relations are told.
pub(crate) const UNRELATED: u32 = 8;

/// Takes events and writes them down.
pub(crate) struct Report {
    pub(crate) batch: Batch,
    graph: Rc<RefCell<KnowledgeGraph>>,
    options: u32,
    offsets: Offsets,
    /// Where the document at hand begins in its channel: the byte, and the offset of what comes before.
    origin: u64,
    before: u64,
    said: u64,
    usage: Option<Usage>,
}

impl Report {
    pub(crate) fn new(graph: Rc<RefCell<KnowledgeGraph>>, options: u32) -> Self {
        Self {
            batch: Batch::default(),
            graph,
            options,
            offsets: Offsets::default(),
            origin: 0,
            before: 0,
            said: 0,
            usage: None,
        }
    }

    /// A document begins, in which offsets count from 0 again.
    pub(crate) fn begin_document(&mut self) {
        self.before += self.offset(Documents::CHANNEL, self.said);
        self.origin = self.said;
        self.offsets = Offsets::default();
    }

    fn wants(&self, option: u32) -> bool {
        self.options & option != 0
    }

    fn delta(&mut self, delta: &Delta<'_>) {
        match *delta {
            Delta::Text { channel, text, .. } => self.piece(channel, text),
            Delta::Usage(usage) => self.usage = Some(usage),
            Delta::Error { code, message } => {
                self.batch.begin(Tag::Error);
                self.batch.text(code);
                self.batch.text(message);
            }
            Delta::ToolCall {
                choice,
                call,
                id,
                name,
            } if self.wants(DELTAS) => {
                self.batch.begin(Tag::ToolCall);
                self.batch.word(choice);
                self.batch.word(call);
                self.batch.text(id);
                self.batch.text(name);
            }
            Delta::Finish { choice, reason } if self.wants(DELTAS) => {
                self.batch.begin(Tag::Finish);
                self.batch.word(choice);
                self.batch.text(reason);
            }
            _ => {}
        }
    }

    fn piece(&mut self, channel: Channel, text: &str) {
        self.said += text.len() as u64;
        if self.wants(UNITS) {
            self.offsets.push(channel, text);
        }
        if self.wants(DELTAS) {
            self.batch.begin(Tag::Piece);
            self.channel(channel);
            self.batch.text(text);
        }
    }

    fn channel(&mut self, channel: Channel) {
        self.batch.word(match channel {
            Channel::Text { .. } => 0,
            Channel::Reasoning { .. } => 1,
            Channel::Refusal { .. } => 2,
            Channel::Tool { .. } => 3,
        });
        self.batch.word(channel.choice());
        self.batch.option(channel.call());
    }

    fn span(&mut self, channel: Channel, start: u64, end: u64) {
        for byte in [start, end] {
            let offset = self.offset(channel, byte);
            self.batch.position(offset);
        }
    }

    /// What stands for a byte of a channel in the document at hand.
    fn offset(&mut self, channel: Channel, byte: u64) -> u64 {
        let byte = byte - self.origin;
        if self.wants(UNITS) {
            self.offsets.unit(channel, byte)
        } else {
            byte
        }
    }

    fn mention(&mut self, mention: &Mention<'_>) {
        let entity = mention
            .entity
            .and_then(|id| self.graph.borrow().index_of(id));
        self.batch.begin(Tag::Mention);
        self.channel(mention.channel);
        self.span(mention.channel, mention.start, mention.end);
        self.batch.word(mention.kind as u32);
        self.batch.text(mention.text);
        self.batch.option(entity);
        self.batch.word(thousandths(mention.confidence));
        self.batch.optional_text(mention.rule);
    }

    fn relation(&mut self, triple: &Triple<'_>) {
        self.batch.begin(Tag::Relation);
        self.channel(triple.channel);
        self.term(&triple.subject);
        self.batch.text(triple.predicate);
        self.batch.text(triple.normalized);
        self.term(&triple.object);
        self.batch.word(u32::from(triple.asserted));
        self.batch.word(thousandths(triple.confidence));
        self.span(triple.channel, triple.start, triple.end);
    }

    fn term(&mut self, term: &Term<'_>) {
        let entity = term.entity.and_then(|id| self.graph.borrow().index_of(id));
        self.batch.text(term.text);
        self.batch.option(entity);
    }

    fn apply(&mut self, delta: &GraphDelta<'_>) {
        let graph = Rc::clone(&self.graph);
        let change = graph.borrow_mut().apply(&self.placed(*delta));
        let graph = graph.borrow();
        let (changed, gone) = match change {
            Change::NewNode(id) | Change::Node(id) => (Some(id), None),
            Change::Merged { kept, gone } => (Some(kept), Some(gone)),
            Change::Nothing | Change::NewEdge | Change::Refused => (None, None),
        };
        let records = [(changed, NONE), (gone, changed.unwrap_or(NONE))];
        for (id, same_as) in records {
            if let Some(node) = id.and_then(|id| graph.at(id)) {
                self.entity(id.unwrap_or(NONE), &node, same_as);
            }
        }
    }

    /// The same where its place counts as the session's offsets do, over all documents.
    fn placed<'a>(&mut self, mut delta: GraphDelta<'a>) -> GraphDelta<'a> {
        if let GraphOp::Observe { place, .. } | GraphOp::Relate { place, .. } = &mut delta.op {
            place.start = self.before + self.offset(place.channel, place.start);
        }
        delta
    }

    fn entity(&mut self, id: u32, node: &Node<'_>, same_as: u32) {
        self.batch.begin(Tag::Entity);
        self.batch.word(id);
        self.batch.text(node.name());
        self.batch.word(node.kind() as u32);
        let aliases = node.aliases();
        self.batch.word(aliases.len() as u32);
        for alias in aliases {
            self.batch.text(alias.name);
        }
        self.batch.word(same_as);
    }

    pub(crate) fn diagnostic(&mut self, diagnostic: &Diagnostic) {
        self.batch.begin(Tag::Diagnostic);
        self.batch.text(diagnostic.code.as_str());
        self.batch.position(diagnostic.offset);
        self.batch.text(&diagnostic.message);
    }

    fn end(&mut self, ending: Ending) {
        if let Some(usage) = self.usage.filter(|_| self.wants(DELTAS)) {
            self.batch.begin(Tag::Usage);
            let counts = [
                usage.input_tokens,
                usage.output_tokens,
                usage.cached_input_tokens,
                usage.reasoning_tokens,
            ];
            for count in counts {
                let count = count.map(|count| u32::try_from(count).unwrap_or(NONE - 1));
                self.batch.option(count);
            }
        }
        self.batch.begin(Tag::End);
        self.batch.word(number(ending));
    }
}

/// The number of an ending. `ending.ts` has the names in this order.
pub(crate) fn number(ending: Ending) -> u32 {
    match ending {
        Ending::Complete => 0,
        Ending::Failed => 2,
        Ending::Blocked => 3,
        _ => 1,
    }
}

fn thousandths(confidence: f32) -> u32 {
    (confidence * 1000.0 + 0.5) as u32
}

impl Sink for Report {
    fn receive(&mut self, event: &Event<'_>) {
        match event {
            Event::Wire(wire) => {
                self.batch.begin(Tag::Wire);
                self.batch.text(wire.name());
            }
            Event::Delta(delta) => self.delta(delta),
            Event::Mention(mention) => self.mention(mention),
            Event::Triple(triple) => self.relation(triple),
            Event::Graph(delta) => self.apply(delta),
            Event::Diagnostic(diagnostic) => self.diagnostic(diagnostic),
            Event::End(ending) => self.end(*ending),
            _ => {}
        }
    }
}
