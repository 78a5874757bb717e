const NAMES = ['custom', 'type', 'import', 'function', 'table', 'memory', 'global', 'export', 'start', 'element', 'code', 'data', 'data count', 'tag'];

/** A section of a module. */
export interface Section {
  name: string;
  bytes: number;
}

/** The sections of a module, as they stand in its bytes. */
export function sections(module: ArrayBuffer): Section[] {
  const bytes = new Uint8Array(module);
  const found: Section[] = [];
  for (let at = 8; at < bytes.length; ) {
    const name = NAMES[bytes[at]!] ?? `section ${bytes[at]}`;
    const [size, body] = unsigned(bytes, at + 1);
    found.push({ name, bytes: size });
    at = body + size;
  }
  return found;
}

/** A LEB128 number, and where it ends. */
function unsigned(bytes: Uint8Array, start: number): [number, number] {
  let value = 0;
  for (let at = start, scale = 1; ; at++, scale *= 128) {
    value += (bytes[at]! & 127) * scale;
    if (bytes[at]! < 128) return [value, at + 1];
  }
}
