// The same engine natively and as a wasm module: the same streams give the same JSON, byte for byte.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Engine } from '../../dist/index.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../..');
const MIDFLIGHT = process.env.MIDFLIGHT ?? join(ROOT, 'target/debug/midflight');
const OURS = join(ROOT, 'native/streams');
const SHARED = join(ROOT, '../shared/fixtures/streams');
/** What `decode` writes; `analyze` has errors, diagnostics, the wire and the end too. */
const DECODED = ['text', 'reasoning', 'refusal', 'tool_call', 'tool_arguments', 'usage', 'finish'];
const ANALYSED = ['mention', 'entity', 'relation'];

function native(verb, wire, file) {
  const out = execFileSync(MIDFLIGHT, [verb, '--wire', wire, file], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return out.split('\n').filter((line) => line !== '' && !line.startsWith('{"type":"summary"'));
}

/** On the wire `text` the pieces are the chunks; the command line makes lines of them. */
function joined(lines) {
  const records = lines.map((line) => JSON.parse(line));
  const text = records.filter(({ type }) => type === 'text').map((record) => record.text);
  return [text.join(''), ...records.filter(({ type }) => type !== 'text')];
}

function lines(insights, without) {
  return insights.filter(({ type }) => !without.includes(type)).map((insight) => JSON.stringify(insight));
}

async function compare(wire, file) {
  const engine = await Engine.create();
  const session = engine.session({ wire, deltas: true, offsets: 'bytes' });
  const insights = [...session.write(readFileSync(file)), ...session.finish()];
  engine.free();
  assert.deepEqual(lines(insights, DECODED), native('analyze', wire, file), `analyze ${file}`);
  const [decoded, expected] = [lines(insights, ANALYSED), native('decode', wire, file)];
  if (expected[0] === '{"type":"wire","wire":"text"}') assert.deepEqual(joined(decoded), joined(expected));
  else assert.deepEqual(decoded, expected, `decode ${file}`);
}

test('our own streams', { skip: !existsSync(MIDFLIGHT) && process.env.CI !== 'true' && `${MIDFLIGHT} is not built` }, async () => {
  const files = readdirSync(OURS, { withFileTypes: true }).filter((entry) => entry.isFile());
  assert.ok(files.length > 0);
  for (const { name } of files) await compare('auto', join(OURS, name));
});

test('recorded streams', { skip: !existsSync(SHARED) && process.env.CI !== 'true' && 'there is no ../shared' }, async () => {
  const engine = await Engine.create();
  const wires = engine.wires.filter((wire) => existsSync(join(SHARED, wire)));
  engine.free();
  for (const wire of wires) {
    const files = readdirSync(join(SHARED, wire)).filter((name) => !name.endsWith('.expected.json'));
    for (const name of files) await compare(wire, join(SHARED, wire, name));
  }
});
