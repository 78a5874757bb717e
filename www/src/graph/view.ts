import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type Simulation } from 'd3-force';
import { Camera } from './camera.js';
import type { Edge, Model, Node } from './model.js';
import { drawEdge, drawNode, inks, nameEdge, nameNode, radius } from './paint.js';

/** From this scale on everything is named. */
const NEAR = 0.62;
/** How many nodes are named from afar. */
const LANDMARKS = 24;
/** The least size of a name, in pixels of the screen. */
const LEGIBLE = 10;

/** The graph on a canvas: hundreds of nodes at the screen's rate. */
export class View {
  readonly camera: Camera;
  selected: Node | undefined;
  private readonly simulation: Simulation<Node, Edge>;
  private readonly still = matchMedia('(prefers-reduced-motion: reduce)');
  private frame = 0;
  private inks = inks();

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
    document.addEventListener('midflight:theme', () => {
      this.inks = inks();
      this.draw();
    });
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
    const { nodes, edges } = this.model;
    const near = this.camera.scale >= NEAR;
    for (const edge of edges) drawEdge(context, edge, this.inks, this.lit(edge), near);
    for (const edge of edges) if (near || this.lit(edge)) nameEdge(context, edge, this.inks);
    for (const node of nodes) drawNode(context, node, this.inks, node === this.selected);
    const size = Math.max(11.5, LEGIBLE / this.camera.scale);
    for (const node of near ? nodes : this.landmarks()) nameNode(context, node, this.inks, size);
  }

  /** What is named from afar: what is spoken of most. */
  private landmarks(): Node[] {
    const often = [...this.model.nodes].sort((a, b) => b.said.length - a.said.length).slice(0, LANDMARKS);
    return this.selected === undefined ? often : [...often, this.selected];
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
