import { card, download, h } from '../dom.js';
import { Busy } from './busy.js';
import { CASES, type Outcome } from './cases.js';
import { machine } from './machine.js';
import { report } from './report.js';
import { result } from './result.js';
import type { Scale } from './run.js';

/** Tests ask for less of each case. */
const SCALES: Record<string, Scale> = { full: { messages: 10_000, seconds: 5 }, quick: { messages: 500, seconds: 0.2 } };

/** The tab Benchmark. */
export function fill(panel: HTMLElement): void {
  const scale = SCALES[new URLSearchParams(location.search).get('scale') ?? 'full'] ?? SCALES['full']!;
  const outcomes = new Map<string, Outcome>();
  const results = h('div', { className: 'stack' });
  const status = h('p', { className: 'status', role: 'status' });
  const busy = new Busy();
  const run = h('button', { type: 'button', className: 'primary', onclick: () => void all() }, 'Run all');
  const save = h('button', { type: 'button', disabled: true, onclick: () => download('midflight_benchmark.json', JSON.stringify({ machine: machine(), main_thread: busy.figures(), results: [...outcomes.values()] }, null, 2), 'application/json') }, 'Save as JSON');
  const share = h('button', { type: 'button', disabled: true, onclick: () => void navigator.clipboard.writeText(report([...outcomes.values()])).then(() => (status.textContent = 'Copied as text.')) }, 'Copy as text');

  async function all(): Promise<void> {
    run.disabled = true;
    results.replaceChildren();
    busy.start();
    for (const [at, { id, title }] of CASES.entries()) {
      status.textContent = `${at + 1} of ${CASES.length}: ${title}`;
      await one(id);
    }
    busy.stop();
    const { longest } = busy.figures();
    status.textContent = `Done. Meanwhile this page’s thread was never held for more than ${Math.round(longest)} ms.`;
    run.disabled = save.disabled = share.disabled = false;
  }

  async function one(id: string): Promise<void> {
    try {
      const outcome = await measure(id, scale);
      outcomes.set(id, outcome);
      results.append(result(outcome));
    } catch (error) {
      results.append(h('p', { className: 'status bad', role: 'alert' }, `${id}: ${error instanceof Error ? error.message : String(error)}`));
    }
  }

  const lead = h('p', { className: 'lead' }, 'Measured now, in this browser, each case in a worker of its own: timed in batches that the clock’s step can’t blur, into HDR histograms. Beside them what the guide of midstream 0.2.0 claims, and other libraries in the same run.');
  const here = h('p', { className: 'note' }, crossOriginIsolated ? 'The page is isolated: the clock’s step is 5 µs.' : 'The page is not isolated: the clock’s step is 100 µs.');
  panel.append(h('div', { className: 'stack' }, lead, h('div', { className: 'row' }, run, save, share), status, here, results, card('Machine', undefined, h('div', { className: 'body' }, h('pre', {}, JSON.stringify(machine(), null, 2))))));
}

/** Runs a case in a worker. */
function measure(id: string, scale: Scale): Promise<Outcome> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Outcome>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<{ outcome?: Outcome; error?: string }>) => {
      if (data.outcome) resolve(data.outcome);
      else reject(new Error(data.error));
    };
    worker.onerror = ({ message }) => reject(new Error(message || 'the worker could not be started'));
    worker.postMessage({ id, scale });
  }).finally(() => worker.terminate());
}
