import type { Chunk } from './input.js';
import type { Insight } from './insight.js';
import type { Redactor } from './redactor.js';
import type { Session } from './session.js';

/** A transform that feeds a session. */
export function analysing(session: Session): TransformStream<Chunk, Insight> {
  return feeding<readonly Insight[], Insight>(session, (insights, to) => {
    for (const insight of insights) to.enqueue(insight);
  });
}

/** A transform that masks. */
export function redacting(redactor: Redactor): TransformStream<Chunk, Uint8Array> {
  return feeding<Uint8Array, Uint8Array>(redactor, (bytes, to) => {
    if (bytes.length > 0) to.enqueue(bytes);
  });
}

/** What reads one stream. */
interface Reader<Found> {
  write(chunk: Chunk): Found;
  finish(): Found;
  free(): void;
}

/** A transform that feeds a reader, and gives its memory back at the end, however that comes. */
function feeding<Found, Told>(
  reader: Reader<Found>,
  tell: (found: Found, to: TransformStreamDefaultController<Told>) => void,
): TransformStream<Chunk, Told> {
  const transformer = {
    transform(chunk, to) {
      try {
        tell(reader.write(chunk), to);
      } catch (error) {
        reader.free();
        throw error;
      }
    },
    flush(to) {
      try {
        tell(reader.finish(), to);
      } finally {
        reader.free();
      }
    },
    cancel: () => reader.free(),
  } as Transformer<Chunk, Told>;
  return iterable(new TransformStream<Chunk, Told>(transformer));
}

/** Sees to it that `for await` works on the readable side also where streams are not iterable. */
function iterable<I, O>(transform: TransformStream<I, O>): TransformStream<I, O> {
  const { readable } = transform;
  if (!(Symbol.asyncIterator in readable)) {
    Object.defineProperty(readable, Symbol.asyncIterator, { value: () => iterate<O>(readable as ReadableStream<O>) });
  }
  return transform;
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
