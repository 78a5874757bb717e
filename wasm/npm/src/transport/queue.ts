import { Fifo } from './fifo.js';

/** What was found and not yet taken. Who fills it waits for room, which is how back-pressure travels. */
export class Queue<T> implements AsyncIterator<T> {
  private readonly waiting = new Fifo<T>();
  private closed = false;
  private dropping = false;
  private failure: unknown;
  private readonly readers: (() => void)[] = [];
  private wakeWriter: (() => void) | undefined;

  constructor(
    private readonly highWater: number,
    private readonly onReturn: () => void,
  ) {}

  /** How much has not been taken. */
  get length(): number {
    return this.waiting.length;
  }

  push(values: readonly T[]): void {
    if (this.closed || this.dropping || values.length === 0) return;
    for (const value of values) this.waiting.push(value);
    this.wakeReaders();
  }

  /** Done when the reader has caught up. */
  async room(): Promise<void> {
    while (!this.closed && !this.dropping && this.waiting.length >= this.highWater) {
      await new Promise<void>((resolve) => (this.wakeWriter = resolve));
    }
  }

  close(failure?: unknown): void {
    this.closed = true;
    this.failure = failure;
    this.wakeReaders();
    this.wakeWriter?.();
  }

  /** Drops what was not taken, and what follows. Who waits for more hears of the end when it comes. */
  drop(): void {
    this.dropping = true;
    this.waiting.clear();
    this.wakeWriter?.();
  }

  private wakeReaders(): void {
    for (const wake of this.readers.splice(0)) wake();
  }

  async next(): Promise<IteratorResult<T>> {
    for (;;) {
      if (this.waiting.length > 0) {
        const value = this.waiting.shift()!;
        if (this.waiting.length < this.highWater) this.wakeWriter?.();
        return { done: false, value };
      }
      if (this.failure !== undefined) throw this.takeFailure();
      if (this.closed) return { done: true, value: undefined };
      await new Promise<void>((resolve) => this.readers.push(resolve));
    }
  }

  async return(): Promise<IteratorResult<T>> {
    this.drop();
    this.onReturn();
    return { done: true, value: undefined };
  }

  private takeFailure(): unknown {
    const { failure } = this;
    this.failure = undefined;
    return failure;
  }
}
