import type { Engine, SessionOptions } from '../engine.js';
import { EngineError } from '../error.js';
import type { Ending, Insight } from '../insight.js';
import { bearable, delay, sleep, type Backoff } from '../loader/backoff.js';
import type { Figures, Pace, Session } from '../session.js';
import { TransportError, transportError } from './error.js';
import { Queue } from './queue.js';

/** How a stream is connected to. */
export interface ConnectOptions extends SessionOptions {
  engine: Engine;
  /** How a connection that broke is met; `false` for a single try. */
  retry?: Backoff | false;
  /** Ends it all. */
  signal?: AbortSignal;
  /** How many insights may wait for the consumer before reading stops. Default: 1,024. */
  highWater?: number;
  /** How long to wait for an answer, in milliseconds: a model may think for long. Default: 300,000; over a WebSocket 30,000. */
  connectTimeout?: number;
  /** How long a silence may last, in milliseconds. Default: 120,000; over a WebSocket, on which both sides may rest, for ever. */
  idleTimeout?: number;
}

/** Where a connection stands. */
export type ConnectionState = 'idle' | 'connecting' | 'open' | 'waiting' | 'closed';

/** What passed so far. */
export interface Traffic {
  bytes: number;
  /** Events, messages or chunks. */
  messages: number;
  insights: number;
  /** Connections after the first. */
  reconnects: number;
}

/** The events of a connection's life, with their `detail`. */
export interface ConnectionEvents {
  connecting: CustomEvent<{ attempt: number }>;
  open: CustomEvent<undefined>;
  /** What the last bytes meant. */
  insights: CustomEvent<readonly Insight[]>;
  /** It broke, and is tried again after `wait` milliseconds. */
  retry: CustomEvent<{ error: TransportError; wait: number }>;
  error: CustomEvent<TransportError>;
  /** It is over, with an error or without, and the stream ended so. */
  close: CustomEvent<{ error?: TransportError; ending: Ending }>;
}

/**
 * A stream over the network, analysed as it comes. Its life is told by events; what it says is told to
 * `for await`, which slows an HTTP connection down where it is slow, or to the event `insights` where
 * nobody iterates. It starts with the iteration or with `start()`.
 */
export abstract class Connection extends EventTarget implements AsyncIterable<Insight> {
  readonly traffic: Traffic = { bytes: 0, messages: 0, insights: 0, reconnects: 0 };
  /** Freed at the end, with its last figures kept. */
  protected readonly session: Session;
  private final: { pace: Pace; stages: Record<string, Figures>; ending: Ending } | undefined;
  protected readonly options: ConnectOptions;
  private readonly controller = new AbortController();
  private line: AbortController | undefined;
  private queue: Queue<Insight> | undefined;
  private life: Promise<void> | undefined;
  private current: ConnectionState = 'idle';
  private failures = 0;
  /** Messages before the connection at hand. */
  private before = 0;
  private readonly stop = (): void => this.close();

  constructor(options: ConnectOptions) {
    super();
    this.options = options;
    this.session = options.engine.session(options);
    options.signal?.addEventListener('abort', this.stop);
    if (options.signal?.aborted) this.stop();
  }

  /** Where it stands. */
  get state(): ConnectionState {
    return this.current;
  }

  /** How many insights the consumer has not taken. */
  get pending(): number {
    return this.queue?.length ?? 0;
  }

  /** Connects; done when the connection is closed for good. A failure is told by the event `error`. */
  start(): Promise<void> {
    this.life ??= this.live();
    return this.life;
  }

  /** Drops the connection at hand as a lost network would; it is resumed where it can be. */
  interrupt(): void {
    this.line?.abort(new TransportError('network', 'the connection was interrupted'));
  }

  /** Ends it. What was found and not taken is dropped. */
  close(): void {
    this.controller.abort(new DOMException('closed', 'AbortError'));
    this.queue?.drop();
    // Also what was never started holds memory.
    void this.start();
  }

  [Symbol.asyncIterator](): AsyncIterator<Insight> {
    this.queue ??= new Queue<Insight>(this.options.highWater ?? 1024, this.stop);
    // What came before was told by events; nothing comes any more.
    if (this.current === 'closed') this.queue.close();
    void this.start();
    return this.queue;
  }

