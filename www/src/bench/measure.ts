import type { Outcome } from './cases.js';
import type { Scale } from './run.js';

/** Runs a case in a worker. */
export function measure(id: string, scale: Scale): Promise<Outcome> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Outcome>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<{ outcome?: Outcome; error?: string }>) => {
      if (data.outcome) resolve(data.outcome);
      else reject(new Error(data.error));
    };
    worker.onerror = ({ message }) => reject(new Error(message || 'the worker could not be started'));
    worker.postMessage({ id, scale });
  }).finally(() => worker.terminate());
}
