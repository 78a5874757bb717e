/** How often and how fast something is tried again. */
export interface Backoff {
  /** Tries in all, the first included. Default: 4. */
  attempts?: number;
  /** The bound of the first wait, in milliseconds; each next one is twice as long. Default: 250. */
  base?: number;
  /** The longest wait, in milliseconds. Default: 8,000. */
  cap?: number;
  /** The longest wait that a server may ask for, in milliseconds; where it asks for more, there is no other try. Default: 60,000. */
  longest?: number;
  /** A number from 0 to 1, for the jitter. Default: `Math.random`. */
  random?: () => number;
}

/** The wait before try `attempt` (from 1), in milliseconds: full jitter, never less than `least`. */
export function delay(attempt: number, { base = 250, cap = 8000, random = Math.random }: Backoff, least = 0): number {
  return Math.max(least, random() * Math.min(cap, base * 2 ** (attempt - 1)));
}

/** Whether a wait that a server asks for is not too long. */
export function bearable(least: number, { longest = 60_000 }: Backoff): boolean {
  return least <= longest;
}

/** The longest wait of a timer, some 24 days: a longer one would end at once. */
const LONGEST = 2 ** 31 - 1;

/** Waits; rejects with the signal's reason where that comes first. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, Math.min(milliseconds, LONGEST));
    signal?.addEventListener('abort', stop, { once: true });
  });
}
