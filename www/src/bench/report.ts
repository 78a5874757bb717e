import { count, duration, number } from '../format.js';
import { CASES, type Outcome } from './cases.js';
import { machine } from './machine.js';

/** The figures as text, with where they were measured. */
export function report(outcomes: readonly Outcome[]): string {
  const { browser, platform, cores, isolated, commit, version, when } = machine();
  const head = `Midflight ${version} (${commit}), ${when}\n${browser}\n${platform}, ${cores} cores, ${isolated ? 'isolated' : 'not isolated'}`;
  return [head, '', ...outcomes.map(line)].join('\n');
}

function line({ id, figures, peers = [] }: Outcome): string {
  const title = CASES.find((known) => known.id === id)!.title;
  const { p50, p95, p99, max, rate } = figures;
  const times = `p50 ${duration(p50)}, p95 ${duration(p95)}, p99 ${duration(p99)}, max ${duration(max)}, ${count(rate)}/s`;
  const beside = peers.map((peer) => `; ${peer.name}: p50 ${duration(peer.figures.p50)} (${number(peer.figures.p50 / p50)}×)`).join('');
  return `${title}: ${times}${beside}`;
}
