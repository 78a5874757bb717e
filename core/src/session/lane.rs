//! One channel's way: text → entity → relation → graph.

use crate::buffer::{Exhausted, Pooled};
use crate::entity::Scanner;
use crate::graph::{DeltaId, EdgeId, GraphOp, NodeId, Object, Place, Resolver, StreamId};
use crate::latency::{Probe, Stage};
use crate::relation::{self, Extractor, Part, Sentence, Statement, Term};
use crate::text::{Reader, Span, Step, Window};
use crate::{Channel, Code, Diagnostic, Engine, Event, GraphDelta, Kind, Mention, Sink, Triple};

/// What the lanes of a stream share.
pub(super) struct Shared {
    pub(super) stream: StreamId,
    /// The next graph delta's number.
    pub(super) sequence: u32,
    pub(super) resolver: Resolver,
    /// Not there while it is at work.
    pub(super) extractor: Option<Extractor>,
    /// Whether `too_many_entities` was told.
    pub(super) refused: bool,
    /// The first want of a buffer since it was last asked for.
    pub(super) failure: Option<Exhausted>,
}

/// One channel.
pub(super) struct Lane {
    channel: Channel,
    reader: Reader,
    scanner: Scanner,
    window: Option<Pooled<Box<Window>>>,
    /// Bytes of the channel so far, which a new window begins at.
    length: u64,
}

impl Lane {
    pub(super) fn new(channel: Channel) -> Self {
        Self {
            channel,
            reader: Reader::default(),
            scanner: Scanner::default(),
            window: None,
            length: 0,
        }
    }

    pub(super) fn channel(&self) -> Channel {
        self.channel
    }

    /// Reads a delta. Without a free window the delta is passed over, and the want is noted.
    pub(super) fn push<P: Probe>(
        &mut self,
        text: &str,
        engine: &Engine,
        shared: &mut Shared,
        probe: &mut P,
        sink: &mut dyn Sink,
    ) {
        if let Err(exhausted) = self.open(engine) {
            shared.failure.get_or_insert(exhausted);
            self.length += text.len() as u64;
            return;
        }
        self.length += text.len() as u64;
        let Some(window) = &mut self.window else {
            return;
        };
        let mut stages = Stages {
            channel: self.channel,
            engine,
            shared,
            probe,
            sink,
        };
        let mut rest = text;
        while !rest.is_empty() {
            rest = self.reader.push(window, rest);
            stages.settle(&mut self.reader, &mut self.scanner, window, false);
        }
    }

    /// The channel is at its end: decides what is open and gives the window back.
    pub(super) fn close<P: Probe>(
        &mut self,
        engine: &Engine,
        shared: &mut Shared,
        probe: &mut P,
        sink: &mut dyn Sink,
    ) {
        if let Some(mut window) = self.window.take() {
            let mut stages = Stages {
                channel: self.channel,
                engine,
                shared,
                probe,
                sink,
            };
            stages.settle(&mut self.reader, &mut self.scanner, &mut window, true);
        }
        self.reader = Reader::default();
        self.scanner.restart();
    }

    /// Up to which byte of the channel no further mention can begin: the token that the scanner
    /// waits at, or else the field that is not whole yet.
    pub(super) fn decided(&self) -> u64 {
        let Some(window) = &self.window else {
            return self.length;
        };
        let waiting = window.tokens.get(self.scanner.position());
        waiting.map_or_else(
            || self.reader.stable(window),
            |token| window.base + u64::from(token.start),
        )
    }

    fn open(&mut self, engine: &Engine) -> Result<(), Exhausted> {
        if self.window.is_none() {
            let mut window = engine.pool().take_window()?;
            window.base = self.length;
            self.window = Some(window);
        }
        Ok(())
    }
}

/// The stages behind the text, with what they need.
struct Stages<'s, P> {
    channel: Channel,
    engine: &'s Engine,
    shared: &'s mut Shared,
    probe: &'s mut P,
    sink: &'s mut dyn Sink,
}

