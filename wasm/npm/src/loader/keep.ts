import { dropFromCache, fromCache } from './cache.js';
import { request, type RequestOptions } from './request.js';
import { dropFromStore, fromStore } from './store.js';

/** Where copies are kept, under a version. */
export interface Keep {
  in: 'cache' | 'indexeddb';
  version: string;
  /** What all versions are called before their version, in the cache; modules with versions of their own need one each. Default: `midflight-module-`. */
  prefix?: string;
}

/** What came of a module, and where from. */
export interface Got {
  from: 'network' | 'cache' | 'indexeddb';
  /** A body that may still be coming, or bytes that are all there. */
  body: Response | ArrayBuffer;
  /** Takes the copy away, where one is kept. */
  drop(): Promise<unknown>;
}

/** A module out of where it is kept, or else from the network. */
export async function get(url: string | URL, keep: Keep | undefined, asked: RequestOptions): Promise<Got> {
  if (keep === undefined) return { from: 'network', body: await request(url, asked), drop: async () => {} };
  const options = { ...asked, version: keep.version, prefix: keep.prefix ?? 'midflight-module-' };
  if (keep.in === 'indexeddb') {
    const { bytes, hit } = await fromStore(url, options);
    return { from: hit ? 'indexeddb' : 'network', body: bytes, drop: () => dropFromStore(url, options) };
  }
  const { response, hit, kept } = await fromCache(url, options);
  return { from: hit ? 'cache' : 'network', body: response, drop: () => kept.then(() => dropFromCache(url, options)) };
}
