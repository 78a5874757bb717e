// The same engine natively and as a wasm module: the same streams give the same JSON, byte for byte.
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Engine } from '../../dist/index.js';
import { compare, ownStreams, sharedStreams, skipOwn, skipShared } from '../native.mjs';

async function check({ wire, file }) {
  const engine = await Engine.create();
  const session = engine.session({ wire, deltas: true, offsets: 'bytes' });
  const insights = [...session.write(readFileSync(file)), ...session.finish()];
  engine.free();
  compare(insights, wire, file);
}

test('our own streams', { skip: skipOwn }, async () => {
  for (const stream of ownStreams()) await check(stream);
});

test('recorded streams', { skip: skipShared }, async () => {
  const engine = await Engine.create();
  const streams = sharedStreams(engine.wires);
  engine.free();
  for (const stream of streams) await check(stream);
});
