import init, { kinds, stages, wires, type InitOutput } from './binding/midflight.js';
import { file } from './file.js';
import { compileBytes, compileResponse } from './loader/compile.js';
import { choose, type Variants } from './loader/features.js';
import { firstOf } from './loader/fallback.js';
import { checked, request } from './loader/request.js';
import { retrying } from './loader/retry.js';
import { Memory } from './memory.js';

/** Where the engine's module comes from. */
export type Source = URL | string | Response | Promise<Response> | BufferSource | WebAssembly.Module;

/** The running module, with the names that it gives numbers to. */
export interface Instance {
  readonly memory: Memory;
  readonly kinds: readonly string[];
  readonly stages: readonly string[];
  readonly wires: readonly string[];
}

let running: Promise<Instance> | undefined;

/**
 * Starts the module; all callers share one. A start that failed may be tried again.
 *
 * @param source by default the build beside this file that fits the platform
 */
export function instance(source?: Source): Promise<Instance> {
  running ??= start(source).catch((error: unknown) => {
    running = undefined;
    throw error;
  });
  return running;
}

/** The builds beside this file. */
function builds(): Variants<URL> {
  return {
    baseline: new URL('./midflight_bg.wasm', import.meta.url),
    simd: new URL('./midflight_simd_bg.wasm', import.meta.url),
  };
}

async function start(source?: Source): Promise<Instance> {
  const module = await (source === undefined ? best() : compiled(source));
  return named(await init({ module_or_path: module }));
}

/** The best build; one that can't be had or compiled is no reason to do without. */
function best(): Promise<WebAssembly.Module> {
  const { baseline } = builds();
  const wanted = choose(builds());
  return firstOf(wanted.href === baseline.href ? [baseline] : [wanted, baseline], fetched);
}

async function compiled(source: Source): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (typeof source === 'string' || source instanceof URL) return fetched(source);
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return compileBytes(source);
  return (await compileResponse(checked((await source) as Response))).module;
}

async function fetched(url: string | URL): Promise<WebAssembly.Module> {
  if (url instanceof URL && url.protocol === 'file:') return compileBytes(await file(url), url.href);
  return retrying(async () => (await compileResponse(await request(url), String(url))).module);
}

function named(exports: InitOutput): Instance {
  return {
    memory: new Memory(exports.memory),
    kinds: kinds().split(','),
    stages: stages().split(','),
    wires: wires().split(','),
  };
}
