import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Engine } from '../../dist/index.js';

/** @type {Engine} */
let engine;
before(async () => {
  engine = await Engine.create();
});
after(() => engine.free());

test('events come out of bytes that are split anywhere', () => {
  const stream = 'id: 7\nevent: delta\ndata: one\ndata: \u{1f600}\n\nretry: 250\ndata: three\n\n';
  const bytes = new TextEncoder().encode(stream);
  for (const size of [1, 3, 5, bytes.length]) {
    const events = engine.events();
    const told = [];
    for (let at = 0; at < bytes.length; at += size) told.push(...events.write(bytes.subarray(at, at + size)));
    assert.deepEqual(told, [
      { type: 'event', event: 'delta', data: 'one\n\u{1f600}', id: '7' },
      { type: 'event', event: 'message', data: 'three', id: '7' },
    ]);
    assert.deepEqual([events.lastEventId, events.retry], ['7', 250]);
    events.free();
  }
});

test('bytes that are no UTF-8 are replaced, and told', () => {
  const events = engine.events();
  const bytes = Buffer.concat([Buffer.from('data: one\n\ndata: t'), Buffer.from([0xff]), Buffer.from('o\n\nevent: x\ndata: three\n\n')]);
  const told = events.write(bytes);
  assert.deepEqual(told.map(({ event, data }) => [event, data]), [['message', 'one'], ['message', 't\ufffdo'], ['x', 'three']]);
  assert.deepEqual(events.diagnostics().map(({ code }) => code), ['invalid_utf8']);
  events.write('data: four\n\n');
  assert.deepEqual(events.diagnostics(), []);
  events.free();
});

test('a new connection drops what was not whole, and keeps the last id', () => {
  const events = engine.events();
  events.write('id: 1\ndata: one\n\nid: 2\ndata: tw');
  events.reconnect();
  assert.equal(events.lastEventId, '1');
  assert.deepEqual(events.write('data: two\n\n').map(({ data }) => data), ['two']);
  assert.equal(events.lastEventId, '1');
  events.free();
});

test('events can be looked at while they pass, and become strings when they are read', () => {
  for (const word of ['ascii', 'caf\u{e9} \u{1f600}']) {
    const events = engine.events();
    const told = [];
    const stream = `data: ${word}\n\nevent: x\ndata: ${word} two\nid: 9\n\n`;
    const count = events.each(stream, ({ event, data, id, bytes }) => told.push([event, data, id, new TextDecoder().decode(bytes)]));
    assert.equal(count, 2);
    assert.deepEqual(told, [['message', word, '', word], ['x', `${word} two`, '9', `${word} two`]]);
    assert.equal(events.each('data: not whole', () => assert.fail('no event is whole')), 0);
    events.free();
  }
});

test('looking at an event may do anything but decode more', () => {
  const events = engine.events();
  const session = engine.session({ wire: 'text' });
  const told = [];
  events.each('data: one\n\ndata: two\n\n', (event) => {
    assert.throws(() => events.write('data: three\n\n'), /looked at/);
    // Some megabytes, for which the module's memory grows.
    session.write('words of no use. '.repeat(200_000));
    told.push(event.data);
  });
  assert.deepEqual(told, ['one', 'two']);
  assert.throws(() => events.each('data: three\n\n', () => { throw new Error('mine'); }), /mine/);
  assert.equal(events.write('data: four\n\n')[0].data, 'four');
  session.free();
  events.free();
});

test('events pass into a session as its own bytes do, what is malformed too', () => {
  const data = JSON.stringify({ choices: [{ index: 0, delta: { content: 'Ada Park wrote. ' } }] });
  const stream = Buffer.concat([Buffer.from(`data: ${data}\n\ndata: {\n\ndata: t`), Buffer.from([0xff]), Buffer.from('o\n\ndata: [DONE]\n\n')]);
  for (const size of [1, 7, stream.length]) {
    const [events, session, own] = [engine.events(), engine.session({ wire: 'openai-chat', deltas: true }), engine.session({ wire: 'openai-chat', deltas: true })];
    const [passed, read] = [[], []];
    for (let at = 0; at < stream.length; at += size) {
      passed.push(...events.pass(stream.subarray(at, at + size), session));
      read.push(...own.write(stream.subarray(at, at + size)));
    }
    passed.push(...session.finish());
    read.push(...own.finish());
    const said = (insights) => insights.filter(({ type }) => type !== 'entity').map(({ offset, ...insight }) => insight);
    assert.deepEqual(said(passed), said(read));
    assert.deepEqual(passed.filter(({ type }) => type === 'diagnostic').map(({ code }) => code), ['invalid_json', 'invalid_utf8', 'invalid_json']);
    [events, session, own].forEach((held) => held.free());
  }
});

test('a session reads decoded events as it reads their bytes', () => {
  const data = JSON.stringify({ choices: [{ index: 0, delta: { content: 'Ada Park wrote. ' } }] });
  const session = engine.session({ wire: 'openai-chat', deltas: true });
  const told = [...session.event({ event: 'message', data, id: '' }), ...session.finish()];
  session.free();
  const bytes = engine.session({ wire: 'openai-chat', deltas: true });
  const whole = [...bytes.write(`data: ${data}\n\n`), ...bytes.finish()];
  bytes.free();
  // The graph knows the entity the second time.
  const said = (insights) => insights.filter(({ type }) => type !== 'entity');
  assert.deepEqual(said(told), said(whole));
  assert.ok(told.some(({ type, text }) => type === 'mention' && text === 'Ada Park'));
});

test('the graph can be asked and subscribed to', async () => {
  const other = await Engine.create();
  const changes = [];
  const stop = other.graph.subscribe((told) => changes.push(...told));
  const documents = other.documents();
  documents.read('Ada Park founded Brightwater Labs.');
  stop();
  documents.read('Mira Castellan lives in Bern.');
  assert.deepEqual([...new Set(changes.map(({ type }) => type))].sort(), ['entity', 'relation']);
  assert.ok(!JSON.stringify(changes).includes('Castellan'));
  const [{ node, edges }] = other.graph.find('ada park');
  assert.deepEqual([node.name, node.kind, edges.length], ['Ada Park', 'person', 1]);
  assert.deepEqual(other.graph.find('Nobody'), []);
  other.free();
});

test('without lists of names the patterns are found all the same', async () => {
  const bare = await Engine.create({ names: false });
  const own = await Engine.create({ names: new URL('../../dist/names.txt', import.meta.url) });
  const kinds = (engine) => engine.documents().read('Write to Mary at mary@looms.example.').flatMap(({ type, kind }) => (type === 'mention' ? kind : []));
  assert.deepEqual(kinds(bare).at(-1), 'email');
  assert.deepEqual(kinds(own), ['person', 'email']);
});

test('histograms tell quantiles', () => {
  const histogram = engine.histogram();
  for (let at = 1; at <= 1000; at++) histogram.record(at, 1);
  assert.deepEqual([histogram.count(), histogram.quantile(0.5), histogram.max()], [1000, 500, 1000]);
  histogram.free();
});
