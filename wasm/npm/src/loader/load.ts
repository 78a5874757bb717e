import { fromCache } from './cache.js';
import { compileBytes, compileResponse, type Compiled } from './compile.js';
import { LoadError, loadError } from './error.js';
import { firstOf } from './fallback.js';
import { choose, type Variants } from './features.js';
import { verify } from './integrity.js';
import { counted, type Progress } from './progress.js';
import { request, type RequestOptions } from './request.js';
import { retrying, type RetryOptions } from './retry.js';
import { fromStore } from './store.js';
import { instantiate } from './streaming.js';

/** Where a module may be: an address, addresses of which the first that works is taken, or builds. */
export type Place = string | URL | readonly (string | URL)[] | Variants;

/** How a module is loaded. */
export interface LoadOptions extends RequestOptions {
  imports?: WebAssembly.Imports;
  /** How failures that may pass are met; `false` for a single try. */
  retry?: Omit<RetryOptions, 'signal'> | false;
  /** Where copies are kept, under a version. */
  keep?: { in: 'cache' | 'indexeddb'; version: string };
  /** A hash as in an `integrity` attribute; with it nothing is compiled while it comes. */
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
  from: 'network' | 'cache' | 'indexeddb';
  /** Whether it was compiled while it came. */
  streamed: boolean;
  times: LoadTimes;
}

interface Fetched extends Compiled {
  from: Loaded['from'];
  fetched?: number;
}

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
  const task = (): Promise<Fetched> => compiled(url, options);
  const { module, streamed, from, fetched } = await (retry === false ? task() : retrying(task, { ...retry, signal }));
  const at = performance.now();
  const instance = await instantiate(module, options.imports);
  const ready = performance.now();
  const times = { start, ...(fetched === undefined ? undefined : { fetched }), compiled: at, ready };
  return { module, instance, url: String(url), from, streamed, times };
}

async function compiled(url: string | URL, options: LoadOptions): Promise<Fetched> {
  if (options.keep?.in === 'indexeddb') return compiledFromStore(url, options, options.keep.version);
  const { response, from } = await body(url, options);
  let fetched: number | undefined;
  const watched = watch(response, options, () => (fetched = performance.now()));
  const result = await (options.integrity === undefined ? compileResponse(watched, String(url)) : verified(watched, options.integrity, url));
  return { ...result, from, ...(fetched === undefined ? undefined : { fetched }) };
}

async function body(url: string | URL, options: LoadOptions): Promise<{ response: Response; from: Loaded['from'] }> {
  const asked = asks(options);
  if (options.keep === undefined) return { response: await request(url, asked), from: 'network' };
  const { response, hit } = await fromCache(url, { ...asked, version: options.keep.version });
  return { response, from: hit ? 'cache' : 'network' };
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
    onProgress(progress);
  };
  return counted(response, tell, bytes);
}

async function verified(response: Response, integrity: string, url: string | URL): Promise<Compiled> {
  try {
    const bytes = await response.arrayBuffer();
    await verify(bytes, integrity, String(url));
    return { module: await compileBytes(bytes, String(url)), streamed: false };
  } catch (error) {
    throw loadError(error, String(url));
  }
}

async function compiledFromStore(url: string | URL, options: LoadOptions, version: string): Promise<Fetched> {
  const { bytes, hit } = await fromStore(url, { ...asks(options), version });
  const fetched = performance.now();
  options.onProgress?.({ loaded: bytes.byteLength, total: bytes.byteLength });
  try {
    if (options.integrity !== undefined) await verify(bytes, options.integrity, String(url));
    const module = await compileBytes(bytes, String(url));
    return { module, streamed: false, from: hit ? 'indexeddb' : 'network', fetched };
  } catch (error) {
    throw loadError(error, String(url));
  }
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
