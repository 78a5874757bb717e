/** What kind of thing went wrong. */
export type LoadFailure =
  /** It can't be asked for, as where the address is none. */
  | 'request'
  /** The connection failed, also in the middle of the body. */
  | 'network'
  /** The server answered, with another status than ok. */
  | 'status'
  /** What came is no wasm module: a page, or other bytes. */
  | 'type'
  /** The bytes are not the ones that were promised. */
  | 'integrity'
  /** The bytes are a module that can't be compiled here. */
  | 'compile'
  /** The module could not be instantiated: imports are missing, or its start failed. */
  | 'link'
  /** The caller gave up. */
  | 'aborted';

/** What is known of a failure besides its kind. */
export interface LoadErrorDetails {
  url?: string;
  status?: number;
  /** How long the server asked to wait, in milliseconds. */
  retryAfter?: number;
  cause?: unknown;
}

/** A module could not be loaded. */
export class LoadError extends Error {
  override readonly name = 'LoadError';
  readonly url: string | undefined;
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;

  constructor(
    readonly code: LoadFailure,
    message: string,
    details: LoadErrorDetails = {},
  ) {
    super(message, { cause: details.cause });
    this.url = details.url;
    this.status = details.status;
    this.retryAfter = details.retryAfter;
  }

  /** Whether the same request may succeed later: the network, 429 and 5xx. */
  get retryable(): boolean {
    if (this.code === 'network') return true;
    return this.code === 'status' && (this.status === 429 || this.status! >= 500);
  }
}

/** Any failure of the platform as one of ours. */
export function loadError(error: unknown, url?: string): LoadError {
  if (error instanceof LoadError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const details = { cause: error, ...(url === undefined ? undefined : { url }) };
  return new LoadError(failure(error), url === undefined ? message : `${url}: ${message}`, details);
}

function failure(error: unknown): LoadFailure {
  if (error instanceof WebAssembly.CompileError) return 'compile';
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  return name === 'AbortError' || name === 'TimeoutError' ? 'aborted' : 'network';
}
