//! A graph as text, in an order that depends on what it holds alone: nodes by id; edges by the ids
//! of their subjects, then predicate, object, and whether they are asserted.

mod graphml;
mod json;

use alloc::vec::Vec;
use core::fmt;

use core::hash::Hasher;
use siphasher::sip128::{Hasher128, SipHasher13};

use super::{Edge, KnowledgeGraph, Node, NodeId, Target};

pub use graphml::graphml;
pub use json::json;

impl KnowledgeGraph {
    /// A digest of all that can be read from the graph but the indices: equal for graphs of equal
    /// content, in every process.
    pub fn fingerprint(&self) -> u128 {
        let mut digest = Digest(SipHasher13::new());
        // Nothing can fail: a digest takes everything.
        let _ = json(self, &mut digest);
        digest.0.finish128().as_u128()
    }
}

struct Digest(SipHasher13);

impl fmt::Write for Digest {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.write(text.as_bytes());
        Ok(())
    }
}

/// An id as 32 hexadecimal digits.
struct Hex(NodeId);

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0.0)
    }
}

fn ordered_nodes(graph: &KnowledgeGraph) -> Vec<Node<'_>> {
    let mut nodes: Vec<_> = graph.nodes().collect();
    nodes.sort_unstable_by_key(Node::id);
    nodes
}

fn ordered_edges(graph: &KnowledgeGraph) -> Vec<Edge<'_>> {
    let mut edges: Vec<_> = graph.edges().collect();
    edges.sort_unstable_by_key(|edge| {
        let object = match edge.object() {
            Target::Node(object) => (Some(object.id()), ""),
            Target::Literal(text) => (None, text),
        };
        (
            edge.subject().id(),
            edge.predicate(),
            object,
            edge.is_asserted(),
        )
    });
    edges
}

/// Writes `text` with some characters replaced, in runs as long as possible.
fn escaped<W: fmt::Write + ?Sized>(
    out: &mut W,
    text: &str,
    escape: impl Fn(&mut W, char) -> Option<fmt::Result>,
) -> fmt::Result {
    let mut plain = 0;
    for (at, c) in text.char_indices() {
        if is_plain(c) {
            continue;
        }
        out.write_str(&text[plain..at])?;
        match escape(out, c) {
            Some(written) => {
                written?;
                plain = at + c.len_utf8();
            }
            None => plain = at,
        }
    }
    out.write_str(&text[plain..])
}

/// Characters that no format escapes.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == ' '
}
