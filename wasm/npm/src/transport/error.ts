/** Why a connection ended before its stream did. */
export type TransportFailure =
  /** It can't be asked for: the address is none, a header can't be sent, or the platform has no such thing. */
  | 'request'
  /** The connection failed or broke. */
  | 'network'
  /** The server answered, with another status than ok. */
  | 'status'
  /** What came is not of the type that was asked for. */
  | 'type'
  /** The connection ended well, but before the stream's end mark: a reason to go on, told by `retry`; see `ending`. */
  | 'truncated'
  /** Nothing came for too long. */
  | 'timeout'
  /** More came than the consumer took, on a transport that can't be slowed. */
  | 'overflow'
  /** The engine could not go on. */
  | 'engine';

/** With these servers say that it is not the request's fault. 529 is Anthropic's word for overloaded. */
const PASSING: ReadonlySet<number | undefined> = new Set([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529]);

/** A connection ended before its stream did. */
export class TransportError extends Error {
  override readonly name = 'TransportError';

  constructor(
    readonly code: TransportFailure,
    message: string,
    readonly status?: number,
    /** How long the server asked to wait, in milliseconds. */
    readonly retryAfter?: number,
    cause?: unknown,
  ) {
    super(message, { cause });
  }

  /** Whether another try may succeed. */
  get retryable(): boolean {
    if (this.code === 'network' || this.code === 'timeout' || this.code === 'truncated') return true;
    return this.code === 'status' && PASSING.has(this.status);
  }
}

/** Any failure of the platform as one of ours. */
export function transportError(error: unknown): TransportError {
  if (error instanceof TransportError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const timeout = error instanceof DOMException && error.name === 'TimeoutError';
  return new TransportError(timeout ? 'timeout' : 'network', message, undefined, undefined, error);
}
