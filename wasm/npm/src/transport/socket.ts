import { TransportError } from './error.js';

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
export function openSocket(url: string, protocols: readonly string[], limit: number, signal: AbortSignal): Promise<Socket> {
  const socket = new WebSocket(url, [...protocols]);
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
    void ended.then(({ code }) => reject(new TransportError('network', `${url}: the WebSocket closed with ${code}`)));
  });
}

/** Messages that came and were not taken. */
class Inbox implements AsyncIterable<Message> {
  private readonly waiting: Message[] = [];
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
