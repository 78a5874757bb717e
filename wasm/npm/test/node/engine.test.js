import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Engine, EngineError } from '../../dist/index.js';

/** @type {Engine} */
let engine;
before(async () => {
  engine = await Engine.create();
});
after(() => engine.free());

const TEXT = 'Größe 😀: Dr. Ada Park founded Brightwater Labs in Zürich. Write to ada@looms.example, please.';

/** Everything that a session tells of chunks. */
function told(chunks, options) {
  const session = engine.session(options);
  const insights = chunks.flatMap((chunk) => session.write(chunk, 0));
  insights.push(...session.finish(0));
  session.free();
  return insights;
}

const mentions = (insights) => insights.filter(({ type }) => type === 'mention');

test('offsets count as JavaScript does', () => {
  const found = mentions(told([TEXT], { wire: 'text' }));
  assert.deepEqual(
    found.map(({ kind, text }) => [kind, text]),
    [
      ['person', 'Ada Park'],
      ['organization', 'Brightwater Labs'],
      ['location', 'Zürich'],
      ['email', 'ada@looms.example'],
    ],
  );
  for (const { start, end, text } of found) assert.equal(TEXT.slice(start, end), text);
});

test('texts of any length and script cross the boundary whole', () => {
  const session = engine.session({ wire: 'text', deltas: true });
  for (const length of [0, 1, 47, 48, 49, 255, 256, 257, 5000]) {
    for (const last of ['', 'x', '\u{e9}', '\u{1f600}']) {
      const text = 'ab cd'.repeat(length).slice(0, length) + last;
      const said = session.write(text).filter(({ type }) => type === 'text');
      assert.equal(said.map(({ text }) => text).join(''), text);
    }
  }
  session.free();
});

test('what fails says why, and nothing is told twice', () => {
  const session = engine.session({ wire: 'text' });
  session.finish();
  assert.throws(() => session.write('more'), /the session was finished/);
  assert.throws(() => session.finish(), /the session was finished/);
  session.free();
  const few = engine.session({ wire: 'text' });
  assert.deepEqual(few.write('nothing '), []);
  few.free();
});

test('bytes may be of any kind, and what is neither bytes nor text is refused', () => {
  const text = 'Write to ada@looms.example. ';
  const bytes = new TextEncoder().encode(text);
  const shifted = new Uint8Array([0, ...bytes]);
  for (const chunk of [text, bytes, bytes.buffer, Buffer.from(text), new DataView(shifted.buffer, 1), shifted.subarray(1)]) {
    assert.deepEqual(mentions(told([chunk], { wire: 'text' })).map(({ text }) => text), ['ada@looms.example']);
    const redactor = engine.redactor({ wire: 'text' });
    assert.equal(Buffer.concat([redactor.write(chunk), redactor.finish()]).toString(), 'Write to [EMAIL_1]. ');
    redactor.free();
  }
  const session = engine.session({ wire: 'text' });
  for (const none of [undefined, null, 7, {}, [1, 2]]) assert.throws(() => session.write(none), { name: 'TypeError', message: /expected bytes or text/ });
  session.free();
});

test('limits that there can not be are refused, and harm no other engine', async () => {
  for (const options of [{ sessions: -1 }, { sessions: 0 }, { sessions: 1e6 }, { sessions: NaN }, { frameBytes: -1 }, { frameBytes: 2 ** 32 }]) {
    await assert.rejects(Engine.create(options), { name: 'RangeError', message: /expected a whole number from 1 to/ });
  }
  assert.equal(mentions(told([TEXT], { wire: 'text' })).length, 4);
});

test('relations and kinds that are not wanted are not told', async () => {
  const types = (insights) => new Set(insights.map(({ type }) => type));
  const kinds = (insights) => mentions(insights).map(({ kind }) => kind);
  const all = told([TEXT], { wire: 'text' });
  const entities = told([TEXT], { wire: 'text', relations: false });
  assert.ok(types(all).has('relation'));
  assert.ok(!types(entities).has('relation'));
  assert.deepEqual(mentions(entities), mentions(all));

  const few = await Engine.create({ kinds: ['email', 'location'] });
  const documents = few.documents();
  assert.deepEqual(kinds(documents.read(TEXT)), ['location', 'email']);
  documents.free();
  few.free();
  await assert.rejects(Engine.create({ kinds: ['mail'] }), /expected a kind, got "mail"/);
});

