import { Engine, type EngineOptions } from '../engine.js';

let engine: Engine | undefined;
let starting: Promise<Engine> | undefined;

/** Starts the engine that all clients share; all who ask meanwhile wait for the one start. */
export async function start(options: EngineOptions = {}): Promise<Engine> {
  starting ??= Engine.create(options).catch((error: unknown) => {
    starting = undefined;
    throw error;
  });
  engine = await starting;
  return engine;
}

/** The engine. */
export function started(): Engine {
  if (engine === undefined) throw new Error('the engine is not started: await the default export first');
  return engine;
}
