/** What a stream says and means, with the names and the order of fields of the command line's JSON lines. */
export type Insight =
  | WireInsight
  | TextInsight
  | ToolCallInsight
  | ToolArgumentsInsight
  | UsageInsight
  | FinishInsight
  | ErrorInsight
  | DiagnosticInsight
  | MentionInsight
  | EntityInsight
  | RelationInsight
  | EndInsight;

/** With the wire `auto`: what the stream was taken for. */
export interface WireInsight {
  type: 'wire';
  wire: string;
}

/** A piece of what the model says, thinks, or declines with. Only with `deltas`. */
export interface TextInsight {
  type: 'text' | 'reasoning' | 'refusal';
  choice: number;
  text: string;
}

/** The model calls a tool. Only with `deltas`. */
export interface ToolCallInsight {
  type: 'tool_call';
  choice: number;
  /** Tool calls of the stream, counted from 0. */
  call: number;
  id: string;
  name: string;
}

/** A piece of a tool call's arguments, as JSON text. Only with `deltas`. */
export interface ToolArgumentsInsight {
  type: 'tool_arguments';
  choice: number;
  call: number;
  text: string;
}

/** The provider's last totals of tokens, once, before the end. Only with `deltas`. */
export interface UsageInsight {
  type: 'usage';
  input_tokens?: number;
  output_tokens?: number;
  cached_input_tokens?: number;
  reasoning_tokens?: number;
}

/** A choice is finished, and why, in the provider's word. Only with `deltas`. */
export interface FinishInsight {
  type: 'finish';
  choice: number;
  reason: string;
}

/** The provider tells an error. */
export interface ErrorInsight {
  type: 'error';
  code: string;
  message: string;
}

/** Something malformed that the stream went on behind. */
export interface DiagnosticInsight {
  type: 'diagnostic';
  code: string;
  /** The byte of the stream. */
  offset: number;
  message: string;
}

/** Which run of text a place is in. */
export type Channel = 'text' | 'reasoning' | 'refusal' | 'tool';

/** An entity is mentioned. Told once, when it can no longer change. */
export interface MentionInsight {
  type: 'mention';
  channel: Channel;
  choice: number;
  /** The tool call that the channel `tool` belongs to. */
  call?: number;
  /** Offsets into the channel's text: UTF-16 units, or bytes where `offsets` is `bytes`. */
  start: number;
  end: number;
  kind: string;
  text: string;
  /** The id of the entity. */
  entity?: number;
  /** From 0 to 1. */
  confidence: number;
  /** Which rule found a secret. */
  rule?: string;
}

/** An entity appears, or its name, kind or aliases change. */
export interface EntityInsight {
  type: 'entity';
  id: number;
  name: string;
  kind: string;
  aliases: string[];
  /** The entity that this one turned out to be. */
  same_as?: number;
}

/** One end of a relation. */
export interface Term {
  text: string;
  entity?: number;
}

/** A relation out of a closed sentence. */
export interface RelationInsight {
  type: 'relation';
  channel: Channel;
  choice: number;
  call?: number;
  subject: Term;
  /** Its words as they stand in the text. */
  predicate: string;
  /** One form for all ways of saying it. */
  normalized: string;
  object: Term;
  /** `false` for what is denied or supposed. */
  asserted?: false;
  confidence: number;
  start: number;
  end: number;
}

/**
 * How a stream ended: its end mark came (`complete`); it did not, however well the connection ended (`cut`); the
 * provider told an error in its place (`failed`); its end mark came behind an answer that it blocked (`blocked`).
 */
export type Ending = 'complete' | 'cut' | 'failed' | 'blocked';

/** The end of the stream; nothing follows. */
export interface EndInsight {
  type: 'end';
  /** Whether the provider's end mark came. */
  complete: boolean;
  ending: Ending;
}

/** A server-sent event, as `engine.events()` tells it. */
export interface ServerEvent {
  type: 'event';
  /** `message` where the stream names none. */
  event: string;
  data: string;
  /** The last event id at its time. */
  id: string;
}
