import type { Insight } from './insight.js';

/** The engine could not go on: no buffer was free, or the session was finished. */
export class EngineError extends Error {
  override readonly name = 'EngineError';

  /** @internal */
  constructor(
    cause: Error,
    /** What the write told before it failed; it is told once, so here and not again. */
    readonly insights: readonly Insight[],
    /** How many bytes of the chunk were taken, where the rest may be written when a buffer is free again. */
    readonly consumed?: number,
    /** What a redactor had masked before it failed; it is written out once, so here and not again. */
    readonly masked: Uint8Array<ArrayBuffer> = new Uint8Array(),
  ) {
    super(cause.message, { cause });
  }
}
