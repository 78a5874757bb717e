import type { Memory } from './memory.js';

/** An event that is looked at while it passes. Its strings are made when they are read. */
export interface PassingEvent {
  /** `message` where the stream names none. */
  readonly event: string;
  readonly data: string;
  /** The last event id at its time. */
  readonly id: string;
  /** The bytes of `data`, good until the look at it ends. */
  readonly bytes: Uint8Array;
}

/** Words of an event: the lengths of its name, its data and its id, in bytes. `events.rs` writes them. */
const WORDS = 3;

// A mark of byte order is a character like others there.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The events of one write, one after the other. */
export class EventBatch implements PassingEvent {
  private word = 0;
  private text = 0;
  private length = 0;
  /** Where the name, the data and the id of the event at hand begin, and where it ends. */
  private named = 0;
  private said = 0;
  private identified = 0;
  private end = 0;
  /** The whole text where it is ASCII, so that bytes are units. */
  private all: string | undefined;
  private ascii = true;

  constructor(private readonly memory: Memory) {}

  /** Looks at each event of the batch whose header is at `header`; how many there were. */
  each(header: number, look: (event: PassingEvent) => void): number {
    const { words } = this.memory;
    const head = header >>> 2;
    this.word = words[head]! >>> 2;
    const count = words[head + 1]! / WORDS;
    this.text = words[head + 2]!;
    this.length = words[head + 3]!;
    this.all = undefined;
    this.ascii = true;
    this.end = 0;
    for (let at = 0; at < count; at++) {
      this.step();
      look(this);
    }
    return count;
  }

  private step(): void {
    // Looking may have made the memory grow.
    const { words } = this.memory;
    this.named = this.end;
    this.said = this.named + words[this.word++]!;
    this.identified = this.said + words[this.word++]!;
    this.end = this.identified + words[this.word++]!;
  }

  get event(): string {
    return this.named === this.said ? 'message' : this.string(this.named, this.said);
  }

  get data(): string {
    return this.string(this.said, this.identified);
  }

  get id(): string {
    return this.identified === this.end ? '' : this.string(this.identified, this.end);
  }

  get bytes(): Uint8Array {
    return this.memory.bytes.subarray(this.text + this.said, this.text + this.identified);
  }

  private string(from: number, to: number): string {
    this.all ??= this.decode(0, this.length);
    this.ascii &&= this.all.length === this.length;
    return this.ascii ? this.all.slice(from, to) : this.decode(from, to);
  }

  private decode(from: number, to: number): string {
    return decoder.decode(this.memory.bytes.subarray(this.text + from, this.text + to));
  }
}