test('offsets count bytes on request', () => {
  const bytes = Buffer.from(TEXT);
  for (const { start, end, text } of mentions(told([TEXT], { wire: 'text', offsets: 'bytes' }))) {
    assert.equal(bytes.subarray(start, end).toString(), text);
  }
});

test('any split of the same bytes tells the same', () => {
  const bytes = new TextEncoder().encode(TEXT);
  const whole = told([bytes], { wire: 'text' });
  for (const size of [1, 2, 3, 7, 64]) {
    const chunks = [];
    for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
    assert.deepEqual(mentions(told(chunks, { wire: 'text' })), mentions(whole), `${size} bytes`);
  }
});

const STREAM = [
  { choices: [{ index: 0, delta: { content: 'Ada Park wrote' } }] },
  { choices: [{ index: 0, delta: { content: ' to Brightwater Labs.' }, finish_reason: 'stop' }] },
  { choices: [], usage: { prompt_tokens: 3, completion_tokens: 9 } },
]
  .map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`)
  .concat('data: [DONE]\n\n')
  .join('');

test('a response can be piped through', async () => {
  const insights = [];
  const body = new Response(STREAM).body;
  for await (const insight of body.pipeThrough(engine.analyse({ deltas: true }))) insights.push(insight);
  const types = new Set(insights.map(({ type }) => type));
  for (const type of ['wire', 'text', 'finish', 'usage', 'mention', 'relation', 'end']) assert.ok(types.has(type), type);
  assert.deepEqual(insights.at(-1), { type: 'end', complete: true, ending: 'complete' });
  assert.deepEqual(insights.at(-2), { type: 'usage', input_tokens: 3, output_tokens: 9 });
});

test('how a stream ends is known before it ends', () => {
  const [first, mark] = [STREAM.slice(0, 90), STREAM.slice(90)];
  const failed = 'data: {"error":{"message":"Rate limit reached","code":"429"}}\n\n';
  for (const [chunks, ending, complete] of [[[first], 'cut', false], [[first, mark], 'complete', true], [[failed], 'failed', false]]) {
    const session = engine.session({ wire: 'openai-chat' });
    assert.equal(session.ending, 'cut');
    for (const chunk of chunks) session.write(chunk);
    assert.equal(session.ending, ending);
    assert.deepEqual(session.finish().at(-1), { type: 'end', complete, ending });
    assert.equal(session.ending, ending);
    session.free();
  }
});

/** An engine with buffers for two runs of text, and a stream of three. */
async function exhausted() {
  const small = await Engine.create({ sessions: 1 });
  const said = (index, content) => `data: ${JSON.stringify({ choices: [{ index, delta: { content } }] })}\n\n`;
  return [small, said(0, 'Write to ada@looms.example, ') + said(1, 'or to ') + said(2, 'Ada Park')];
}
const FOUND = ['wire', 'text', 'mention', 'text', 'text'];

test('what was found before the buffers ran out is told with the error', async () => {
  const [small, stream] = await exhausted();
  const session = small.session({ deltas: true });
  const { name, message, insights, consumed } = (() => {
    try {
      session.write(stream);
    } catch (error) {
      return error;
    }
  })();
  assert.match(message, /no free .* in the buffer pool/);
  assert.deepEqual([name, insights.map(({ type }) => type).filter((type) => type !== 'entity'), consumed], ['EngineError', FOUND, stream.length]);
  assert.deepEqual(session.finish().map(({ type }) => type).slice(-1), ['end']);
  session.free();
  small.free();
});

test('through a transform, all of it comes before the error', async () => {
  for (const close of [false, true]) {
    const [small, stream] = await exhausted();
    const { writable, readable } = small.analyse({ deltas: true });
    const writer = writable.getWriter();
    const written = assert.rejects(writer.write(stream), EngineError);
    if (close) writer.close().catch(() => {});
    const types = [];
    await assert.rejects(async () => {
      for await (const { type } of readable) types.push(type);
    }, /buffer pool/);
    await written;
    assert.deepEqual(types.filter((type) => type !== 'entity'), FOUND);
    small.free();
  }
});

test('what was masked before the buffers ran out is told with the error, and written before it', async () => {
  const text = (bytes) => Buffer.from(bytes).toString();
  const [small, stream] = await exhausted();
  const redactor = small.redactor();
  const error = (() => {
    try {
      redactor.write(stream);
    } catch (error) {
      return error;
    }
  })();
  assert.deepEqual([error.name, error.consumed], ['EngineError', undefined]);
  assert.match(error.message, /no free .* in the buffer pool/);
  assert.match(text(error.masked), /Write to \[EMAIL_1\]/);
  redactor.free();
  const { writable, readable } = small.redact();
  const writer = writable.getWriter();
  const written = assert.rejects(writer.write(stream), EngineError);
  const told = [];
  await assert.rejects(async () => {
    for await (const bytes of readable) told.push(...bytes);
  }, /buffer pool/);
  await written;
  assert.equal(text(told), text(error.masked));
  small.free();
});

test('a transform that is given up does not hold who writes to it', async () => {
  for (const give of [({ readable }) => readable.cancel('enough'), ({ writer }) => writer.abort('enough')]) {
    const { writable, readable } = engine.analyse({ wire: 'text', deltas: true });
    const writer = writable.getWriter();
    const closed = assert.rejects(writer.closed, (reason) => reason === 'enough');
    // Nobody reads, so this waits.
    const writing = writer.write('Ada Park ').catch(() => {});
    await give({ readable, writer });
    await Promise.all([writing, closed]);
  }
});

test('a transform reads no more than is asked for', async () => {
  let pulled = 0;
  const source = new ReadableStream({ pull: (to) => to.enqueue(`word ${pulled++} `) }, { highWaterMark: 0 });
  const reader = source.pipeThrough(engine.analyse({ wire: 'text', deltas: true })).getReader();
  await reader.read();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(pulled <= 3, String(pulled));
  await reader.cancel();
});

test('deltas are told only on request', () => {
  const types = told([STREAM], {}).map(({ type }) => type);
  assert.ok(!types.includes('text') && types.includes('mention'));
});

test('a response can be masked on its way', async () => {
  const body = new Response('Write to ada@looms.example, not to ada@looms.example.').body;
  const masked = body.pipeThrough(engine.redact({ wire: 'text' }));
  assert.equal(await new Response(masked).text(), 'Write to [EMAIL_1], not to [EMAIL_1].');
});

test('each document is read to its end, with offsets of its own', () => {
  const documents = engine.documents();
  for (let round = 0; round < 3; round++) {
    assert.deepEqual(documents.read('test 123'), [
      { type: 'mention', channel: 'text', choice: 0, start: 5, end: 8, kind: 'number', text: '123', confidence: 1 },
    ]);
    const [mention] = mentions(documents.read('né à 12:30'));
    assert.deepEqual([mention.start, mention.end, mention.kind], [5, 10, 'time']);
  }
  documents.free();
});

test('all sessions write to one graph', async () => {
  const other = await Engine.create();
  for (const text of ['Ada Park lives in Bern.', 'Ada Park works for Brightwater Labs.']) {
    const session = other.session({ wire: 'text' });
    session.write(text);
    session.finish();
    session.free();
  }
  const { nodes, edges } = other.graph.size;
  const graph = JSON.parse(other.graph.export('json'));
  assert.deepEqual([graph.nodes.length, graph.edges.length], [nodes, edges]);
  assert.deepEqual(graph.nodes.map(({ name }) => name).sort(), ['Ada Park', 'Bern', 'Brightwater Labs']);
  assert.match(other.graph.export('graphml'), /^<\?xml/);
  other.graph.clear();
  assert.deepEqual(other.graph.size, { nodes: 0, edges: 0 });
  other.free();
});

test('places of the graph count as the session does', async () => {
  const said = 'Né à 🚀: Ada Park lives in Bern. Ö';
  const starts = async (read) => {
    const other = await Engine.create();
    read(other);
    const { nodes, edges } = other.graph.read();
    other.free();
    const ada = nodes.find(({ name }) => name === 'Ada Park');
    return [ada.places.map(({ start }) => start), edges.map(({ places }) => places[0].start)];
  };
  const at = said.indexOf('Ada');
  const byte = Buffer.byteLength(said.slice(0, at));
  assert.notEqual(at, byte);
  const session = (offsets) => (engine) => {
    const session = engine.session({ wire: 'text', offsets });
    session.write(said);
    session.finish();
    session.free();
  };
  const documents = (offsets) => (engine) => {
    const documents = engine.documents({ offsets });
    for (const text of [said, said]) documents.read(text);
    documents.free();
  };
  assert.deepEqual(await starts(session()), [[at], [at]]);
  assert.deepEqual(await starts(session('bytes')), [[byte], [byte]]);
  assert.deepEqual(await starts(documents()), [[at, said.length + at], [at]]);
  assert.deepEqual(await starts(documents('bytes')), [[byte, Buffer.byteLength(said) + byte], [byte]]);
});

test('stages and pace are measured', () => {
  const session = engine.session({ wire: 'openai-chat', timings: true });
  session.start(0);
  session.write(STREAM.slice(0, 90), 40);
  session.write(STREAM.slice(90), 60);
  const stages = session.stages();
  assert.deepEqual(Object.keys(stages), ['frame', 'wire', 'text', 'entity', 'relation', 'graph', 'total']);
  assert.equal(stages.text.count, 2);
  const pace = session.pace();
  assert.deepEqual([pace.tokens, pace.timeToFirstToken, pace.interTokenLatency], [2, 40, 20]);
  session.free();
});

test('what is wrong is said', () => {
  assert.throws(() => engine.session({ wire: 'carrier-pigeon' }), /expected auto or one of .*carrier-pigeon/);
  assert.throws(() => engine.redactor({ kinds: ['mood'] }), /mood/);
  const session = engine.session({ wire: 'text' });
  session.finish();
  assert.throws(() => session.write('more'), /finish/);
  session.free();
});

test('a stream that is broken off gives its memory back', async () => {
  for (let round = 0; round < 300; round++) {
    const reader = new Response(STREAM).body.pipeThrough(engine.analyse({ deltas: true })).getReader();
    await reader.read();
    await reader.cancel();
  }
  assert.equal(mentions(told([STREAM], {})).length, 2);
});

/** All that a stream tells, and then its error. */
async function all(stream, wait = 0) {
  const found = [];
  try {
    for await (const one of stream) {
      found.push(one);
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    }
  } catch (error) {
    throw Object.assign(error, { found });
  }
  return found;
}

test('what a stream said before it failed is told, however slow its reader is', async () => {
  const counts = [];
  for (const wait of [0, 5]) {
    const chunks = ['Ada Park lives in Bern. ', 'Bo Lind lives in Oslo. '];
    const source = new ReadableStream({
      pull(to) {
        const chunk = chunks.shift();
        if (chunk === undefined) to.error(new Error('broken'));
        else to.enqueue(chunk);
      },
    });
    const error = await all(source.pipeThrough(engine.analyse({ wire: 'text' })), wait).catch((thrown) => thrown);
    assert.match(error.message, /broken/);
    assert.equal(error.found.filter(({ type }) => type === 'mention').length, 4);
    // Entities are told once an engine.
    counts.push(error.found.flatMap(({ type }) => (type === 'entity' ? [] : type)).join());
  }
  assert.equal(counts[0], counts[1]);
});

test('offsets count UTF-16 units in long texts too', async () => {
  const text = 'Ada Park visited the café in Zürich. 😀 Bo Lind stayed in Bern. '.repeat(4000);
  const check = (insights) => {
    const mentions = insights.filter(({ type }) => type === 'mention');
    assert.ok(mentions.length > 10_000, `${mentions.length}`);
    for (const { start, end, text: said } of mentions) assert.equal(text.slice(start, end), said);
  };
  const bytes = new TextEncoder().encode(text);
  for (const size of [1 << 10, 1 << 16, 1 << 18]) {
    let at = 0;
    const source = new ReadableStream({
      pull(to) {
        if (at >= bytes.length) return to.close();
        to.enqueue(bytes.slice(at, (at += size)));
      },
    });
    check(await all(source.pipeThrough(engine.analyse({ wire: 'text' }))));
  }
  const documents = engine.documents();
  check(documents.read(text));
  documents.free();
  const delta = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: text } }] })}\n\n`;
  check(told([delta], { wire: 'openai-chat' }));
});

