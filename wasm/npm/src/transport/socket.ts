import { TransportError } from './error.js';
import { Fifo } from './fifo.js';

/** A message as it came. */
export type Message = string | Uint8Array;

/** How a WebSocket ended. */
export interface Ended {
  code: number;
  reason: string;
}

/** An open WebSocket. */
export interface Socket {
  messages: AsyncIterable<Message>;
  send(message: Message): void;
  /** Messages that came and were not taken. */
  waiting(): number;
  /** Bytes that were sent and that the browser has not passed on. */
  buffered(): number;
  close(code?: number, reason?: string): void;
  ended: Promise<Ended>;
}

/**
 * Opens a WebSocket, in which at most `limit` messages may wait for the reader. Browsers can't slow the
 * sender of one: `WebSocketStream` could, but where the server closes, Chromium 148 drops all messages
 * that have not been read.
 */
export function openSocket(url: string | URL, protocols: readonly string[], limit: number, signal: AbortSignal): Promise<Socket> {
  const socket = made(url, protocols);
  socket.binaryType = 'arraybuffer';
  signal.addEventListener('abort', () => socket.close(), { once: true });
  const inbox = new Inbox(limit, () => socket.close(4008, 'too slow'));
  const ended = new Promise<Ended>((resolve) => {
    socket.onclose = ({ code, reason }) => {
      inbox.end();
      resolve({ code, reason });
    };
  });
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) =>
    inbox.push(typeof data === 'string' ? data : new Uint8Array(data));
  const open: Socket = {
    messages: inbox,
    send: (message) => socket.send(message as string),
    waiting: () => inbox.length,
    buffered: () => socket.bufferedAmount,
    close: (code = 1000, reason = '') => socket.close(code, reason),
    ended,
  };
  return new Promise((resolve, reject) => {
    socket.onopen = () => resolve(open);
    void ended.then(({ code }) => reject(new TransportError('network', `${String(url)}: the WebSocket closed with ${code}`)));
  });
}

/** What the platform refuses at once, it always will. */
function made(url: string | URL, protocols: readonly string[]): WebSocket {
  try {
    return new WebSocket(address(url), [...protocols]);
  } catch (error) {
    throw new TransportError('request', (error as Error).message, undefined, undefined, error);
  }
}

/** The address with the scheme of WebSockets, also of one that is relative to the page. */
function address(url: string | URL): string {
  const base = (globalThis as { location?: Location }).location?.href;
  return new URL(url, base).href.replace(/^http/, 'ws');
}

/** Messages that came and were not taken. */
class Inbox implements AsyncIterable<Message> {
  private readonly waiting = new Fifo<Message>();
  private ended = false;
  private overflow = false;
  private wake: (() => void) | undefined;

  constructor(
    private readonly limit: number,
    private readonly onOverflow: () => void,
  ) {}

  get length(): number {
    return this.waiting.length;
  }

  push(message: Message): void {
    if (this.overflow) return;
    if (this.waiting.length >= this.limit) {
      this.overflow = true;
      this.onOverflow();
    } else {
      this.waiting.push(message);
    }
    this.wake?.();
  }

  end(): void {
    this.ended = true;
    this.wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Message> {
    for (;;) {
      const message = this.waiting.shift();
      if (message !== undefined) yield message;
      else if (this.overflow) throw new TransportError('overflow', `more than ${this.limit} messages waited`);
      else if (this.ended) return;
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}
