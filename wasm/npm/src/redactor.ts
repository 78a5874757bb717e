import type { Redactor as Raw } from './binding/midflight.js';
import { put } from './input.js';
import type { Instance } from './instance.js';

/**
 * Masks one stream in its own wire. What has been written out is at every moment a prefix of the
 * masked whole. Memory as for `Session`.
 */
export class Redactor {
  /** @internal */
  constructor(
    private readonly raw: Raw,
    private readonly instance: Instance,
  ) {}

  /** Reads the next bytes of the stream; the masked bytes that are certain now. */
  write(chunk: Uint8Array | string): Uint8Array<ArrayBuffer> {
    return this.out(this.raw.write(put(this.raw, this.instance.memory, chunk)));
  }

  /** Tells that nothing follows; the rest of the masked bytes. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.out(this.raw.finish());
  }

  /** Gives its memory back. */
  free(): void {
    this.raw.free();
  }

  [Symbol.dispose](): void {
    this.free();
  }

  private out(bytes: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.instance.memory.buffer as ArrayBuffer, this.raw.out(), bytes).slice();
  }
}
