import type { Insight } from './insight.js';

/** The engine could not go on: no buffer was free, the session was finished, or what was used had been freed. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  /** How many bytes of the chunk were taken, where the rest may be written when a buffer is free again. */
  readonly consumed?: number;

  /** @internal `taken` is NaN where the rest may not be written. */
  constructor(
    cause: Error,
    taken: number,
    /** What the write told before it failed; it is told once, so here and not again. */
    readonly insights: readonly Insight[],
    /** What a redactor had masked before it failed; it is written out once, so here and not again. */
    readonly masked: Uint8Array<ArrayBuffer> = new Uint8Array(),
  ) {
    super(cause.message, { cause });
    if (!Number.isNaN(taken)) this.consumed = taken;
  }
}
