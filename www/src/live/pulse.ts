import { axis, Chart } from '../chart.js';
import { h } from '../dom.js';
import { colour } from '../theme.js';

const SECONDS = 30;

/** A rolling chart of the time from each token to the next. */
export class Pulse {
  readonly element = h('div', { className: 'chart body', role: 'img', 'aria-label': 'Chart of the inter-token latency over the last 30 seconds; the figures have its mean', 'data-empty': 'The time from each token to the next, while a stream runs.' });
  private times: number[] = [];
  private gaps: (number | null)[] = [];
  private first = 0;
  private last: number | undefined;
  private readonly chart = new Chart(this.element, options, 262);

  clear(): void {
    this.times = [];
    this.gaps = [];
    this.last = undefined;
    this.draw();
  }

  /** So many tokens came at a time, in milliseconds. */
  tokens(count: number, now: number): void {
    if (this.last === undefined) this.first = now;
    // Those that come with the first one have waited for nothing.
    if (this.last !== undefined || count > 1) {
      this.times.push((now - this.first) / 1000);
      this.gaps.push((now - (this.last ?? now)) / count);
    }
    this.last = now;
    const since = (now - this.first) / 1000 - SECONDS;
    while (this.times.length > 0 && this.times[0]! < since) {
      this.times.shift();
      this.gaps.shift();
    }
  }

  draw(): void {
    this.chart.set([this.times, this.gaps]);
  }
}

function options(): ConstructorParameters<typeof Chart>[1] extends () => infer O ? O : never {
  return {
    legend: { show: false },
    cursor: { y: false },
    scales: { x: { time: false } },
    axes: [axis('seconds'), axis('ms a token', { size: 56 })],
    series: [{}, { label: 'ms', stroke: colour('accent'), width: 1.5, fill: `${colour('accent')}22`, points: { show: false } }],
  };
}
