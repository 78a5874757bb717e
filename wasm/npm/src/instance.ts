import init, { initSync, kinds, stages, wires, type InitOutput } from './binding/midflight.js';

/** Where the engine's module comes from. */
export type Source = URL | string | Response | Promise<Response> | BufferSource | WebAssembly.Module;

/** The running module, with the names that it gives numbers to. */
export interface Instance {
  readonly memory: WebAssembly.Memory;
  readonly kinds: readonly string[];
  readonly stages: readonly string[];
  readonly wires: readonly string[];
}

let running: Promise<Instance> | undefined;

/**
 * Starts the module; all callers share one. A start that failed may be tried again.
 *
 * @param source by default the file `midflight_bg.wasm` beside this one
 */
export function instance(source?: Source): Promise<Instance> {
  running ??= start(source).catch((error: unknown) => {
    running = undefined;
    throw error;
  });
  return running;
}

async function start(source: Source = new URL('./midflight_bg.wasm', import.meta.url)): Promise<Instance> {
  if (source instanceof URL && source.protocol === 'file:') {
    return named(initSync({ module: await file(source) }));
  }
  return named(await init({ module_or_path: source }));
}

/** Reads a file under Node.js, whose `fetch` knows no files. */
async function file(url: URL): Promise<BufferSource> {
  // Not a literal, so that bundlers for browsers leave it alone.
  const name = 'node:fs/promises';
  const { readFile } = (await import(/* webpackIgnore: true */ /* @vite-ignore */ name)) as {
    readFile(url: URL): Promise<Uint8Array<ArrayBuffer>>;
  };
  return readFile(url);
}

function named(exports: InitOutput): Instance {
  return {
    memory: exports.memory,
    kinds: kinds().split(','),
    stages: stages().split(','),
    wires: wires().split(','),
  };
}
