//! JSON (RFC 8259).

use core::fmt::{Result, Write};

use super::{Hex, Share, escaped, ordered_edges, ordered_nodes};
use crate::graph::{Edge, KnowledgeGraph, Node, Place, Target};

/// Writes the graph as one JSON object:
///
/// ```json
/// {"nodes":[{"id":"…","name":"Ada Lovelace","kind":"person","count":2,
///   "names":[{"name":"Ada Lovelace","count":2}],
///   "places":[{"stream":0,"channel":"text","choice":0,"start":12}]}],
///  "edges":[{"subject":"…","predicate":"write","object":"…","asserted":true,
///   "confidence":0.8,"support":1,"places":[…]}]}
/// ```
///
/// Ids are strings of 32 hexadecimal digits; an object that is no node stands as `literal`. Places
/// within tool arguments carry `call` too. There is no white space.
///
/// # Errors
///
/// What `out` fails with.
pub fn json(graph: &KnowledgeGraph, out: &mut dyn Write) -> Result {
    out.write_str("{\"nodes\":")?;
    list(out, ordered_nodes(graph), node)?;
    out.write_str(",\"edges\":")?;
    list(out, ordered_edges(graph), edge)?;
    out.write_str("}")
}

fn node(out: &mut dyn Write, node: Node<'_>) -> Result {
    write!(out, "{{\"id\":\"{}\",\"name\":", Hex(node.id()))?;
    string(out, node.name())?;
    let (kind, count) = (node.kind().name(), node.count());
    write!(out, ",\"kind\":\"{kind}\",\"count\":{count},\"names\":")?;
    list(out, node.names(), |out, alias| {
        out.write_str("{\"name\":")?;
        string(out, alias.name)?;
        write!(out, ",\"count\":{}}}", alias.count)
    })?;
    out.write_str(",\"places\":")?;
    list(out, node.places(), place)?;
    out.write_str("}")
}

fn edge(out: &mut dyn Write, edge: Edge<'_>) -> Result {
    write!(
        out,
        "{{\"subject\":\"{}\",\"predicate\":",
        Hex(edge.subject().id())
    )?;
    string(out, edge.predicate())?;
    match edge.object() {
        Target::Node(object) => write!(out, ",\"object\":\"{}\"", Hex(object.id()))?,
        Target::Literal(text) => {
            out.write_str(",\"literal\":")?;
            string(out, text)?;
        }
    }
    let (asserted, confidence, support) =
        (edge.is_asserted(), Share(edge.confidence()), edge.support());
    write!(out, ",\"asserted\":{asserted},\"confidence\":{confidence}")?;
    write!(out, ",\"support\":{support},\"places\":")?;
    list(out, edge.places(), place)?;
    out.write_str("}")
}

fn place(out: &mut dyn Write, place: Place) -> Result {
    let (stream, channel) = (place.stream.0, place.channel);
    let (name, choice) = (channel.name(), channel.choice());
    write!(
        out,
        "{{\"stream\":{stream},\"channel\":\"{name}\",\"choice\":{choice}"
    )?;
    if let Some(call) = channel.call() {
        write!(out, ",\"call\":{call}")?;
    }
    write!(out, ",\"start\":{}}}", place.start)
}

fn list<T>(
    out: &mut dyn Write,
    items: impl IntoIterator<Item = T>,
    write: impl Fn(&mut dyn Write, T) -> Result,
) -> Result {
    let mut before = "[";
    for item in items {
        out.write_str(before)?;
        write(out, item)?;
        before = ",";
    }
    out.write_str(if before == "[" { "[]" } else { "]" })
}

fn string(out: &mut dyn Write, text: &str) -> Result {
    out.write_str("\"")?;
    escaped(out, text, |out, c| match c {
        '"' => Some(out.write_str("\\\"")),
        '\\' => Some(out.write_str("\\\\")),
        // U+2028 and U+2029 end a line where JSON is read as JavaScript before ES2019.
        '\0'..='\u{1f}' | '\u{7f}' | '\u{2028}' | '\u{2029}' => {
            Some(write!(out, "\\u{:04x}", u32::from(c)))
        }
        _ => None,
    })?;
    out.write_str("\"")
}
