// Wasm modules made for tests.

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

function leb(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest & 127) | 128);
  }
}

const name = (text) => [...leb(text.length), ...Buffer.from(text)];

function section(id, body) {
  return Buffer.concat([Buffer.from([id, ...leb(body.length)]), Buffer.from(body)]);
}

/** A module that exports `answer: () => i32`, with `bulk` bytes more of functions that compute something. */
export function answering(answer, bulk = 0) {
  const body = filler();
  const functions = Math.ceil(bulk / (body.length + 2)) + 1;
  const constant = [0, 0x41, ...leb(answer), 0x0b];
  const code = [Buffer.from([...leb(functions), ...leb(constant.length), ...constant])];
  const one = Buffer.from([...leb(body.length), ...body]);
  for (let at = 1; at < functions; at++) code.push(one);
  return Buffer.concat([
    Buffer.from(HEADER),
    section(1, [2, 0x60, 0, 1, 0x7f, 0x60, 1, 0x7f, 1, 0x7f]),
    section(3, Buffer.concat([Buffer.from([...leb(functions), 0]), Buffer.alloc(functions - 1, 1)])),
    section(7, [1, ...name('answer'), 0, 0]),
    section(10, Buffer.concat(code)),
  ]);
}

/** A function's body of some 2 KB: rounds of arithmetic on its parameter. */
function filler() {
  const rounds = [];
  for (let at = 0; at < 220; at++) {
    const constant = leb((at * 2654435761) % 63);
    rounds.push(0x20, 0, 0x41, ...constant, 0x6c, 0x41, ...leb(at % 64), at % 2 ? 0x6a : 0x73, 0x21, 0);
  }
  return [0, ...rounds, 0x20, 0, 0x0b];
}

/** A module that asks its host for `env.missing`. */
export function importing() {
  const types = section(1, [1, 0x60, 0, 0]);
  const imports = section(2, [1, ...name('env'), ...name('missing'), 0, 0]);
  return Buffer.concat([Buffer.from(HEADER), types, imports]);
}

/** Bytes that begin as a module does and are none. */
export function invalid() {
  return Buffer.concat([Buffer.from(HEADER), Buffer.from([10, 3, 1, 9, 9])]);
}
