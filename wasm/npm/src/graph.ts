import type { Engine as Raw } from './binding/midflight.js';
import { call } from './call.js';
import type { EntityInsight, Insight, RelationInsight } from './insight.js';

/**
 * A place in what was said. `start` counts into the channel's text as the session's `offsets` says: UTF-16 units, or
 * bytes. In `documents()` it counts over all texts, one behind the other.
 */
export interface GraphPlace {
  stream: number;
  channel: string;
  choice: number;
  call?: number;
  start: number;
}

/** An entity of the graph. */
export interface GraphNode {
  id: string;
  name: string;
  kind: string;
  /** How often it was mentioned. */
  count: number;
  names: { name: string; count: number }[];
  places: GraphPlace[];
}

/** A relation of the graph: `object` is an entity's id, `literal` is text. */
export interface GraphEdge {
  subject: string;
  predicate: string;
  object?: string;
  literal?: string;
  asserted: boolean;
  confidence: number;
  support: number;
  places: GraphPlace[];
}

/** What a subscriber is told: an entity that is new or has changed, or a relation. */
export type GraphChange = EntityInsight | RelationInsight;

/** The graph that all sessions of an engine write to. */
export class Graph {
  private readonly listeners = new Set<(changes: readonly GraphChange[]) => void>();

  /** @internal */
  constructor(private readonly raw: () => Raw) {}

  /** How many nodes and edges it has. */
  get size(): { nodes: number; edges: number } {
    const [nodes, edges] = this.raw().size() as unknown as [number, number];
    return { nodes, edges };
  }

  /** Everything that is in it. */
  read(): { nodes: GraphNode[]; edges: GraphEdge[] } {
    return JSON.parse(this.export('json')) as { nodes: GraphNode[]; edges: GraphEdge[] };
  }

  /** The entities that go by a name, whatever its case, with their relations. */
  find(name: string): { node: GraphNode; edges: GraphEdge[] }[] {
    const { nodes, edges } = this.read();
    const same = (other: string): boolean => other.toLowerCase() === name.toLowerCase();
    return nodes
      .filter((node) => same(node.name) || node.names.some((alias) => same(alias.name)))
      .map((node) => ({ node, edges: edges.filter((edge) => edge.subject === node.id || edge.object === node.id) }));
  }

  /** Calls a function with the changes of each write; the function that comes back ends that. */
  subscribe(listener: (changes: readonly GraphChange[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** @internal What a write found. */
  readonly tell = (insights: readonly Insight[]): void => {
    if (this.listeners.size === 0) return;
    const changes = insights.filter((insight) => insight.type === 'entity' || insight.type === 'relation');
    if (changes.length > 0) this.listeners.forEach((listener) => call(listener, changes));
  };

  /** The whole graph as text. */
  export(format: 'json' | 'graphml'): string {
    return this.raw().export(format);
  }

  /** Forgets everything. */
  clear(): void {
    this.raw().clear();
  }
}
