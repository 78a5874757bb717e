import { bearable, delay, sleep, type Backoff } from './backoff.js';
import { LoadError, loadError } from './error.js';

/** How failures are met. */
export interface RetryOptions extends Backoff {
  signal?: AbortSignal | undefined;
  /** Told of each failure that another try follows. */
  onRetry?: (error: LoadError, wait: number) => void;
}

/**
 * Tries a task again, with back-off and jitter, where that may help: after network errors, 429 and
 * 5xx. What will not get better is thrown at once.
 */
export async function retrying<T>(task: () => Promise<T>, options: RetryOptions = {}): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await task();
    } catch (thrown) {
      const error = loadError(thrown);
      if (!error.retryable || attempt >= (options.attempts ?? 4) || !bearable(error.retryAfter ?? 0, options)) throw error;
      const wait = delay(attempt, options, error.retryAfter);
      options.onRetry?.(error, wait);
      await sleep(wait, options.signal).catch((reason: unknown) => {
        throw new LoadError('aborted', 'given up while waiting for another try', { cause: reason });
      });
    }
  }
}
