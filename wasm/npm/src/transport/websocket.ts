import { Connection, type ConnectOptions } from './connection.js';
import { TransportError, transportError } from './error.js';
import { openSocket, type Message, type Socket } from './socket.js';
import { Watchdog } from './watchdog.js';

/** How a WebSocket is connected to. */
export interface WebSocketOptions extends ConnectOptions {
  protocols?: readonly string[];
  /**
   * How a connection that broke behind so many messages goes on: at an address, of whose first `skip`
   * messages nothing is read again. Without it, it is not made again.
   */
  resume?: (received: number) => { url: string | URL; skip?: number };
  /** Messages that may wait for the reader, since a browser can't slow the sender. Default: 100,000. */
  messageLimit?: number;
}

/** Close codes of a server that is done or goes away, the last of them for no word at all. */
const ORDERLY = new Set([1000, 1001, 1005]);
/** Close codes after which another try may succeed: broken, overloaded and the like. */
const PASSING = new Set([1006, 1011, 1012, 1013, 1014]);

/** Messages over a WebSocket, each a frame of the wire, text or binary. */
export class WebSocketConnection extends Connection {
  private socket: Socket | undefined;
  private readonly early: Message[] = [];
  private skip = 0;
  private passed = 0;

  constructor(
    readonly url: string | URL,
    private readonly ws: WebSocketOptions,
  ) {
    super(ws);
  }

  /** Sends a message; before the connection is open it waits. */
  send(message: Message): void {
    if (this.socket === undefined) this.early.push(message);
    else this.pass(this.socket, message);
  }

  /** How many messages were sent. */
  get sent(): number {
    return this.passed;
  }

  private pass(socket: Socket, message: Message): void {
    socket.send(message);
    this.passed++;
  }

  /** How many messages came and wait for the reader. */
  get waiting(): number {
    return this.socket?.waiting() ?? 0;
  }

  /** Bytes that were sent and that the browser has not passed on. */
  get buffered(): number {
    return this.socket?.buffered() ?? 0;
  }

  protected async connect(signal: AbortSignal): Promise<void> {
    const socket = await this.open(signal);
    this.socket = socket;
    this.opened();
    for (const message of this.early.splice(0)) this.pass(socket, message);
    const silence = new Watchdog(signal);
    silence.signal.addEventListener('abort', () => socket.close());
    try {
      this.expectOne(silence);
      for await (const message of socket.messages) {
        silence.stop();
        if (this.skip > 0) this.skip--;
        else await this.found(size(message), () => this.session.message(message));
        this.expectOne(silence);
      }
    } finally {
      silence.stop();
      this.socket = undefined;
    }
    if (silence.signal.aborted) throw silence.reason(silence.signal.reason);
    const { code, reason } = await socket.ended;
    // Where it was ended here, the code is that of an orderly close.
    signal.throwIfAborted();
    if (PASSING.has(code)) throw new TransportError('network', `the WebSocket closed with ${code} ${reason}`.trim());
    if (!ORDERLY.has(code)) throw new TransportError('status', `the WebSocket closed with ${code} ${reason}`.trim(), code < 4000 ? code : code % 1000);
  }

  /** A message must come in time, where there is a time for it. */
  private expectOne(silence: Watchdog): void {
    const { idleTimeout } = this.ws;
    if (idleTimeout !== undefined) silence.expect(idleTimeout, 'a message');
  }

  private place(): { url: string | URL; skip?: number } {
    const received = this.traffic.messages;
    return received > 0 && this.ws.resume ? this.ws.resume(received) : { url: this.url };
  }

  private async open(signal: AbortSignal): Promise<Socket> {
    const { url, skip = 0 } = this.place();
    this.skip = skip;
    const watchdog = new Watchdog(signal);
    watchdog.expect(this.ws.connectTimeout ?? 30_000, 'a WebSocket');
    try {
      return await openSocket(url, this.ws.protocols ?? [], this.ws.messageLimit ?? 100_000, watchdog.signal);
    } catch (error) {
      throw watchdog.reason(transportError(error));
    } finally {
      watchdog.stop();
    }
  }

  protected resumable(): boolean {
    return this.ws.resume !== undefined;
  }
}

function size(message: Message): number {
  return typeof message === 'string' ? message.length : message.byteLength;
}
