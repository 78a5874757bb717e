import type { Engine, Session } from 'midflight';
import type { Figures, Outcome } from './cases.js';
import { batchFor, clockStep, Meter } from './meter.js';
import { events, PARAGRAPH, sentence } from './texts.js';

/** How a case is run: how much of it, for tests. */
export interface Scale {
  messages: number;
  seconds: number;
}

type Runner = (engine: Engine, scale: Scale) => Promise<Omit<Outcome, 'id'>> | Omit<Outcome, 'id'>;

function expect(what: string, found: number, least: number): string {
  if (found < least) throw new Error(`expected ${what} at least ${least} times, found ${found}`);
  return `${what}: ${found}`;
}

/** Runs a function over and over, in batches of a size that the clock can tell. */
function timed(engine: Engine, units: number, unit: () => void): { figures: Figures; batch: number } {
  const batch = Math.min(batchFor(unit, clockStep()), units);
  const meter = new Meter(engine);
  for (let done = 0; done < units; done += batch) {
    meter.batch(batch, () => {
      for (let at = 0; at < batch; at++) unit();
    });
  }
  return { figures: meter.figures(), batch };
}

function message(engine: Engine, text: (at: number) => string, units: number): Omit<Outcome, 'id'> {
  const documents = engine.documents();
  let found = 0;
  let at = 0;
  const measured = timed(engine, units, () => (found += documents.read(text(at++)).length));
  documents.free();
  return { ...measured, checked: expect('insights', found, units) };
}

function throughput(engine: Engine, { seconds }: Scale): Omit<Outcome, 'id'> {
  const documents = engine.documents();
  const unit = (): void => void (found += documents.read(`test ${count++}`).length);
  let found = 0;
  let count = 0;
  const batch = batchFor(unit, clockStep());
  const meter = new Meter(engine);
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    meter.batch(batch, () => {
      for (let at = 0; at < batch; at++) unit();
    });
  }
  documents.free();
  const figures = meter.figures();
  return { figures, batch, checked: expect('insights', found, figures.count) };
}

function concurrency(engine: Engine, { messages }: Scale): Omit<Outcome, 'id'> {
  const sessions: Session[] = Array.from({ length: 100 }, () => engine.session({ wire: 'text' }));
  let found = 0;
  let at = 0;
  const unit = (): void => {
    const session = sessions[at % 100]!;
    found += session.write(`test ${at++} `).length;
  };
  const measured = timed(engine, messages, unit);
  for (const session of sessions) {
    found += session.finish().length;
    session.free();
  }
  return { ...measured, checked: expect('insights', found, messages) };
}

async function entities(engine: Engine, { messages }: Scale): Promise<Omit<Outcome, 'id'>> {
  const documents = engine.documents();
  const units = Math.max(100, messages / 10);
  let found = 0;
  const measured = timed(engine, units, () => {
    for (const { type } of documents.read(PARAGRAPH)) found += Number(type === 'mention');
  });
  documents.free();
  const { default: nlp } = await import('compromise/three');
  let theirs = 0;
  const peer = timed(engine, Math.max(20, units / 50), () => {
    const read = nlp(PARAGRAPH);
    theirs += read.people().length + read.places().length + read.organizations().length;
  });
  expect('names by compromise', theirs, 20);
  return { ...measured, peer: { name: 'compromise 14.17', figures: peer.figures }, checked: expect('mentions', found, 10 * units) };
}

function graph(engine: Engine, { messages }: Scale): Omit<Outcome, 'id'> {
  const session = engine.session({ wire: 'text' });
  let changes = 0;
  let at = 0;
  const stop = engine.graph.subscribe((told) => (changes += told.length));
  const measured = timed(engine, messages, () => session.write(sentence(at++)));
  session.finish();
  session.free();
  stop();
  return { ...measured, checked: expect('changes of the graph', changes, messages / 2) };
}

function crossing(engine: Engine, { messages }: Scale): Omit<Outcome, 'id'> {
  const histogram = engine.histogram();
  let sum = 0;
  const measured = timed(engine, messages * 100, () => (sum += histogram.count() + 1));
  histogram.free();
  return { ...measured, checked: expect('calls', sum, messages * 100) };
}

async function sse(engine: Engine, { messages }: Scale): Promise<Omit<Outcome, 'id'>> {
  const { chunks, count } = events(2000, 4096);
  const { createParser } = await import('eventsource-parser');
  const ours = (): number => {
    const decoder = engine.events();
    let found = 0;
    for (const chunk of chunks) found += decoder.write(chunk).length;
    decoder.free();
    return found;
  };
  const theirs = (): number => {
    const decoder = new TextDecoder();
    let found = 0;
    const parser = createParser({ onEvent: () => found++ });
    for (const chunk of chunks) parser.feed(decoder.decode(chunk, { stream: true }));
    return found;
  };
  const [figures, beside] = inTurns(engine, Math.max(3, Math.round(messages / 50)), count, [ours, theirs]);
  return { figures: figures!, peer: { name: 'eventsource-parser 3.1', figures: beside! }, batch: count, checked: `events a round: ${count}` };
}

/** Times rounds of several ways of the same work, which take turns. */
function inTurns(engine: Engine, rounds: number, count: number, ways: readonly (() => number)[]): Figures[] {
  const meters = ways.map(() => new Meter(engine));
  for (let at = 0; at < rounds; at++) {
    ways.forEach((way, which) =>
      meters[which]!.batch(count, () => {
        const found = way();
        if (found !== count) throw new Error(`expected ${count} events, found ${found}`);
      }),
    );
  }
  return meters.map((meter) => meter.figures());
}

/** Sends as fast as the browser takes it; the server reads and drops it. */
async function burst(engine: Engine, { messages }: Scale): Promise<Omit<Outcome, 'id'>> {
  const url = `${self.location.origin.replace(/^http/, 'ws')}/ws/text?tokens_per_second=1`;
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error('the server has no WebSocket'));
  });
  const units = messages * 10;
  let at = 0;
  const measured = timed(engine, units, () => socket.send(`test ${at++}`));
  while (socket.bufferedAmount > 0 && socket.readyState === WebSocket.OPEN) await new Promise((resolve) => setTimeout(resolve, 1));
  const checked = expect('messages passed on', socket.bufferedAmount === 0 ? at : 0, units);
  socket.close();
  return { ...measured, checked };
}

const RUNNERS: Record<string, Runner> = {
  latency: (engine, { messages }) => message(engine, (at) => `test ${at % 1000}`, messages),
  paragraph: (engine, { messages }) => message(engine, () => PARAGRAPH, messages),
  throughput,
  concurrency,
  burst,
  entities,
  graph,
  crossing,
  sse,
};

/** Rounds before the one that counts: until then the browser has compiled what is hot a second time. */
const WARM = 3;

/** Runs a case, warm. */
export async function run(engine: Engine, id: string, scale: Scale): Promise<Outcome> {
  const runner = RUNNERS[id]!;
  for (let round = 0; round < WARM; round++) {
    await runner(engine, { messages: scale.messages, seconds: scale.seconds / 20 });
    engine.graph.clear();
  }
  return { id, ...(await runner(engine, scale)) };
}
