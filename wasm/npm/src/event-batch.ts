import type { ServerEvent } from './insight.js';

const NOTHING: readonly ServerEvent[] = [];
/** Words of an event: the lengths of its name, its data and its id, in bytes. `events.rs` writes them. */
const WORDS = 3;

const decoder = new TextDecoder();

/** The events of the batch whose header is at `header`. */
export function readEvents(memory: ArrayBuffer, header: number): readonly ServerEvent[] {
  const head = new Uint32Array(memory, header, 4);
  const bytes = head[3]!;
  const lengths = new Uint32Array(memory, head[0]!, head[1]!);
  if (lengths.length === 0) return NOTHING;
  const encoded = new Uint8Array(memory, head[2]!, bytes);
  const strings = decoder.decode(encoded);
  return strings.length === bytes ? ascii(lengths, strings) : other(lengths, encoded);
}

/** Bytes are units, so slices of one string do. */
function ascii(lengths: Uint32Array, strings: string): ServerEvent[] {
  const events: ServerEvent[] = [];
  for (let word = 0, at = 0; word < lengths.length; word += WORDS) {
    const named = at + lengths[word]!;
    const said = named + lengths[word + 1]!;
    const event = named === at ? 'message' : strings.slice(at, named);
    at = said + lengths[word + 2]!;
    events.push({ type: 'event', event, data: strings.slice(named, said), id: at === said ? '' : strings.slice(said, at) });
  }
  return events;
}

function other(lengths: Uint32Array, encoded: Uint8Array): ServerEvent[] {
  const events: ServerEvent[] = [];
  let at = 0;
  const next = (length: number): string => decoder.decode(encoded.subarray(at, (at += length)));
  for (let word = 0; word < lengths.length; word += WORDS) {
    const event = next(lengths[word]!) || 'message';
    events.push({ type: 'event', event, data: next(lengths[word + 1]!), id: next(lengths[word + 2]!) });
  }
  return events;
}
