import { card, field, h, select, table } from '../dom.js';
import { number } from '../format.js';
import { controlled, measure, type Plan } from './measure.js';
import { keep, sectionTable, shown } from './shown.js';
import type { Sample } from './strategies.js';
import { summarize } from './summary.js';
import { support } from './support.js';

const MODULES = [['engine', 'The engine'], ['large', 'A module of 10 MB, made for this']] as const;
const RATES = [['8000', '8 Mbit/s'], ['2000', '2 Mbit/s'], ['30000', '30 Mbit/s'], ['0', 'not throttled']] as const;
const RUNS = [['5', '5 runs'], ['15', '15 runs'], ['2', '2 runs'], ['40', '40 runs']] as const;
const LEAD =
  'How long it takes from asking for a module to its first answer, measured in fresh workers that take turns. The rate is set by the server; what comes out of a cache needs no network. Whether the browser also kept compiled code can’t be told from a page.';
const READY = 'Press Measure; each run is a fresh worker.';
const WAIT = 'The service worker is not in control of this page yet; until it is, its row is left out.';

/** The tab Loading. */
export async function fill(panel: HTMLElement): Promise<void> {
  const features = table('What this browser can do', ['Feature', 'Here'], support().map(([name, has]) => [name, h('span', { className: has ? 'good' : '' }, has ? 'yes' : 'no')]));
  const facts = h('div', { className: 'split' },
    card('Sections of the engine', 'as it is loaded here', await sectionTable()),
    card('This browser', 'probed now', h('div', { className: 'scroll' }, features)));
  panel.append(h('div', { className: 'stack' }, h('p', { className: 'lead' }, LEAD), new Loading().element, facts));
}

class Loading {
  readonly element: HTMLElement;
  private readonly samples: Sample[] = [];
  private readonly module = select(MODULES);
  private readonly rate = select(withAsked(RATES, 'rate', (value) => `${value} kbit/s`));
  private readonly runs = select(withAsked(RUNS, 'runs', (value) => `${value} runs`));
  private readonly begin = h('button', { type: 'button', className: 'primary', onclick: () => void this.run() }, 'Measure');
  private readonly save = h('button', { type: 'button', disabled: true, onclick: () => keep(this.plan(), this.samples) }, 'Save streaming_results.json');
  private readonly status = h('p', { className: 'status', role: 'status' }, controlled() ? READY : WAIT);
  private readonly progress = h('progress', { value: 0, max: 1, hidden: true, 'aria-label': 'Progress' });
  private readonly results = h('div', { className: 'stack' });

  constructor() {
    const controls = h('div', { className: 'row' }, field('Module', this.module), field('Rate', this.rate), field('Runs', this.runs), this.begin, this.save);
    navigator.serviceWorker?.addEventListener('controllerchange', () => this.inControl());
    this.element = h('div', { className: 'stack' }, controls, this.status, this.progress, this.results);
  }

  private inControl(): void {
    if (this.status.textContent === WAIT) this.status.textContent = READY;
  }

  private plan(): Plan {
    return { module: this.module.value as Plan['module'], rate: Number(this.rate.value), runs: Number(this.runs.value) };
  }

  private async run(): Promise<void> {
    this.samples.length = 0;
    this.begin.disabled = true;
    this.progress.hidden = false;
    const failure = await this.measure().catch((error: unknown) => error);
    this.status.classList.toggle('bad', failure !== undefined);
    this.status.textContent = failure === undefined ? told(this.samples, this.plan()) : String(failure);
    this.save.disabled = failure !== undefined;
    this.begin.disabled = false;
    this.progress.hidden = true;
  }

  private measure(): Promise<void> {
    return measure(this.plan(), (sample, done, all) => {
      this.samples.push(sample);
      this.progress.value = done / all;
      this.status.textContent = `Run ${done} of ${all}`;
      this.results.replaceChildren(...shown(summarize(this.samples)));
    });
  }
}

/** What the address asks for comes first. */
function withAsked(options: readonly (readonly [string, string])[], name: string, label: (value: string) => string): readonly (readonly [string, string])[] {
  const asked = new URLSearchParams(location.search).get(name);
  return asked !== null && /^\d+$/.test(asked) ? [[asked, label(asked)], ...options.filter(([value]) => value !== asked)] : options;
}

/** What the server did, in a sentence. */
function told(samples: readonly Sample[], { rate }: Plan): string {
  const kept = samples.filter((sample) => sample.rate !== undefined).length;
  if (rate === 0) return 'Done, at the speed of this connection.';
  return kept > 0 ? `Done; the server kept ${number(rate / 1000)} Mbit/s.` : 'Done. This server does not throttle, so the rate is that of this connection.';
}
