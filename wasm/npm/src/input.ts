const encoder = new TextEncoder();

/** Something with room for bytes in the module's memory. */
interface Roomy {
  room(bytes: number): number;
}

/** Puts bytes or text into the room; how many bytes it took. */
export function put(into: Roomy, memory: WebAssembly.Memory, chunk: Uint8Array | string): number {
  if (typeof chunk === 'string') {
    // A UTF-16 unit takes at most three bytes.
    const most = chunk.length * 3;
    const at = into.room(most);
    return encoder.encodeInto(chunk, new Uint8Array(memory.buffer, at, most)).written;
  }
  const at = into.room(chunk.byteLength);
  new Uint8Array(memory.buffer, at, chunk.byteLength).set(chunk);
  return chunk.byteLength;
}

/** Puts several texts into the room, one behind the other; how many bytes each took. */
export function putAll(into: Roomy, memory: WebAssembly.Memory, texts: readonly string[]): number[] {
  const most = texts.reduce((sum, text) => sum + text.length * 3, 0);
  const start = into.room(most);
  let used = 0;
  return texts.map((text) => {
    const { written } = encoder.encodeInto(text, new Uint8Array(memory.buffer, start + used, most - used));
    used += written;
    return written;
  });
}
