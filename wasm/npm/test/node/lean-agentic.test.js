// What the guide's classes give is whole also where it is sent on.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import init, { LeanAgenticClient, LeanAgenticConfig, StreamingHTTPClient } from '../../dist/lean-agentic/index.js';

test('what a message means can be written as JSON', async () => {
  await init();
  const client = new LeanAgenticClient('s', new LeanAgenticConfig());
  const told = JSON.parse(JSON.stringify(client.process_message('Ada Park works for Brightwater Labs.')));
  assert.deepEqual([told.mentions.length, told.entities.length, told.relations.length], [2, 2, 1]);
  assert.ok(told.insights.length >= 5 && told.latency_ms >= 0);
});

test('an answer without a body is an empty stream', async (context) => {
  context.mock.method(globalThis, 'fetch', async () => new Response(null, { status: 204 }));
  let told = 0;
  await new StreamingHTTPClient('http://model.example').stream(() => told++);
  assert.equal(told, 0);
});
