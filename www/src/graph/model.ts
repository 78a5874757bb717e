import type { EntityInsight, MentionInsight, RelationInsight, Term } from 'midflight';
import type { SimulationLinkDatum, SimulationNodeDatum } from 'd3-force';
import type { Place } from '../live/pane.js';

/** An entity, or a value that a relation ends in. */
export interface Node extends SimulationNodeDatum {
  id: string;
  name: string;
  kind: string;
  literal: boolean;
  /** Where its name was written last. */
  side?: number;
  said: (Place & { text: string })[];
}

/** A relation. */
export interface Edge extends SimulationLinkDatum<Node> {
  source: Node;
  target: Node;
  label: string;
  asserted: boolean;
  support: number;
}

/** The graph as it grows out of insights. */
export class Model {
  readonly nodes: Node[] = [];
  readonly edges: Edge[] = [];
  private readonly byId = new Map<string, Node>();
  private readonly byEnds = new Map<string, Edge>();

  clear(): void {
    this.nodes.length = 0;
    this.edges.length = 0;
    this.byId.clear();
    this.byEnds.clear();
  }

  entity({ id, name, kind, same_as }: EntityInsight): void {
    if (same_as === undefined) Object.assign(this.node(String(id), name, kind), { name, kind });
    else this.unite(String(id), String(same_as));
  }

  mention({ entity, channel, choice, call, start, text, kind }: MentionInsight): void {
    if (entity !== undefined) this.node(String(entity), text, kind).said.push({ channel, choice, call, start, text });
  }

  relation({ subject, object, normalized, asserted }: RelationInsight): void {
    if (subject.entity === undefined) return;
    const source = this.end(subject);
    const target = this.end(object);
    const edge = { source, target, label: normalized, asserted: asserted !== false, support: 1 };
    const key = keyOf(edge);
    const known = this.byEnds.get(key);
    if (known !== undefined) known.support++;
    else {
      this.byEnds.set(key, edge);
      this.edges.push(edge);
    }
  }

  private end({ text, entity }: Term): Node {
    return entity === undefined ? this.node(`"${text.toLowerCase()}"`, text, 'text') : this.node(String(entity), text, 'identifier');
  }

  private node(id: string, name: string, kind: string): Node {
    let node = this.byId.get(id);
    if (node === undefined) {
      node = { id, name, kind, literal: id.startsWith('"'), said: [], ...near(this.nodes.length) };
      this.byId.set(id, node);
      this.nodes.push(node);
    }
    return node;
  }

  /** Two nodes turned out to be one. */
  private unite(gone: string, kept: string): void {
    const [from, to] = [this.byId.get(gone), this.byId.get(kept)];
    if (from === undefined || to === undefined || from === to) return;
    to.said.push(...from.said);
    for (const edge of this.edges) {
      if (edge.source === from) edge.source = to;
      if (edge.target === from) edge.target = to;
    }
    this.nodes.splice(this.nodes.indexOf(from), 1);
    this.byId.set(gone, to);
    this.joinEdges();
  }

  /** Edges that say the same between the same nodes are one. */
  private joinEdges(): void {
    this.byEnds.clear();
    const all = this.edges.splice(0);
    for (const edge of all) {
      const key = keyOf(edge);
      const known = this.byEnds.get(key);
      if (known !== undefined) {
        known.support += edge.support;
        continue;
      }
      this.byEnds.set(key, edge);
      this.edges.push(edge);
    }
  }
}

/** What tells an edge from others; what is denied is another one than what is said. */
function keyOf({ source, label, target, asserted }: Edge): string {
  return `${source.id} ${asserted ? '' : '!'}${label} ${target.id}`;
}

/** A place on a spiral, so that new nodes do not lie on each other. */
function near(at: number): { x: number; y: number } {
  const angle = at * 2.4;
  const radius = 14 * Math.sqrt(at + 1);
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
}
