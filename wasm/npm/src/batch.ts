import { ENDINGS, isComplete } from './ending.js';
import type { Channel, Insight, MentionInsight, RelationInsight, Term } from './insight.js';
import type { Memory } from './memory.js';

/** A field that is not there. */
const NONE = 0xffff_ffff;
const CHANNELS: readonly Channel[] = ['text', 'reasoning', 'refusal', 'tool'];
const COUNTS = ['input_tokens', 'output_tokens', 'cached_input_tokens', 'reasoning_tokens'] as const;
const NOTHING: readonly Insight[] = [];
/** Longer texts are decoded sooner by the platform than byte by byte. */
const SHORT = 48;

// A mark of byte order is a character like others there.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Reads the records of one write. `batch.rs` says how they are laid out. */
class Cursor {
  private words!: Uint32Array;
  private at = 0;
  private end = 0;
  private bytes!: Uint8Array;
  private byte = 0;
  /** All texts one behind the other, where they are not made byte by byte. */
  private texts: string | undefined;
  private unit = 0;
  private kinds: readonly string[] = [];

  /** Begins with the batch whose header is at `header`; whether there is anything in it. */
  begin(memory: Memory, header: number, kinds: readonly string[]): boolean {
    this.words = memory.words;
    const head = header >>> 2;
    this.at = this.words[head]! >>> 2;
    this.end = this.at + this.words[head + 1]!;
    this.bytes = memory.bytes;
    this.byte = this.words[head + 2]!;
    const length = this.words[head + 3]!;
    const short = length <= SHORT && this.words[head + 4] !== 0;
    this.texts = short ? undefined : decoder.decode(this.bytes.subarray(this.byte, this.byte + length));
    this.unit = 0;
    this.kinds = kinds;
    return this.more();
  }

  more(): boolean {
    return this.at < this.end;
  }

  next(): number {
    return this.words[this.at++]!;
  }

  text(): string {
    return this.slice(this.next());
  }

  optionalText(): string | undefined {
    const length = this.next();
    return length === NONE ? undefined : this.slice(length);
  }

  private slice(length: number): string {
    if (this.texts === undefined) return this.ascii(length);
    const start = this.unit;
    this.unit += length;
    return this.texts.slice(start, this.unit);
  }

  private ascii(length: number): string {
    let text = '';
    for (const end = this.byte + length; this.byte < end; this.byte++) text += String.fromCharCode(this.bytes[this.byte]!);
    return text;
  }

  position(): number {
    const low = this.next();
    const high = this.next();
    return high === 0 ? low : low + high * 2 ** 32;
  }

  kind(): string {
    return this.kinds[this.next()] ?? 'identifier';
  }

  confidence(): number {
    return this.next() / 1000;
  }

  term(): Term {
    const text = this.text();
    const entity = this.next();
    return entity === NONE ? { text } : { text, entity };
  }
}

function piece(at: Cursor): Insight {
  const channel = CHANNELS[at.next()]!;
  const choice = at.next();
  const call = at.next();
  const text = at.text();
  return channel === 'tool' ? { type: 'tool_arguments', choice, call, text } : { type: channel, choice, text };
}

function usage(at: Cursor): Insight {
  const counts: Partial<Record<(typeof COUNTS)[number], number>> = {};
  for (const name of COUNTS) {
    const count = at.next();
    if (count !== NONE) counts[name] = count;
  }
  return { type: 'usage', ...counts };
}

function mention(at: Cursor): MentionInsight {
  const channel = CHANNELS[at.next()]!;
  const choice = at.next();
  const call = at.next();
  const start = at.position();
  const end = at.position();
  const kind = at.kind();
  const text = at.text();
  const entity = at.next();
  const confidence = at.confidence();
  const rule = at.optionalText();
  // The usual ones are made at once; spreading takes several times as long.
  if (call === NONE && rule === undefined) {
    return entity === NONE
      ? { type: 'mention', channel, choice, start, end, kind, text, confidence }
      : { type: 'mention', channel, choice, start, end, kind, text, entity, confidence };
  }
  return {
    type: 'mention',
    channel,
    choice,
    ...(call === NONE ? undefined : { call }),
    start,
    end,
    kind,
    text,
    ...(entity === NONE ? undefined : { entity }),
    confidence,
    ...(rule === undefined ? undefined : { rule }),
  };
}

function entity(at: Cursor): Insight {
  const id = at.next();
  const name = at.text();
  const kind = at.kind();
  const aliases: string[] = [];
  for (let left = at.next(); left > 0; left--) aliases.push(at.text());
  const same_as = at.next();
  return same_as === NONE ? { type: 'entity', id, name, kind, aliases } : { type: 'entity', id, name, kind, aliases, same_as };
}

function relation(at: Cursor): RelationInsight {
  const channel = CHANNELS[at.next()]!;
  const choice = at.next();
  const call = at.next();
  const subject = at.term();
  const predicate = at.text();
  const normalized = at.text();
  const object = at.term();
  const asserted = at.next() !== 0;
  const confidence = at.confidence();
  const start = at.position();
  const end = at.position();
  if (call === NONE && asserted) {
    return { type: 'relation', channel, choice, subject, predicate, normalized, object, confidence, start, end };
  }
  return {
    type: 'relation',
    channel,
    choice,
    ...(call === NONE ? undefined : { call }),
    subject,
    predicate,
    normalized,
    object,
    ...(asserted ? undefined : { asserted }),
    confidence,
    start,
    end,
  };
}

function end(at: Cursor): Insight {
  const ending = ENDINGS[at.next()]!;
  return { type: 'end', complete: isComplete(ending), ending };
}

/** What there is to read a record with, in the order of `Tag` in `batch.rs`. */
const RECORDS: readonly ((at: Cursor) => Insight)[] = [
  (at) => ({ type: 'wire', wire: at.text() }),
  piece,
  (at) => ({ type: 'tool_call', choice: at.next(), call: at.next(), id: at.text(), name: at.text() }),
  usage,
  (at) => ({ type: 'finish', choice: at.next(), reason: at.text() }),
  (at) => ({ type: 'error', code: at.text(), message: at.text() }),
  (at) => ({ type: 'diagnostic', code: at.text(), offset: at.position(), message: at.text() }),
  mention,
  entity,
  relation,
  end,
];

/** One for all: a batch is read to its end before another is begun. */
const cursor = new Cursor();

/** The batch whose header is at `header`. */
export function readBatch(memory: Memory, header: number, kinds: readonly string[]): readonly Insight[] {
  // Most writes find nothing.
  if (memory.words[(header >>> 2) + 1] === 0) return NOTHING;
  cursor.begin(memory, header, kinds);
  const insights: Insight[] = [];
  while (cursor.more()) insights.push(RECORDS[cursor.next()]!(cursor));
  return insights;
}
