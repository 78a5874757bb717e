import { Engine } from 'midflight';
import { run, type Scale } from './run.js';

/** A worker runs one case and is gone, so that cases do not warm each other. */
self.onmessage = async ({ data }: MessageEvent<{ id: string; scale: Scale }>) => {
  try {
    const engine = await Engine.create({ sessions: 128 });
    self.postMessage({ outcome: await run(engine, data.id, data.scale) });
  } catch (error) {
    self.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
};
