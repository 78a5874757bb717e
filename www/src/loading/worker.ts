import { Engine } from 'midflight';
import { compileBytes, compileResponse, fromCache, fromStore, instantiate, request } from 'midflight/loader';
import type { Ask, Sample, Strategy } from './strategies.js';

const VERSION = 'loading-tab';

/** A module, and when its bytes were there. */
interface Got {
  module: WebAssembly.Module;
  fetched?: number;
  response?: Response;
}

async function streamed(response: Response): Promise<Got> {
  return { module: (await compileResponse(response)).module, response };
}

async function downloaded(response: Response): Promise<Got> {
  const bytes = await response.arrayBuffer();
  const fetched = performance.now();
  return { module: await compileBytes(bytes), fetched, response };
}

const WAYS: Record<Strategy, (url: string) => Promise<Got>> = {
  download: async (url) => downloaded(await request(url)),
  streaming: async (url) => streamed(await request(url)),
  cache: async (url) => {
    const { response, kept } = await fromCache(url, { version: VERSION, prefix: 'midflight-loading-' });
    const got = await streamed(response);
    await kept;
    return got;
  },
  indexeddb: async (url) => {
    const { bytes } = await fromStore(url, { version: VERSION, database: 'midflight-loading' });
    const fetched = performance.now();
    return { module: await compileBytes(bytes), fetched };
  },
  'service-worker': async (url) => streamed(await request(url)),
};

/** From the module to its first answer; when it was ready, and when it answered. */
async function use(module: WebAssembly.Module, which: Ask['module']): Promise<[number, number]> {
  if (which === 'large') {
    const instance = await instantiate(module);
    const ready = performance.now();
    if ((instance.exports['answer'] as () => number)() !== 42) throw new Error('expected 42');
    return [ready, performance.now()];
  }
  const engine = await Engine.create({ source: module, names: false });
  const ready = performance.now();
  const found = engine.documents().read('Write to ada@looms.example');
  if (found.length === 0) throw new Error('expected an address to be found');
  return [ready, performance.now()];
}

async function measure({ strategy, url, module }: Ask): Promise<Sample> {
  const start = performance.now();
  const got = await WAYS[strategy](url);
  const compiled = performance.now() - start;
  const [ready, answered] = await use(got.module, module);
  const fetched = got.fetched ?? responseEnd(url, got.response);
  const rate = keptRate(got.response);
  return {
    strategy,
    ...(fetched !== undefined && { fetched: fetched - start }),
    compiled,
    ready: ready - start,
    firstResult: answered - start,
    ...(rate !== undefined && { rate }),
  };
}

/** When the network was done, for what went over it. */
function responseEnd(url: string, response: Response | undefined): number | undefined {
  const entry = performance.getEntriesByName(new URL(url, self.location.href).href).at(-1) as PerformanceResourceTiming | undefined;
  return response !== undefined && entry !== undefined && entry.responseEnd > 0 ? entry.responseEnd : undefined;
}

function keptRate(response: Response | undefined): number | undefined {
  const told = /rate;desc="(\d+) kbit/.exec(response?.headers.get('Server-Timing') ?? '');
  return told ? Number(told[1]) : undefined;
}

self.onmessage = async ({ data }: MessageEvent<Ask>) => {
  try {
    const sample = await measure(data);
    self.postMessage(data.warm ? { warm: true } : { sample });
  } catch (error) {
    self.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
};
