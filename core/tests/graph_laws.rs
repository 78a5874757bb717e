//! The laws of a graph: deltas in any order, once or twice, in one graph or in several that are
//! merged, give the same graph.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeSet;

use midflight_core::graph::{DeltaId, EdgeId, GraphDelta, GraphOp, Object, Overlap, Place, export};
use midflight_core::{Channel, Kind, KnowledgeGraph, Limits, NodeId, StreamId};
use proptest::prelude::*;

const KINDS: [Kind; 3] = [Kind::Person, Kind::Organization, Kind::Location];
const NAMES: [&str; 7] = [
    "Ada",
    "ADA",
    "Ada Lovelace",
    "Ada Byron",
    "Lovelace",
    "",
    "Zoë \"Q\"",
];
const PREDICATES: [&str; 3] = ["write", "found", "be"];

/// A change without its identity, as owned numbers.
#[derive(Clone, Copy, Debug)]
enum Op {
    Observe {
        node: u8,
        kind: u8,
        name: u8,
        confidence: f32,
        start: u64,
    },
    Same {
        a: u8,
        b: u8,
    },
    Relate {
        subject: u8,
        predicate: u8,
        object: Option<u8>,
        asserted: bool,
        confidence: f32,
    },
}

fn node(number: u8) -> NodeId {
    NodeId::global(Kind::Person, &number.to_string())
}

fn delta(stream: u64, sequence: u32, op: Op) -> GraphDelta<'static> {
    let stream = StreamId(stream);
    let place = |start| Place {
        stream,
        channel: Channel::Text { choice: 0 },
        start,
    };
    let op = match op {
        Op::Observe {
            node: id,
            kind,
            name,
            confidence,
            start,
        } => GraphOp::Observe {
            node: node(id),
            kind: KINDS[usize::from(kind)],
            name: NAMES[usize::from(name)],
            confidence,
            place: place(start),
        },
        Op::Same { a, b } => GraphOp::Same {
            a: node(a),
            b: node(b),
        },
        Op::Relate {
            subject,
            predicate,
            object,
            asserted,
            confidence,
        } => {
            let predicate = PREDICATES[usize::from(predicate)];
            let object = object.map_or(Object::Literal("it"), |id| Object::Node(node(id)));
            // A graph goes by what a statement says, not by its id.
            let edge = EdgeId(0);
            let subject = node(subject);
            let place = place(u64::from(sequence));
            GraphOp::Relate {
                edge,
                subject,
                predicate,
                object,
                asserted,
                confidence,
                place,
            }
        }
    };
    GraphDelta {
        id: DeltaId { stream, sequence },
        op,
    }
}

fn op() -> impl Strategy<Value = Op> {
    let nodes = 0_u8..8;
    let confidence = prop_oneof![0.0_f32..=1.0, Just(f32::NAN), Just(7.0)];
    let observe = (
        nodes.clone(),
        0_u8..3,
        0_u8..7,
        confidence.clone(),
        0_u64..6,
    )
        .prop_map(|(node, kind, name, confidence, start)| Op::Observe {
            node,
            kind,
            name,
            confidence,
            start,
        });
    let same = (nodes.clone(), nodes.clone()).prop_map(|(a, b)| Op::Same { a, b });
    let object = proptest::option::weighted(0.8, nodes.clone());
    let relate = (nodes, 0_u8..3, object, any::<bool>(), confidence).prop_map(
        |(subject, predicate, object, asserted, confidence)| Op::Relate {
            subject,
            predicate,
            object,
            asserted,
            confidence,
        },
    );
    prop_oneof![4 => observe, 2 => same, 4 => relate]
}

/// Changes of three streams, each numbered from 0.
fn deltas() -> impl Strategy<Value = Vec<GraphDelta<'static>>> {
    prop::collection::vec((0_u64..3, op()), 1..60).prop_map(|ops| {
        let mut next = [0; 3];
        let numbered = ops.into_iter().map(|(stream, op)| {
            let sequence = next[stream as usize];
            next[stream as usize] += 1;
            delta(stream, sequence, op)
        });
        numbered.collect()
    })
}

fn permuted() -> impl Strategy<Value = (Vec<GraphDelta<'static>>, Vec<GraphDelta<'static>>)> {
    deltas().prop_flat_map(|deltas| (Just(deltas.clone()), Just(deltas).prop_shuffle()))
}

fn graph<'d>(deltas: impl IntoIterator<Item = &'d GraphDelta<'static>>) -> KnowledgeGraph {
    let mut graph = KnowledgeGraph::with_limits(&Limits::default());
    for delta in deltas {
        let _ = graph.apply(delta);
    }
    graph
}

fn listing(graph: &KnowledgeGraph) -> String {
    let mut listing = String::new();
    export::json(graph, &mut listing).unwrap();
    listing
}

