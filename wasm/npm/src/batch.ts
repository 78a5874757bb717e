import type { Channel, Insight, Term } from './insight.js';

/** A field that is not there. */
const NONE = 0xffff_ffff;
const CHANNELS: readonly Channel[] = ['text', 'reasoning', 'refusal', 'tool'];
const ENDINGS = ['complete', 'cut', 'failed', 'blocked'] as const;
const COUNTS = ['input_tokens', 'output_tokens', 'cached_input_tokens', 'reasoning_tokens'] as const;
const NOTHING: readonly Insight[] = [];

const decoder = new TextDecoder();

/** Reads the records of one write. `batch.rs` says how they are laid out. */
class Cursor {
  private word = 0;
  private unit = 0;

  constructor(
    private readonly words: Uint32Array,
    private readonly strings: string,
    private readonly kinds: readonly string[],
  ) {}

  more(): boolean {
    return this.word < this.words.length;
  }

  next(): number {
    return this.words[this.word++]!;
  }

  text(): string {
    return this.slice(this.next());
  }

  private slice(length: number): string {
    const start = this.unit;
    this.unit += length;
    return this.strings.slice(start, this.unit);
  }

  optionalText(): string | undefined {
    const length = this.next();
    return length === NONE ? undefined : this.slice(length);
  }

  position(): number {
    const low = this.next();
    return low + this.next() * 2 ** 32;
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

/** Where something was said: `call` only in a tool's arguments. */
function place(at: Cursor): { channel: Channel; choice: number; call?: number } {
  const channel = CHANNELS[at.next()]!;
  const choice = at.next();
  const call = at.next();
  return call === NONE ? { channel, choice } : { channel, choice, call };
}

function piece(at: Cursor): Insight {
  const { channel, choice, call } = place(at);
  const text = at.text();
  if (channel === 'tool') {
    return { type: 'tool_arguments', choice, call: call!, text };
  }
  return { type: channel, choice, text };
}

function usage(at: Cursor): Insight {
  const counts: Partial<Record<(typeof COUNTS)[number], number>> = {};
  for (const name of COUNTS) {
    const count = at.next();
    if (count !== NONE) counts[name] = count;
  }
  return { type: 'usage', ...counts };
}

function mention(at: Cursor): Insight {
  const { channel, choice, call } = place(at);
  const start = at.position();
  const end = at.position();
  const kind = at.kind();
  const text = at.text();
  const entity = at.next();
  const confidence = at.confidence();
  const rule = at.optionalText();
  return {
    type: 'mention',
    channel,
    choice,
    ...(call === undefined ? undefined : { call }),
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
  const aliases = Array.from({ length: at.next() }, () => at.text());
  const same = at.next();
  const told = { type: 'entity' as const, id, name, kind, aliases };
  return same === NONE ? told : { ...told, same_as: same };
}

function relation(at: Cursor): Insight {
  const where = place(at);
  const subject = at.term();
  const predicate = at.text();
  const normalized = at.text();
  const object = at.term();
  const asserted = at.next() !== 0;
  const confidence = at.confidence();
  return {
    type: 'relation',
    ...where,
    subject,
    predicate,
    normalized,
    object,
    ...(asserted ? undefined : { asserted }),
    confidence,
    start: at.position(),
    end: at.position(),
  };
}

function end(at: Cursor): Insight {
  const ending = ENDINGS[at.next()]!;
  return { type: 'end', complete: ending === 'complete' || ending === 'blocked', ending };
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

/** The batch whose header is at `header`. */
export function readBatch(memory: ArrayBuffer, header: number, kinds: readonly string[]): readonly Insight[] {
  const [words, length, text, bytes] = new Uint32Array(memory, header, 4) as unknown as [number, number, number, number];
  if (length === 0) return NOTHING;
  const strings = decoder.decode(new Uint8Array(memory, text, bytes));
  const at = new Cursor(new Uint32Array(memory, words, length), strings, kinds);
  const insights: Insight[] = [];
  while (at.more()) insights.push(RECORDS[at.next()]!(at));
  return insights;
}
