import { h } from '../dom.js';
import { count, measured, milliseconds, number } from '../format.js';

const CARDS = ['Time to first token', 'Inter-token latency', 'Tokens a second', 'Tokens', 'Entities', 'Triples', 'Errors', 'Reconnects'] as const;
type Card = (typeof CARDS)[number];

/** What is known of a stream at a moment. */
export interface Moment {
  firstToken: number | undefined;
  interToken: number | undefined;
  rate: number | undefined;
  tokens: number;
  entities: number;
  triples: number;
  errors: number;
  reconnects: number;
}

/** The figures at the top. */
export class Cards {
  private readonly values = new Map<Card, HTMLElement>();
  readonly element: HTMLElement;

  constructor() {
    const figures = CARDS.map((name) => {
      const value = h('dd', {}, '–');
      this.values.set(name, value);
      return h('div', { className: 'figure' }, h('dt', {}, name), value);
    });
    this.element = h('dl', { className: 'figures' }, ...figures);
  }

  clear(): void {
    for (const value of this.values.values()) value.textContent = '–';
  }

  show(now: Moment): void {
    const texts: Record<Card, string> = {
      'Time to first token': milliseconds(now.firstToken),
      'Inter-token latency': now.interToken === undefined ? '–' : measured(now.interToken * 1e6),
      'Tokens a second': now.rate === undefined ? '–' : number(now.rate),
      Tokens: count(now.tokens),
      Entities: count(now.entities),
      Triples: count(now.triples),
      Errors: count(now.errors),
      Reconnects: count(now.reconnects),
    };
    for (const [name, text] of Object.entries(texts)) this.values.get(name as Card)!.textContent = text;
  }
}
