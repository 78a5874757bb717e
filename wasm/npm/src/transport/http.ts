import { ask, asked, repeatable, type AskOptions } from './body.js';
import { Connection, type ConnectOptions } from './connection.js';
import type { TransportError } from './error.js';

/** How a streaming answer is asked for. */
export interface HttpOptions extends ConnectOptions, AskOptions {}

/**
 * The body of an HTTP answer as it comes: chunks of any framing that the wire has. It is tried again
 * only while nothing has come, since a body can't be resumed.
 */
export class HttpConnection extends Connection {
  constructor(
    readonly url: string | URL,
    private readonly http: HttpOptions,
  ) {
    super(http);
  }

  protected async connect(signal: AbortSignal): Promise<void> {
    const { chunks } = await ask(String(this.url), asked(this.http), this.http, signal);
    this.opened();
    for await (const chunk of chunks) await this.found(chunk.byteLength, () => this.session.write(chunk));
  }

  protected override repeatable(error: TransportError): boolean {
    return repeatable(this.http, error);
  }

  protected resumable(): boolean {
    return false;
  }
}
