import type { Figures } from 'midflight';
import { table } from '../dom.js';
import { count, duration } from '../format.js';

const STAGES = ['frame', 'wire', 'text', 'entity', 'relation', 'graph', 'total'];

/** The clock's step, in nanoseconds: what is shorter can't be told. */
const STEP = crossOriginIsolated ? 5e3 : 100e3;

function told(nanoseconds: number): string {
  return nanoseconds < STEP ? `< ${duration(STEP)}` : duration(nanoseconds);
}

/** What each stage took, as far as it was measured. */
export function stageTable(stages: Record<string, Figures>): HTMLTableElement {
  const rows = STAGES.map((name) => {
    const figures = stages[name];
    if (figures === undefined || figures.count === 0) return [name, '–', '–', '–', '–', '–'];
    const { p50, p95, p99, max } = figures;
    return [name, count(figures.count), ...[p50, p95, p99, max].map(told)];
  });
  return table('Latency of each stage', ['Stage', 'Units#', 'p50#', 'p95#', 'p99#', 'Max#'], rows);
}
