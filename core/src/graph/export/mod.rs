//! A graph as text, in an order that depends on what it holds alone: nodes by id; edges by the ids
//! of their subjects, then predicate, object, and whether they are asserted.

mod graphml;
mod json;

use alloc::vec::Vec;
use core::fmt;

use core::hash::Hasher;
use siphasher::sip128::{Hasher128, SipHasher13};

use super::{Edge, KnowledgeGraph, Node, NodeId, Target};
use crate::order;

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

/// A confidence, which is in ten-thousandths: what its `f32` is written as, without the code that writes any.
struct Share(f32);

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[allow(clippy::cast_sign_loss)]
        let whole = libm::roundf(self.0 * 10_000.0) as u32;
        let (mut digits, mut rest) = (4, whole % 10_000);
        while digits > 0 && rest % 10 == 0 {
            (digits, rest) = (digits - 1, rest / 10);
        }
        write!(f, "{}", whole / 10_000)?;
        match digits {
            0 => Ok(()),
            _ => write!(f, ".{rest:0digits$}"),
        }
    }
}

fn ordered_nodes(graph: &KnowledgeGraph) -> Vec<Node<'_>> {
    let mut nodes: Vec<_> = graph.nodes().collect();
    order::by_key(&mut nodes, Node::id);
    nodes
}

fn ordered_edges(graph: &KnowledgeGraph) -> Vec<Edge<'_>> {
    let mut edges: Vec<_> = graph.edges().collect();
    order::by_key(&mut edges, |edge| {
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

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::Share;

    #[test]
    fn shares_are_written_as_floats_are() {
        for step in 0..=10_000_u16 {
            let share = f32::from(step) / 10_000.0;
            assert_eq!(format!("{}", Share(share)), format!("{share}"));
        }
    }
}
