// The official clients, through the proxy, to the replay server: `node proxy.mjs BINARY ROOT`.
//
// What a client reads through the proxy must be what it reads without; with `--redact`, what it reads
// of the stream that `midflight redact` writes.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as official from './official.mjs';
import { masked, start } from './processes.mjs';
import { serve } from './server.mjs';
import * as whole from './whole.mjs';

const WIRES = {
  'openai-chat': { client: official.chat, whole: whole.chat, path: '/v1' },
  'openai-responses': { client: official.responses, whole: whole.responses, path: '/v1' },
  anthropic: { client: official.anthropic, whole: whole.anthropic, path: '' },
};
/** In the shipped streams, and in none that is masked. */
const VALUES = [/[\w.]+@[\w.]+\.example/, /\+1 415-555-0132/];

const [binary, root] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'midflight-'));
const upstream = await start(binary, ['serve', '--listen', '127.0.0.1:0']);
const proxied = (...more) => {
  const fixed = ['proxy', '--upstream', upstream.url, '--listen', '127.0.0.1:0', '--no-admin'];
  return start(binary, [...fixed, '--log', 'error', ...more]);
};
const observing = await proxied();
const masking = await proxied('--redact', 'default');
const asking = await proxied('--redact-requests', 'default');
let checked = 0;
let wrong = 0;
try {
  for (const [wire, { client, whole, path }] of Object.entries(WIRES)) {
    const direct = await client(upstream.url + path);
    check(`${wire}: calls`, direct.calls.length > 0, true);
    check(`${wire}: observed`, await client(observing.url + path), direct);
    check(`${wire}: requests masked`, await client(asking.url + path), direct);
    check(`${wire}: observed, not streaming`, await whole(observing.url + path), await whole(upstream.url + path));
    await checkMasked(wire, client, await client(masking.url + path));
    await checkMaskedWhole(wire, whole, path);
  }
} finally {
  for (const server of [upstream, observing, masking, asking]) server.stop();
  await rm(folder, { recursive: true });
}
console.log(`official clients through the proxy: ${checked} readings, ${wrong} wrong`);
process.exitCode = wrong > 0 ? 1 : 0;

/** What was read of the masked stream is what there is to read of the masked recording. */
async function checkMasked(wire, client, read) {
  const file = join(folder, `${wire}.sse`);
  await writeFile(file, await masked(binary, wire, join(root, 'native/streams', `${wire}.sse`)));
  const server = await serve([file]);
  check(`${wire}: masked`, read, await client(server.url(0)));
  server.close();
  checkNoValues(wire, read);
}

/** The same number of calls with JSON in them, and no value. */
async function checkMaskedWhole(wire, whole, path) {
  const direct = await whole(upstream.url + path);
  const read = await whole(masking.url + path);
  check(`${wire}: masked, not streaming`, read.calls.length, direct.calls.length);
  checkNoValues(`${wire}, not streaming`, read);
}

function checkNoValues(what, read) {
  for (const { arguments: text } of read.calls) JSON.parse(text);
  const text = JSON.stringify(read);
  for (const value of VALUES) check(`${what}: ${value}`, value.test(text), false);
  check(`${what}: placeholders`, /\[[A-Z_]+_\d+\]/.test(text), true);
}

function check(what, found, expected) {
  checked += 1;
  if (isDeepStrictEqual(found, expected)) return;
  wrong += 1;
  console.error(`${what}:\n  found    ${JSON.stringify(found)}\n  expected ${JSON.stringify(expected)}`);
}
