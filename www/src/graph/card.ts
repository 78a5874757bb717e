import type { EntityInsight, MentionInsight, RelationInsight } from 'midflight';
import { card, choices, h, table } from '../dom.js';
import { group } from '../kinds.js';
import type { Place } from '../live/pane.js';
import { hands } from './hands.js';
import { Model, type Node } from './model.js';
import { View } from './view.js';

/** Places of a node that are listed. */
const PLACES = 12;
/** How often the table is made anew while the graph grows, in milliseconds. */
const PAUSE = 400;
const EMPTY = 'The graph grows here while the answer is spoken: who and what it names, and what it says of them.';

/** The graph of a stream, as a picture and as a table. */
export class GraphCard {
  readonly element: HTMLElement;
  private readonly model = new Model();
  private readonly view: View;
  private readonly about = h('div', { className: 'about', hidden: true });
  private readonly facts = h('div', { className: 'facts', hidden: true, tabIndex: 0, role: 'region', 'aria-label': 'The graph as a table' });
  private readonly picture: HTMLElement;
  private readonly empty = h('p', { className: 'empty' }, EMPTY);
  private stale = false;
  private filling: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly show: (place: Place) => void) {
    const canvas = h('canvas', { role: 'img', 'aria-label': 'The graph of what was said; the table has the same' });
    this.view = new View(canvas, this.model);
    hands(this.view, (node) => this.select(node));
    this.picture = h('div', { className: 'canvas' }, canvas, this.empty, this.about, this.zoom());
    const looks = choices('Graph as', [['picture', 'Picture'], ['table', 'Table']] as const, (look) => this.look(look));
    this.element = card('Graph', looks, this.picture, this.facts);
  }

  get entities(): number {
    return this.model.nodes.filter(({ literal }) => !literal).length;
  }

  get triples(): number {
    return this.model.edges.length;
  }

  clear(): void {
    this.model.clear();
    this.select(undefined);
    this.view.camera.moved = false;
    this.changed();
    this.view.draw();
  }

  entity(insight: EntityInsight): void {
    this.model.entity(insight);
    this.changed();
  }

  mention(insight: MentionInsight): void {
    const known = this.model.nodes.length;
    this.model.mention(insight);
    if (this.model.nodes.length > known) this.changed();
  }

  relation(insight: RelationInsight): void {
    this.model.relation(insight);
    this.changed();
  }

  /** However many changes come, they are shown once a frame. */
  private changed(): void {
    if (this.stale) return;
    this.stale = true;
    requestAnimationFrame(() => {
      this.stale = false;
      this.empty.hidden = this.model.nodes.length > 0;
      this.view.changed();
      if (!this.facts.hidden) this.refill();
    });
  }

  /** Fills the table soon: somebody reads in it, and all of it is made anew. */
  private refill(): void {
    this.filling ??= setTimeout(() => {
      this.filling = undefined;
      this.fillTable();
    }, PAUSE);
  }

  private look(look: 'picture' | 'table'): void {
    this.picture.hidden = look !== 'picture';
    this.facts.hidden = look !== 'table';
    if (look === 'table') this.fillTable();
    else this.view.draw();
  }

  private zoom(): HTMLElement {
    const button = (label: string, text: string, action: () => void): HTMLElement =>
      h('button', { type: 'button', className: 'quiet', 'aria-label': label, onclick: action }, text);
    const by = (factor: number) => (): void => {
      this.view.camera.zoom(factor);
      this.view.draw();
    };
    return h('div', { className: 'zoom' }, button('Zoom in', '+', by(1.3)), button('Zoom out', '−', by(1 / 1.3)), button('Fit all', 'Fit', () => this.view.fit()));
  }

  private select(node: Node | undefined): void {
    this.view.selected = node;
    this.about.hidden = node === undefined;
    if (node !== undefined) this.about.replaceChildren(h('h3', {}, node.kind.replace('_', ' ')), h('strong', {}, node.name), this.said(node));
    this.view.draw();
  }

  private said(node: Node): HTMLElement {
    const items = node.said.slice(0, PLACES).map((place, at) => h('li', {}, this.button(place, `Said ${at + 1}: “${place.text}”`)));
    return h('ul', {}, ...items);
  }

  private button(place: Place, text: string): HTMLElement {
    return h('button', { type: 'button', className: 'said', onclick: () => this.show(place) }, text);
  }

  private fillTable(): void {
    const focused = this.facts.querySelector<HTMLElement>(':focus')?.ariaLabel;
    this.facts.replaceChildren(this.entities === 0 ? h('p', { className: 'empty' }, EMPTY) : this.rows());
    const buttons = [...this.facts.querySelectorAll('button')];
    if (focused) buttons.find(({ ariaLabel }) => ariaLabel === focused)?.focus({ preventScroll: true });
  }

  private rows(): HTMLElement {
    const rows = this.model.nodes.filter(({ literal }) => !literal).map((node) => [
      h('span', { className: `dot kind-${group(node.kind)}` }, node.name),
      node.kind.replace('_', ' '),
      this.relations(node),
      this.places(node),
    ]);
    return table('Entities and their relations', ['Entity', 'Kind', 'Relations', 'Said'], rows);
  }

  private places(node: Node): HTMLElement | string {
    const buttons = node.said.slice(0, PLACES).map((place, at) => {
      const button = this.button(place, String(at + 1));
      button.ariaLabel = `${node.name}, said ${at + 1}: “${place.text}”`;
      return button;
    });
    return buttons.length === 0 ? '–' : h('div', { className: 'places' }, ...buttons);
  }

  private relations(node: Node): string {
    const edges = this.model.edges.filter(({ source }) => source === node);
    return edges.map(({ label, target, asserted }) => `${asserted ? '' : 'not: '}${label} ${target.name}`).join('; ') || '–';
  }
}
