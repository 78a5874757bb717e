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

export function inks(): Inks {
  const groups = Object.fromEntries(GROUPS.map((name) => [name, colour(name)]));
  return { ink: colour('ink'), muted: colour('muted'), line: `${colour('muted')}80`, paper: colour('surface'), groups };
}

export function radius(node: Node): number {
  return node.literal ? 7 : 8 + 3 * Math.sqrt(node.said.length);
}

export function drawEdge(context: CanvasRenderingContext2D, edge: Edge, inks: Inks, lit: boolean, near: boolean): void {
  const { source, target, asserted } = edge;
  context.strokeStyle = lit ? inks.ink : inks.line;
  context.lineWidth = lit ? 1.6 : 1.2;
  context.setLineDash(asserted ? [] : [4, 4]);
  context.beginPath();
  context.moveTo(source.x!, source.y!);
  context.lineTo(target.x!, target.y!);
  context.stroke();
  context.setLineDash([]);
  if (near || lit) arrow(context, source, target);
}

export function nameEdge(context: CanvasRenderingContext2D, { source, target, label }: Edge, inks: Inks): void {
  text(context, label, (source.x! + target.x!) / 2, (source.y! + target.y!) / 2, '10px system-ui', inks.muted, inks.paper);
}

function arrow(context: CanvasRenderingContext2D, source: Node, target: Node): void {
  const angle = Math.atan2(target.y! - source.y!, target.x! - source.x!);
  const back = radius(target) + 2;
  context.save();
  context.translate(target.x! - back * Math.cos(angle), target.y! - back * Math.sin(angle));
  context.rotate(angle);
  context.fillStyle = context.strokeStyle;
  context.beginPath();
  context.moveTo(0, 0);
  context.lineTo(-7, -3.5);
  context.lineTo(-7, 3.5);
  context.fill();
  context.restore();
}

export function drawNode(context: CanvasRenderingContext2D, node: Node, inks: Inks, selected: boolean): void {
  context.fillStyle = node.literal ? inks.paper : inks.groups[group(node.kind)]!;
  context.strokeStyle = selected ? inks.ink : node.literal ? inks.muted : inks.paper;
  context.lineWidth = selected ? 3 : 1.5;
  context.beginPath();
  context.arc(node.x!, node.y!, radius(node), 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}

/** `size` is that of an entity's name, in the world. */
export function nameNode(context: CanvasRenderingContext2D, node: Node, inks: Inks, size: number): void {
  const name = node.name.length > 28 ? `${node.name.slice(0, 26)}…` : node.name;
  const font = node.literal ? `${size * 0.87}px system-ui` : `600 ${size}px system-ui`;
  text(context, name, node.x!, node.y! + radius(node) + size, font, node.literal ? inks.muted : inks.ink, inks.paper);
}

/** Text with a rim in the colour of the paper, so that it can be read on lines. */
function text(context: CanvasRenderingContext2D, words: string, x: number, y: number, font: string, ink: string, paper: string): void {
  context.font = font;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 4;
  context.strokeStyle = paper;
  context.strokeText(words, x, y);
  context.fillStyle = ink;
  context.fillText(words, x, y);
}
