import simd from 'midflight/midflight_simd_bg.wasm?url';
import { machine } from '../bench/machine.js';
import { card, download, h, table } from '../dom.js';
import { bytes, milliseconds, number } from '../format.js';
import type { Plan } from './measure.js';
import { sections } from './sections.js';
import type { Sample } from './strategies.js';
import { summarize, type Summary } from './summary.js';

/** What was measured: a table, and bars. */
export function shown(summaries: readonly Summary[]): HTMLElement[] {
  const rows = summaries.map(({ title, runs, fetched, compiled, ready, firstResult, improvement, strategy }) => [
    title,
    String(runs),
    milliseconds(fetched?.p50),
    milliseconds(compiled.p50),
    milliseconds(ready.p50),
    milliseconds(firstResult.p50),
    milliseconds(firstResult.p95),
    strategy === 'download' ? '–' : `${number(improvement)} %`,
  ]);
  const columns = ['Strategy', 'Runs#', 'Fetched p50#', 'Compiled p50#', 'Ready p50#', 'First result p50#', 'First result p95#', 'Sooner by#'];
  const figures = h('div', { className: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Results' }, table('Loading strategies', columns, rows));
  return [card('Results', 'times since the start', figures), card('First result, median', 'shorter is better', bars(summaries))];
}

function bars(summaries: readonly Summary[]): HTMLElement {
  const longest = Math.max(...summaries.map(({ firstResult }) => firstResult.p50));
  const items = summaries.map(({ title, firstResult, improvement, strategy }) => {
    const fill = h('div', { className: 'fill' });
    fill.style.width = `${Math.max(0.5, (firstResult.p50 / longest) * 100)}%`;
    const sooner = strategy === 'download' ? '' : ` (${improvement >= 0 ? '−' : '+'}${number(Math.abs(improvement))} %)`;
    return h('div', { className: 'bar' }, h('dt', {}, title), h('dd', { className: 'track' }, fill), h('dd', { className: 'value' }, milliseconds(firstResult.p50) + sooner));
  });
  return h('dl', { className: 'bars body' }, ...items);
}

/** Lets a person keep what was measured. */
export function keep(plan: Plan, samples: readonly Sample[]): void {
  const results = { machine: machine(), plan, summary: summarize(samples), samples };
  download('streaming_results.json', JSON.stringify(results, null, 2), 'application/json');
}

/** The sections of the engine that is loaded here. */
export async function sectionTable(): Promise<HTMLElement> {
  const found = sections(await (await fetch(simd)).arrayBuffer());
  const file = __MANIFEST__.files['midflight_simd_bg.wasm']!;
  const rows = found.map(({ name, bytes: size }) => [name, bytes(size)]);
  const whole = [['all', bytes(file.bytes)], ['with gzip', bytes(file.gzip)], ['with Brotli', bytes(file.brotli)]];
  return h('div', { className: 'scroll' }, table('Sections and sizes', ['Section', 'Size#'], [...rows, ...whole]));
}
