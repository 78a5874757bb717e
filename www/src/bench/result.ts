import { axis, Chart } from '../chart.js';
import { card, h, table } from '../dom.js';
import { count, duration, number } from '../format.js';
import { colour } from '../theme.js';
import { CASES, type Case, type Figures, type Outcome } from './cases.js';

/** The colours of others in a plot. */
const PEERS = ['amount', 'organization'];

/** What a case gave: a table and a plot of its percentiles. */
export function result(outcome: Outcome): HTMLElement {
  const { title, unit, claim } = CASES.find(({ id }) => id === outcome.id)!;
  const rows = [row('Midflight', outcome.figures)];
  for (const { name, figures } of outcome.peers ?? []) rows.push(row(name, figures));
  if (claim) rows.push(claimed(claim));
  const figures = table(title, ['By', 'p50#', 'p95#', 'p99#', 'Max#', 'A second#'], rows);
  const plot = h('div', { className: 'chart body', role: 'img', 'aria-label': `Percentiles of ${title}; the table has the main ones` });
  const element = card(title, verdict(outcome, claim), h('div', { className: 'split' }, h('div', {}, h('div', { className: 'scroll', tabIndex: 0, role: 'region', 'aria-label': title }, figures), notes(outcome, unit)), plot));
  draw(plot, outcome);
  return element;
}

function row(name: string, { p50, p95, p99, max, rate }: Figures): string[] {
  return [name, ...[p50, p95, p99, max].map(duration), count(rate)];
}

function claimed(claim: NonNullable<Case['claim']>): string[] {
  const times = [claim.p50, claim.p95, claim.p99, claim.max].map((time) => (time === undefined ? '–' : duration(time)));
  return ['the guide claims', ...times, claim.rate === undefined ? '–' : count(claim.rate)];
}

/** How it stands beside the claim and the peer. */
function verdict({ figures, peers = [] }: Outcome, claim: Case['claim']): HTMLElement {
  const ratios: [number, string][] = [];
  for (const peer of peers) ratios.push([peer.figures.p50 / figures.p50, `as fast as ${peer.name}`]);
  if (claim?.rate !== undefined) ratios.push([figures.rate / claim.rate, 'the claimed rate']);
  else if (claim?.p50 !== undefined) ratios.push([claim.p50 / figures.p50, 'as fast as claimed']);
  const better = ratios.every(([ratio]) => ratio >= 1);
  return h('span', { className: better ? 'good' : '' }, ratios.map(([ratio, words]) => `${number(ratio)}× ${words}`).join(' · '));
}

function notes({ figures, batch, checked }: Outcome, unit: string): HTMLElement {
  return h('p', { className: 'note body' }, `${count(figures.count)} ${unit}s, ${count(batch)} timed together. Checked: ${checked}.`);
}

/** In dark colours, too, a dot is hollow. */
function dots(): { fill: string } {
  return { fill: colour('surface') };
}

/** Percentiles over a logarithmic scale of time. */
function draw(place: HTMLElement, { figures, peers = [] }: Outcome): void {
  const percents = figures.curve.shares.map((_, at) => at);
  const labels = figures.curve.shares.map((share) => `${+(share * 100).toFixed(2)}`);
  const chart = new Chart(place, () => ({
    cursor: { show: false },
    scales: { x: { time: false }, y: { distr: 3 } },
    axes: [
      axis('percentile', { values: (_, splits) => splits.map((at) => labels[at] ?? '') }),
      axis('', { size: 74, labelSize: 0, values: (_, splits) => splits.map((value) => (value === null ? '' : duration(value))) }),
    ],
    series: [
      { label: 'percentile', value: (_, at) => (at === null ? '' : (labels[at] ?? '')) },
      { label: 'Midflight', stroke: colour('accent'), width: 2, points: dots(), value: (_, value) => (value === null ? '' : duration(value)) },
      ...peers.map(({ name }, at) => ({ label: name, stroke: colour(PEERS[at] ?? 'muted'), width: 2, dash: [6, 4], points: dots() })),
    ],
    legend: { show: peers.length > 0, live: false },
  }), 190);
  const least = (times: number[]): number[] => times.map((time) => Math.max(1, time));
  chart.set([percents, ...[figures, ...peers.map((peer) => peer.figures)].map(({ curve }) => least(curve.times))]);
}
