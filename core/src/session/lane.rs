//! One channel's way: text → entity → relation → graph.

use alloc::boxed::Box;
use alloc::format;

use crate::arguments::{Arguments, Document, Escape, Origin, Part};
use crate::buffer::{Exhausted, Pooled, Reset};
use crate::entity::Scanner;
use crate::graph::{DeltaId, EdgeId, GraphOp, NodeId, Object, Place, Resolver, StreamId};
use crate::latency::{Probe, Stage};
use crate::relation::{self, Extractor, Sentence, Statement, Term, Unmarked};
use crate::text::{Reader, Span, Step, Window};
use crate::{Channel, Code, Diagnostic, Engine, Event, GraphDelta, Kind, Mention, Sink, Triple};

/// What the lanes of a stream share.
pub(super) struct Shared {
    pub(super) stream: StreamId,
    /// The next graph delta's number.
    pub(super) sequence: u32,
    pub(super) resolver: Resolver,
    /// Not there while it is at work, nor where no relations are wanted.
    pub(super) extractor: Option<Box<Extractor>>,
    pub(super) unmarked: Unmarked,
    /// Whether `too_many_entities` was told.
    pub(super) refused: bool,
    /// The first want of a buffer since it was last asked for.
    pub(super) failure: Option<Exhausted>,
}

/// One channel.
pub(super) struct Lane {
    channel: Channel,
    /// Reads a tool call's arguments.
    arguments: Option<Arguments>,
    document: Document,
    origin: Origin,
    reader: Reader,
    scanner: Scanner,
    window: Option<Pooled<Box<Window>>>,
    /// Bytes of the channel so far, which a new document begins at.
    length: u64,
}

impl Lane {
    pub(super) fn new(channel: Channel, engine: &Engine) -> Self {
        let tool = matches!(channel, Channel::Tool { .. });
        Self {
            channel,
            arguments: tool.then(Arguments::default),
            document: Document::Plain,
            origin: Origin::new(engine.pool()),
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
    pub(super) fn push<P: Probe>(&mut self, text: &str, to: &mut Stages<'_, P>) {
        let Some(mut arguments) = self.arguments.take() else {
            return self.read(text, to);
        };
        let mut rest = text;
        while let Some(part) = arguments.next(&mut rest) {
            self.take(part, arguments.key(), to);
        }
        self.arguments = Some(arguments);
    }

    /// The channel is at its end: decides what is open and gives the window back.
    pub(super) fn close<P: Probe>(&mut self, to: &mut Stages<'_, P>) {
        if let Some(mut arguments) = self.arguments.take() {
            while let Some(part) = arguments.finish() {
                self.take(part, "", to);
            }
            self.arguments = Some(arguments);
        }
        self.end(to);
        self.window = None;
    }

    /// Up to which byte of the channel no further mention can begin: the token that the scanner
    /// waits at, or else the field that is not whole yet.
    pub(super) fn decided(&self) -> u64 {
        let Some(window) = &self.window else {
            return self.length;
        };
        let waiting = window.tokens.get(self.scanner.position());
        let decided = waiting.map_or_else(
            || self.reader.stable(window),
            |token| window.base + u64::from(token.start),
        );
        self.origin.byte(decided)
    }

    /// Reads a part of a tool call's arguments. Keys are passed over.
    fn take<P: Probe>(&mut self, part: Part<'_>, key: &str, to: &mut Stages<'_, P>) {
        match part {
            Part::Outside(text) => self.pass(text),
            Part::Begin(document) => {
                self.document = document;
                self.origin.restart(self.length);
                self.name(document, key, to);
            }
            Part::Plain(text) if self.document == Document::Key => self.pass(text),
            Part::Plain(text) => self.read(text, to),
            Part::Escape(escape, _) if self.document == Document::Key => self.pass(escape.as_str()),
            Part::Escape(escape, c) => self.read_escape(&escape, c, to),
            Part::End => self.end(to),
        }
    }

    /// Tells the window what its text will be the value of.
    fn name<P: Probe>(&mut self, document: Document, key: &str, to: &mut Stages<'_, P>) {
        if matches!(document, Document::Value | Document::Scalar)
            && !key.is_empty()
            && let Some(mut window) = self.open(to)
        {
            window.set_name(key);
            self.window = Some(window);
        }
    }

    fn pass(&mut self, text: &str) {
        self.length += text.len() as u64;
        self.origin.restart(self.length);
    }

    fn read<P: Probe>(&mut self, text: &str, to: &mut Stages<'_, P>) {
        self.length += text.len() as u64;
        let Some(mut window) = self.open(to) else {
            return;
        };
        let mut rest = text;
        while !rest.is_empty() {
            let piece = rest;
            rest = self.reader.push(&mut window, rest);
            let kept = self.origin.plain(&piece[..piece.len() - rest.len()]);
            to.note(kept);
            self.settle(&mut window, false, to);
        }
        self.window = Some(window);
    }

    fn read_escape<P: Probe>(&mut self, escape: &Escape, c: char, to: &mut Stages<'_, P>) {
        self.length += escape.as_str().len() as u64;
        let Some(mut window) = self.open(to) else {
            return;
        };
        let kept = self.origin.escape(&window, escape.as_str());
        to.note(kept);
        self.reader.push(&mut window, c.encode_utf8(&mut [0; 4]));
        self.settle(&mut window, false, to);
        self.window = Some(window);
    }

    /// The document is at its end.
    fn end<P: Probe>(&mut self, to: &mut Stages<'_, P>) {
        if let Some(mut window) = self.window.take() {
            self.settle(&mut window, true, to);
            window.reset();
            self.window = Some(window);
        }
        self.reader = Reader::default();
        self.scanner = Scanner::default();
        self.origin.restart(self.length);
    }

    fn settle<P: Probe>(&mut self, window: &mut Window, ended: bool, to: &mut Stages<'_, P>) {
        let Self {
            reader,
            scanner,
            origin,
            ..
        } = self;
        to.settle(reader, scanner, origin, window, ended);
        origin.follow(window);
    }

    /// The window, taken out.
    #[inline(always)]
    fn open<P: Probe>(&mut self, to: &mut Stages<'_, P>) -> Option<Pooled<Box<Window>>> {
        if self.window.is_some() {
            return self.window.take();
        }
        match to.engine.pool().take_window() {
            Ok(window) => Some(window),
            Err(exhausted) => {
                to.note(Err(exhausted));
                self.origin.restart(self.length);
                None
            }
        }
    }
}

/// The stages behind the text, with what they need.
pub(super) struct Stages<'s, P> {
    pub(super) channel: Channel,
    pub(super) engine: &'s Engine,
    pub(super) shared: &'s mut Shared,
    pub(super) probe: &'s mut P,
    pub(super) sink: &'s mut dyn Sink,
}

impl<P: Probe> Stages<'_, P> {
    fn note(&mut self, outcome: Result<(), Exhausted>) {
        if let Err(exhausted) = outcome {
            self.shared.failure.get_or_insert(exhausted);
        }
    }

