import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type Simulation } from 'd3-force';
import { group } from '../kinds.js';
import { colour } from '../theme.js';
import { Camera } from './camera.js';
import type { Edge, Model, Node } from './model.js';

/** The graph on a canvas: hundreds of nodes at the screen's rate. */
export class View {
  readonly camera: Camera;
  selected: Node | undefined;
  private readonly simulation: Simulation<Node, Edge>;
  private readonly still = matchMedia('(prefers-reduced-motion: reduce)');
  private frame = 0;

  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly model: Model,
  ) {
    this.camera = new Camera(canvas);
    this.simulation = forceSimulation<Node>([])
      .force('charge', forceManyBody<Node>().strength(-170).distanceMax(420))
      .force('link', forceLink<Node, Edge>([]).distance(104).strength(0.35))
      .force('collide', forceCollide<Node>((node) => radius(node) + 16).strength(0.7))
      .force('x', forceX<Node>().strength(0.05))
      .force('y', forceY<Node>().strength(0.07))
      .stop();
    new ResizeObserver(() => this.draw()).observe(canvas);
    document.addEventListener('midflight:theme', () => this.draw());
  }

  /** The model has changed. */
  changed(): void {
    this.simulation.nodes(this.model.nodes);
    (this.simulation.force('link') as ReturnType<typeof forceLink<Node, Edge>>).links(this.model.edges);
    this.warm();
  }

  /** Lets the nodes move again. */
  warm(alpha = 0.6): void {
    this.simulation.alpha(Math.max(this.simulation.alpha(), alpha));
    if (this.still.matches) {
      this.simulation.tick(120);
      if (!this.camera.moved) this.camera.fit(this.model.nodes);
      this.draw();
    } else if (this.frame === 0) {
      this.frame = requestAnimationFrame(() => this.step());
    }
  }

  draw(): void {
    const context = this.camera.begin();
    if (context === undefined) return;
    const font = { ink: colour('ink'), muted: colour('muted'), line: `${colour('muted')}80`, paper: colour('surface') };
    for (const edge of this.model.edges) drawEdge(context, edge, font, this.lit(edge));
    for (const node of this.model.nodes) drawNode(context, node, font, node === this.selected);
  }

  /** The node at a place of the canvas. */
  at(x: number, y: number): Node | undefined {
    const place = this.camera.toWorld(x, y);
    return this.simulation.find(place.x, place.y, 22);
  }

  /** Brings all of it into view. */
  fit(): void {
    this.camera.fit(this.model.nodes);
    this.draw();
  }

  private lit({ source, target }: Edge): boolean {
    return this.selected !== undefined && (source === this.selected || target === this.selected);
  }

  private step(): void {
    this.simulation.tick();
    if (!this.camera.moved) this.camera.fit(this.model.nodes);
    this.draw();
    const going = this.simulation.alpha() > this.simulation.alphaMin();
    this.frame = going ? requestAnimationFrame(() => this.step()) : 0;
  }
}

interface Inks {
  ink: string;
  muted: string;
  line: string;
  paper: string;
}

function radius(node: Node): number {
  return node.literal ? 7 : 8 + 3 * Math.sqrt(node.said.length);
}

function drawEdge(context: CanvasRenderingContext2D, { source, target, label, asserted }: Edge, inks: Inks, lit: boolean): void {
  const [x1, y1, x2, y2] = [source.x!, source.y!, target.x!, target.y!];
  context.strokeStyle = lit ? inks.ink : inks.line;
  context.lineWidth = lit ? 1.6 : 1.2;
  context.setLineDash(asserted ? [] : [4, 4]);
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
  context.setLineDash([]);
  arrow(context, source, target);
  text(context, label, (x1 + x2) / 2, (y1 + y2) / 2, '10px system-ui', inks.muted, inks.paper);
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

function drawNode(context: CanvasRenderingContext2D, node: Node, inks: Inks, selected: boolean): void {
  const size = radius(node);
  context.fillStyle = node.literal ? inks.paper : colour(group(node.kind));
  context.strokeStyle = selected ? inks.ink : node.literal ? inks.muted : inks.paper;
  context.lineWidth = selected ? 3 : 1.5;
  context.beginPath();
  context.arc(node.x!, node.y!, size, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  const name = node.name.length > 28 ? `${node.name.slice(0, 26)}…` : node.name;
  const font = node.literal ? '10px system-ui' : '600 11.5px system-ui';
  text(context, name, node.x!, node.y! + size + 11, font, node.literal ? inks.muted : inks.ink, inks.paper);
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