impl<P: Probe> Stages<'_, P> {
    /// Takes the text as far as it can be decided.
    fn settle(
        &mut self,
        reader: &mut Reader,
        scanner: &mut Scanner,
        window: &mut Window,
        ended: bool,
    ) {
        loop {
            let step = reader.step(window, self.engine.lexicon(), ended);
            self.probe.lap(Stage::Text, 0);
            match step {
                Step::Idle => return,
                Step::Field => self.recognise(scanner, window, false),
                Step::Sentence => {
                    self.recognise(scanner, window, true);
                    self.relate(window);
                    reader.release(window);
                    scanner.restart();
                }
            }
        }
    }

    /// Tells every mention that has become certain.
    fn recognise(&mut self, scanner: &mut Scanner, window: &mut Window, closed: bool) {
        let kinds = self.engine.kinds();
        while let Some((mut span, found)) =
            scanner.advance(&window.view(closed), kinds, &self.shared.resolver)
        {
            self.probe.lap(Stage::Entity, 0);
            let start = window.base + found.start as u64;
            let text = &window.text[found.start..found.end];
            span.entity = self.observe(found.kind, text, found.confidence, start);
            self.sink.receive(&Event::Mention(Mention {
                channel: self.channel,
                start,
                end: window.base + found.end as u64,
                kind: found.kind,
                text,
                entity: span.entity,
                confidence: found.confidence,
                rule: found.rule,
            }));
            if window.mentions.len() < Window::MENTIONS {
                window.mentions.push(span);
            }
        }
        self.probe.lap(Stage::Entity, 0);
    }

    /// The entity that a mention names, told to the graph.
    fn observe(&mut self, kind: Kind, name: &str, confidence: f32, start: u64) -> Option<NodeId> {
        if !kind.has_entity() {
            return None;
        }
        let Some(resolved) = self.shared.resolver.resolve(kind, name) else {
            self.refuse(name);
            return None;
        };
        let (node, place) = (resolved.node, self.place(start));
        self.graph(GraphOp::Observe {
            node,
            kind,
            name,
            confidence,
            place,
        });
        if let Some(other) = resolved.same_as {
            self.graph(GraphOp::Same { a: node, b: other });
        }
        Some(node)
    }

    fn refuse(&mut self, name: &str) {
        if !std::mem::replace(&mut self.shared.refused, true) {
            let limit = self.engine.limits().entities;
            let what = format!("expected at most {limit} entities in a stream, {name:?} is new");
            let (code, message) = (Code::TooManyEntities, what.into());
            self.sink.receive(&Event::Diagnostic(Diagnostic {
                code,
                offset: 0,
                message,
            }));
        }
    }

    /// Tells every statement of a closed sentence.
    fn relate(&mut self, window: &Window) {
        let Some(mut extractor) = self.shared.extractor.take() else {
            return;
        };
        let sentence = Sentence {
            view: window.view(true),
            mentions: &window.mentions,
        };
        extractor.extract(&sentence, &mut |statement| {
            self.probe.lap(Stage::Relation, 0);
            self.state(window, &statement);
        });
        self.shared.extractor = Some(extractor);
        self.probe.lap(Stage::Relation, 1);
    }

    fn state(&mut self, window: &Window, statement: &Statement<'_>) {
        let term = |part: &Part| Term {
            text: &window.text[part.range.clone()],
            entity: part
                .mention
                .and_then(|at| window.mentions.get(at))
                .and_then(|m: &Span| m.entity),
        };
        let ends = [
            &statement.subject.range,
            &statement.predicate,
            &statement.object.range,
        ];
        let start = ends
            .iter()
            .map(|range| range.start)
            .min()
            .unwrap_or_default();
        let end = ends.iter().map(|range| range.end).max().unwrap_or_default();
        let triple = Triple {
            channel: self.channel,
            start: window.base + start as u64,
            end: window.base + end as u64,
            subject: term(&statement.subject),
            predicate: &window.text[statement.predicate.clone()],
            normalized: statement.normalized,
            object: term(&statement.object),
            asserted: statement.asserted,
            confidence: statement.confidence,
        };
        self.sink.receive(&Event::Triple(triple));
        self.connect(&triple);
    }

    /// An edge for a triple whose subject is an entity. A passive between two entities is turned, so
    /// that "was founded by" and "founded" meet on one edge.
    fn connect(&mut self, triple: &Triple<'_>) {
        let Some(subject) = triple.subject.entity else {
            return;
        };
        let said = triple.normalized;
        match (triple.object.entity, relation::active(said)) {
            (Some(object), Some(verb)) => {
                self.relate_to(triple, object, verb, Object::Node(subject));
            }
            (Some(object), None) => self.relate_to(triple, subject, said, Object::Node(object)),
            (None, _) => self.relate_to(triple, subject, said, Object::Literal(triple.object.text)),
        }
    }

    fn relate_to(
        &mut self,
        triple: &Triple<'_>,
        subject: NodeId,
        predicate: &str,
        object: Object<'_>,
    ) {
        let asserted = triple.asserted;
        let edge = match object {
            Object::Node(node) => EdgeId::of(subject, predicate, node, asserted),
            Object::Literal(words) => EdgeId::of_literal(subject, predicate, words, asserted),
        };
        let (confidence, place) = (triple.confidence, self.place(triple.start));
        self.graph(GraphOp::Relate {
            edge,
            subject,
            predicate,
            object,
            asserted,
            confidence,
            place,
        });
    }

    fn place(&self, start: u64) -> Place {
        Place {
            stream: self.shared.stream,
            channel: self.channel,
            start,
        }
    }

    fn graph(&mut self, op: GraphOp<'_>) {
        let id = DeltaId {
            stream: self.shared.stream,
            sequence: self.shared.sequence,
        };
        self.shared.sequence = self.shared.sequence.wrapping_add(1);
        self.sink.receive(&Event::Graph(GraphDelta { id, op }));
        self.probe.lap(Stage::Graph, 1);
    }
}
