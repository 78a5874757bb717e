import type { Insight } from './insight.js';
import type { Redactor } from './redactor.js';
import type { Session } from './session.js';

/** A transform that feeds a session, and gives its memory back at the end. */
export function analysing(session: Session): TransformStream<Uint8Array | string, Insight> {
  const tell = (insights: readonly Insight[], to: TransformStreamDefaultController<Insight>): void => {
    for (const insight of insights) to.enqueue(insight);
  };
  return iterable(
    new TransformStream<Uint8Array | string, Insight>({
      transform: (chunk, to) => tell(session.write(chunk), to),
      flush(to) {
        tell(session.finish(), to);
        session.free();
      },
      cancel: () => session.free(),
    } as Transformer<Uint8Array | string, Insight>),
  );
}

/** A transform that masks. */
export function redacting(redactor: Redactor): TransformStream<Uint8Array | string, Uint8Array> {
  const tell = (bytes: Uint8Array, to: TransformStreamDefaultController<Uint8Array>): void => {
    if (bytes.length > 0) to.enqueue(bytes);
  };
  return iterable(
    new TransformStream<Uint8Array | string, Uint8Array>({
      transform: (chunk, to) => tell(redactor.write(chunk), to),
      flush(to) {
        tell(redactor.finish(), to);
        redactor.free();
      },
      cancel: () => redactor.free(),
    } as Transformer<Uint8Array | string, Uint8Array>),
  );
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
