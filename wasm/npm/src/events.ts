import type { Events as Raw } from './binding/midflight.js';
import { readBatch } from './batch.js';
import { EventBatch, type PassingEvent } from './event-batch.js';
import { Room, type Chunk } from './input.js';
import type { DiagnosticInsight, Insight, ServerEvent } from './insight.js';
import type { Instance } from './instance.js';
import { Owner } from './owner.js';
import type { Session } from './session.js';

/** Decodes server-sent events, one connection after the other. Memory as for `Session`. */
export class Events extends Owner<Raw> {
  private readonly room: Room;
  private readonly batch: EventBatch;
  private looking = false;

  /** @internal */
  constructor(
    raw: Raw,
    private readonly instance: Instance,
  ) {
    super(raw);
    this.room = new Room(raw, instance.memory);
    this.batch = new EventBatch(instance.memory);
  }

  /** Reads the next bytes; the events that are whole now. */
  write(chunk: Chunk): readonly ServerEvent[] {
    const events: ServerEvent[] = [];
    this.each(chunk, ({ event, data, id }) => events.push({ type: 'event', event, data, id }));
    return events;
  }

  /**
   * Reads the next bytes, and looks at each event that is whole now: for those who need only some of the
   * strings, or the bytes. What is looked at is good until the look ends.
   *
   * @returns how many events there were
   * @throws when no buffer is free, behind the events that were whole before
   */
  each(chunk: Chunk, look: (event: PassingEvent) => void): number {
    if (this.looking) throw new Error('the decoder can not be written to while its events are looked at');
    const header = this.raw.write(this.room.next(chunk));
    const count = this.look(header || this.raw.told(), look);
    if (header === 0) this.raw.failure();
    return count;
  }

  private look(header: number, look: (event: PassingEvent) => void): number {
    this.looking = true;
    try {
      return this.batch.each(header, look);
    } finally {
      this.looking = false;
    }
  }

  /**
   * Reads the next bytes into a session, what was malformed too: what the events mean. They never become
   * strings, which takes a fraction of the time of `write` and `session.event`.
   *
   * @param now when the bytes came, in milliseconds
   */
  pass(chunk: Chunk, session: Session, now = performance.now()): readonly Insight[] {
    const { raw, room } = this;
    return session.through((to) => raw.pass(to, room.next(chunk), now));
  }

  /** What was malformed in the last write. */
  diagnostics(): readonly DiagnosticInsight[] {
    const header = this.raw.faults();
    if (header === 0) return [];
    return readBatch(this.instance.memory, header, []) as readonly DiagnosticInsight[];
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
}
