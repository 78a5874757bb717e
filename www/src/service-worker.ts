// Keeps the site's files: one whole set of a version, so the page starts without a network. The build
// writes the list and the version in.
declare const __FILES__: string[];
declare const __VERSION__: string;

interface Worker extends EventTarget {
  readonly clients: { claim(): Promise<void> };
  readonly location: Location;
  skipWaiting(): Promise<void>;
}
interface Lasting extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface Fetching extends Lasting {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

const worker = self as unknown as Worker;
const PREFIX = 'midflight-site-';
const CURRENT = PREFIX + __VERSION__;
/** What is kept on request, for the Loading tab's measurements. */
const REQUESTED = 'midflight-on-request';
const ON_REQUEST = `${REQUESTED}-${__VERSION__}`;
const files = new Set(__FILES__);

async function install(): Promise<void> {
  const cache = await caches.open(CURRENT);
  // All or none: one answer that is not ok, and this version is not installed.
  await cache.addAll([...files].map((file) => new Request(file, { cache: 'reload' })));
}

async function activate(): Promise<void> {
  const names = await caches.keys();
  const own = (name: string): boolean => name.startsWith(PREFIX) || name.startsWith(REQUESTED);
  const old = names.filter((name) => own(name) && name !== CURRENT && name !== ON_REQUEST);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function kept(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(CURRENT);
  return (await cache.match(path)) ?? fetch(request);
}

async function keptOnRequest(request: Request): Promise<Response> {
  const cache = await caches.open(ON_REQUEST);
  const found = await cache.match(request);
  if (found !== undefined) return found;
  const response = await fetch(request);
  if (response.status === 200) await cache.put(request, response.clone());
  return response;
}

function answer(event: Fetching): void {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (url.searchParams.has('kept')) event.respondWith(keptOnRequest(request));
  else if (request.mode === 'navigate' && url.pathname === '/') event.respondWith(kept(request, '/'));
  else if (url.search === '' && files.has(url.pathname)) event.respondWith(kept(request, url.pathname));
}

worker.addEventListener('install', (event) => (event as Lasting).waitUntil(install()));
worker.addEventListener('activate', (event) => (event as Lasting).waitUntil(activate()));
worker.addEventListener('fetch', (event) => answer(event as Fetching));
worker.addEventListener('message', (event) => {
  if ((event as MessageEvent<{ type?: string }>).data.type === 'midflight:take-over') void worker.skipWaiting();
});

export {};
