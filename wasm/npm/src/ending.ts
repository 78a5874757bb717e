import type { Ending } from './insight.js';

/** By their numbers in `report.rs`. */
export const ENDINGS: readonly Ending[] = ['complete', 'cut', 'failed', 'blocked'];

/** Whether the provider's end mark came. */
export function isComplete(ending: Ending): boolean {
  return ending === 'complete' || ending === 'blocked';
}
