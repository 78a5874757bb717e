import type { Engine, Histogram } from 'midflight';
import type { Figures } from './cases.js';

const SHARES = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999, 1];

/** The clock's step in milliseconds, as it is seen here. */
export function clockStep(): number {
  let least = Infinity;
  for (let at = 0; at < 20; at++) {
    const start = performance.now();
    let now = start;
    while (now === start) now = performance.now();
    least = Math.min(least, now - start);
  }
  return least;
}

/** How many units must be timed together, so that the clock's step is a fiftieth of their time at most. */
export function batchFor(unit: () => void, step: number): number {
  for (let batch = 1; ; batch *= 2) {
    if (shortest(unit, batch) >= 50 * step || batch >= 1 << 20) return batch;
  }
}

/** The shortest of a few times: one alone may have been interrupted. */
function shortest(unit: () => void, batch: number): number {
  let least = Infinity;
  for (let time = 0; time < 5; time++) {
    const start = performance.now();
    for (let at = 0; at < batch; at++) unit();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

/** Times units in batches into an HDR histogram. */
export class Meter {
  private readonly histogram: Histogram;
  private spent = 0;
  private done = 0;

  constructor(engine: Engine) {
    this.histogram = engine.histogram();
  }

  /** Times so many units as one. */
  batch(units: number, work: () => void): void {
    const start = performance.now();
    work();
    this.took(performance.now() - start, units);
  }

  /** Counts so many milliseconds for units that were timed elsewhere. */
  took(took: number, units = 1): void {
    this.histogram.record((took * 1e6) / units, units);
    this.spent += took;
    this.done += units;
  }

  figures(): Figures {
    const { histogram } = this;
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => histogram.quantile(share)) as [number, number, number];
    const times = SHARES.map((share) => histogram.quantile(share));
    const rate = this.spent === 0 ? 0 : (this.done / this.spent) * 1000;
    const figures = { count: this.done, rate, p50, p95, p99, max: histogram.max(), curve: { shares: SHARES, times } };
    histogram.free();
    return figures;
  }
}
