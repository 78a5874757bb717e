import simd from 'midflight/midflight_simd_bg.wasm?url';
import { STRATEGIES, type Ask, type Sample, type Strategy } from './strategies.js';

/** What is measured. */
export interface Plan {
  module: Ask['module'];
  /** In kbit/s; 0 for as fast as it goes. */
  rate: number;
  runs: number;
}

const URLS: Record<Ask['module'], string> = { engine: simd, large: '/large.wasm' };

/** Whether this page's requests go through the service worker. */
export function controlled(): boolean {
  return navigator.serviceWorker?.controller != null;
}

/** The strategies that can be measured here. */
export function possible(): Strategy[] {
  return STRATEGIES.map(([name]) => name).filter((name) => name !== 'service-worker' || controlled());
}

/** Runs every strategy so often, each run in a worker of its own, taking turns so that no one is favoured. */
export async function measure({ module, rate, runs }: Plan, onSample: (sample: Sample, done: number, all: number) => void): Promise<void> {
  const strategies = possible();
  for (const strategy of strategies) await run({ strategy, module, url: url(module, strategy, 0), warm: true });
  let done = 0;
  for (let at = 0; at < runs; at++) {
    for (const strategy of strategies) {
      const sample = await run({ strategy, module, url: url(module, strategy, rate), warm: false });
      onSample(sample!, ++done, runs * strategies.length);
    }
  }
}

/** The rate is the network's, so what comes out of a cache has none. */
function url(module: Ask['module'], strategy: Strategy, rate: number): string {
  if (strategy === 'service-worker') return `${URLS[module]}?kept`;
  const network = strategy === 'download' || strategy === 'streaming';
  // With a query, it does not come out of the service worker.
  if (network) return `${URLS[module]}?${rate > 0 ? `kbps=${rate}` : 'network'}`;
  return URLS[module];
}

function run(ask: Ask): Promise<Sample | undefined> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Sample | undefined>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<{ sample?: Sample; error?: string }>) => {
      if (data.error === undefined) resolve(data.sample);
      else reject(new Error(`${ask.strategy}: ${data.error}`));
    };
    worker.onerror = ({ message }) => reject(new Error(message || 'the worker could not be started'));
    worker.postMessage(ask);
  }).finally(() => worker.terminate());
}
