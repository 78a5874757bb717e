//! Every buffer that grows is charged to one of these, and reaching it has one outcome.

/// The limits of an engine's sessions and graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one frame. Past it the frame is dropped with the diagnostic `frame_too_large`, and
    /// the stream goes on. Default: 16 MiB.
    pub frame_bytes: usize,
    /// Nesting of JSON. Past it the frame is dropped with the diagnostic `nesting_too_deep`.
    /// At most 128, the default.
    pub json_depth: usize,
    /// Channels of one stream that are analysed. The deltas of further ones pass by, with one
    /// diagnostic `too_many_channels`. Default: 64.
    pub channels: usize,
    /// Entities remembered within one stream. Further mentions carry no entity, with one diagnostic
    /// `too_many_entities`. Default: 4,096.
    pub entities: usize,
    /// Nodes of a graph. Past it new nodes are refused and counted. Default: 1,000,000.
    pub graph_nodes: usize,
    /// Edges of a graph. Past it new edges are refused and counted. Default: 4,000,000.
    pub graph_edges: usize,
    /// Bytes of names and predicates of a graph. Past it new names, nodes and edges are refused and
    /// counted. Default: 256 MiB.
    pub graph_bytes: usize,
    /// Names that one node of a graph goes by. Past it new names of the node are refused and
    /// counted. Default: 32.
    pub graph_names: usize,
    /// Streams that a graph remembers, so that it applies each change once, and gaps in what it got
    /// of them. Past it the changes of new streams are refused and counted; past
    /// four times as many channels, what is said in new ones is kept without its place. Default: 1,000,000.
    pub graph_streams: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            frame_bytes: 16 << 20,
            json_depth: 128,
            channels: 64,
            entities: 4096,
            graph_nodes: 1_000_000,
            graph_edges: 4_000_000,
            graph_bytes: 256 << 20,
            graph_names: 32,
            graph_streams: 1_000_000,
        }
    }
}