    /// Takes the text as far as it can be decided.
    fn settle(
        &mut self,
        reader: &mut Reader,
        scanner: &mut Scanner,
        origin: &Origin,
        window: &mut Window,
        ended: bool,
    ) {
        loop {
            let step = reader.step(window, self.engine.lexicon(), ended);
            self.probe.lap(Stage::Text, 0);
            match step {
                Step::Idle => return,
                Step::Fields => self.recognise(scanner, origin, window, false),
                Step::Sentence => {
                    self.recognise(scanner, origin, window, true);
                    self.relate(origin, window);
                    reader.release(window);
                    scanner.restart();
                }
            }
        }
    }

    /// Tells every mention that has become certain.
    fn recognise(
        &mut self,
        scanner: &mut Scanner,
        origin: &Origin,
        window: &mut Window,
        closed: bool,
    ) {
        let kinds = self.engine.kinds();
        while let Some((mut span, found)) =
            scanner.advance(&window.view(closed), kinds, &self.shared.resolver)
        {
            self.probe.lap(Stage::Entity, 0);
            let start = origin.byte(window.base + found.start as u64);
            let name = &window.text[found.start..found.end];
            span.entity = self.observe(found.kind, name, found.confidence, start);
            let text = origin.text(window, found.start..found.end);
            self.sink.receive(&Event::Mention(Mention {
                channel: self.channel,
                start,
                end: start + text.len() as u64,
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
        if !core::mem::replace(&mut self.shared.refused, true) {
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
    fn relate(&mut self, origin: &Origin, window: &Window) {
        let Some(mut extractor) = self.shared.extractor.take() else {
            return;
        };
        let sentence = Sentence {
            view: window.view(true),
            mentions: &window.mentions,
            lexicon: self.engine.lexicon(),
        };
        // Most sentences state nothing.
        let mut unmarked = None;
        extractor.extract(&sentence, &mut |statement| {
            self.probe.lap(Stage::Relation, 0);
            let ranges = statement.ranges();
            let copies = unmarked.get_or_insert_with(|| {
                let marked = relation::may_be_marked(&window.text);
                marked.then(|| core::mem::take(&mut self.shared.unmarked))
            });
            let words = match copies {
                Some(copies) => copies.words(&sentence.view, ranges),
                None => ranges.map(|range| &window.text[range.clone()]),
            };
            self.state(origin, window, words, &statement);
        });
        self.shared.extractor = Some(extractor);
        if let Some(Some(copies)) = unmarked {
            self.shared.unmarked = copies;
        }
        self.probe.lap(Stage::Relation, 1);
    }

    fn state(
        &mut self,
        origin: &Origin,
        window: &Window,
        words: [&str; 3],
        statement: &Statement<'_>,
    ) {
        let term = |text, part: &relation::Part| Term {
            text,
            entity: part
                .mention
                .and_then(|at| window.mentions.get(at))
                .and_then(|m: &Span| m.entity),
        };
        let [subject, predicate, object] = statement.ranges();
        let start = subject.start.min(predicate.start).min(object.start);
        let end = subject.end.max(predicate.end).max(object.end);
        let triple = Triple {
            channel: self.channel,
            start: origin.byte(window.base + start as u64),
            end: origin.byte(window.base + end as u64),
            subject: term(words[0], &statement.subject),
            predicate: words[1],
            normalized: statement.normalized,
            object: term(words[2], &statement.object),
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

    #[inline(always)]
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
