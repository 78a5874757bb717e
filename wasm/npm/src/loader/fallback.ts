import { loadError, type LoadError } from './error.js';

/**
 * What the first address gives that works. Giving up ends it; any other failure, also of compiling,
 * goes on to the next address.
 */
export async function firstOf<T>(
  urls: readonly (string | URL)[],
  attempt: (url: string | URL) => Promise<T>,
  onFallback?: (error: LoadError, next: string | URL) => void,
): Promise<T> {
  for (let at = 0; ; at++) {
    try {
      return await attempt(urls[at]!);
    } catch (thrown) {
      const error = loadError(thrown, String(urls[at]));
      const next = urls[at + 1];
      if (next === undefined || error.code === 'aborted') throw error;
      onFallback?.(error, next);
    }
  }
}
