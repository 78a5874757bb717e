import { call } from '../call.js';
import { compileBytes, compileResponse, type Compiled } from './compile.js';
import { LoadError, loadError, type LoadFailure } from './error.js';
import { firstOf } from './fallback.js';
import { choose, type Variants } from './features.js';
import { verify } from './integrity.js';
import { get, type Got, type Keep } from './keep.js';
import { counted, type Progress } from './progress.js';
import type { RequestOptions } from './request.js';
import { retrying, type RetryOptions } from './retry.js';
import { instantiate } from './streaming.js';

/** Where a module may be: an address, addresses of which the first that works is taken, or builds. */
export type Place = string | URL | readonly (string | URL)[] | Variants;

/** How a module is loaded. */
export interface LoadOptions extends RequestOptions {
  imports?: WebAssembly.Imports;
  /** How failures that may pass are met; `false` for a single try. */
  retry?: Omit<RetryOptions, 'signal'> | false;
  /** Where copies are kept, under a version. What proves wrong is not. */
  keep?: Keep;
  /** Hashes as in an `integrity` attribute; with them nothing is compiled while it comes. */
  integrity?: string;
  /** The size of the file, from a build manifest, for the progress. */
  bytes?: number;
  onProgress?: (progress: Progress) => void;
  onFallback?: (error: LoadError, next: string | URL) => void;
}

/** When what happened, in milliseconds of `performance.now()`. */
export interface LoadTimes {
  start: number;
  /** All bytes were there. Known where they were counted, verified or kept in IndexedDB. */
  fetched?: number;
  compiled: number;
  ready: number;
  /** See `firstResult`. */
  firstResult?: number;
}

/** A module that was loaded. */
export interface Loaded {
  module: WebAssembly.Module;
  instance: WebAssembly.Instance;
  url: string;
  from: Got['from'];
  /** Whether it was compiled while it came. */
  streamed: boolean;
  times: LoadTimes;
}

interface Made extends Compiled {
  fetched?: number;
}

interface Fetched extends Made {
  from: Loaded['from'];
}

/** What another answer may set right. */
const WRONG: ReadonlySet<LoadFailure> = new Set(['type', 'integrity', 'compile']);

/** Loads and instantiates a module; throws a `LoadError`. */
export async function load(place: Place, options: LoadOptions = {}): Promise<Loaded> {
  const start = performance.now();
  return firstOf(addresses(place), (url) => loadFrom(url, options, start), options.onFallback);
}

function addresses(place: Place): readonly (string | URL)[] {
  if (typeof place === 'string' || place instanceof URL) return [place];
  if (Array.isArray(place)) return place as readonly (string | URL)[];
  const variants = place as Variants;
  const best = choose(variants);
  // A build that can't be had or compiled after all is no reason to do without.
  return best === variants.baseline ? [best] : [best, variants.baseline];
}

async function loadFrom(url: string | URL, options: LoadOptions, start: number): Promise<Loaded> {
  const { retry, signal } = options;
  const task = async (): Promise<Fetched> => {
    try {
      signal?.throwIfAborted();
      const fetched = await compiled(url, options);
      // A copy that is kept does not hear of the signal.
      signal?.throwIfAborted();
      return fetched;
    } catch (error) {
      // Who gives up may say why in any form.
      throw signal?.aborted ? new LoadError('aborted', `${String(url)}: given up`, { url: String(url), cause: error }) : error;
    }
  };
  const { module, streamed, from, fetched } = await (retry === false ? task() : retrying(task, { ...retry, signal }));
  const at = performance.now();
  const instance = await instantiate(module, options.imports);
  const ready = performance.now();
  const times = { start, ...(fetched === undefined ? undefined : { fetched }), compiled: at, ready };
  return { module, instance, url: String(url), from, streamed, times };
}

/** Compiles what comes; a copy that proves wrong is dropped, and the network asked in its place. */
async function compiled(url: string | URL, options: LoadOptions, last = false): Promise<Fetched> {
  const got = await get(url, options.keep, asks(options));
  try {
    const made = got.body instanceof Response ? await fromBody(got.body, url, options) : await fromBytes(got.body, url, options);
    return { ...made, from: got.from };
  } catch (error) {
    const wrong = loadError(error, String(url));
    if (!WRONG.has(wrong.code)) throw wrong;
    const dropped = got.drop().catch(() => {});
    if (got.from === 'network' || last) throw wrong;
    await dropped;
    return compiled(url, options, true);
  }
}

async function fromBody(body: Response, url: string | URL, options: LoadOptions): Promise<Made> {
  let fetched: number | undefined;
  const watched = watch(body, options, () => (fetched = performance.now()));
  const result = options.integrity === undefined ? await compileResponse(watched, String(url)) : await verified(await watched.arrayBuffer(), url, options);
  return { ...result, ...(fetched === undefined ? undefined : { fetched }) };
}

async function fromBytes(bytes: ArrayBuffer, url: string | URL, options: LoadOptions): Promise<Made> {
  const fetched = performance.now();
  if (options.onProgress) call(options.onProgress, { loaded: bytes.byteLength, total: bytes.byteLength });
  return { ...(await verified(bytes, url, options)), fetched };
}

async function verified(bytes: ArrayBuffer, url: string | URL, { integrity }: LoadOptions): Promise<Compiled> {
  if (integrity !== undefined) await verify(bytes, integrity, String(url));
  return { module: await compileBytes(bytes, String(url)), streamed: false };
}

function asks({ signal, priority, credentials, fetch }: LoadOptions): RequestOptions {
  return {
    signal,
    ...(priority && { priority }),
    ...(credentials && { credentials }),
    ...(fetch && { fetch }),
  };
}

function watch(response: Response, options: LoadOptions, onBytes: () => void): Response {
  const { onProgress, bytes } = options;
  if (onProgress === undefined) return response;
  const tell = (progress: Progress): void => {
    onBytes();
    call(onProgress, progress);
  };
  return counted(response, tell, bytes);
}

/** Notes that the module has done what it was loaded for, once; also as a performance mark. */
export function firstResult(loaded: Loaded): number {
  const { times } = loaded;
  if (times.firstResult === undefined) {
    times.firstResult = performance.now();
    performance.mark('midflight:first-result', { startTime: times.firstResult });
  }
  return times.firstResult - times.start;
}
