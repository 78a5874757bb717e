import type { Memory } from './memory.js';

const encoder = new TextEncoder();
/** Longer texts are encoded sooner by the platform than unit by unit. */
const SHORT = 256;

/** What stands for half a character (U+FFFD). */
const REPLACEMENT = encoder.encode('\ufffd');

/** Bytes of any kind, or text. */
export type Chunk = Uint8Array | ArrayBuffer | string;

/** Something with room for bytes in the module's memory. */
interface Roomy {
  room(bytes: number): number;
}

/** A place in the module's memory where bytes are put before they are read. */
export class Room {
  private at = 0;
  private size = 0;
  /** The first half of a character that the last chunk ended with. */
  private half = '';

  constructor(
    private readonly owner: Roomy,
    private readonly memory: Memory,
  ) {}

  /** Puts bytes or text there; how many bytes it took. */
  put(chunk: Chunk): number {
    if (typeof chunk === 'string') return this.write(chunk, 0, chunk.length);
    const bytes = bytesOf(chunk);
    this.reserve(bytes.length);
    this.memory.bytes.set(bytes, this.at);
    return bytes.length;
  }

  /** Puts the next chunk of a stream there. The first half of a character waits for the second, in the next chunk. */
  next(chunk: Chunk): number {
    if (this.half === '' && (typeof chunk !== 'string' || !endsInHalf(chunk))) return this.put(chunk);
    if (typeof chunk !== 'string') return this.behindHalf(bytesOf(chunk));
    const text = this.half + chunk;
    this.half = endsInHalf(text) ? text.at(-1)! : '';
    return this.put(this.half === '' ? text : text.slice(0, -1));
  }

  /** Puts what waits there, as nothing follows; how many bytes it took. */
  rest(): number {
    const left = this.half === '' ? 0 : this.put(this.half);
    this.half = '';
    return left;
  }

  /** Bytes can't be the second half. */
  private behindHalf(bytes: Uint8Array): number {
    this.half = '';
    return this.put(joined(REPLACEMENT, bytes));
  }

  /** Puts three texts there, one behind the other; how many bytes each took. */
  putThree(first: string, second: string, third: string): [number, number, number] {
    const units = first.length + second.length + third.length;
    const one = this.write(first, 0, units);
    const two = this.write(second, one, units);
    return [one, two, this.write(third, one + two, units)];
  }

  /** Writes a text behind `used` bytes; `units` are those of all that is to be put there. */
  private write(text: string, used: number, units: number): number {
    // A UTF-16 unit takes at most three bytes. What is there already would not outlive another room.
    this.reserve(units * 3);
    const { bytes } = this.memory;
    const start = this.at + used;
    if (text.length <= SHORT && ascii(text, bytes, start)) return text.length;
    return encoder.encodeInto(text, bytes.subarray(start, this.at + this.size)).written;
  }

  private reserve(bytes: number): void {
    if (bytes <= this.size) return;
    this.at = this.owner.room(bytes);
    this.size = bytes;
  }
}

/** Bytes, one behind the other. */
export function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function endsInHalf(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last < 0xdc00;
}

/** The bytes of a chunk. What else a script may pass would be read as nothing. */
function bytesOf(chunk: Uint8Array | ArrayBuffer): Uint8Array {
  if (ArrayBuffer.isView(chunk)) return chunk.BYTES_PER_ELEMENT === 1 ? chunk : new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  // An ArrayBuffer of another frame is none of this one's class.
  if (typeof (chunk as ArrayBuffer | undefined)?.byteLength === 'number') return new Uint8Array(chunk);
  throw new TypeError(`expected bytes or text, got ${String(chunk)}`);
}

/** Whether all of a text is ASCII, and so was written. */
function ascii(text: string, bytes: Uint8Array, start: number): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 127) return false;
    bytes[start + at] = unit;
  }
  return true;
}
