import { LoadError } from './error.js';

const ALGORITHMS: Record<string, string> = { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' };

/**
 * Sees to it that bytes have a hash, written as in a page's `integrity` attribute. The whole file must
 * be there for that, so nothing is compiled while it comes.
 */
export async function verify(bytes: ArrayBuffer, integrity: string, url = 'the bytes'): Promise<void> {
  const wanted = integrity.trim().split(/\s+/);
  for (const one of wanted) {
    if ((await digest(bytes, one.slice(0, one.indexOf('-')))) === one) return;
  }
  throw new LoadError('integrity', `${url}: expected ${integrity}, got other bytes`, { url });
}

/** Whether hashes can be made here: browsers make them for pages over TLS and of this machine alone. */
export function canDigest(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}

/** A hash of bytes, written as in an `integrity` attribute. */
export async function digest(bytes: ArrayBuffer, algorithm = 'sha384'): Promise<string> {
  const name = ALGORITHMS[algorithm];
  if (name === undefined) {
    throw new LoadError('integrity', `expected sha256, sha384 or sha512, got ${JSON.stringify(algorithm)}`);
  }
  if (!canDigest()) throw new LoadError('integrity', 'hashes need a secure context: https, or this machine');
  const hash = new Uint8Array(await crypto.subtle.digest(name, bytes));
  return `${algorithm}-${btoa(String.fromCharCode(...hash))}`;
}
