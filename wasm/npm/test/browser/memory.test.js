// The memory of a tab over many messages: the page's heap and the engine's own.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { run, start } from './support.mjs';

let place;
before(async () => {
  place = await start();
  await place.page.goto(`${place.site.origin}/page.html`);
});
after(() => place?.close());

/** Reads so many messages; the insights and the bytes of the engine's memory. */
const read = (count) =>
  run(
    place.page,
    ['index.js'],
    async ({ Engine }, count) => {
      const kept = (globalThis.kept ??= await Engine.create().then((engine) => ({ engine, documents: engine.documents() })));
      let found = 0;
      for (let at = 0; at < count; at++) found += kept.documents.read(`test ${at % 100}: Ada Park lives in Bern.`).length;
      return { found, engine: kept.engine.memoryBytes };
    },
    count,
  );

test('memory stays steady over 100,000 messages', async () => {
  const cdp = await place.page.context().newCDPSession(place.page);
  const heap = async () => {
    await cdp.send('HeapProfiler.collectGarbage');
    return (await cdp.send('Runtime.getHeapUsage')).usedSize;
  };
  const warm = await read(10_000);
  const before = await heap();
  const after = await read(100_000);
  assert.ok(after.found >= 300_000, String(after.found));
  assert.equal(after.engine, warm.engine);
  const grown = (await heap()) - before;
  assert.ok(grown < 1e6, `${grown} bytes more`);
});
