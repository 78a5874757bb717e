// What the command line tells of a stream, to hold the package against.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');
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

/** Holds what a session told, with deltas and byte offsets, against the command line. */
export function compare(insights, wire, file) {
  assert.deepEqual(lines(insights, DECODED), native('analyze', wire, file), `analyze ${file}`);
  const [decoded, expected] = [lines(insights, ANALYSED), native('decode', wire, file)];
  if (expected[0] === '{"type":"wire","wire":"text"}') assert.deepEqual(joined(decoded), joined(expected));
  else assert.deepEqual(decoded, expected, `decode ${file}`);
}

/** Why a comparison can't be made here; on a machine that vouches for the project it must be. */
export const skipOwn = !existsSync(MIDFLIGHT) && process.env.CI !== 'true' && `${MIDFLIGHT} is not built`;
export const skipShared = skipOwn || (!existsSync(SHARED) && process.env.CI !== 'true' && 'there is no ../shared');

/** Our own streams, whose wires are found out. */
export function ownStreams() {
  const files = readdirSync(OURS, { withFileTypes: true }).filter((entry) => entry.isFile());
  assert.ok(files.length > 0);
  return files.map(({ name }) => ({ wire: 'auto', file: join(OURS, name) }));
}

/** The recorded streams of all wires that there are. */
export function sharedStreams(wires) {
  return wires
    .filter((wire) => existsSync(join(SHARED, wire)))
    .flatMap((wire) => {
      const names = readdirSync(join(SHARED, wire)).filter((name) => !name.endsWith('.expected.json'));
      return names.map((name) => ({ wire, file: join(SHARED, wire, name) }));
    });
}
