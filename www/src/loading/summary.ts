import type { Sample, Strategy } from './strategies.js';
import { STRATEGIES } from './strategies.js';

/** Percentiles of what was measured, in milliseconds. */
export interface Percentiles {
  p50: number;
  p95: number;
}

/** A strategy's runs in short. */
export interface Summary {
  strategy: Strategy;
  title: string;
  runs: number;
  fetched: Percentiles | undefined;
  compiled: Percentiles;
  ready: Percentiles;
  firstResult: Percentiles;
  /** How much sooner the first result is than by download-then-compile, in per cent of that; the median. */
  improvement: number;
}

/** One line a strategy that was run. */
export function summarize(samples: readonly Sample[]): Summary[] {
  const of = (strategy: Strategy): Sample[] => samples.filter((sample) => sample.strategy === strategy);
  const base = percentiles(of('download').map(({ firstResult }) => firstResult));
  return STRATEGIES.filter(([strategy]) => of(strategy).length > 0).map(([strategy, title]) => {
    const runs = of(strategy);
    const fetched = runs.flatMap(({ fetched }) => (fetched === undefined ? [] : [fetched]));
    const firstResult = percentiles(runs.map((run) => run.firstResult))!;
    return {
      strategy,
      title,
      runs: runs.length,
      fetched: percentiles(fetched),
      compiled: percentiles(runs.map(({ compiled }) => compiled))!,
      ready: percentiles(runs.map(({ ready }) => ready))!,
      firstResult,
      improvement: base === undefined ? 0 : (1 - firstResult.p50 / base.p50) * 100,
    };
  });
}

function percentiles(values: readonly number[]): Percentiles | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
  return { p50: at(0.5), p95: at(0.95) };
}
