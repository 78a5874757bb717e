// The transports in a real browser, over real connections that are slow, broken and refused.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { Engine } from '../../dist/index.js';
import { run, start, STREAMS } from './support.mjs';

const MODULES = ['index.js', 'transport/index.js'];

const choice = (index, content) => `data: ${JSON.stringify({ choices: [{ index, delta: { content } }] })}\n\n`;
/** Three runs of text at a time, the first of them with a mention. */
const THREE = choice(0, 'Write to ada@looms.example, ') + choice(1, 'or to ') + choice(2, 'Ada Park');

let place;
let page;
/** What the engine says of a shipped stream that is read whole. */
let expected;

before(async () => {
  place = await start({ files: { '/three.txt': THREE } });
  ({ page } = place);
  const engine = await Engine.create();
  const session = engine.session({ wire: 'anthropic', deltas: true });
  expected = essence([...session.write(readFileSync(join(STREAMS, 'anthropic.sse'))), ...session.finish()]);
});
after(() => place?.close());
beforeEach(async () => {
  await page.goto(`${place.site.origin}/page.html`);
  place.site.log.length = 0;
});

/** The requests for streams. */
const asked = () => place.site.log.filter(({ path }) => /^\/(sse|ws|stream)\//.test(path));

/** The text and what was found in it, however it came in pieces. */
function essence(insights) {
  const text = insights.filter(({ type }) => type === 'text').map((piece) => piece.text);
  const mentions = insights.filter(({ type }) => type === 'mention').map(({ kind, text, start }) => `${kind} ${text} ${start}`);
  return { text: text.join(''), mentions, end: insights.at(-1) };
}

/** Reads a stream in the page to its end, with what was told of the connection's life. */
async function read(kind, url, options = {}) {
  const out = await run(
    page,
    MODULES,
    async (all, [kind, url, options]) => {
      const engine = await all.Engine.create({ sessions: options.sessions ?? 64 });
      const resume = options.resume ? { resume: (received) => ({ url: options.resume, skip: received }) } : undefined;
      const connection = new all[kind](url, { engine, wire: 'anthropic', deltas: true, ...options, ...resume });
      const life = [];
      const codes = [];
      let closed;
      for (const type of ['connecting', 'open', 'retry', 'error', 'close']) connection.addEventListener(type, () => life.push(type));
      connection.addEventListener('retry', ({ detail }) => codes.push(detail.error.code));
      connection.addEventListener('close', ({ detail }) => (closed = detail.ending));
      const insights = [];
      let error;
      try {
        for await (const insight of connection) insights.push(insight);
      } catch ({ code, status }) {
        error = { code, status };
      }
      const { traffic, state, ending } = connection;
      return { insights, life, codes, error, traffic, state, endings: [ending, closed], pace: connection.pace() };
    },
    [kind, url, options],
  );
  return { ...out, essence: essence(out.insights) };
}

for (const [kind, url] of [
  ['SseConnection', '/sse/anthropic'],
  ['WebSocketConnection', '/ws/anthropic'],
  ['HttpConnection', '/stream/anthropic'],
]) {
  test(`${kind} tells what the whole stream says`, async () => {
    const { essence, life, traffic, state, pace, endings } = await read(kind, url);
    assert.deepEqual(essence, expected);
    assert.deepEqual(endings, ['complete', 'complete']);
    assert.deepEqual(life, ['connecting', 'open', 'close']);
    assert.ok(traffic.messages > 0 && traffic.bytes > 5000 && traffic.insights > 0);
    assert.equal(state, 'closed');
    assert.ok(pace.tokens > 50);
  });
}

for (const [kind, url] of [
  ['SseConnection', '/sse/large'],
  ['HttpConnection', '/stream/large'],
]) {
  test(`${kind} slows the sender down where its consumer is slow`, async () => {
    const sent = place.site.sent;
    const out = await run(
      page,
      MODULES,
      async (all, [kind, url]) => {
        const engine = await all.Engine.create();
        const connection = new all[kind](url, { engine, wire: 'anthropic', deltas: true, highWater: 8 });
        let seen = 0;
        for await (const _ of connection) {
          await new Promise((resolve) => setTimeout(resolve, 2));
          if (++seen === 400) return connection.traffic.bytes;
        }
      },
      [kind, url],
    );
    // Sockets, the browser and one chunk hold some; the 40 MB that there are do not fit.
    assert.ok(place.site.sent - sent < 25e6, `${out} of ${place.site.sent - sent} bytes read`);
  });
}

test('server-sent events resume behind the last event that was whole', async () => {
  const { essence, life, traffic } = await read('SseConnection', '/sse/anthropic?cut=6000', { retry: { base: 1 } });
  assert.deepEqual(essence, expected);
  // Each connection is cut behind so many bytes.
  const ids = asked().map(({ headers }) => Number(headers['last-event-id'] ?? 0));
  assert.equal(traffic.reconnects, ids.length - 1);
  assert.equal(life.filter((type) => type === 'retry').length, traffic.reconnects);
  assert.ok(ids.length > 2 && ids.every((id, at) => at === 0 || id > ids[at - 1]), String(ids));
});

test('server-sent events that end in good order before their end mark are resumed, too', async () => {
  const { essence, codes, error } = await read('SseConnection', '/sse/anthropic?pieces=20', { retry: { base: 1 } });
  assert.deepEqual([essence, error], [expected, undefined]);
  assert.ok(codes.length > 1 && codes.every((code) => code === 'truncated'), codes.join());
  const asking = asked().length;
  assert.equal(asking, codes.length + 1);
});

test('a stream that goes on for as long as it can, and never comes to its end mark, is told as cut', async () => {
  const { endings, codes, error, insights } = await read('SseConnection', '/sse/anthropic?pieces=20&deaf', { retry: { base: 1, attempts: 3 } });
  assert.deepEqual([endings, codes.length, error], [['cut', 'cut'], 2, undefined]);
  assert.deepEqual(insights.at(-1), { type: 'end', complete: false, ending: 'cut' });
});

test('an answer that ends in good order before its end mark is no complete one', async () => {
  for (const [kind, url, options] of [
    ['SseConnection', '/sse/anthropic?pieces=20', { retry: false }],
    ['SseConnection', '/three.txt?type=text/event-stream', { wire: 'openai-chat' }],
    ['HttpConnection', '/stream/anthropic?pieces=20'],
    ['WebSocketConnection', '/ws/anthropic?pieces=20'],
    ['HttpConnection', '/three.txt', { wire: 'openai-chat' }],
  ]) {
    const { endings, life, error, insights } = await read(kind, url, options);
    assert.deepEqual([endings, life, error], [['cut', 'cut'], ['connecting', 'open', 'close'], undefined], `${kind} ${url}`);
    assert.deepEqual(insights.at(-1), { type: 'end', complete: false, ending: 'cut' });
  }
});

test('behind the end mark nothing is missing, however the connection ends', async () => {
  const { essence, life, error } = await read('SseConnection', '/sse/anthropic?then=reset&tokens_per_second=400', { retry: { base: 1 } });
  assert.deepEqual([essence, life, error], [expected, ['connecting', 'open', 'close'], undefined]);
});

test('what was found before the buffers ran out is told, and then why no more is', async () => {
  for (const [kind, url] of [['SseConnection', '/three.txt?type=text/event-stream'], ['HttpConnection', '/three.txt']]) {
    const { insights, error, life } = await read(kind, url, { wire: 'openai-chat', sessions: 1, retry: { base: 1 } });
    const types = insights.map(({ type }) => type).filter((type) => type !== 'entity');
    assert.deepEqual([types.slice(0, 4), types.at(-1), error.code, life], [['text', 'mention', 'text', 'text'], 'end', 'engine', ['connecting', 'open', 'error', 'close']], kind);
  }
});

test('method, headers and body are sent, and the id that is known', async () => {
  await read('SseConnection', '/sse/text', {
    wire: 'text',
    method: 'POST',
    headers: { Authorization: 'Bearer test' },
    body: '{}',
    lastEventId: '3',
  });
  const [{ method, headers }] = asked();
  assert.equal(method, 'POST');
  assert.equal(headers.authorization, 'Bearer test');
  assert.deepEqual([headers['last-event-id'], headers.accept], ['3', 'text/event-stream']);
});

test('a WebSocket that breaks goes on where its server is told to', async () => {
  const { life, traffic, essence } = await read('WebSocketConnection', '/ws/anthropic?cut=6000', {
    retry: { base: 1 },
    resume: '/ws/anthropic',
  });
  assert.deepEqual(life, ['connecting', 'open', 'retry', 'connecting', 'open', 'close']);
  assert.equal(traffic.reconnects, 1);
  assert.deepEqual(essence, expected);
});

test('an interrupted connection is resumed', async () => {
  for (const kind of ['SseConnection', 'WebSocketConnection']) {
    const out = await run(
      page,
      MODULES,
      async (all, kind) => {
        const engine = await all.Engine.create();
        const url = `/${kind === 'SseConnection' ? 'sse' : 'ws'}/anthropic?tokens_per_second=400`;
        const resume = (received) => ({ url, skip: received });
        const connection = new all[kind](url, { engine, wire: 'anthropic', deltas: true, resume, retry: { base: 1 } });
        const insights = [];
        for await (const insight of connection) if (insights.push(insight) === 30) connection.interrupt();
        return { insights, reconnects: connection.traffic.reconnects };
      },
      kind,
    );
    assert.deepEqual([essence(out.insights), out.reconnects], [expected, 1], kind);
  }
});

test('a body that breaks ends with its error: it can not be resumed', async () => {
  // Paced: a browser drops what came together with the break, and where nothing came it is tried again.
  const url = '/stream/anthropic?cut=6000&tokens_per_second=200';
  const { life, error, insights } = await read('HttpConnection', url, { retry: { base: 1 } });
  assert.deepEqual([life, error.code], [['connecting', 'open', 'error', 'close'], 'network']);
  assert.equal(insights.at(-1).ending, 'cut');
});

test('what will not get better is not tried again', async () => {
  for (const [kind, url, code, options] of [
    ['SseConnection', '/sse/nothing', 'status'],
    ['SseConnection', '/page.html', 'type'],
    ['HttpConnection', '/stream/nothing', 'status'],
    ['WebSocketConnection', '/ws/nothing', 'status'],
    ['SseConnection', 'http://[none', 'request'],
    ['HttpConnection', 'http://[none', 'request'],
    ['WebSocketConnection', 'http://[none', 'request'],
    ['SseConnection', '/sse/anthropic', 'request', { headers: { Authorization: 'Bearer \u2026' } }],
    ['HttpConnection', '/stream/anthropic', 'request', { headers: { Authorization: 'Bearer \u2026' } }],
  ]) {
    const { error, life } = await read(kind, url, { retry: { base: 1 }, ...options });
    assert.deepEqual([error.code, life.filter((type) => type === 'retry')], [code, []], `${kind} ${url}`);
  }
});

test('what may get better is tried with back-off, and not for ever', async () => {
  for (const kind of ['SseConnection', 'HttpConnection', 'WebSocketConnection']) {
    const refused = 'http://127.0.0.1:9/nothing-listens-here';
    const { error, life } = await read(kind, refused, { retry: { base: 1, attempts: 3 } });
    assert.deepEqual([error.code, life.filter((type) => type === 'connecting').length], ['network', 3], kind);
  }
});

test('an answer without a body is an empty stream', async () => {
  for (const [kind, path] of [['HttpConnection', 'stream'], ['SseConnection', 'sse']]) {
    const { error, life, insights } = await read(kind, `/${path}/anthropic?status=204`, { retry: { base: 1 } });
    assert.deepEqual([error, life.includes('retry'), insights], [undefined, false, [{ type: 'end', complete: false, ending: 'cut' }]], kind);
  }
});

test('a silence that lasts too long ends a connection', async () => {
  for (const [kind, path] of [['HttpConnection', 'stream'], ['WebSocketConnection', 'ws']]) {
    const { error } = await read(kind, `/${path}/anthropic?tokens_per_second=1`, { idleTimeout: 100, retry: false });
    assert.equal(error.code, 'timeout', kind);
  }
});

test('what a server may have begun to do is not asked of it twice', async () => {
  for (const kind of ['SseConnection', 'HttpConnection']) {
    const options = { method: 'POST', body: '{}', retry: { base: 1, attempts: 3 } };
    const tries = async (url) => (await read(kind, url, options)).life.filter((type) => type === 'connecting').length;
    const path = kind === 'SseConnection' ? '/sse' : '/stream';
    assert.deepEqual([await tries('http://127.0.0.1:9/nothing-listens-here'), await tries(`${path}/anthropic?status=503`), await tries(`${path}/anthropic?status=501`)], [1, 3, 1], kind);
  }
});

test('a WebSocket that its server closes says why, but for one that is done', async () => {
  for (const [close, code] of [[1000, undefined], [1001, undefined], [1008, 'status'], [3000, 'status'], [4401, 'status'], [1011, 'network']]) {
    const { error, essence } = await read('WebSocketConnection', `/ws/anthropic?close=${close}`, { retry: false });
    assert.deepEqual([error?.code, essence.text], [code, expected.text], String(close));
  }
});

test('leaving the loop and the signal close the connection', async () => {
  const states = await run(page, MODULES, async ({ Engine, SseConnection }) => {
    const engine = await Engine.create();
    const left = new SseConnection('/sse/anthropic?tokens_per_second=50', { engine, deltas: true });
    for await (const insight of left) if (insight.type === 'text') break;
    const controller = new AbortController();
    const aborted = new SseConnection('/sse/anthropic?tokens_per_second=50', { engine, signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await aborted.start();
    await new Promise((resolve) => setTimeout(resolve, 50));
    return [left.state, aborted.state];
  });
  assert.deepEqual(states, ['closed', 'closed']);
});

test('what the engine can not read is not asked for again, and says so', async () => {
  const out = await run(page, MODULES, async ({ Engine, SseConnection, WebSocketConnection }) => {
    const engine = await Engine.create();
    const resume = () => ({ url: '/ws/anthropic' });
    const codes = [];
    for (const connection of [new SseConnection('/sse/anthropic', { engine, retry: { base: 1 } }), new WebSocketConnection('/ws/anthropic', { engine, resume, retry: { base: 1 } })]) {
      connection.addEventListener('retry', () => codes.push('retry'));
      connection.addEventListener('open', () => connection.session.finish());
      await connection.start().catch(() => codes.push('rejected'));
      codes.push(connection.state);
    }
    const failing = new SseConnection('/sse/anthropic', { engine, retry: { base: 1 } });
    failing.addEventListener('open', () => failing.session.finish());
    const code = await (async () => {
      for await (const _ of failing);
    })().catch(({ code }) => code);
    return [...codes, code];
  });
  assert.deepEqual(out, ['closed', 'closed', 'engine']);
});

test('who iterates behind the end finds nothing, and what was never started is freed', async () => {
  const out = await run(page, MODULES, async ({ Engine, SseConnection }) => {
    const engine = await Engine.create();
    const all = async (connection) => {
      let count = 0;
      for await (const _ of connection) count++;
      return [count, connection.state];
    };
    const ended = new SseConnection('/sse/anthropic', { engine });
    await ended.start();
    const closed = new SseConnection('/sse/anthropic', { engine });
    let freed = 0;
    const { free } = closed.session;
    closed.session.free = () => void (freed++, free.call(closed.session));
    const done = new Promise((resolve) => closed.addEventListener('close', resolve));
    closed.close();
    await done;
    return [...(await all(ended)), freed, ...(await all(closed))];
  });
  assert.deepEqual(out, [0, 'closed', 1, 0, 'closed']);
});

test('who does not iterate is told by events', async () => {
  const text = await run(page, MODULES, async ({ Engine, HttpConnection }) => {
    const engine = await Engine.create();
    const connection = new HttpConnection('/stream/text', { engine, wire: 'text', deltas: true });
    let text = '';
    connection.addEventListener('insights', ({ detail }) => detail.forEach((insight) => (text += insight.type === 'text' ? insight.text : '')));
    await connection.start();
    return text;
  });
  assert.equal(text, readFileSync(join(STREAMS, 'text.txt'), 'utf8'));
});

test('messages sent before the connection is open are sent when it is', async () => {
  const echoed = await run(page, MODULES, async ({ Engine, WebSocketConnection }) => {
    const engine = await Engine.create();
    const connection = new WebSocketConnection('/ws/echo', { engine, wire: 'text', deltas: true });
    connection.send('Ada Park ');
    connection.send(new TextEncoder().encode('lives in Bern. '));
    const texts = [];
    for await (const insight of connection) {
      if (insight.type === 'text') texts.push(insight.text);
      if (texts.length === 2) break;
    }
    return texts;
  });
  assert.deepEqual(echoed, ['Ada Park ', 'lives in Bern. ']);
});

test('on a WebSocket, which can not be slowed, there is a bound', async () => {
  const code = await run(page, MODULES, async ({ Engine, WebSocketConnection }) => {
    const engine = await Engine.create();
    const connection = new WebSocketConnection('/ws/anthropic', { engine, wire: 'anthropic', deltas: true, highWater: 1, messageLimit: 5 });
    try {
      for await (const _ of connection) await new Promise((resolve) => setTimeout(resolve, 20));
    } catch ({ code }) {
      return code;
    }
  });
  assert.equal(code, 'overflow');
});
