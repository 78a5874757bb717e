/** How a module is brought to its first result. */
export const STRATEGIES = [
  ['download', 'Download, then compile'],
  ['streaming', 'Streaming'],
  ['cache', 'Cache API'],
  ['indexeddb', 'IndexedDB bytes'],
  ['service-worker', 'Service worker'],
] as const;
export type Strategy = (typeof STRATEGIES)[number][0];

/** A run, in milliseconds from its start. */
export interface Sample {
  strategy: Strategy;
  /** All bytes were there, where that can be seen. */
  fetched?: number;
  compiled: number;
  ready: number;
  firstResult: number;
  /** The rate that the server says it kept, in kbit/s. */
  rate?: number;
}

/** What a worker is asked for. */
export interface Ask {
  strategy: Strategy;
  url: string;
  module: 'engine' | 'large';
  /** Fill the caches only. */
  warm: boolean;
}
