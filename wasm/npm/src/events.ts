import type { Events as Raw } from './binding/midflight.js';
import { readBatch } from './batch.js';
import { readEvents } from './event-batch.js';
import { put } from './input.js';
import type { DiagnosticInsight, ServerEvent } from './insight.js';
import type { Instance } from './instance.js';

/** Decodes server-sent events, one connection after the other. Memory as for `Session`. */
export class Events {
  /** @internal */
  constructor(
    private readonly raw: Raw,
    private readonly instance: Instance,
  ) {}

  /** Reads the next bytes; the events that are whole now. */
  write(chunk: Uint8Array | string): readonly ServerEvent[] {
    const header = this.raw.write(put(this.raw, this.instance.memory, chunk));
    return readEvents(this.instance.memory.buffer as ArrayBuffer, header);
  }

  /** What was malformed in the last write. */
  diagnostics(): readonly DiagnosticInsight[] {
    const header = this.raw.faults();
    if (header === 0) return [];
    return readBatch(this.instance.memory.buffer as ArrayBuffer, header, []) as readonly DiagnosticInsight[];
  }

  /** A new connection begins: an event that was not whole in the one before is dropped. */
  reconnect(): void {
    this.raw.reconnect();
  }

  /** What to send as `Last-Event-ID`; empty where there was no id. */
  get lastEventId(): string {
    return this.raw.lastEventId();
  }

  /** The reconnection time that the server asked for, in milliseconds. */
  get retry(): number | undefined {
    const retry = this.raw.retry();
    return Number.isNaN(retry) ? undefined : retry;
  }

  /** Gives its memory back. */
  free(): void {
    this.raw.free();
  }

  [Symbol.dispose](): void {
    this.free();
  }
}