/// What must hold of every graph.
fn check_consistent(graph: &KnowledgeGraph) {
    let counts = graph.counts();
    assert_eq!(graph.nodes().count(), counts.nodes);
    assert_eq!(graph.edges().count(), counts.edges);
    let mut touched = 0;
    for node in graph.nodes() {
        assert_eq!(graph.index_of(node.id()), Some(node.index()));
        assert_eq!(
            node.names().iter().map(|n| u64::from(n.count)).sum::<u64>(),
            node.count()
        );
        assert_eq!(node.aliases().len() + 1, node.names().len());
        for alias in node.names() {
            let found = graph.find(&alias.name.to_lowercase());
            assert!(found.iter().any(|found| found.id() == node.id()));
        }
        touched += graph
            .edges_of(node.id())
            .filter(|e| e.subject().id() == node.id())
            .count();
    }
    assert_eq!(touched, counts.edges, "each edge is one of its subject's");
    let ids: BTreeSet<_> = graph.edges().map(|edge| edge.id()).collect();
    assert_eq!(ids.len(), counts.edges, "no two edges say the same");
    assert_eq!(graph.refused(), 0);
}

/// The same by brute force: sums over the whole list of deltas.
fn check_against_oracle(graph: &KnowledgeGraph, deltas: &[GraphDelta<'_>]) {
    let mut class: Vec<u8> = (0..8).collect();
    for delta in deltas {
        if let GraphOp::Same { a, b } = delta.op {
            let find = |id| (0..8).find(|&n| node(n) == id).unwrap();
            let (a, b) = (class[find(a) as usize], class[find(b) as usize]);
            class.iter_mut().filter(|c| **c == a).for_each(|c| *c = b);
        }
    }
    let class_of = |id| class[(0..8).position(|n| node(n) == id).unwrap()];
    for number in 0..8 {
        let mentions: Vec<_> = deltas
            .iter()
            .filter_map(|delta| match delta.op {
                GraphOp::Observe {
                    node, name, place, ..
                } if class_of(node) == class[usize::from(number)] => Some((name, place)),
                _ => None,
            })
            .collect();
        let Some(found) = graph.node(node(number)) else {
            assert!(mentions.is_empty());
            continue;
        };
        assert_eq!(found.count(), mentions.len() as u64);
        let least = (0..8)
            .filter(|&n| class[n as usize] == class[number as usize])
            .map(node)
            .min();
        // Ids that no delta names are in no class.
        assert!(Some(found.id()) == least);
        let count = |name: &str| mentions.iter().filter(|(n, _)| *n == name).count();
        let best = NAMES
            .into_iter()
            .filter(|name| count(name) > 0)
            .max_by_key(|name| {
                (
                    name.split_whitespace().count(),
                    count(name),
                    std::cmp::Reverse(*name),
                )
            });
        assert_eq!(Some(found.name()), best);
        let places: BTreeSet<_> = mentions.iter().map(|&(_, place)| place).collect();
        assert!(found.places().eq(places.into_iter().take(3)));
    }
    check_edges(graph, deltas, class_of);
}

fn check_edges(graph: &KnowledgeGraph, deltas: &[GraphDelta<'_>], class: impl Fn(NodeId) -> u8) {
    let shown = |id| graph.node(id).is_some();
    let mut expected: Vec<_> = deltas
        .iter()
        .filter_map(|delta| match delta.op {
            GraphOp::Relate {
                subject,
                predicate,
                object,
                asserted,
                ..
            } => {
                let object = match object {
                    Object::Node(id) => shown(id).then(|| Some(class(id))),
                    Object::Literal(_) => Some(None),
                };
                let object = object.filter(|_| shown(subject))?;
                Some((class(subject), predicate, object, asserted))
            }
            _ => None,
        })
        .collect();
    let statements = expected.len() as u64;
    expected.sort_unstable();
    expected.dedup();
    assert_eq!(graph.counts().edges, expected.len());
    let support: u64 = graph.edges().map(|edge| u64::from(edge.support())).sum();
    assert_eq!(support, statements);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn order_does_not_matter((deltas, shuffled) in permuted()) {
        let (a, b) = (graph(&deltas), graph(&shuffled));
        prop_assert_eq!(listing(&a), listing(&b));
        prop_assert_eq!(a.fingerprint(), b.fingerprint());
        check_consistent(&a);
        check_consistent(&b);
        check_against_oracle(&a, &deltas);
    }

    #[test]
    fn many_at_once_change_what_they_change_one_by_one(
        deltas in deltas(),
        cuts in prop::collection::vec(1..90_usize, 1..8),
    ) {
        let (mut single, mut together) = (graph([]), graph([]));
        let one_by_one: Vec<_> = deltas.iter().map(|delta| single.apply(delta)).collect();
        let (mut changes, mut rest, mut cuts) = (Vec::new(), &deltas[..], cuts.iter().cycle());
        while let (false, Some(&cut)) = (rest.is_empty(), cuts.next()) {
            let (now, later) = rest.split_at(cut.min(rest.len()));
            together.apply_all(now, |change| changes.push(change));
            rest = later;
        }
        prop_assert_eq!(changes, one_by_one);
        prop_assert_eq!(listing(&together), listing(&single));
        check_against_oracle(&together, &deltas);
    }

    #[test]
    fn once_or_twice_does_not_matter((deltas, shuffled) in permuted()) {
        let once = graph(&deltas);
        let twice = graph(deltas.iter().zip(&shuffled).flat_map(|(a, b)| [a, b, a]));
        prop_assert_eq!(listing(&once), listing(&twice));
    }

    #[test]
    fn whole_graphs_merge_as_their_deltas_do(
        (deltas, shuffled) in permuted(),
        split in prop::collection::vec(any::<bool>(), 60),
    ) {
        let whole = graph(&deltas);
        let part = |side| graph(shuffled.iter().zip(&split).filter(move |(_, s)| **s == side).map(|(d, _)| d));
        let (a, b) = (part(true), part(false));
        let (mut ab, mut ba) = (a.clone(), b.clone());
        ab.merge(&b).unwrap();
        ba.merge(&a).unwrap();
        prop_assert_eq!(listing(&ab), listing(&whole));
        prop_assert_eq!(listing(&ba), listing(&whole));
        check_consistent(&ab);
        for again in [&a, &b, &ab.clone(), &ba] {
            ab.merge(again).unwrap();
        }
        prop_assert_eq!(listing(&ab), listing(&whole));
        let mut grown = a.clone();
        let indices: Vec<_> = a.nodes().map(|node| (node.id(), node.index())).collect();
        grown.merge(&ab).unwrap();
        prop_assert_eq!(listing(&grown), listing(&whole));
        check_consistent(&grown);
        for (id, index) in indices {
            let at = grown.at(index).map(|node| node.id());
            prop_assert_eq!(at, grown.node(id).map(|node| node.id()));
        }
        for delta in &deltas {
            prop_assert!(ab.has(delta.id));
            let _ = ab.apply(delta);
        }
        prop_assert_eq!(listing(&ab), listing(&whole));
    }

    #[test]
    fn overlapping_graphs_are_refused_unchanged(deltas in deltas()) {
        prop_assume!(deltas.len() >= 3);
        let (mut a, b) = (graph(&deltas[..deltas.len() - 1]), graph(&deltas[1..]));
        let before = listing(&a);
        let refused = a.merge(&b);
        prop_assert!(matches!(refused, Err(Overlap { .. })), "{:?}", refused);
        prop_assert_eq!(listing(&a), before);
        for delta in &deltas[1..] {
            let _ = a.apply(delta);
        }
        prop_assert_eq!(listing(&a), listing(&graph(&deltas)));
    }
}

#[test]
fn graphs_of_different_content_differ() {
    let one = Op::Observe {
        node: 0,
        kind: 0,
        name: 2,
        confidence: 0.5,
        start: 0,
    };
    let base = graph(&[delta(0, 0, one)]);
    for op in [
        Op::Observe {
            node: 1,
            kind: 0,
            name: 2,
            confidence: 0.5,
            start: 0,
        },
        Op::Observe {
            node: 0,
            kind: 1,
            name: 2,
            confidence: 0.5,
            start: 0,
        },
        Op::Observe {
            node: 0,
            kind: 0,
            name: 3,
            confidence: 0.5,
            start: 0,
        },
        Op::Observe {
            node: 0,
            kind: 0,
            name: 2,
            confidence: 0.5,
            start: 1,
        },
    ] {
        assert_ne!(base.fingerprint(), graph(&[delta(0, 0, op)]).fingerprint());
    }
}

#[test]
fn a_long_chain_of_sames_is_one_node() {
    let mut graph = KnowledgeGraph::with_limits(&Limits::default());
    let id = |n: u32| NodeId::global(Kind::Person, &n.to_string());
    let mut sequence = 0;
    let mut push = |op| {
        let stream = StreamId(0);
        let _ = graph.apply(&GraphDelta {
            id: DeltaId { stream, sequence },
            op,
        });
        sequence += 1;
    };
    for n in 0..100_000 {
        push(GraphOp::Same {
            a: id(n),
            b: id(n + 1),
        });
    }
    let place = Place {
        stream: StreamId(0),
        channel: Channel::Text { choice: 0 },
        start: 0,
    };
    for n in 0..100_000 {
        push(GraphOp::Observe {
            node: id(n),
            kind: Kind::Person,
            name: "Ada",
            confidence: 1.0,
            place,
        });
    }
    assert_eq!(graph.counts().nodes, 1);
    assert_eq!(graph.node(id(100_000)).unwrap().count(), 100_000);
}
