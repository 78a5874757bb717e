import names from 'midflight/names.txt?url';
import simd from 'midflight/midflight_simd_bg.wasm?url';
import { compileStreaming } from 'midflight/loader';
import { bytes, number } from '../format.js';
import { pieces } from '../shared.js';
import type { Figures, Outcome } from './cases.js';
import { Meter } from './meter.js';
import type { Scale } from './run.js';
import type { Ask, Told } from './share.js';

const SESSIONS = 100;
const ROUNDS = 20;

/** 100 sessions shared out among workers, each with an instance of its own of one compiled module, beside one worker. */
export async function workers({ messages }: Scale): Promise<Outcome> {
  const module = await compileStreaming(simd);
  const one = await crew(module, 1, messages);
  const all = await crew(module, navigator.hardwareConcurrency, messages);
  const checked = `${all.size} workers found ${all.found} insights; each has ${bytes(all.memory)} of memory and was ready ${number(all.started)} ms after it had the module`;
  return { id: 'workers', figures: all.figures, peers: [{ name: 'one worker', figures: one.figures }], batch: all.batch, checked };
}

interface Crew {
  size: number;
  figures: Figures;
  found: number;
  memory: number;
  started: number;
  batch: number;
}

async function crew(module: WebAssembly.Module, size: number, messages: number): Promise<Crew> {
  const team = Array.from({ length: size }, () => new Worker(new URL('./share.ts', import.meta.url), { type: 'module' }));
  try {
    const share: Ask = { module, names: new URL(names, location.href).href, sessions: Math.ceil(SESSIONS / size) };
    const ready = (await Promise.all(team.map((worker) => ask(worker, share)))) as { started: number; memory: number }[];
    const [part, meter] = [Math.ceil(messages / size), new Meter(await pieces.get('engine'))];
    let found = 0;
    const round = async (): Promise<number> => {
      const start = performance.now();
      const told = (await Promise.all(team.map((worker) => ask(worker, { messages: part })))) as { found: number }[];
      found += told.reduce((sum, one) => sum + one.found, 0);
      return performance.now() - start;
    };
    // Until the browser has compiled what is hot a second time.
    for (let at = 0; at < 5; at++) await round();
    for (let at = 0; at < ROUNDS; at++) meter.took(await round(), part * size);
    if (found < part * size * ROUNDS) throw new Error(`expected at least ${part * size * ROUNDS} insights, found ${found}`);
    const slowest = Math.max(...ready.map(({ started }) => started));
    return { size, figures: meter.figures(), found, memory: ready[0]!.memory, started: slowest, batch: part * size };
  } finally {
    for (const worker of team) worker.terminate();
  }
}

function ask(worker: Worker, what: Ask): Promise<Told> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Told>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message || 'the worker could not be started'));
    worker.postMessage(what);
  });
}
