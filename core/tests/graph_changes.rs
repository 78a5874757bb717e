//! What a graph tells of each change, its limits, and what it makes of hostile names.

use midflight_core::graph::{
    Change, DeltaId, EdgeId, GraphDelta, GraphOp, Object, Place, Target, export,
};
use midflight_core::{Channel, Event, Kind, KnowledgeGraph, Limits, NodeId, Sink, StreamId};

/// A graph and the stream that feeds it.
struct Fed {
    graph: KnowledgeGraph,
    next: u32,
}

const PLACE: Place = Place {
    stream: StreamId(0),
    channel: Channel::Tool { choice: 0, call: 2 },
    start: 5,
};

fn id(name: &str) -> NodeId {
    NodeId::global(Kind::Person, name)
}

impl Fed {
    fn new(limits: &Limits) -> Self {
        Self {
            graph: KnowledgeGraph::with_limits(limits),
            next: 0,
        }
    }

    fn push(&mut self, op: GraphOp<'_>) -> Change {
        let delta = DeltaId {
            stream: StreamId(0),
            sequence: self.next,
        };
        self.next += 1;
        self.graph.apply(&GraphDelta { id: delta, op })
    }

    fn observe(&mut self, node: &str, kind: Kind, name: &str) -> Change {
        let node = id(node);
        self.push(GraphOp::Observe {
            node,
            kind,
            name,
            confidence: 0.5,
            place: PLACE,
        })
    }

    fn same(&mut self, a: &str, b: &str) -> Change {
        self.push(GraphOp::Same { a: id(a), b: id(b) })
    }

    fn relate(&mut self, subject: &str, predicate: &str, object: &str, confidence: f32) -> Change {
        let (subject, object) = (id(subject), id(object));
        self.push(GraphOp::Relate {
            edge: EdgeId::of(subject, predicate, object, true),
            subject,
            predicate,
            object: Object::Node(object),
            asserted: true,
            confidence,
            place: PLACE,
        })
    }

    fn literal(&mut self, subject: &str, predicate: &str, object: &str) -> Change {
        let subject = id(subject);
        self.push(GraphOp::Relate {
            edge: EdgeId::of_literal(subject, predicate, object, false),
            subject,
            predicate,
            object: Object::Literal(object),
            asserted: false,
            confidence: 0.25,
            place: PLACE,
        })
    }
}

fn fed() -> Fed {
    Fed::new(&Limits::default())
}

#[test]
fn each_change_tells_what_is_new() {
    let mut fed = fed();
    assert_eq!(fed.observe("ada", Kind::Person, "Ada"), Change::NewNode(0));
    assert_eq!(fed.observe("ada", Kind::Person, "Ada"), Change::Nothing);
    assert_eq!(fed.observe("ada", Kind::Person, "ADA"), Change::Node(0));
    assert_eq!(
        fed.observe("ada", Kind::Organization, "Ada"),
        Change::Nothing
    );
    assert_eq!(
        fed.observe("ada", Kind::Organization, "Ada"),
        Change::Nothing
    );
    assert_eq!(
        fed.observe("ada", Kind::Organization, "Ada"),
        Change::Nothing
    );
    assert_eq!(
        fed.observe("ada", Kind::Organization, "Ada"),
        Change::Node(0)
    );
    assert_eq!(
        fed.observe("lovelace", Kind::Person, "Ada Lovelace"),
        Change::NewNode(1)
    );
    assert_eq!(fed.relate("lovelace", "write", "ada", 0.5), Change::NewEdge);
    assert_eq!(
        fed.relate("lovelace", "write", "ada", 0.75),
        Change::Nothing
    );
    assert_eq!(
        fed.same("lovelace", "ada"),
        Change::Merged { kept: 0, gone: 1 }
    );
    assert_eq!(fed.same("ada", "lovelace"), Change::Nothing);
    let node = fed.graph.at(1).unwrap();
    assert_eq!(
        (node.index(), node.name(), node.kind()),
        (0, "Ada Lovelace", Kind::Person)
    );
    let aliases: Vec<_> = node.aliases().iter().map(|a| (a.name, a.count)).collect();
    assert_eq!(aliases, [("ADA", 1), ("Ada", 6)]);
    let edge = fed.graph.edges_of(id("ada")).next().unwrap();
    assert_eq!((edge.confidence(), edge.support()), (0.75, 2));
    assert_eq!(edge.id(), EdgeId::of(node.id(), "write", node.id(), true));
}

