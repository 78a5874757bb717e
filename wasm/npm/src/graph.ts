import type { Engine as Raw } from './binding/midflight.js';

/** An entity of the graph. */
export interface GraphNode {
  id: string;
  name: string;
  kind: string;
}

/** The graph that all sessions of an engine write to. */
export class Graph {
  /** @internal */
  constructor(private readonly raw: Raw) {}

  /** How many nodes and edges it has. */
  get size(): { nodes: number; edges: number } {
    const [nodes, edges] = this.raw.size() as unknown as [number, number];
    return { nodes, edges };
  }

  /** The whole graph as text. */
  export(format: 'json' | 'graphml'): string {
    return this.raw.export(format);
  }

  /** Forgets everything. */
  clear(): void {
    this.raw.clear();
  }
}
