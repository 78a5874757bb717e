import { loadError } from './error.js';
import { canDigest, digest } from './integrity.js';
import { request, type RequestOptions } from './request.js';

const STORE = 'modules';

/** What is kept of a module: its bytes. A compiled module can't be stored by any browser. */
interface Kept {
  version: string;
  hash: string;
  bytes: ArrayBuffer;
}

/** A store of modules' bytes. */
export interface StoreOptions extends RequestOptions {
  /** What the bytes belong to; those of another version are fetched anew. */
  version: string;
  /** The database. Default: `midflight`. */
  database?: string;
}

/** Bytes, and where they came from. */
export interface StoredBytes {
  bytes: ArrayBuffer;
  hit: boolean;
}

/** A module's bytes out of IndexedDB, where their version and hash are right; or else from the network. */
export async function fromStore(url: string | URL, options: StoreOptions): Promise<StoredBytes> {
  const { version, database = 'midflight', ...rest } = options;
  const key = String(url);
  // What can't be checked is not kept.
  const db = canDigest() ? await open(database).catch(() => undefined) : undefined;
  try {
    const kept = db && (await read(db, key).catch(() => undefined));
    if (kept?.version === version && (await digest(kept.bytes)) === kept.hash) return { bytes: kept.bytes, hit: true };
    const bytes = await body(await request(url, rest));
    if (db) await write(db, key, { version, hash: await digest(bytes), bytes }).catch(() => undefined);
    return { bytes, hit: false };
  } finally {
    db?.close();
  }
}

/** Takes a module's bytes out of IndexedDB. */
export async function dropFromStore(url: string | URL, { database = 'midflight' }: StoreOptions): Promise<void> {
  const db = await open(database);
  try {
    await settled(db.transaction(STORE, 'readwrite').objectStore(STORE).delete(String(url)));
  } finally {
    db.close();
  }
}

function body(response: Response): Promise<ArrayBuffer> {
  return response.arrayBuffer().catch((error: unknown) => {
    throw loadError(error, response.url);
  });
}

async function open(name: string): Promise<IDBDatabase> {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  return settled(opening);
}

// Async, so that what a database of another application has no store for is an error of the promise.
async function read(db: IDBDatabase, key: string): Promise<Kept | undefined> {
  return settled(db.transaction(STORE).objectStore(STORE).get(key) as IDBRequest<Kept | undefined>);
}

async function write(db: IDBDatabase, key: string, kept: Kept): Promise<void> {
  await settled(db.transaction(STORE, 'readwrite').objectStore(STORE).put(kept, key));
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error as Error);
  });
}
