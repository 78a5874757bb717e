//! The engine.

use alloc::boxed::Box;
use alloc::format;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::cell::RefCell;

use midflight_core::buffer::PoolSizes;
use midflight_core::text::Lexicon;
use midflight_core::{Config, Kind, Kinds, KnowledgeGraph, Limits, StreamId, Wire};
use wasm_bindgen::prelude::*;

use crate::documents::Documents;
use crate::events::Events;
use crate::redactor::Redactor;
use crate::session::Session;

/// Recognisers, words, buffers, and the graph that all its sessions write to.
#[wasm_bindgen]
pub struct Engine {
    engine: midflight_core::Engine,
    graph: Rc<RefCell<KnowledgeGraph>>,
}

#[wasm_bindgen]
impl Engine {
    /// An engine for so many sessions at a time, with frames of so many bytes at most. `names` are
    /// lists of names, in the form of the core's word lists; without them fewer names are found.
    /// `kinds`, with commas between them, are what is looked for; none stands for all.
    ///
    /// # Errors
    ///
    /// For limits that make no sense, and for a kind that there is not.
    #[wasm_bindgen(constructor)]
    pub fn new(
        sessions: usize,
        frame_bytes: usize,
        names: &str,
        kinds: &str,
    ) -> Result<Self, JsError> {
        let limits = Limits {
            frame_bytes,
            ..Limits::default()
        };
        let engine = midflight_core::Engine::new(Config {
            pool: pool(sessions, frame_bytes),
            spare_bytes: 0,
            limits,
            // Not the default, which brings the names along.
            lexicon: Lexicon::language().with(names),
            kinds: kinds_of(kinds)?.unwrap_or(Kinds::ALL),
            first_stream: StreamId(0),
        })?;
        let graph = Rc::new(RefCell::new(KnowledgeGraph::new(&engine)));
        Ok(Self { engine, graph })
    }

    /// A session on a wire.
    ///
    /// # Errors
    ///
    /// For a wire that there is not.
    pub fn session(&self, wire: &str, options: u32) -> Result<Session, JsError> {
        let session = self.engine.session(wire_of(wire)?);
        Ok(Session::new(session, Rc::clone(&self.graph), options))
    }

    /// A session of whole texts.
    pub fn documents(&self, options: u32) -> Session {
        let session = self.engine.session_with(Box::new(Documents));
        Session::new(session, Rc::clone(&self.graph), options)
    }

    /// A decoder of server-sent events.
    pub fn events(&self) -> Events {
        Events::new(&self.engine)
    }

    /// Masks a stream: the kinds have commas between them; none stands for the personal and secret
    /// ones.
    ///
    /// # Errors
    ///
    /// For a wire or a kind that there is not.
    pub fn redactor(&self, wire: &str, kinds: &str) -> Result<Redactor, JsError> {
        let redactor = self.engine.redactor(
            wire_of(wire)?,
            kinds_of(kinds)?.unwrap_or_else(Kinds::sensitive),
        );
        Ok(Redactor::new(redactor))
    }

    /// The graph as `json` or `graphml`.
    ///
    /// # Errors
    ///
    /// For another format.
    pub fn export(&self, format: &str) -> Result<String, JsError> {
        crate::graph::text(&self.graph.borrow(), format)
    }

    /// The numbers of nodes and edges.
    pub fn size(&self) -> Vec<u32> {
        let counts = self.graph.borrow().counts();
        vec![counts.nodes as u32, counts.edges as u32]
    }

    /// Forgets the graph.
    pub fn clear(&self) {
        *self.graph.borrow_mut() = KnowledgeGraph::new(&self.engine);
    }
}

/// A carry a session for frames of usual size, and a few for large ones.
fn pool(sessions: usize, frame_bytes: usize) -> PoolSizes {
    PoolSizes {
        bytes: vec![
            (4 << 10, 2 * sessions),
            (64 << 10, sessions.div_ceil(4)),
            (1 << 20, 2),
            (frame_bytes + (64 << 10), 1),
        ],
        windows: 2 * sessions,
    }
}

fn wire_of(name: &str) -> Result<Wire, JsError> {
    Wire::from_name(name).ok_or_else(|| {
        let names: Vec<_> = Wire::all().map(Wire::name).collect();
        let names = names.join(", ");
        JsError::new(&format!("expected auto or one of {names}; got {name:?}"))
    })
}

fn kinds_of(names: &str) -> Result<Option<Kinds>, JsError> {
    if names.is_empty() {
        return Ok(None);
    }
    let kind = |name: &str| {
        let found = Kind::ALL.into_iter().find(|kind| kind.name() == name);
        found.ok_or_else(|| JsError::new(&format!("expected a kind, got {name:?}")))
    };
    names
        .split(',')
        .map(kind)
        .collect::<Result<_, _>>()
        .map(Some)
}