  override addEventListener<K extends keyof ConnectionEvents>(
    type: K,
    listener: (event: ConnectionEvents[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener, options);
  }

  /** The pace of the stream so far. */
  pace(): Pace {
    return this.final?.pace ?? this.session.pace();
  }

  /**
   * How the stream ended, or would end if nothing followed: a connection that ends well before the stream's end mark
   * leaves it `cut`.
   */
  get ending(): Ending {
    return this.final?.ending ?? this.session.ending;
  }

  /** How long each stage took, by its name; empty without `timings`. */
  stages(): Record<string, Figures> {
    return this.final?.stages ?? this.session.stages();
  }

  /** One connection, to its end; throws where it breaks. */
  protected abstract connect(signal: AbortSignal): Promise<void>;

  /** Whether a connection that broke can go on where it was. */
  protected abstract resumable(): boolean;

  /** Whether what was asked for, of which nothing has come, may be asked for again. */
  protected repeatable(_error: TransportError): boolean {
    return true;
  }

  /** Whether the connection that broke brought something new, so that its failure counts as a first one. */
  protected progressed(): boolean {
    return this.traffic.messages > this.before;
  }

  /** The least wait before the next connection, in milliseconds. */
  protected leastWait(error: TransportError): number {
    return error.retryAfter ?? 0;
  }

  protected opened(): void {
    this.current = 'open';
    this.tell('open', undefined);
  }

  /** Notes bytes that came, and hands on what they mean; done when the consumer has room for more. */
  protected async found(bytes: number, read: () => readonly Insight[]): Promise<void> {
    this.traffic.bytes += bytes;
    this.traffic.messages++;
    this.analyse(read);
    await this.queue?.room();
    // It may have been closed while the consumer was behind.
    this.controller.signal.throwIfAborted();
  }

  /** Hands on what bytes mean; a failure of the engine's is none of the network's, and would come again. */
  private analyse(read: () => readonly Insight[]): void {
    try {
      this.hand(read());
    } catch (error) {
      if (error instanceof EngineError) this.hand(error.insights);
      throw new TransportError('engine', error instanceof Error ? error.message : String(error), undefined, undefined, error);
    }
  }

  private hand(insights: readonly Insight[]): void {
    if (insights.length === 0) return;
    this.traffic.insights += insights.length;
    this.queue?.push(insights);
    this.tell('insights', insights);
  }

  private async live(): Promise<void> {
    this.session.start();
    const broken = await this.connections();
    const error = this.controller.signal.aborted ? undefined : this.settled(broken);
    this.current = 'closed';
    this.final = { pace: this.pace(), stages: this.stages(), ending: this.ending };
    this.session.free();
    this.options.signal?.removeEventListener('abort', this.stop);
    if (error !== undefined) this.tell('error', error);
    this.queue?.close(error);
    const { ending } = this.final;
    this.tell('close', error === undefined ? { ending } : { error, ending });
  }

  /** Hands on what the end decides; what went wrong first. */
  private settled(broken: TransportError | undefined): TransportError | undefined {
    try {
      this.analyse(() => this.session.finish());
      return broken;
    } catch (error) {
      return broken ?? transportError(error);
    }
  }

  /** One connection after the other; what ended the last. */
  private async connections(): Promise<TransportError | undefined> {
    const { signal } = this.controller;
    for (let attempt = 1; !signal.aborted; attempt++) {
      try {
        this.current = 'connecting';
        if (attempt > 1) this.traffic.reconnects++;
        this.tell('connecting', { attempt });
        await this.oneLine(signal);
        return undefined;
      } catch (thrown) {
        if (signal.aborted) return undefined;
        const error = transportError(this.line?.signal.aborted ? this.line.signal.reason : thrown);
        // What went on for as long as it could has ended well, if too early.
        if (!this.again(error)) return error.code === 'truncated' ? undefined : error;
        await this.wait(error, signal).catch(() => {});
      }
    }
    return undefined;
  }

  /** One connection, which also ends with all. */
  private async oneLine(all: AbortSignal): Promise<void> {
    const line = new AbortController();
    this.line = line;
    this.before = this.traffic.messages;
    const stop = (): void => line.abort(all.reason);
    all.addEventListener('abort', stop);
    try {
      await this.connect(line.signal);
    } finally {
      all.removeEventListener('abort', stop);
    }
  }

  private again(error: TransportError): boolean {
    const { retry } = this.options;
    if (this.progressed()) this.failures = 0;
    this.failures++;
    if (retry === false || !error.retryable || this.failures >= (retry?.attempts ?? 6)) return false;
    if (!bearable(this.leastWait(error), retry ?? {})) return false;
    return this.traffic.messages === 0 ? this.repeatable(error) : this.resumable();
  }

  private async wait(error: TransportError, signal: AbortSignal): Promise<void> {
    const wait = delay(this.failures, this.options.retry || {}, this.leastWait(error));
    this.current = 'waiting';
    this.tell('retry', { error, wait });
    await sleep(wait, signal);
  }

  private tell<K extends keyof ConnectionEvents>(type: K, detail: ConnectionEvents[K]['detail']): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
