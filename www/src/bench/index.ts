import { card, copied, download, h, table } from '../dom.js';
import { count, duration } from '../format.js';
import { Busy } from './busy.js';
import { CASES, type Case, type Outcome } from './cases.js';
import { frames } from './frames.js';
import { machine } from './machine.js';
import { measure } from './measure.js';
import { report } from './report.js';
import { result } from './result.js';
import type { Scale } from './run.js';
import { workers } from './workers.js';

/** Tests ask for less of each case. */
const SCALES: Record<string, Scale> = { full: { messages: 10_000, seconds: 5 }, quick: { messages: 500, seconds: 0.2 } };
const LEAD =
  'Measured now, in this browser, each case but the last in a worker of its own: timed in batches that the clock’s step can’t blur, into HDR histograms. Beside them what the guide of midstream 0.2.0 claims, and other libraries in the same run.';

/** The tab Benchmark. */
export function fill(panel: HTMLElement): void {
  panel.append(new Bench().element);
}

class Bench {
  readonly element: HTMLElement;
  private readonly outcomes: Outcome[] = [];
  private readonly results = h('div', { className: 'stack' });
  private readonly status = h('p', { className: 'status', role: 'status' }, 'Press Run all; the page stays usable meanwhile.');
  private readonly run = h('button', { type: 'button', className: 'primary', onclick: () => void this.all() }, 'Run all');
  private readonly save = h('button', { type: 'button', disabled: true, onclick: () => this.keep() }, 'Save as JSON');
  private readonly share = h('button', { type: 'button', disabled: true, onclick: () => void this.copy() }, 'Copy as text');
  private readonly busy = new Busy();

  constructor() {
    const facts = Object.entries({ ...machine(), 'clock’s step': crossOriginIsolated ? '5 µs' : '100 µs, since the page is not isolated' }).map(([name, value]) => [name, h('span', { className: 'fact' }, String(value))]);
    const here = card('Machine', undefined, h('div', { className: 'scroll' }, table('Machine', ['What', 'Here'], facts)));
    this.results.append(plan());
    const buttons = h('div', { className: 'row' }, this.run, this.save, this.share);
    this.element = h('div', { className: 'stack' }, h('p', { className: 'lead' }, LEAD), buttons, this.status, this.results, here);
  }

  private async all(): Promise<void> {
    this.run.disabled = true;
    this.outcomes.length = 0;
    this.results.replaceChildren();
    this.busy.start();
    const cases = asked();
    for (const [at, { id, title }] of cases.entries()) {
      this.status.textContent = `${at + 1} of ${cases.length}: ${title}`;
      await this.one(id);
    }
    this.busy.stop();
    this.status.textContent = `Done. Meanwhile this page’s thread was never held for more than ${Math.round(this.busy.figures().longest)} ms.`;
    this.run.disabled = this.save.disabled = this.share.disabled = false;
  }

  private async one(id: string): Promise<void> {
    const scale = SCALES[new URLSearchParams(location.search).get('scale') ?? 'full'] ?? SCALES['full']!;
    try {
      const outcome = await this.measured(id, scale);
      this.outcomes.push(outcome);
      this.results.append(result(outcome));
    } catch (error) {
      this.results.append(h('p', { className: 'status bad', role: 'alert' }, `${id}: ${error instanceof Error ? error.message : String(error)}`));
    }
  }

  /** Most cases have a worker of their own; some are about the page, or have several. */
  private measured(id: string, scale: Scale): Promise<Outcome> {
    if (id === 'frames') return frames(this.element, scale);
    return id === 'workers' ? workers(scale) : measure(id, scale);
  }

  private keep(): void {
    const saved = { machine: machine(), main_thread: this.busy.figures(), results: this.outcomes };
    download('midflight_benchmark.json', JSON.stringify(saved, null, 2), 'application/json');
  }

  private async copy(): Promise<void> {
    this.status.textContent = await copied(report(this.outcomes));
  }
}

/** All cases, or those that the address names. */
function asked(): readonly Case[] {
  const names = new URLSearchParams(location.search).get('cases')?.split(',');
  return CASES.filter(({ id }) => names?.includes(id) ?? true);
}

/** What is going to be measured, before it is. */
function plan(): HTMLElement {
  const claimed = ({ claim }: Case): string => {
    if (claim === undefined) return '–';
    return claim.rate === undefined ? duration(claim.p50!) : `${count(claim.rate)} a second`;
  };
  const rows = asked().map((what) => [what.title, claimed(what), what.beside ?? '–']);
  const list = table('What is measured', ['Case', 'The guide claims#', 'Measured beside it'], rows);
  return card('What is measured', 'about a minute', h('div', { className: 'scroll plan' }, list));
}
