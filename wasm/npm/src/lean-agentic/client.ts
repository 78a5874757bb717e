import type { EntityInsight, Insight, MentionInsight, RelationInsight } from '../insight.js';
import type { Documents, Session } from '../session.js';
import { started } from './start.js';

/** How a client reads its messages. */
export class LeanAgenticConfig {
  /** The provider's protocol of the messages; `undefined` for messages that are plain text. */
  wire: string | undefined;

  constructor(options: { wire?: string } = {}) {
    this.wire = options.wire;
  }
}

/** What the engine found in a message. */
export interface Processed {
  mentions: MentionInsight[];
  /** Entities that are new, or of which more is known now. */
  entities: EntityInsight[];
  relations: RelationInsight[];
  /** All of it, in its order. */
  insights: readonly Insight[];
  latency_ms: number;
}

/** Reads one message after the other; all clients write to one graph. */
export class LeanAgenticClient {
  private readonly reader: Documents | Session;
  private readonly read: (message: string, now: number) => readonly Insight[];
  private readonly decoder = new TextDecoder();
  private count = 0;
  private total = 0;

  constructor(
    private readonly id: string = unique(),
    config: LeanAgenticConfig = new LeanAgenticConfig(),
  ) {
    if (config.wire === undefined) {
      const documents = started().documents();
      this.reader = documents;
      this.read = (message) => documents.read(message);
    } else {
      const session = started().session({ wire: config.wire });
      this.reader = session;
      this.read = (message, now) => session.message(message, now);
    }
  }

  /** What a message means. */
  process_message(message: string | ArrayBuffer | Uint8Array): Processed {
    const begin = performance.now();
    const insights = this.read(typeof message === 'string' ? message : this.decoder.decode(message), begin);
    const latency_ms = performance.now() - begin;
    this.count++;
    this.total += latency_ms;
    return new Findings(insights, latency_ms);
  }

  /** The mean time of a message, in milliseconds. */
  get_avg_latency_ms(): number {
    return this.count === 0 ? 0 : this.total / this.count;
  }

  get_message_count(): number {
    return this.count;
  }

  get_session_id(): string {
    return this.id;
  }

  /** The number of entities that all clients found. */
  get_entity_count(): number {
    return started().graph.size.nodes;
  }

  /** Gives its memory back. */
  free(): void {
    this.reader.free();
  }

  [Symbol.dispose](): void {
    this.free();
  }
}

/** An id for a session; `crypto.randomUUID` is there in secure contexts alone. */
function unique(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Sorts what was found by what it is when it is asked for. */
class Findings implements Processed {
  constructor(
    readonly insights: readonly Insight[],
    readonly latency_ms: number,
  ) {}

  /** All of it, where it is written as JSON. */
  toJSON(): Processed {
    const { latency_ms, insights, mentions, entities, relations } = this;
    return { latency_ms, insights, mentions, entities, relations };
  }

  get mentions(): MentionInsight[] {
    return this.insights.filter((insight) => insight.type === 'mention');
  }

  get entities(): EntityInsight[] {
    return this.insights.filter((insight) => insight.type === 'entity');
  }

  get relations(): RelationInsight[] {
    return this.insights.filter((insight) => insight.type === 'relation');
  }
}
