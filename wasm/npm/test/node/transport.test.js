// Connections over a `fetch` of the test's own: what they do where the consumer is behind, leaves or asks twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Engine } from 'midflight';
import { HttpConnection, SseConnection } from 'midflight/transport';

const engine = await Engine.create({ names: false });
const EVENT = `id: 7\ndata: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'Ada Park lives in Bern. ' } }] })}\n\n`;

/** An endless answer, and whether it was cancelled. */
function endless(type = 'text/event-stream') {
  const told = { cancelled: false };
  const encoder = new TextEncoder();
  const body = new ReadableStream({
    pull: (to) => void to.enqueue(encoder.encode(EVENT)),
    cancel: () => void (told.cancelled = true),
  });
  return { told, fetch: async () => new Response(body, { headers: { 'Content-Type': type } }) };
}

function connected(options) {
  return new SseConnection('http://model.example/v1', { engine, wire: 'openai-chat', deltas: true, highWater: 4, ...options });
}

/** Done when the connection is over; fails where it does not end. */
async function over(connection, told) {
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(`it is still ${connection.state}`)), 5000)));
  await Promise.race([connection.start(), late]);
  clearTimeout(timer);
  assert.equal(connection.state, 'closed');
  assert.equal(connection.pending, 0);
  assert.equal(told.cancelled, true);
}

test('a consumer that is behind can leave', async () => {
  const { told, fetch } = endless();
  const connection = connected({ fetch });
  for await (const insight of connection) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (insight.type === 'text') break;
  }
  await over(connection, told);
});

test('a connection whose consumer is behind can be closed; what was not taken is dropped', async () => {
  const { told, fetch } = endless();
  const connection = connected({ fetch });
  const reader = connection[Symbol.asyncIterator]();
  await reader.next();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(connection.pending > 0);
  connection.close();
  assert.deepEqual(await reader.next(), { done: true, value: undefined });
  await over(connection, told);
});

test('many may ask for what comes next at once', async () => {
  const { told, fetch } = endless();
  const connection = connected({ fetch });
  const reader = connection[Symbol.asyncIterator]();
  const asked = await Promise.all(Array.from({ length: 12 }, () => reader.next()));
  assert.ok(asked.every(({ done }) => !done));
  const waiting = [reader.next(), reader.next()];
  await reader.return();
  await Promise.all(waiting);
  await over(connection, told);
});

test('an answer of another type is dropped, and one without a body leaves nothing behind', async () => {
  const { told, fetch } = endless('application/json');
  const connection = connected({ fetch });
  const errors = [];
  connection.addEventListener('error', ({ detail }) => errors.push(detail.code));
  await over(connection, told);
  assert.deepEqual(errors, ['type']);
  const empty = connected({ fetch: async () => new Response(null, { status: 204 }) });
  await empty.start();
  assert.equal(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length, 0);
});

test('an id is sent as the UTF-8 that it came in, also where only comments have come', async () => {
  const asked = [];
  const answers = ['id: 日本-1\ndata: {}\n\n', ': hi\n\n', 'data: [DONE]\n\n'];
  const fetch = async (_, { headers }) => {
    const id = headers.get('Last-Event-ID');
    asked.push(id === null ? null : Buffer.from(id, 'latin1').toString());
    let sent = false;
    const body = new ReadableStream({
      pull(to) {
        if (sent) return to.error(new TypeError('terminated'));
        sent = true;
        to.enqueue(new TextEncoder().encode(answers[asked.length - 1]));
      },
    });
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  };
  const connection = connected({ fetch, retry: { base: 1, cap: 1 } });
  await connection.start();
  assert.deepEqual(asked, [null, '日本-1', '日本-1']);
});

test('a body of any framing ends where its consumer leaves', async () => {
  const { told, fetch } = endless();
  const connection = new HttpConnection('http://model.example/v1', { engine, wire: 'openai-chat', highWater: 4, fetch });
  for await (const insight of connection) if (insight.type === 'mention') break;
  await over(connection, told);
});
