import simd from 'midflight/midflight_simd_bg.wasm?url';
import { machine } from '../bench/machine.js';
import { card, download, h, table } from '../dom.js';
import { bytes, milliseconds, number } from '../format.js';
import type { Plan } from './measure.js';
import { sections } from './sections.js';
import type { Sample } from './strategies.js';
import { summarize, type Summary } from './summary.js';

/** Smaller sections are told in one line. */
const WORTH = 10_000;
/** What guides of wasm say of modules of this size. */
const CLAIM = 'For modules of 10 MB, 25 to 30 % is claimed for streaming elsewhere.';

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
    strategy === 'download' ? '–' : `${number(improvement).replace('-', '−')} %`,
  ]);
  const columns = ['Strategy', 'Runs#', 'Fetched p50#', 'Compiled p50#', 'Ready p50#', 'First result p50#', 'First result p95#', 'Sooner by#'];
  const figures = h('div', { className: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Results' }, table('Loading strategies', columns, rows));
  return [card('Results', 'times since the start', figures, h('p', { className: 'note body' }, `${verdict(summaries)} ${CLAIM}`)), card('First result, median', 'shorter is better', bars(summaries))];
}

/** What streaming and kept bytes save here, in a sentence. */
export function verdict(summaries: readonly Summary[]): string {
  const saved = (strategy: Summary['strategy']): string | undefined => {
    const found = summaries.find((summary) => summary.strategy === strategy);
    return found && `${number(Math.abs(found.improvement))} % ${found.improvement < 0 ? 'later' : 'sooner'}`;
  };
  const kept = [saved('cache'), saved('indexeddb'), saved('service-worker')].filter((value) => value !== undefined);
  return `Streaming brings the first result ${saved('streaming') ?? '–'} here; bytes that were kept, ${kept.join(', ') || '–'}.`;
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
  const [large, small] = [found.filter((section) => section.bytes >= WORTH), found.filter((section) => section.bytes < WORTH)];
  const rows = large.sort((a, b) => b.bytes - a.bytes).map(({ name, bytes: size }) => [name, bytes(size)]);
  rows.push([`${small.length} more: ${small.map(({ name }) => name).join(', ')}`, bytes(small.reduce((sum, section) => sum + section.bytes, 0))]);
  const whole = [['all', bytes(file.bytes)], ['with gzip', bytes(file.gzip)], ['with Brotli', bytes(file.brotli)]];
  return h('div', { className: 'scroll' }, table('Sections and sizes', ['Section', 'Size#'], [...rows, ...whole]));
}
