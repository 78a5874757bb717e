// A project whose libraries lack it, as of Vite's templates, could not iterate over what is piped through.
/// <reference lib="dom.asynciterable" preserve="true" />
import { Engine as Raw, Histogram } from './binding/midflight.js';
import { Events } from './events.js';
import { Graph } from './graph.js';
import type { Chunk } from './input.js';
import type { Insight } from './insight.js';
import { instance, type Instance, type Source } from './instance.js';
import { names } from './names.js';
import { Owner } from './owner.js';
import { Redactor } from './redactor.js';
import { Documents, Session } from './session.js';
import { analysing, redacting } from './streams.js';

/** How an engine is made. */
export interface EngineOptions {
  /** Where the module comes from; by default the file beside the package's code. */
  source?: Source;
  /**
   * Lists of names, which persons, organizations and places are found by: `true` for the package's own,
   * fetched beside the module; `false` for none, where only patterns and masking are wanted; or lists
   * of your own. With any of them comes the list of frequent words that names are told from. Default:
   * `true`.
   */
  names?: boolean | string | URL;
  /** What is looked for, as `person` or `email`; `engine.kinds` has them all. Default: every kind. */
  kinds?: readonly string[];
  /**
   * Streams at a time, for which buffers are allocated, up to 10,000. Default: 64. Fewer of them may stand within a
   * frame of more than 4 KiB at once: a write that finds no buffer free says so.
   */
  sessions?: number;
  /** Bytes of a frame at most; a larger one is dropped with a diagnostic. Default: 4 MiB. */
  frameBytes?: number;
}

/** How a stream is analysed. */
export interface SessionOptions {
  /** The provider's protocol. Default: `auto`, found out from the first bytes. */
  wire?: string;
  /** Whether the pieces of text, tool calls, usage and finish are told too. Default: `false`. */
  deltas?: boolean;
  /** What offsets count: UTF-16 units as JavaScript does, or bytes. Default: `utf16`. */
  offsets?: 'utf16' | 'bytes';
  /** Whether each stage is timed. Default: `false`. */
  timings?: boolean;
  /** Whether relations are told, besides the entities. Without them a text takes less time. Default: `true`. */
  relations?: boolean;
}

/** How a stream is masked. */
export interface RedactOptions {
  /** The provider's protocol. Default: `auto`. */
  wire?: string;
  /** What is masked. Default: the personal and the secret kinds. */
  kinds?: readonly string[];
}

/** Bits of a session's options in `report.rs`. */
const DELTAS = 1;
const UNITS = 2;
const TIMED = 4;
const UNRELATED = 8;

/** Recognisers and words, shared by all its streams, with the graph that they write to. */
export class Engine extends Owner<Raw> {
  /** What all streams said of which entities. */
  readonly graph: Graph;

  private constructor(
    raw: Raw,
    private readonly instance: Instance,
  ) {
    super(raw);
    this.graph = new Graph(() => this.raw);
  }

  /** Loads the module where that has not happened yet, and makes an engine. */
  static async create(options: EngineOptions = {}): Promise<Engine> {
    const sessions = limit('sessions', options.sessions ?? 64, 10_000);
    const frameBytes = limit('frameBytes', options.frameBytes ?? 4 << 20, 1 << 30);
    const [running, words] = await Promise.all([instance(options.source), names(options.names ?? true)]);
    return new Engine(new Raw(sessions, frameBytes, words, (options.kinds ?? []).join(',')), running);
  }

  /** The kinds of mentions. */
  get kinds(): readonly string[] {
    return this.instance.kinds;
  }

  /** The wires that can be named. */
  get wires(): readonly string[] {
    return this.instance.wires;
  }

  /** Bytes of memory that the module has. All engines of a page or worker share them; they never get fewer. */
  get memoryBytes(): number {
    return this.instance.memory.bytes.length;
  }

  /** One stream, to be written to by hand: for workers and hot loops. */
  session(options: SessionOptions = {}): Session {
    return new Session(this.raw.session(options.wire ?? 'auto', bits(options)), this.instance, this.graph.tell);
  }

  /** Texts that are whole as they come. */
  documents(options: Omit<SessionOptions, 'wire'> = {}): Documents {
    return new Documents(this.raw.documents(bits(options)), this.instance, this.graph.tell);
  }

  /** A decoder of server-sent events, for who wants the events themselves. */
  events(): Events {
    return new Events(this.raw.events(), this.instance);
  }

  /** A histogram of times. */
  histogram(): Histogram {
    return new Histogram();
  }

  /**
   * A transform from a stream's bytes to what they mean:
   *
   * ```ts
   * for await (const insight of response.body.pipeThrough(engine.analyse())) console.log(insight);
   * ```
   */
  analyse(options: SessionOptions = {}): TransformStream<Chunk, Insight> {
    return analysing(this.session(options));
  }

  /** Masks one stream, to be written to by hand. */
  redactor(options: RedactOptions = {}): Redactor {
    return new Redactor(this.raw.redactor(options.wire ?? 'auto', (options.kinds ?? []).join(',')), this.instance);
  }

  /** A transform from a stream's bytes to the same stream, masked. */
  redact(options: RedactOptions = {}): TransformStream<Chunk, Uint8Array<ArrayBuffer>> {
    return redacting(this.redactor(options));
  }
}

/** A limit that makes sense. Memory that there can not be would end the module, for all its engines. */
function limit(name: string, value: number, most: number): number {
  if (Number.isInteger(value) && value > 0 && value <= most) return value;
  throw new RangeError(`${name}: expected a whole number from 1 to ${most}, got ${value}`);
}

function bits({ deltas = false, offsets = 'utf16', timings = false, relations = true }: SessionOptions): number {
  const told = (deltas ? DELTAS : 0) | (relations ? 0 : UNRELATED);
  return told | (offsets === 'utf16' ? UNITS : 0) | (timings ? TIMED : 0);
}
