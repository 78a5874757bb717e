import { group } from '../kinds.js';
import { colour } from '../theme.js';
import type { Edge, Node } from './model.js';

/** The colours of the theme at hand, read once. */
export interface Inks {
  ink: string;
  muted: string;
  line: string;
  paper: string;
  /** By the group of a kind. */
  groups: Record<string, string>;
}

const GROUPS = ['person', 'organization', 'location', 'contact', 'time', 'amount', 'other', 'technical'];
const TURN = 2 * Math.PI;

export function inks(): Inks {
  const groups = Object.fromEntries(GROUPS.map((name) => [name, colour(name)]));
  return { ink: colour('ink'), muted: colour('muted'), line: `${colour('muted')}80`, paper: colour('surface'), groups };
}

export function radius(node: Node): number {
  return node.literal ? 7 : 8 + 3 * Math.sqrt(node.said.length);
}

/** Draws all edges of a look with one stroke, and their arrows with one fill. */
export function drawEdges(context: CanvasRenderingContext2D, edges: readonly Edge[], ink: string, width: number, arrows: boolean): void {
  context.strokeStyle = context.fillStyle = ink;
  context.lineWidth = width;
  for (const asserted of [true, false]) {
    context.setLineDash(asserted ? [] : [4, 4]);
    context.beginPath();
    for (const edge of edges) if (edge.asserted === asserted) line(context, edge);
    context.stroke();
  }
  context.setLineDash([]);
  if (!arrows) return;
  context.beginPath();
  for (const { source, target } of edges) arrow(context, source, target);
  context.fill();
}

function line(context: CanvasRenderingContext2D, { source, target }: Edge): void {
  context.moveTo(source.x!, source.y!);
  context.lineTo(target.x!, target.y!);
}

function arrow(context: CanvasRenderingContext2D, source: Node, target: Node): void {
  const [dx, dy] = [target.x! - source.x!, target.y! - source.y!];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const back = radius(target) + 2;
  const [x, y] = [target.x! - back * ux, target.y! - back * uy];
  context.moveTo(x, y);
  context.lineTo(x - 7 * ux + 3.5 * uy, y - 7 * uy - 3.5 * ux);
  context.lineTo(x - 7 * ux - 3.5 * uy, y - 7 * uy + 3.5 * ux);
  context.closePath();
}

/** Draws all nodes, those of a colour with one fill. */
export function drawNodes(context: CanvasRenderingContext2D, nodes: readonly Node[], inks: Inks): void {
  for (const [fill, some] of byFill(nodes, inks)) {
    context.fillStyle = fill;
    context.strokeStyle = fill === inks.paper ? inks.muted : inks.paper;
    context.lineWidth = 1.5;
    context.beginPath();
    for (const node of some) circle(context, node, 0);
    context.fill();
    context.stroke();
  }
}

function byFill(nodes: readonly Node[], { paper, groups }: Inks): Map<string, Node[]> {
  const fills = new Map<string, Node[]>();
  for (const node of nodes) {
    const fill = node.literal ? paper : groups[group(node.kind)]!;
    const some = fills.get(fill);
    if (some === undefined) fills.set(fill, [node]);
    else some.push(node);
  }
  return fills;
}

/** A ring about the node that is chosen. */
export function drawRing(context: CanvasRenderingContext2D, node: Node, { ink }: Inks): void {
  context.strokeStyle = ink;
  context.lineWidth = 3;
  context.beginPath();
  circle(context, node, 1);
  context.stroke();
}

function circle(context: CanvasRenderingContext2D, node: Node, more: number): void {
  const size = radius(node) + more;
  context.moveTo(node.x! + size, node.y!);
  context.arc(node.x!, node.y!, size, 0, TURN);
}

/** A name of so many characters at most. */
export function short(name: string, most: number): string {
  return name.length > most ? `${name.slice(0, most - 2)}…` : name;
}
