//! The engine's graph, as text.

use alloc::format;
use alloc::string::String;

use midflight_core::KnowledgeGraph;
use midflight_core::graph::export;
use wasm_bindgen::prelude::*;

/// The graph in a format.
pub(crate) fn text(graph: &KnowledgeGraph, format: &str) -> Result<String, JsError> {
    let mut out = String::new();
    let written = match format {
        "json" => export::json(graph, &mut out),
        "graphml" => export::graphml(graph, &mut out),
        other => {
            let message = format!("expected the format json or graphml, got {other:?}");
            return Err(JsError::new(&message));
        }
    };
    written.map(|()| out).map_err(JsError::from)
}
