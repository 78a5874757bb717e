import { EngineError } from './error.js';
import { Gate } from './gate.js';
import type { Chunk } from './input.js';
import type { Insight } from './insight.js';
import type { Redactor } from './redactor.js';
import type { Session } from './session.js';

/** A transform that feeds a session. */
export function analysing(session: Session): TransformStream<Chunk, Insight> {
  return new Feeding<Insight>(session, (error) => (error instanceof EngineError ? error.insights : []));
}

/** A transform that masks. */
export function redacting(redactor: Redactor): TransformStream<Chunk, Uint8Array<ArrayBuffer>> {
  const some = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] => (bytes.length > 0 ? [bytes] : []);
  const reader = {
    write: (chunk: Chunk) => some(redactor.write(chunk)),
    finish: () => some(redactor.finish()),
    free: () => redactor.free(),
  };
  return new Feeding<Uint8Array<ArrayBuffer>>(reader, (error) => (error instanceof EngineError ? some(error.masked) : []));
}

/** What reads one stream. */
interface Reader<Found> {
  write(chunk: Chunk): readonly Found[];
  finish(): readonly Found[];
  free(): void;
}

/**
 * A transform that feeds a reader, and gives its memory back at the end, however that comes. The platform's own
 * drops at an error what was told before and not taken yet, and not everywhere hears that it is cancelled.
 */
class Feeding<Told> implements TransformStream<Chunk, Told> {
  readonly readable: ReadableStream<Told>;
  readonly writable: WritableStream<Chunk>;
  private out!: ReadableStreamDefaultController<Told>;
  private sink!: WritableStreamDefaultController;
  /** Done when the source has failed. */
  private givenUp!: Promise<void>;
  private ended = false;
  /** Open while all that was told has been taken, and more is asked for. */
  private readonly asked = new Gate();

  constructor(
    private readonly reader: Reader<Told>,
    /** What a reader found before it failed. */
    private readonly foundBefore: (error: unknown) => readonly Told[],
  ) {
    const source: UnderlyingDefaultSource<Told> = {
      start: (out) => void (this.out = out),
      pull: () => this.asked.open(),
      cancel: (reason) => this.cancelled(reason),
    };
    this.readable = iterable(new ReadableStream(source, { highWaterMark: 0 }));
    this.writable = new WritableStream<Chunk>({
      start: (sink) => {
        this.sink = sink;
        // Giving up waits for what is being written.
        this.givenUp = new Promise((resolve) => sink.signal.addEventListener('abort', () => resolve()));
      },
      write: (chunk) => this.write(chunk),
      close: () => this.close(),
      abort: (reason) => this.broken(reason),
    });
  }

  private async write(chunk: Chunk): Promise<void> {
    await this.taken();
    if (this.ended || this.sink.signal.aborted) return;
    await this.read(() => this.reader.write(chunk));
  }

  private async close(): Promise<void> {
    await this.read(() => this.reader.finish());
    this.end(() => this.out.close());
  }

  private async read(reading: () => readonly Told[]): Promise<void> {
    try {
      this.tell(reading());
    } catch (error) {
      this.tell(this.foundBefore(error));
      await this.taken();
      this.end(() => this.out.error(error));
      throw error;
    }
  }

  /** Done when all that was told has been taken, or no one writes any more. */
  private async taken(): Promise<void> {
    await Promise.race([this.asked.opened(), this.givenUp]);
  }

  /** The source failed: what it said so far is told, and then that it did. */
  private broken(reason: unknown): void {
    if (this.ended) return;
    try {
      this.tell(this.reader.finish());
    } catch (error) {
      this.tell(this.foundBefore(error));
    }
    this.end(() => void this.asked.opened().then(() => this.out.error(reason)));
  }

  private tell(found: readonly Told[]): void {
    if (found.length === 0) return;
    // Before it is told, since telling it may be answered by asking for more.
    this.asked.close();
    for (const one of found) this.out.enqueue(one);
  }

  private cancelled(reason: unknown): void {
    this.end(() => this.sink.error(reason));
    this.asked.open();
  }

  private end(say: () => void): void {
    this.ended = true;
    this.reader.free();
    say();
  }
}

/** Sees to it that `for await` works also where streams are not iterable. */
function iterable<T>(readable: ReadableStream<T>): ReadableStream<T> {
  if (!(Symbol.asyncIterator in readable)) {
    Object.defineProperty(readable, Symbol.asyncIterator, { value: () => iterate<T>(readable) });
  }
  return readable;
}

async function* iterate<T>(readable: ReadableStream<T>): AsyncGenerator<T> {
  const reader = readable.getReader();
  let done = false;
  try {
    for (;;) {
      const step = await reader.read();
      done = step.done;
      if (step.done) return;
      yield step.value;
    }
  } finally {
    if (!done) await reader.cancel();
    reader.releaseLock();
  }
}
