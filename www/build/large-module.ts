// Makes large.wasm: 10 MB of functions that compute something, for the Loading tab.
import type { Plugin } from 'vite';

const BYTES = 10_000_000;

export function largeModule(): Plugin {
  return {
    name: 'midflight-large-module',
    apply: 'build',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'large.wasm', source: module() });
    },
  };
}

function leb(value: number): number[] {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest & 127) | 128);
  }
}

function section(id: number, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([id, ...leb(body.length)]), body]);
}

/** `answer: () => i32` gives 42; the other functions differ, so that it compresses as code does. */
function module(): Uint8Array {
  const random = generator(7);
  const bodies: Buffer[] = [sized([0, 0x41, 42, 0x0b])];
  for (let bytes = 0; bytes < BYTES; ) {
    const body = sized(computing(random));
    bodies.push(body);
    bytes += body.length + 1;
  }
  const count = leb(bodies.length);
  const types = Buffer.from([2, 0x60, 0, 1, 0x7f, 0x60, 1, 0x7f, 1, 0x7f]);
  const functions = Buffer.concat([Buffer.from([...count, 0]), Buffer.alloc(bodies.length - 1, 1)]);
  const exports = Buffer.from([1, 6, ...Buffer.from('answer'), 0, 0]);
  return Buffer.concat([
    Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]),
    section(1, types),
    section(3, functions),
    section(7, exports),
    section(10, Buffer.concat([Buffer.from(count), ...bodies])),
  ]);
}

function sized(body: number[]): Buffer {
  return Buffer.from([...leb(body.length), ...body]);
}

/** Rounds of arithmetic on the parameter: add, subtract, multiply, and, or, exclusive or, shift, rotate. */
function computing(random: () => number): number[] {
  const operations = [0x6a, 0x6b, 0x6c, 0x71, 0x72, 0x73, 0x74, 0x77];
  const body = [0];
  for (let round = 10 + (random() % 90); round > 0; round--) {
    const constant = leb(random() % 60);
    body.push(0x20, 0, 0x41, ...constant, operations[random() % operations.length]!, 0x21, 0);
  }
  return [...body, 0x20, 0, 0x0b];
}

/** The same numbers for every build. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
}