#[test]
fn a_name_used_more_often_becomes_the_canonical_one() {
    let mut fed = fed();
    let _ = fed.observe("a", Kind::Person, "ada lovelace");
    assert_eq!(
        fed.observe("a", Kind::Person, "Ada Lovelace"),
        Change::Node(0)
    );
    assert_eq!(
        fed.graph.at(0).unwrap().name(),
        "Ada Lovelace",
        "the first in the order of bytes"
    );
    assert_eq!(
        fed.observe("a", Kind::Person, "ada lovelace"),
        Change::Node(0)
    );
    assert_eq!(fed.graph.at(0).unwrap().name(), "ada lovelace");
}

#[test]
fn an_edge_waits_for_its_nodes() {
    let mut fed = fed();
    assert_eq!(fed.relate("a", "know", "b", 1.0), Change::Nothing);
    assert_eq!(fed.literal("c", "be", "tall"), Change::Nothing);
    assert_eq!((fed.graph.counts().nodes, fed.graph.counts().edges), (0, 0));
    let _ = fed.observe("a", Kind::Person, "A");
    assert_eq!(fed.graph.counts().edges, 0);
    let _ = fed.same("b", "c");
    let _ = fed.observe("c", Kind::Person, "C");
    assert_eq!((fed.graph.counts().nodes, fed.graph.counts().edges), (2, 2));
    let literals = fed
        .graph
        .edges()
        .filter(|e| matches!(e.object(), Target::Literal("tall")));
    assert_eq!(literals.count(), 1);
}

#[test]
fn at_a_limit_what_is_new_is_refused_and_what_is_in_stays() {
    let limits = Limits {
        graph_nodes: 2,
        graph_edges: 1,
        graph_names: 2,
        ..Limits::default()
    };
    let mut fed = Fed::new(&limits);
    let _ = fed.observe("a", Kind::Person, "A");
    let _ = fed.observe("b", Kind::Person, "B");
    assert_eq!(fed.observe("c", Kind::Person, "C"), Change::Refused);
    assert_eq!(fed.relate("a", "know", "c", 1.0), Change::Refused);
    assert_eq!(fed.same("a", "c"), Change::Refused);
    assert_eq!(fed.relate("a", "know", "b", 0.25), Change::NewEdge);
    assert_eq!(fed.relate("b", "know", "a", 1.0), Change::Refused);
    assert_eq!(fed.relate("a", "know", "b", 0.5), Change::Nothing);
    assert_eq!(fed.observe("a", Kind::Person, "AA"), Change::Node(0));
    assert_eq!(fed.observe("a", Kind::Person, "AAA"), Change::Refused);
    assert_eq!(fed.graph.refused(), 5);
    assert_eq!(
        fed.graph.at(0).unwrap().count(),
        3,
        "it is a mention all the same"
    );
    assert_eq!((fed.graph.counts().nodes, fed.graph.counts().edges), (2, 1));
    let _ = fed.same("a", "b");
    assert_eq!(fed.graph.at(0).unwrap().names().len(), 2);
    assert_eq!(fed.graph.refused(), 6);
}

