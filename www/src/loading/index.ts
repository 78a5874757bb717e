import simd from 'midflight/midflight_simd_bg.wasm?url';
import { card, download, field, h, select, table } from '../dom.js';
import { bytes, milliseconds, number } from '../format.js';
import { machine } from '../bench/machine.js';
import { controlled, measure, type Plan } from './measure.js';
import { sections } from './sections.js';
import type { Sample } from './strategies.js';
import { summarize, type Summary } from './summary.js';
import { support } from './support.js';

const MODULES = [['engine', 'The engine'], ['large', 'A module of 10 MB, made for this']] as const;
const RATES = [['8000', '8 Mbit/s'], ['2000', '2 Mbit/s'], ['30000', '30 Mbit/s'], ['0', 'not throttled']] as const;
const RUNS = [['5', '5 runs'], ['15', '15 runs'], ['2', '2 runs'], ['40', '40 runs']] as const;

/** The tab Loading. */
export async function fill(panel: HTMLElement): Promise<void> {
  const samples: Sample[] = [];
  const module = select(MODULES);
  const rate = select(withAsked(RATES, 'rate', (value) => `${value} kbit/s`));
  const runs = select(withAsked(RUNS, 'runs', (value) => `${value} runs`));
  const status = h('p', { className: 'status', role: 'status' }, controlled() ? '' : 'The service worker takes over after a reload; without it its row is left out.');
  const progress = h('progress', { value: 0, max: 1, hidden: true, 'aria-label': 'Progress' });
  const results = h('div', { className: 'stack' });
  const begin = h('button', { type: 'button', className: 'primary', onclick: () => void run() }, 'Measure');
  const save = h('button', { type: 'button', disabled: true, onclick: () => keep(plan(), samples) }, 'Save streaming_results.json');
  const plan = (): Plan => ({ module: module.value as Plan['module'], rate: Number(rate.value), runs: Number(runs.value) });

  async function run(): Promise<void> {
    samples.length = 0;
    begin.disabled = true;
    progress.hidden = false;
    status.classList.remove('bad');
    try {
      await measure(plan(), (sample, done, all) => {
        samples.push(sample);
        progress.value = done / all;
        status.textContent = `Run ${done} of ${all}`;
        results.replaceChildren(...shown(summarize(samples)));
      });
      status.textContent = told(samples, plan());
      save.disabled = false;
    } catch (error) {
      status.textContent = error instanceof Error ? error.message : String(error);
      status.classList.add('bad');
    }
    begin.disabled = false;
    progress.hidden = true;
  }

  panel.append(
    h('div', { className: 'stack' },
      h('p', { className: 'lead' }, 'How long it takes from asking for a module to its first answer, measured in fresh workers that take turns. The rate is set by the server; what comes out of a cache needs no network. Whether the browser also kept compiled code can’t be told from a page.'),
      h('div', { className: 'row' }, field('Module', module), field('Rate', rate), field('Runs', runs), begin, save),
      status, progress, results,
      h('div', { className: 'split' },
        card('Sections of the engine', 'as it is loaded here', await sectionTable()),
        card('This browser', 'probed now', h('div', { className: 'scroll' }, table('What this browser can do', ['Feature', 'Here'], support().map(([name, has]) => [name, has ? 'yes' : 'no'])))))),
  );
}

/** What the address asks for comes first. */
function withAsked(options: readonly (readonly [string, string])[], name: string, label: (value: string) => string): readonly (readonly [string, string])[] {
  const asked = new URLSearchParams(location.search).get(name);
  return asked !== null && /^\d+$/.test(asked) ? [[asked, label(asked)], ...options.filter(([value]) => value !== asked)] : options;
}

function shown(summaries: readonly Summary[]): HTMLElement[] {
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

/** What the server did, in a sentence. */
function told(samples: readonly Sample[], { rate }: Plan): string {
  const kept = samples.filter((sample) => sample.rate !== undefined).length;
  if (rate === 0) return 'Done, at the speed of this connection.';
  return kept > 0 ? `Done; the server kept ${number(rate / 1000)} Mbit/s.` : 'Done. This server does not throttle, so the rate is that of this connection.';
}

function keep(plan: Plan, samples: readonly Sample[]): void {
  const results = { machine: machine(), plan, summary: summarize(samples), samples };
  download('streaming_results.json', JSON.stringify(results, null, 2), 'application/json');
}

async function sectionTable(): Promise<HTMLElement> {
  const found = sections(await (await fetch(simd)).arrayBuffer());
  const file = __MANIFEST__.files['midflight_simd_bg.wasm']!;
  const rows = found.map(({ name, bytes: size }) => [name, bytes(size)]);
  const whole = [['all', bytes(file.bytes)], ['with gzip', bytes(file.gzip)], ['with Brotli', bytes(file.brotli)]];
  return h('div', { className: 'scroll' }, table('Sections and sizes', ['Section', 'Size#'], [...rows, ...whole]));
}
