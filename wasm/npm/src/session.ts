import type { Session as Raw } from './binding/midflight.js';
import { readBatch } from './batch.js';
import { ENDINGS } from './ending.js';
import { EngineError } from './error.js';
import { Room, type Chunk } from './input.js';
import type { Ending, Insight, ServerEvent } from './insight.js';
import type { Instance } from './instance.js';
import { Owner } from './owner.js';

/** How long a unit of a stage took, in nanoseconds. */
export interface Figures {
  count: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/** The pace of a stream. */
export interface Pace {
  /** Deltas with text. */
  tokens: number;
  /** From the request, or else from the first bytes, to the first token, in milliseconds. */
  timeToFirstToken?: number;
  /** The mean time from one token to the next, in milliseconds. */
  interTokenLatency?: number;
  tokensPerSecond?: number;
}

/**
 * One stream. Bytes go in as they arrive, split anywhere; what they mean comes out at once.
 *
 * It holds memory of the module until `free()` is called; `using session = engine.session()` does so
 * at the end of the block.
 */
export class Session extends Owner<Raw> {
  private readonly room: Room;

  /** @internal */
  constructor(
    raw: Raw,
    private readonly instance: Instance,
    private readonly told: (insights: readonly Insight[]) => void = () => {},
  ) {
    super(raw);
    this.room = new Room(raw, instance.memory);
  }

  /** The request was sent at `now`, which the time to first token counts from. */
  start(now = performance.now()): void {
    this.raw.start(now);
  }

  /**
   * Reads the next bytes or text of the stream.
   *
   * @param now when they came, in milliseconds
   * @throws {EngineError} when no buffer is free, with what was found before, and after `finish`
   */
  write(chunk: Chunk, now = performance.now()): readonly Insight[] {
    return this.read(this.raw.write(this.room.next(chunk), now));
  }

  /** Reads a message that is whole as it stands, from a transport that keeps messages apart. */
  message(message: Chunk, now = performance.now()): readonly Insight[] {
    return this.read(this.raw.message(this.room.put(message), now));
  }

  /** Reads a server-sent event that has been decoded already. */
  event({ event, data, id }: Omit<ServerEvent, 'type'>, now = performance.now()): readonly Insight[] {
    return this.read(this.raw.event(...this.room.putThree(event, data, id), now));
  }

  /** @internal What a decoder reads straight into it; gives the address of the batch. */
  through(reading: (raw: Raw) => number): readonly Insight[] {
    return this.read(reading(this.raw));
  }

  /** Tells that nothing follows: everything undecided is decided. The last insight is the `end`. */
  finish(now = performance.now()): readonly Insight[] {
    const left = this.room.rest();
    const before = left > 0 ? this.read(this.raw.write(left, now)) : [];
    const last = this.read(this.raw.finish(now));
    return before.length > 0 ? [...before, ...last] : last;
  }

  /** How the stream ended; before `finish`, how it would end if nothing followed. Plain text has no end mark. */
  get ending(): Ending {
    return ENDINGS[this.raw.ending()]!;
  }

  /** How long each stage took, by its name; empty without `timings`. */
  stages(): Record<string, Figures> {
    const numbers = this.raw.stages();
    const figures = (at: number): Figures => {
      const [count, p50, p95, p99, max] = numbers.slice(at, at + 5) as unknown as [number, number, number, number, number];
      return { count, p50, p95, p99, max };
    };
    const names = numbers.length === 0 ? [] : this.instance.stages;
    return Object.fromEntries(names.map((name, index) => [name, figures(index * 5)]));
  }

  /** The pace so far. */
  pace(): Pace {
    const [tokens, first, between, rate] = this.raw.pace() as unknown as [number, number, number, number];
    return {
      tokens,
      ...(Number.isNaN(first) ? undefined : { timeToFirstToken: first / 1e6 }),
      ...(Number.isNaN(between) ? undefined : { interTokenLatency: between / 1e6 }),
      ...(Number.isNaN(rate) ? undefined : { tokensPerSecond: rate }),
    };
  }

  private read(header: number): readonly Insight[] {
    return told(this.raw, this.instance, header, this.told);
  }
}

/** What a write told; throws where it failed, with what it told before. */
function told(raw: Raw, { memory, kinds }: Instance, header: number, to: (insights: readonly Insight[]) => void): readonly Insight[] {
  const insights = readBatch(memory, header || raw.told(), kinds);
  if (insights.length > 0) to(insights);
  if (header === 0) fail(raw, insights);
  return insights;
}

function fail(raw: Raw, insights: readonly Insight[]): void {
  const taken = raw.taken();
  try {
    raw.failure();
  } catch (error) {
    throw new EngineError(error as Error, taken, insights);
  }
}

/** Texts that are whole as they come: chat messages, lines, documents. */
export class Documents extends Owner<Raw> {
  private readonly room: Room;

  /** @internal */
  constructor(
    raw: Raw,
    private readonly instance: Instance,
    private readonly told: (insights: readonly Insight[]) => void = () => {},
  ) {
    super(raw);
    this.room = new Room(raw, instance.memory);
  }

  /** What one text means; offsets count from its beginning. */
  read(text: string): readonly Insight[] {
    // A text that is whole has no pace, so nobody asks when it came.
    return told(this.raw, this.instance, this.raw.document(this.room.put(text), 0), this.told);
  }
}
