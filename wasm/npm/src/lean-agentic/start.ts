import { Engine, type EngineOptions } from '../engine.js';

let engine: Engine | undefined;

/** Starts the engine that all clients share. */
export async function start(options: EngineOptions = {}): Promise<Engine> {
  engine ??= await Engine.create(options);
  return engine;
}

/** The engine. */
export function started(): Engine {
  if (engine === undefined) throw new Error('the engine is not started: await the default export first');
  return engine;
}