test('a mark of byte order and a character in two halves are what they are', () => {
  const [{ text }] = told(['data: {"choices":[{"index":0,"delta":{"content":"\ufeffAda Park. "}}]}\n\n'], { wire: 'openai-chat', deltas: true });
  assert.equal(text, '\ufeffAda Park. ');
  const events = engine.events();
  assert.equal(events.write('data: x\ndata: \ufeffabc\n\n')[0].data, 'x\n\ufeffabc');
  const whole = told(['so \ud83d\ude00 Ada Park. '], { wire: 'text', deltas: true });
  const said = (insights) => insights.filter(({ type }) => type === 'text').map((one) => one.text).join('');
  assert.equal(said(told(['so \ud83d', '\ude00 Ada Park. '], { wire: 'text', deltas: true })), said(whole));
  assert.equal(said(told(['so \ud83d', new TextEncoder().encode('. ')], { wire: 'text', deltas: true })), 'so \ufffd. ');
  assert.equal(said(told(['so \ud83d'], { wire: 'text', deltas: true })), 'so \ufffd');
  const redactor = engine.redactor({ wire: 'text' });
  const masked = ['so \ud83d', '\ude00 to ada@looms.example'].map((chunk) => redactor.write(chunk));
  masked.push(redactor.finish());
  assert.equal(Buffer.concat(masked).toString(), 'so 😀 to [EMAIL_1]');
});

