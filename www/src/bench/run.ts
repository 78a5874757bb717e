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
  const [compromise, wink] = await Promise.all([import('./peers/compromise.js'), import('./peers/wink.js')]);
  // The peers tell no relations.
  const documents = engine.documents({ relations: false });
  const ours = (): number => documents.read(PARAGRAPH).reduce((sum, { type }) => sum + Number(type === 'mention'), 0);
  const measured = inTurns(engine, Math.max(10, messages / 100), [
    { name: 'Midflight', units: 10, least: 12, unit: ours },
    { name: 'compromise 14.17', units: 1, least: 5, unit: () => compromise.names(PARAGRAPH) },
    { name: 'wink-nlp 2.4', units: 1, least: 12, unit: () => wink.entities(PARAGRAPH) },
  ]);
  const checked = `entities a paragraph: ${ours()}, by compromise ${compromise.names(PARAGRAPH)} (names alone), by wink-nlp ${wink.entities(PARAGRAPH)}`;
  documents.free();
  return { ...measured, checked };
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

/** Decodes the same events by a decoder of ours and by eventsource-parser, which look at each of them. */
async function sse(engine: Engine, { messages }: Scale, ours: (chunks: readonly Uint8Array[]) => number): Promise<Omit<Outcome, 'id'>> {
  const { chunks, count } = events(2000, 4096);
  const { decode } = await import('./peers/eventsource-parser.js');
  const theirs = (): number => {
    let found = 0;
    decode(chunks, () => found++);
    return found;
  };
  const measured = inTurns(engine, Math.max(3, Math.round(messages / 50)), [
    { name: 'Midflight', units: 1, parts: count, least: count, unit: () => ours(chunks) },
    { name: 'eventsource-parser 3.1', units: 1, parts: count, least: count, unit: theirs },
  ]);
  return { ...measured, checked: `events a round: ${ours(chunks)}` };
}

/** No strings are made, as where the engine analyses what it decodes. */
function sseLooked(engine: Engine, scale: Scale): Promise<Omit<Outcome, 'id'>> {
  return sse(engine, scale, (chunks) => {
    using decoder = engine.events();
    return chunks.reduce((found, chunk) => found + decoder.each(chunk, () => {}), 0);
  });
}

function sseStrings(engine: Engine, scale: Scale): Promise<Omit<Outcome, 'id'>> {
  return sse(engine, scale, (chunks) => {
    using decoder = engine.events();
    return chunks.reduce((found, chunk) => found + decoder.write(chunk).length, 0);
  });
}

/** A way to do a piece of work. */
interface Way {
  name: string;
  /** How often it is done in a round, timed together. */
  units: number;
  /** What one time counts for. Default: 1. */
  parts?: number;
  /** What it must find each time. */
  least: number;
  unit: () => number;
}

/** Times several ways of the same work, which take turns so that none is favoured; the first is ours. */
function inTurns(engine: Engine, rounds: number, ways: readonly Way[]): Pick<Outcome, 'figures' | 'peers' | 'batch'> {
  const meters = ways.map(() => new Meter(engine));
  for (let round = 0; round < rounds; round++) ways.forEach((way, at) => turn(meters[at]!, way));
  const [figures, ...peers] = meters.map((meter, at) => ({ name: ways[at]!.name, figures: meter.figures() }));
  const { units, parts = 1 } = ways[0]!;
  return { figures: figures!.figures, peers, batch: units * parts };
}

function turn(meter: Meter, { name, units, parts = 1, least, unit }: Way): void {
  let found = Infinity;
  meter.batch(units * parts, () => {
    for (let at = 0; at < units; at++) found = Math.min(found, unit());
  });
  if (found < least) throw new Error(`expected ${name} to find at least ${least}, found ${found}`);
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
  sse: sseLooked,
  'sse-strings': sseStrings,
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
