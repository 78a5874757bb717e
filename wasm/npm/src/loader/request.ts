import { LoadError, loadError } from './error.js';

/** How a module's bytes are asked for. */
export interface RequestOptions {
  signal?: AbortSignal | undefined;
  priority?: RequestPriority;
  credentials?: RequestCredentials;
  /** In place of the global `fetch`. */
  fetch?: typeof fetch;
}

/** Asks for a module. What is no answer of a server that has it is an error, and never compiled. */
export async function request(url: string | URL, options: RequestOptions = {}): Promise<Response> {
  return checked(await ask(url, options), String(url));
}

/** Asks for a file of any type. */
export async function ask(url: string | URL, options: RequestOptions = {}): Promise<Response> {
  const { fetch: get = fetch, ...init } = options;
  const address = String(url);
  const response = await get(address, init as RequestInit).catch((error: unknown) => {
    const { message } = error as Error;
    if (get === fetch && !askable(address, init as RequestInit)) throw new LoadError('request', message, { url: address, cause: error });
    throw loadError(error, address);
  });
  return ok(response, address);
}

/** Whether the platform asks for it at all: a failure of its own and one of the network look the same. */
export function askable(url: string, init: RequestInit): boolean {
  try {
    return Boolean(new Request(url, init));
  } catch {
    return false;
  }
}

/** The response, where it can be a module. */
export function checked(response: Response, url = response.url): Response {
  const type = mimeType(ok(response, url));
  // A server that knows no wasm may call it plain text; its first bytes tell.
  if (type.startsWith('text/') && !type.startsWith('text/plain')) {
    void response.body?.cancel();
    throw new LoadError('type', `${url}: expected application/wasm, got ${type}`, { url });
  }
  return response;
}

function ok(response: Response, url: string): Response {
  if (response.ok) return response;
  void response.body?.cancel();
  const { status } = response;
  const details = { url, status, ...retryAfter(response) };
  throw new LoadError('status', `${url}: expected an ok status, got ${status}`, details);
}

/** How long the server asks to wait, in milliseconds; OpenAI's says so in these. */
export function retryAfter(response: Response): { retryAfter?: number } {
  const milliseconds = Number(response.headers.get('retry-after-ms') ?? NaN);
  if (milliseconds > 0) return { retryAfter: milliseconds };
  const header = response.headers.get('Retry-After');
  if (header === null) return {};
  const seconds = Number(header);
  const wait = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
  return wait > 0 ? { retryAfter: wait } : {};
}

/** The content type as the server wrote it. */
export function mimeType(response: Response): string {
  return (response.headers.get('Content-Type') ?? '').trim().toLowerCase();
}
