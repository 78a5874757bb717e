import { request, type RequestOptions } from './request.js';

/** A versioned cache. */
export interface CacheOptions extends RequestOptions {
  /** What the files belong to; another version never sees them. */
  version: string;
  /** What all versions of the cache are called before their version. Default: `midflight-`. */
  prefix?: string;
}

/** A response, and where it came from. */
export interface CachedResponse {
  response: Response;
  hit: boolean;
  /** Done when the response has been kept; tells whether it could be. */
  kept: Promise<boolean>;
}

/** A file out of the cache of its version, or else from the network and then kept. */
export async function fromCache(url: string | URL, options: CacheOptions): Promise<CachedResponse> {
  const { version, prefix = 'midflight-', ...rest } = options;
  const cache = await open(prefix + version);
  const found = await cache?.match(String(url));
  if (found !== undefined) return { response: found, hit: true, kept: Promise.resolve(true) };
  const response = await request(url, rest);
  const kept = cache === undefined ? Promise.resolve(false) : keep(cache, url, response.clone(), prefix + version, prefix);
  return { response, hit: false, kept };
}

/** The cache; nothing where the page may have none. */
async function open(name: string): Promise<Cache | undefined> {
  if (typeof caches === 'undefined') return undefined;
  return caches.open(name).catch(() => undefined);
}

async function keep(cache: Cache, url: string | URL, response: Response, name: string, prefix: string): Promise<boolean> {
  try {
    await cache.put(String(url), response);
    await forgetOthers(name, prefix);
    return true;
  } catch {
    // No room, or the body was cut: the next load asks the network again.
    return false;
  }
}

/** Takes a file out of the cache of its version. */
export async function dropFromCache(url: string | URL, { version, prefix = 'midflight-' }: CacheOptions): Promise<void> {
  await (await open(prefix + version))?.delete(String(url));
}

/** Removes the caches of other versions; which they were. */
export async function forgetOthers(current: string, prefix = 'midflight-'): Promise<string[]> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(prefix) && name !== current);
  await Promise.all(old.map((name) => caches.delete(name)));
  return old;
}
