import type { Figures } from 'midflight';
import { h, table } from '../dom.js';
import { count, measured } from '../format.js';

const STAGES = ['frame', 'wire', 'text', 'entity', 'relation', 'graph', 'total'];
const COLUMNS = ['Stage', 'Units#', 'p50#', 'p95#', 'p99#', 'Max#'];

/** What each stage took, as far as it was measured. */
export class Stages {
  readonly element = h('div', { className: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Latency of each stage' });

  constructor() {
    this.show({});
  }

  show(stages: Record<string, Figures>): void {
    const rows = STAGES.map((name) => row(name, stages[name]));
    this.element.replaceChildren(table('Latency of each stage', COLUMNS, rows));
  }
}

function row(name: string, figures: Figures | undefined): string[] {
  if (figures === undefined || figures.count === 0) return [name, ...COLUMNS.slice(1).map(() => '–')];
  const { p50, p95, p99, max } = figures;
  return [name, count(figures.count), ...[p50, p95, p99, max].map(measured)];
}
