// The same streams in the browser as natively, by both builds of the engine: the same JSON, byte for byte.
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Engine } from '../../dist/index.js';
import { compare, ownStreams, sharedStreams, skipOwn, skipShared } from '../native.mjs';
import { run, start } from './support.mjs';

let place;
before(async () => {
  place = await start();
});
after(() => place?.close());

/** What an engine in the page, of a build, tells of a stream. */
function read(build, wire, bytes) {
  return run(
    place.page,
    ['index.js'],
    async ({ Engine }, [build, wire, text]) => {
      const engine = await Engine.create({ source: new URL(`/dist/${build}`, location.href) });
      const session = engine.session({ wire, deltas: true, offsets: 'bytes' });
      const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
      const insights = [...session.write(bytes), ...session.finish()];
      engine.free();
      return insights;
    },
    [build, wire, bytes.toString('base64')],
  );
}

async function check(build, streams) {
  await place.page.goto(`${place.site.origin}/page.html`);
  for (const { wire, file } of streams) compare(await read(build, wire, readFileSync(file)), wire, file);
}

for (const build of ['midflight_bg.wasm', 'midflight_simd_bg.wasm']) {
  test(`our own streams by ${build}`, { skip: skipOwn }, () => check(build, ownStreams()));
}

test('recorded streams', { skip: skipShared }, async () => {
  const engine = await Engine.create();
  const streams = sharedStreams(engine.wires);
  engine.free();
  await check('midflight_bg.wasm', streams);
});
