/** Loading of wasm modules, also of others than the engine's. */
export { delay, sleep, type Backoff } from './backoff.js';
export { forgetOthers, fromCache, type CachedResponse, type CacheOptions } from './cache.js';
export { compileBytes, compileResponse, type Compiled } from './compile.js';
export { LoadError, type LoadFailure } from './error.js';
export { firstOf } from './fallback.js';
export { choose, features, supports, type Features, type Probe, type Variants } from './features.js';
export { digest, verify } from './integrity.js';
export { firstResult, load, type Loaded, type LoadOptions, type LoadTimes, type Place } from './load.js';
export { Pieces } from './pieces.js';
export { preloadLink, whenIdle, whenNear } from './preload.js';
export { counted, type Progress } from './progress.js';
export { checked, request, type RequestOptions } from './request.js';
export { retrying, type RetryOptions } from './retry.js';
export { fromStore, type StoredBytes, type StoreOptions } from './store.js';
export { compileStreaming, instantiate, instantiateStreaming } from './streaming.js';
export { serviceWorker, type Update } from './update.js';
