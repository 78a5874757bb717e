/** The module's memory as bytes and as words. Its views are made anew only where it has grown. */
export class Memory {
  private seen = new Uint8Array(0);
  private seenWords = new Uint32Array(0);

  constructor(private readonly memory: WebAssembly.Memory) {}

  get bytes(): Uint8Array<ArrayBuffer> {
    if (this.seen.length === 0) this.look();
    return this.seen;
  }

  get words(): Uint32Array<ArrayBuffer> {
    if (this.seen.length === 0) this.look();
    return this.seenWords;
  }

  /** Views of a memory that has grown are detached and have no length. */
  private look(): void {
    const buffer = this.memory.buffer as ArrayBuffer;
    this.seen = new Uint8Array(buffer);
    this.seenWords = new Uint32Array(buffer);
  }
}