#[test]
fn names_are_charged_by_their_bytes_once_a_node() {
    let mut fed = Fed::new(&Limits {
        graph_bytes: 15,
        ..Limits::default()
    });
    assert_eq!(fed.observe("a", Kind::Person, "12345"), Change::NewNode(0));
    assert_eq!(fed.observe("b", Kind::Person, "12345"), Change::NewNode(1));
    assert_eq!(fed.observe("c", Kind::Person, "123456"), Change::Refused);
    assert_eq!(fed.relate("a", "123456", "b", 1.0), Change::Refused);
    assert_eq!(fed.relate("a", "1234", "b", 1.0), Change::NewEdge);
    assert_eq!(fed.observe("a", Kind::Person, "12"), Change::Refused);
    assert_eq!((fed.graph.counts().bytes, fed.graph.refused()), (14, 3));
    let _ = fed.same("a", "b");
    assert_eq!(fed.graph.counts().bytes, 9, "one node, one name");
}

#[test]
fn streams_are_remembered_up_to_a_limit() {
    let mut graph = KnowledgeGraph::with_limits(&Limits {
        graph_streams: 2,
        ..Limits::default()
    });
    let mut apply = |stream, sequence| {
        let op = GraphOp::Observe {
            node: id("a"),
            kind: Kind::Person,
            name: "A",
            confidence: 1.0,
            place: PLACE,
        };
        let stream = StreamId(stream);
        graph.apply(&GraphDelta {
            id: DeltaId { stream, sequence },
            op,
        })
    };
    assert_eq!(apply(1, 0), Change::NewNode(0));
    assert_eq!(apply(2, 0), Change::Nothing);
    assert_eq!(apply(3, 0), Change::Refused);
    assert_eq!(
        apply(1, 2),
        Change::Refused,
        "a gap is remembered as a stream is"
    );
    assert_eq!(apply(1, 1), Change::Nothing);
    assert_eq!(apply(1, 2), Change::Nothing);
    assert_eq!(graph.at(0).unwrap().count(), 4);
    assert_eq!(graph.refused(), 2);
}

#[test]
fn past_the_limit_of_channels_what_is_said_has_no_place() {
    let mut graph = KnowledgeGraph::with_limits(&Limits {
        graph_streams: 1,
        ..Limits::default()
    });
    let place = |call| Place {
        channel: Channel::Tool { choice: 0, call },
        ..PLACE
    };
    for call in 0..6 {
        let name = format!("caller {call}");
        let op = GraphOp::Observe {
            node: id(&name),
            kind: Kind::Person,
            name: &name,
            confidence: 1.0,
            place: place(call),
        };
        let stream = StreamId(1);
        let change = graph.apply(&GraphDelta {
            id: DeltaId {
                stream,
                sequence: call,
            },
            op,
        });
        assert_eq!(change, Change::NewNode(call));
    }
    let places = |graph: &KnowledgeGraph, call| {
        let node = graph.at(call).unwrap();
        node.places().collect::<Vec<_>>()
    };
    assert_eq!(places(&graph, 3), [place(3)]);
    assert_eq!(places(&graph, 4), []);
    let mut roomier = KnowledgeGraph::default();
    roomier.merge(&graph).unwrap();
    assert_eq!(places(&roomier, 3), [place(3)]);
    assert_eq!(places(&roomier, 5), []);
}

#[test]
fn merging_keeps_to_the_limits() {
    let mut large = fed();
    for name in ["a", "b", "c", "d"] {
        let _ = large.observe(name, Kind::Person, name);
    }
    let _ = large.same("c", "d");
    let _ = large.relate("a", "know", "d", 1.0);
    let _ = large.relate("a", "know", "b", 1.0);
    let mut small = KnowledgeGraph::with_limits(&Limits {
        graph_nodes: 2,
        ..Limits::default()
    });
    small.merge(&large.graph).unwrap();
    assert_eq!((small.counts().nodes, small.counts().edges), (2, 1));
    assert!(small.refused() >= 2);
    let mut none = KnowledgeGraph::with_limits(&Limits {
        graph_streams: 0,
        ..Limits::default()
    });
    none.merge(&large.graph).unwrap();
    assert_eq!((none.counts().nodes, none.refused()), (0, 1));
}

