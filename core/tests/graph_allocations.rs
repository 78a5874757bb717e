//! Deltas of known nodes and edges allocate nothing. Alone in its file: the allocator counts all.

mod counting;

use counting::calls;
use midflight_core::graph::{Change, DeltaId, EdgeId, GraphDelta, GraphOp, Object, Place};
use midflight_core::{Channel, Kind, KnowledgeGraph, Limits, NodeId, StreamId};

const NODES: u32 = 500;

fn apply(graph: &mut KnowledgeGraph, stream: u64, mut each: impl FnMut(Change)) {
    let stream = StreamId(stream);
    let names: Vec<_> = (0..NODES)
        .map(|n| (format!("Node Number {n}"), format!("Number {n}")))
        .collect();
    let id = |n: u32| NodeId::global(Kind::Person, &(n % NODES).to_string());
    for round in 0..4 {
        for n in 0..NODES {
            let sequence = (round * NODES + n) * 3;
            let place = Place {
                stream,
                channel: Channel::Text { choice: 0 },
                start: sequence.into(),
            };
            let (subject, object) = (id(n), id(n * 7 + round));
            let (long, short) = &names[n as usize];
            let name = if round == 3 { short } else { long };
            let ops = [
                GraphOp::Observe {
                    node: subject,
                    kind: Kind::Person,
                    name,
                    confidence: 0.5,
                    place,
                },
                GraphOp::Relate {
                    edge: EdgeId::of(subject, "know", object, true),
                    subject,
                    predicate: "know",
                    object: Object::Node(object),
                    asserted: true,
                    confidence: 0.5,
                    place,
                },
                GraphOp::Same { a: id(1), b: id(2) },
            ];
            for (op, sequence) in ops.into_iter().zip(sequence..) {
                let before = calls();
                let change = graph.apply(&GraphDelta {
                    id: DeltaId { stream, sequence },
                    op,
                });
                if calls() == before {
                    each(change);
                } else {
                    each(Change::Refused);
                }
            }
        }
    }
}

#[test]
fn known_nodes_and_edges_allocate_nothing() {
    let mut graph = KnowledgeGraph::with_limits(&Limits::default());
    let mut first = 0;
    apply(&mut graph, 0, |change| {
        first += usize::from(change == Change::Refused);
    });
    assert!(first > 0, "the allocator counts");
    assert_eq!(graph.refused(), 0);
    for stream in 1..20 {
        let (mut changes, mut quiet) = (0, 0);
        apply(&mut graph, stream, |change| {
            changes += 1;
            quiet += usize::from(change == Change::Nothing);
        });
        assert_eq!((changes, quiet), (NODES as usize * 12, NODES as usize * 12));
    }
    assert_eq!(graph.at(0).unwrap().count(), 80);
}
