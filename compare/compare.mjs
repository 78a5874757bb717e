// The official clients beside `midflight decode`, on the same bytes: `node compare.mjs BINARY ROOT`.
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { midflight } from './midflight.mjs';
import * as official from './official.mjs';
import { QUIRKS } from './quirks.mjs';
import { serve } from './server.mjs';

const CLIENTS = {
  'openai-chat': official.chat,
  'openai-responses': official.responses,
  anthropic: official.anthropic,
};

const [binary, root] = process.argv.slice(2);
const streams = Object.keys(CLIENTS).flatMap((wire) => {
  const shared = join(root, '../shared/fixtures/streams', wire);
  const own = join(root, 'native/streams', `${wire}.sse`);
  const recorded = existsSync(shared) ? readdirSync(shared).filter((name) => !name.endsWith('.json')) : [];
  return [own].filter(existsSync).concat(recorded.sort().map((name) => join(shared, name))).map((file) => ({ wire, file }));
});

const server = await serve(streams.map(({ file }) => file));
const used = new Set();
let differing = 0;
for (const [at, { wire, file }] of streams.entries()) {
  const ours = await midflight(binary, wire, file);
  const theirs = await CLIENTS[wire](server.url(at));
  const differences = compare(ours, theirs).filter((field) => !known(wire, field, ours, theirs));
  differing += differences.length > 0;
  for (const field of differences) {
    console.error(`${wire} ${basename(file)}: ${field}`);
    console.error(`  midflight ${short(pick(ours, field))}\n  official  ${short(pick(theirs, field))}`);
  }
}
server.close();
console.log(`${streams.length} streams, ${differing} told otherwise by an official client`);
for (const [name, { why }] of Object.entries(QUIRKS)) {
  if (used.has(name)) console.log(`  as known: ${name}: ${why}`);
}
process.exitCode = differing > 0 ? 1 : 0;

/** The fields in which two readings differ. */
function compare(ours, theirs) {
  const fields = ['text', 'reasoning', 'refusal', 'usage', 'finish'];
  for (const said of [ours, theirs]) said.finish.sort();
  const differing = fields.filter((field) => !isDeepStrictEqual(ours[field], theirs[field]));
  const calls = (said) => said.calls.map((call) => ({ ...call, arguments: value(call.arguments) }));
  if (!isDeepStrictEqual(calls(ours), calls(theirs))) differing.push('calls');
  const whole = ours.ending === 'complete' || ours.ending === 'blocked';
  if (whole !== (theirs.error === null)) differing.push('end');
  else if (ours.error !== null && ours.error !== theirs.error) differing.push('error');
  return differing;
}

function known(wire, field, ours, theirs) {
  const applies = ([, quirk]) =>
    quirk.wires.includes(wire) && quirk.fields.includes(field) && quirk.when(ours, theirs);
  const quirk = Object.entries(QUIRKS).find(applies);
  if (quirk) used.add(quirk[0]);
  return quirk !== undefined;
}

/** Arguments as a value, where they are JSON. */
function value(text) {
  try {
    return JSON.parse(text || '{}');
  } catch {
    return text;
  }
}

function pick(said, field) {
  return field === 'end' ? { ending: said.ending, error: said.error } : said[field];
}

function short(part) {
  const text = JSON.stringify(part) ?? 'undefined';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