test('a stream that fails gives its memory back', async () => {
  for (const make of ['session', 'redactor']) {
    let freed = 0;
    const other = await Engine.create({ names: false });
    const made = other[make].bind(other);
    other[make] = (options) => {
      const one = made(options);
      const free = one.free.bind(one);
      one.free = () => (freed++, free());
      return one;
    };
    const pipe = () => (make === 'session' ? other.analyse({ wire: 'text' }) : other.redact({ wire: 'text' }));
    const source = new ReadableStream({ pull: (to) => to.enqueue({}) });
    await assert.rejects(all(source.pipeThrough(pipe())), /expected bytes or text/);
    const broken = new ReadableStream({ pull: (to) => to.error(new Error('broken')) });
    await assert.rejects(all(broken.pipeThrough(pipe())), /broken/);
    assert.equal(freed, 2, make);
    other.free();
    assert.throws(() => other.graph.size, /it was freed/);
  }
});

test('what was freed can be freed again, says so when it is used, and leaves memory alone', () => {
  const uses = [
    [engine.session(), (session, text) => session.write(text)],
    [engine.session(), (session, text) => session.message(text)],
    [engine.documents(), (documents, text) => documents.read(text)],
    [engine.redactor(), (redactor, text) => redactor.write(text)],
    [engine.events(), (events, text) => events.write(text)],
  ];
  for (const [one, use] of uses) {
    use(one, 'Ada Park lives in Bern. '.repeat(20));
    one[Symbol.dispose]();
    one.free();
    // Others may have that memory by now.
    const { bytes } = engine.instance.memory;
    const before = Buffer.from(bytes);
    assert.throws(() => use(one, 'x'.repeat(400)), (error) => error instanceof EngineError && /it was freed/.test(error.message));
    assert.equal(Buffer.compare(Buffer.from(bytes), before), 0);
  }
});
