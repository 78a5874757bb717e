import { askable, retryAfter } from '../loader/request.js';
import { TransportError } from './error.js';
import { Watchdog } from './watchdog.js';

/** What is asked for. */
export interface AskOptions {
  method?: string;
  headers?: HeadersInit;
  body?: BodyInit | null;
  credentials?: RequestCredentials;
  /** In place of the global `fetch`. */
  fetch?: typeof fetch;
}

/** Limits of waiting, in milliseconds. */
export interface Patience {
  connectTimeout?: number | undefined;
  idleTimeout?: number | undefined;
}

/** Bytes that are read at a time: what came at once may be megabytes, which would hold the page for a second. */
const PIECE = 64 << 10;

/** An answer whose body is read chunk by chunk, each within its time. */
export interface Answer {
  response: Response;
  chunks: AsyncGenerator<Uint8Array>;
  /** Drops the body, of which nothing has been read. */
  cancel(): Promise<void>;
}

/** Those of the options that `fetch` takes. */
export function asked({ method, headers, body, credentials, fetch }: AskOptions): AskOptions {
  return {
    ...(method !== undefined && { method }),
    ...(headers !== undefined && { headers }),
    ...(body !== undefined && { body }),
    ...(credentials !== undefined && { credentials }),
    ...(fetch !== undefined && { fetch }),
  };
}

/** Methods that may be asked twice without doing something twice. */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/** Whether a request that failed may be asked again: a server that gave no answer may have begun with it. */
export function repeatable({ method = 'GET' }: AskOptions, { code }: TransportError): boolean {
  return code === 'status' || IDEMPOTENT.has(method.toUpperCase());
}

/** Headers to add others to. */
export function headersOf(headers: HeadersInit | undefined): Headers {
  try {
    return new Headers(headers);
  } catch (error) {
    throw refusal(error);
  }
}

/** What the platform does not even ask for. */
function refusal(error: unknown): TransportError {
  return new TransportError('request', (error as Error).message, undefined, undefined, error);
}

/** Asks for a stream; what is no ok answer throws. */
export async function ask(url: string, init: AskOptions, patience: Patience, signal: AbortSignal): Promise<Answer> {
  const { fetch: get = fetch, ...rest } = init;
  const watchdog = new Watchdog(signal);
  watchdog.expect(patience.connectTimeout ?? 300_000, 'an answer');
  try {
    const response = await get(url, { cache: 'no-store', ...rest, signal: watchdog.signal });
    if (!response.ok) throw refused(response, url);
    const cancel = async (): Promise<void> => {
      watchdog.stop();
      await response.body?.cancel().catch(() => {});
    };
    return { response, chunks: read(response, watchdog, patience.idleTimeout ?? 120_000), cancel };
  } catch (error) {
    watchdog.stop();
    if (error instanceof TypeError && get === fetch && !askable(url, rest)) throw refusal(error);
    throw watchdog.reason(error);
  }
}

function refused(response: Response, url: string): TransportError {
  void response.body?.cancel();
  const { status } = response;
  return new TransportError('status', `${url}: expected an ok status, got ${status}`, status, retryAfter(response).retryAfter);
}

async function* read(response: Response, watchdog: Watchdog, idle: number): AsyncGenerator<Uint8Array> {
  // An answer without a body, as of 204, is an empty stream.
  if (response.body === null) return watchdog.stop();
  const reader = response.body.getReader();
  try {
    for (;;) {
      // Only reading is timed: a consumer may take as long as it likes.
      watchdog.expect(idle, 'more of the stream');
      const step = await reader.read();
      watchdog.stop();
      if (step.done) return;
      yield* pieces(step.value);
    }
  } catch (error) {
    throw watchdog.reason(error);
  } finally {
    watchdog.stop();
    await reader.cancel().catch(() => {});
  }
}

function* pieces(chunk: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < chunk.length; at += PIECE) yield chunk.subarray(at, at + PIECE);
}
