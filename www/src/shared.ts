import { Engine } from 'midflight';
import { Pieces } from 'midflight/loader';

/** What several tabs need, loaded when it is first asked for. */
export const pieces = new Pieces({
  engine: () => Engine.create(),
  streams: () => streams(),
});

/** A stream that the server has. */
export interface Shipped {
  name: string;
  wire: string;
  bytes: number;
}

async function streams(): Promise<Shipped[]> {
  const response = await fetch('/streams').catch(() => {
    throw new Error('the server that replays the streams can’t be reached');
  });
  if (!response.ok) throw new Error(`the server has no streams: ${response.status}`);
  return ((await response.json()) as { streams: Shipped[] }).streams;
}
