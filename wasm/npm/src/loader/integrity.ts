import { LoadError } from './error.js';

const ALGORITHMS: Record<string, string> = { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' };
/** The strongest first. */
const STRENGTH = ['sha512', 'sha384', 'sha256'];

/**
 * Sees to it that bytes have a hash, written as in a page's `integrity` attribute: of several, one of the strongest
 * algorithm's must fit; unknown algorithms are passed over, and options behind `?`. Where a page takes no known
 * algorithm for no wish at all, this is an error. The whole file must be there, so nothing is compiled while it comes.
 */
export async function verify(bytes: ArrayBuffer, integrity: string, url = 'the bytes'): Promise<void> {
  const wanted = integrity.trim().split(/\s+/).map(plain);
  const algorithm = STRENGTH.find((name) => wanted.some((one) => one.startsWith(`${name}-`)));
  if (algorithm === undefined) throw unknown(integrity);
  if (wanted.includes(await digest(bytes, algorithm))) return;
  throw new LoadError('integrity', `${url}: expected ${integrity}, got other bytes`, { url });
}

/** One hash without its options, in the usual letters of base64. */
function plain(hash: string): string {
  const [value = ''] = hash.split('?');
  const behind = value.indexOf('-') + 1;
  return value.slice(0, behind) + value.slice(behind).replaceAll('-', '+').replaceAll('_', '/');
}

function unknown(algorithm: string): LoadError {
  return new LoadError('integrity', `expected sha256, sha384 or sha512, got ${JSON.stringify(algorithm)}`);
}

/** Whether hashes can be made here: browsers make them for pages over TLS and of this machine alone. */
export function canDigest(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}

/** A hash of bytes, written as in an `integrity` attribute. */
export async function digest(bytes: ArrayBuffer, algorithm = 'sha384'): Promise<string> {
  const name = ALGORITHMS[algorithm];
  if (name === undefined) throw unknown(algorithm);
  if (!canDigest()) throw new LoadError('integrity', 'hashes need a secure context: https, or this machine');
  const hash = new Uint8Array(await crypto.subtle.digest(name, bytes));
  return `${algorithm}-${btoa(String.fromCharCode(...hash))}`;
}
