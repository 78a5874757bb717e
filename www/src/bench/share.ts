import { Engine, type Session } from 'midflight';

/** What a worker is asked: to start with a share of the sessions, then to read so many messages. */
export type Ask = { module: WebAssembly.Module; names: string; sessions: number } | { messages: number };
/** What it tells: that it is ready, or what it found. */
export type Told = { started: number; memory: number } | { found: number };

let sessions: Session[] = [];
let at = 0;

self.onmessage = async ({ data }: MessageEvent<Ask>) => {
  self.postMessage('module' in data ? await start(data) : read(data.messages));
};

async function start({ module, names, sessions: count }: Extract<Ask, { module: unknown }>): Promise<Told> {
  const begin = performance.now();
  const engine = await Engine.create({ source: module, names: new URL(names), sessions: count });
  sessions = Array.from({ length: count }, () => engine.session({ wire: 'text' }));
  return { started: performance.now() - begin, memory: engine.memoryBytes };
}

function read(messages: number): Told {
  let found = 0;
  for (const end = at + messages; at < end; at++) found += sessions[at % sessions.length]!.write(`test ${at} `).length;
  return { found };
}