#[test]
fn found_by_any_alias_whatever_its_case() {
    let mut fed = fed();
    let _ = fed.observe("zoe", Kind::Person, "Zoë Ångström");
    let _ = fed.observe("zoe", Kind::Person, "Zoë");
    let _ = fed.observe("z", Kind::Person, "ZOË");
    let _ = fed.observe("z", Kind::Person, "ZOË");
    let _ = fed.observe("z", Kind::Person, "ZOË");
    let found = |name: &str| {
        fed.graph
            .find(name)
            .iter()
            .map(midflight_core::graph::Node::index)
            .collect::<Vec<_>>()
    };
    assert_eq!(found("zoë"), [1, 0]);
    assert_eq!(found("ZOË ÅNGSTRÖM"), [0]);
    assert!(found("zoe").is_empty() && found("").is_empty());
}

#[test]
fn is_a_sink() {
    let mut graph = KnowledgeGraph::default();
    let op = GraphOp::Observe {
        node: id("a"),
        kind: Kind::Url,
        name: "a",
        confidence: 1.0,
        place: PLACE,
    };
    let delta = GraphDelta {
        id: DeltaId {
            stream: StreamId(0),
            sequence: 0,
        },
        op,
    };
    graph.receive(&Event::Graph(delta));
    graph.receive(&Event::Graph(delta));
    assert_eq!(graph.at(0).unwrap().count(), 1);
}

const HOSTILE: [&str; 7] = [
    "</data><node id=\"x\"/>&amp;]]>",
    "\"},{\"id\":\"\\",
    "\0\u{1}\u{1f}\u{7f}\u{85}\u{2028}\u{2029}",
    "line\nline\r\n\ttab",
    "\u{fffe}\u{ffff}\u{feff}\u{10ffff}",
    "😀 İstanbul ẞ ŉ",
    "<![CDATA[ x ]]> <!-- -->",
];

#[test]
fn hostile_names_come_back_from_json_as_they_were() {
    let mut fed = fed();
    for name in HOSTILE {
        let _ = fed.observe(name, Kind::Person, name);
        let _ = fed.literal(name, name, name);
    }
    let mut text = String::new();
    export::json(&fed.graph, &mut text).unwrap();
    assert!(
        text.bytes().all(|byte| byte >= b' '),
        "no control character"
    );
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let nodes = value["nodes"].as_array().unwrap();
    let mut names: Vec<_> = nodes.iter().map(|n| n["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    let mut expected = HOSTILE;
    expected.sort_unstable();
    assert_eq!(names, expected);
    let edge = &value["edges"][0];
    assert_eq!(edge["literal"], edge["predicate"]);
    assert_eq!(edge["places"][0]["call"], 2);
    assert_eq!(
        (&edge["asserted"], edge["confidence"].as_f64()),
        (&false.into(), Some(0.25))
    );
}

#[test]
fn graphml_holds_no_markup_of_the_names() {
    let mut fed = fed();
    for name in HOSTILE {
        let _ = fed.observe(name, Kind::Person, name);
        let _ = fed.literal(name, "p", name);
        let _ = fed.relate(name, "q", HOSTILE[0], 0.5);
    }
    let mut text = String::new();
    export::graphml(&fed.graph, &mut text).unwrap();
    let count = |what| text.matches(what).count();
    assert_eq!((count("<node "), count("</node>")), (14, 14));
    assert_eq!((count("<edge "), count("</edge>")), (14, 14));
    assert_eq!((count("<!"), count("]]>")), (0, 0));
    assert_eq!(
        count("&lt;/data&gt;&lt;node id=&quot;x&quot;/&gt;&amp;amp;]]&gt;"),
        2
    );
    assert_eq!(count("line&#10;line&#13;&#10;&#9;tab"), 2);
    assert!(!text.contains(['\0', '\u{1}', '\u{fffe}', '\u{ffff}']));
}

#[test]
fn an_empty_graph_has_an_empty_export() {
    let mut text = String::new();
    export::json(&KnowledgeGraph::default(), &mut text).unwrap();
    assert_eq!(text, r#"{"nodes":[],"edges":[]}"#);
}
