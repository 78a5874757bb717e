import { TransportError, transportError } from './error.js';

/** Ends a wait that takes too long. */
export class Watchdog {
  private readonly controller = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private late: TransportError | undefined;

  constructor(private readonly outer: AbortSignal) {
    outer.addEventListener('abort', () => this.controller.abort(outer.reason), { once: true });
    if (outer.aborted) this.controller.abort(outer.reason);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** From now on there is so much time, in milliseconds. */
  expect(milliseconds: number, what: string): void {
    this.stop();
    this.timer = setTimeout(() => {
      this.late = new TransportError('timeout', `expected ${what} within ${milliseconds} ms`);
      this.controller.abort(this.late);
    }, milliseconds);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** Why a wait ended. */
  reason(error: unknown): unknown {
    if (this.outer.aborted) return error;
    return this.late ?? transportError(error);
  }
}
