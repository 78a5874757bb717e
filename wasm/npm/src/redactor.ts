import type { Redactor as Raw } from './binding/midflight.js';
import { EngineError } from './error.js';
import { joined, Room, type Chunk } from './input.js';
import type { Instance } from './instance.js';
import { Owner } from './owner.js';

const NOTHING = new Uint8Array();

/**
 * Masks one stream in its own wire. What has been written out is at every moment a prefix of the
 * masked whole. Memory as for `Session`.
 */
export class Redactor extends Owner<Raw> {
  private readonly room: Room;

  /** @internal */
  constructor(
    raw: Raw,
    private readonly instance: Instance,
  ) {
    super(raw);
    this.room = new Room(raw, instance.memory);
  }

  /**
   * Reads the next bytes of the stream; the masked bytes that are certain now.
   *
   * @throws {EngineError} when no buffer is free, with what was masked before, and after `finish`
   */
  write(chunk: Chunk): Uint8Array<ArrayBuffer> {
    return this.masking((raw) => raw.write(this.room.next(chunk)));
  }

  /** Tells that nothing follows; the rest of the masked bytes. */
  finish(): Uint8Array<ArrayBuffer> {
    const left = this.room.rest();
    const before = left > 0 ? this.masking((raw) => raw.write(left)) : NOTHING;
    const last = this.masking((raw) => raw.finish());
    return before.length > 0 ? joined(before, last) : last;
  }

  private masking(work: (raw: Raw) => number): Uint8Array<ArrayBuffer> {
    const { raw } = this;
    try {
      return this.out(work(raw));
    } catch (error) {
      // The chunk was neither bytes nor text.
      if (error instanceof TypeError) throw error;
      throw new EngineError(error as Error, raw.taken(), [], this.out(raw.masked()));
    }
  }

  private out(bytes: number): Uint8Array<ArrayBuffer> {
    const at = this.raw.out();
    return this.instance.memory.bytes.slice(at, at + bytes);
  }
}
