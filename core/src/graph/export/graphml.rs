//! `GraphML` 1.0, which Gephi, yEd, Cytoscape and `NetworkX` read.

use core::fmt::{Result, Write};

use super::{Hex, Share, escaped, ordered_edges, ordered_nodes};
use crate::graph::{Edge, KnowledgeGraph, Node, Target};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="name" for="node" attr.name="name" attr.type="string"/>
<key id="kind" for="node" attr.name="kind" attr.type="string"/>
<key id="count" for="node" attr.name="count" attr.type="long"/>
<key id="predicate" for="edge" attr.name="predicate" attr.type="string"/>
<key id="asserted" for="edge" attr.name="asserted" attr.type="boolean"/>
<key id="confidence" for="edge" attr.name="confidence" attr.type="float"/>
<key id="support" for="edge" attr.name="support" attr.type="int"/>
<graph edgedefault="directed">
"#;

/// Writes the graph as a `GraphML` document. An object that is no node becomes one of its own, of the
/// kind `literal`, for each edge. Characters that XML 1.0 can't hold become U+FFFD.
///
/// # Errors
///
/// What `out` fails with.
pub fn graphml(graph: &KnowledgeGraph, out: &mut dyn Write) -> Result {
    out.write_str(HEAD)?;
    for node in ordered_nodes(graph) {
        entity(out, &node)?;
    }
    for (number, edge) in ordered_edges(graph).iter().enumerate() {
        relation(out, number, edge)?;
    }
    out.write_str("</graph>\n</graphml>\n")
}

fn entity(out: &mut dyn Write, node: &Node<'_>) -> Result {
    write!(out, "<node id=\"n{}\">", Hex(node.id()))?;
    data(out, "name", node.name())?;
    data(out, "kind", node.kind().name())?;
    writeln!(out, "<data key=\"count\">{}</data></node>", node.count())
}

fn relation(out: &mut dyn Write, number: usize, edge: &Edge<'_>) -> Result {
    let subject = Hex(edge.subject().id());
    match edge.object() {
        Target::Node(object) => {
            let object = Hex(object.id());
            write!(out, "<edge source=\"n{subject}\" target=\"n{object}\">")?;
        }
        Target::Literal(text) => {
            write!(out, "<node id=\"l{number}\">")?;
            data(out, "name", text)?;
            data(out, "kind", "literal")?;
            writeln!(out, "</node>")?;
            write!(out, "<edge source=\"n{subject}\" target=\"l{number}\">")?;
        }
    }
    data(out, "predicate", edge.predicate())?;
    let (asserted, confidence, support) =
        (edge.is_asserted(), Share(edge.confidence()), edge.support());
    write!(out, "<data key=\"asserted\">{asserted}</data>")?;
    write!(out, "<data key=\"confidence\">{confidence}</data>")?;
    writeln!(out, "<data key=\"support\">{support}</data></edge>")
}

fn data(out: &mut dyn Write, key: &str, text: &str) -> Result {
    write!(out, "<data key=\"{key}\">")?;
    escaped(out, text, |out, c| match c {
        '&' => Some(out.write_str("&amp;")),
        '<' => Some(out.write_str("&lt;")),
        '>' => Some(out.write_str("&gt;")),
        '"' => Some(out.write_str("&quot;")),
        // As they stand, a reader may turn these into spaces or line feeds.
        '\t' | '\n' | '\r' => Some(write!(out, "&#{};", u32::from(c))),
        '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => Some(out.write_str("\u{fffd}")),
        _ => None,
    })?;
    out.write_str("</data>")
}
