import { isComplete } from '../ending.js';
import type { Events } from '../events.js';
import { mimeType } from '../loader/request.js';
import { ask, asked, headersOf, repeatable, type AskOptions } from './body.js';
import { Connection, type ConnectOptions } from './connection.js';
import { TransportError } from './error.js';

/** How a stream of server-sent events is asked for. */
export interface SseOptions extends ConnectOptions, AskOptions {
  /** The id of the last event that is known from elsewhere. */
  lastEventId?: string;
}

/**
 * Server-sent events over `fetch`, so with any method, headers and body. A connection that breaks, or ends before the
 * stream's end mark, is made again with `Last-Event-ID`, after the time that the server asked for; without ids nothing
 * could be resumed, and it ends with its error. Behind the end mark nothing is missing, however it ends.
 */
export class SseConnection extends Connection {
  private readonly events: Events;
  /** The last event's id, once the decoder is gone. */
  private last: string | undefined;
  /** That of the last event before the connection at hand. */
  private from = '';

  constructor(
    readonly url: string | URL,
    private readonly sse: SseOptions,
  ) {
    super(sse);
    this.events = sse.engine.events();
    this.addEventListener('close', () => this.rest(), { once: true });
  }

  /** What would be sent as `Last-Event-ID` now. */
  get lastEventId(): string {
    return this.last ?? (this.events.lastEventId || (this.sse.lastEventId ?? ''));
  }

  private rest(): void {
    this.last = this.lastEventId;
    this.events.free();
  }

  protected async connect(signal: AbortSignal): Promise<void> {
    this.events.reconnect();
    this.from = this.events.lastEventId;
    const { response, chunks, cancel } = await ask(String(this.url), this.request(), this.sse, signal);
    // By the standard this tells a client to stop.
    if (response.status === 204) return cancel();
    const type = mimeType(response);
    if (!type.startsWith('text/event-stream')) {
      await cancel();
      throw new TransportError('type', `${String(this.url)}: expected text/event-stream, got ${type || 'no type'}`);
    }
    this.opened();
    await this.read(chunks);
    if (this.ending === 'cut' && this.resumable()) throw new TransportError('truncated', 'the connection ended before its stream');
  }

  private async read(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      for await (const chunk of chunks) await this.found(chunk.byteLength, () => this.events.pass(chunk, this.session));
    } catch (error) {
      if (!this.marked() || (error as TransportError).code === 'engine') throw error;
    }
  }

  /** Whether the end mark came; plain text has none. */
  private marked(): boolean {
    return this.sse.wire !== 'text' && isComplete(this.ending);
  }

  private request(): AskOptions {
    const headers = headersOf(this.sse.headers);
    if (!headers.has('Accept')) headers.set('Accept', 'text/event-stream');
    if (this.lastEventId !== '') headers.set('Last-Event-ID', utf8(this.lastEventId));
    return { ...asked(this.sse), headers };
  }

  protected override repeatable(error: TransportError): boolean {
    return repeatable(this.sse, error);
  }

  protected resumable(): boolean {
    return this.lastEventId !== '';
  }

  protected override progressed(): boolean {
    return this.events.lastEventId !== this.from;
  }

  protected override leastWait(error: TransportError): number {
    return Math.max(super.leastWait(error), this.events.retry ?? 0);
  }
}

/** A text as the header's value that its UTF-8 is, as the standard has it sent. */
function utf8(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}
