/** What the Benchmark tab measures. The claims are those of the guide of midstream 0.2.0. */
export interface Case {
  id: string;
  title: string;
  /** What one unit is. */
  unit: string;
  /** Other libraries at the same work. */
  beside?: string;
  /** In nanoseconds, or units a second. */
  claim?: { p50?: number; p95?: number; p99?: number; max?: number; rate?: number };
}

export const CASES: readonly Case[] = [
  { id: 'latency', title: 'One message, “test 123”', unit: 'message', claim: { p50: 150e3, p95: 350e3, p99: 550e3, max: 1.2e6 } },
  { id: 'paragraph', title: 'One message, a paragraph of 500 characters', unit: 'message', claim: { p50: 150e3, p95: 350e3, p99: 550e3, max: 1.2e6 } },
  { id: 'throughput', title: 'Throughput of a single session, 5 s', unit: 'message', claim: { rate: 50_000 } },
  { id: 'concurrency', title: '100 sessions in turn', unit: 'message', claim: { rate: 25_000 } },
  { id: 'workers', title: '100 sessions among as many workers as there are cores', unit: 'message', beside: 'one worker', claim: { rate: 25_000 } },
  { id: 'burst', title: 'WebSocket burst, sending only', unit: 'message', claim: { p50: 50e3, p95: 120e3, p99: 180e3, max: 300e3, rate: 100_000 } },
  { id: 'entities', title: 'Entity extraction, a paragraph', unit: 'paragraph', beside: 'compromise, wink-nlp', claim: { p50: 250e3, p95: 500e3, p99: 800e3, max: 1.8e6 } },
  { id: 'graph', title: 'Knowledge graph update', unit: 'sentence', claim: { p50: 300e3, p95: 600e3, p99: 950e3, max: 2.1e6 } },
  { id: 'crossing', title: 'A call from JavaScript into wasm', unit: 'call' },
  { id: 'sse', title: 'SSE decoding in chunks of 4 KiB, as the engine reads it', unit: 'event', beside: 'eventsource-parser', claim: { p50: 200e3, p95: 450e3, p99: 700e3, max: 1.5e6 } },
  { id: 'sse-strings', title: 'SSE decoding in chunks of 4 KiB, every event as strings', unit: 'event', beside: 'eventsource-parser', claim: { p50: 200e3, p95: 450e3, p99: 700e3, max: 1.5e6 } },
  { id: 'frames', title: 'Moving and drawing a graph of 430 nodes, on this page', unit: 'frame' },
];

/** Figures of a case, or of a peer in it; times in nanoseconds a unit. */
export interface Figures {
  count: number;
  rate: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
  /** The time that each share of the units did not exceed. */
  curve: { shares: number[]; times: number[] };
}

/** Another library at the same work. */
export interface Peer {
  name: string;
  figures: Figures;
}

/** What a worker tells of a case. */
export interface Outcome {
  id: string;
  figures: Figures;
  /** The same work by other libraries, in the same run. */
  peers?: readonly Peer[];
  /** Units that were timed together, since the clock's step is coarser than one. */
  batch: number;
  /** What was checked of the work, so that a fast wrong answer fails. */
  checked: string;
}
