import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type Simulation } from 'd3-force';
import { Camera } from './camera.js';
import { Labels, type LabelStyle } from './labels.js';
import type { Edge, Model, Node } from './model.js';
import { drawEdges, drawNodes, drawRing, inks, radius, short } from './paint.js';

/** From this scale on relations are named, and their direction shown. */
const NEAR = 0.62;
/** How many nodes are tried to be named; more would never have room. */
const NAMED = 150;
/** On a picture narrower than this, in pixels, names are shorter. */
const NARROW = 500;
/** How far from a node's middle it can be taken hold of, in pixels. */
const REACH = 22;
/** How many steps bring the nodes to rest where nothing is to be seen moving, and how long some may take at a time, in milliseconds. */
const RESTED = 120;
const SLICE = 40;
/** Nodes from which on positions are reckoned more coarsely. */
const MANY = 150;

/** The graph on a canvas: hundreds of nodes at the screen's rate. */
export class View {
  readonly camera: Camera;
  selected: Node | undefined;
  private readonly simulation: Simulation<Node, Edge>;
  private readonly still = matchMedia('(prefers-reduced-motion: reduce)');
  private readonly charge = forceManyBody<Node>().strength(-170).distanceMax(420);
  private readonly labels = new Labels();
  /** The nodes, those that are spoken of most first, and values last. */
  private ranked: Node[] = [];
  private frame = 0;
  /** Steps to go without motion. */
  private left = 0;
  private inks = inks();

  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly model: Model,
  ) {
    this.camera = new Camera(canvas);
    this.simulation = forceSimulation<Node>([])
      .force('charge', this.charge)
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
    this.follow();
    this.warm();
  }

  /** Takes over what the model has; nothing moves yet. */
  follow(): void {
    this.simulation.nodes(this.model.nodes);
    this.charge.theta(this.model.nodes.length < MANY ? 0.9 : 1.3);
    this.ranked = [...this.model.nodes].sort((a, b) => Number(a.literal) - Number(b.literal) || b.said.length - a.said.length);
    (this.simulation.force('link') as ReturnType<typeof forceLink<Node, Edge>>).links(this.model.edges);
  }

  /** Makes the nodes restless. */
  heat(alpha = 0.6): void {
    this.simulation.alpha(Math.max(this.simulation.alpha(), alpha));
  }

  /** Lets the nodes move again. */
  warm(alpha = 0.6): void {
    this.heat(alpha);
    if (this.still.matches) this.left = RESTED;
    if (this.frame !== 0) return;
    if (this.still.matches) this.settle();
    else this.frame = requestAnimationFrame(() => this.go());
  }

  /** Brings the nodes to rest at once, or where they are many in a few slices: the page must not wait for it. */
  private settle(): void {
    for (const end = performance.now() + SLICE; this.left > 0 && performance.now() < end; this.left--) this.simulation.tick();
    if (!this.camera.moved) this.camera.fit(this.model.nodes);
    this.draw();
    this.frame = this.left > 0 ? requestAnimationFrame(() => this.settle()) : 0;
  }

  draw(): void {
    const context = this.camera.begin();
    if (context === undefined) return;
    const { nodes, edges } = this.model;
    const near = this.camera.scale >= NEAR;
    const lit = edges.filter((edge) => this.lit(edge));
    drawEdges(context, edges, this.inks.line, 1.2, near);
    if (lit.length > 0) drawEdges(context, lit, this.inks.ink, 1.6, true);
    drawNodes(context, nodes, this.inks);
    if (this.selected !== undefined) drawRing(context, this.selected, this.inks);
    this.camera.flat(context);
    this.names(context, near ? [...lit, ...edges] : lit);
  }

  /** Writes what there is room for: the chosen node, its relations, then what is spoken of most. */
  private names(context: CanvasRenderingContext2D, edges: readonly Edge[]): void {
    const { ink, muted, paper } = this.inks;
    const strong = { font: '600 12px system-ui', ink, paper };
    const weak = { font: '11px system-ui', ink: muted, paper };
    this.labels.begin(this.camera.width, this.camera.height);
    const candidates = this.candidates();
    // Of many nodes hardly one would have a place for its name.
    if (candidates.length < MANY) for (const node of candidates) this.keepClear(node);
    if (this.selected !== undefined) this.name(context, this.selected, strong, true);
    for (const node of candidates) this.name(context, node, node.literal ? weak : strong, false);
    const written = new Set<Edge>();
    for (const edge of edges) {
      if (written.has(edge)) continue;
      written.add(edge);
      const { source, target, label } = edge;
      const { x, y } = this.camera.toScreen((source.x! + target.x!) / 2, (source.y! + target.y!) / 2);
      this.labels.write(context, label, x, y, weak);
    }
  }

  /** What is in view and may be named, with what is spoken of most first. */
  private candidates(): Node[] {
    const { width, height } = this.camera;
    const inView = (node: Node): boolean => {
      const { x, y } = this.camera.toScreen(node.x!, node.y!);
      return x > 0 && y > 0 && x < width && y < height;
    };
    return this.ranked.filter((node) => node !== this.selected && inView(node)).slice(0, NAMED);
  }

  private keepClear(node: Node): void {
    const { x, y } = this.camera.toScreen(node.x!, node.y!);
    this.labels.keepClear(x, y, radius(node) * this.camera.scale);
  }

  private name(context: CanvasRenderingContext2D, node: Node, style: LabelStyle, always: boolean): void {
    const { x, y } = this.camera.toScreen(node.x!, node.y!);
    node.side = this.labels.beside(context, short(node.name, this.camera.width < NARROW ? 18 : 28), x, y, radius(node) * this.camera.scale, style, node.side, always);
  }

  /** The node at a place of the canvas. */
  at(x: number, y: number): Node | undefined {
    const place = this.camera.toWorld(x, y);
    return this.simulation.find(place.x, place.y, REACH / Math.min(1, this.camera.scale));
  }

  /** Brings all of it into view. */
  fit(): void {
    this.camera.fit(this.model.nodes);
    this.draw();
  }

  private lit({ source, target }: Edge): boolean {
    return this.selected !== undefined && (source === this.selected || target === this.selected);
  }

  /** A frame: lets the nodes move, and draws; whether they go on. */
  step(): boolean {
    this.simulation.tick();
    if (!this.camera.moved) this.camera.fit(this.model.nodes);
    this.draw();
    return this.simulation.alpha() > this.simulation.alphaMin();
  }

  private go(): void {
    this.frame = this.step() ? requestAnimationFrame(() => this.go()) : 0;
  }
}
