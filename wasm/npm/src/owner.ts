/// <reference lib="esnext.disposable" preserve="true" />
import { EngineError } from './error.js';

/** Something in the module's memory. */
interface Freeable {
  free(): void;
}

/** What stands in for what was freed: the module would write into memory that others may have by now. */
const GONE = new Proxy({} as Freeable, {
  get() {
    throw new EngineError(new Error('it was freed; make a new one'), NaN, []);
  },
});

/** Holds memory of the module until `free()` is called, or the block of its `using` ends. */
export abstract class Owner<Raw extends Freeable> {
  /** @internal */
  constructor(
    /** @internal */
    protected raw: Raw,
  ) {}

  /** Gives its memory back; a second time does nothing. */
  free(): void {
    const { raw } = this;
    if (raw === GONE) return;
    this.raw = GONE as Raw;
    raw.free();
  }

  [Symbol.dispose](): void {
    this.free();
  }
}
