// What the build keeps of what it compressed.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import ts from 'typescript';

let Kept;
let folder;
let packed = 0;

before(async () => {
  const source = readFileSync(new URL('../build/kept.ts', import.meta.url), 'utf8');
  const { outputText } = ts.transpileModule(source, { compilerOptions: { target: 'ES2022', module: 'ESNext' } });
  ({ Kept } = await import(`data:text/javascript,${encodeURIComponent(outputText)}`));
  folder = mkdtempSync(join(tmpdir(), 'midflight-kept-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

const get = (kept, text) => {
  const pack = (bytes) => (packed++, gzipSync(bytes));
  return String(gunzipSync(kept.get('gz', Buffer.from(text), pack, gunzipSync)));
};

test('what has not changed is not packed again, and what is not used is dropped', () => {
  for (const [text, times] of [['one', 1], ['one', 1], ['other', 2], ['one', 3]]) {
    const kept = new Kept(folder);
    assert.equal(get(kept, text), text);
    kept.clean();
    assert.deepEqual([packed, readdirSync(folder).length], [times, 1], text);
  }
});

test('what is broken, or is of something else, is not taken', () => {
  get(new Kept(folder), 'one');
  const path = join(folder, readdirSync(folder)[0]);
  const whole = readFileSync(path);
  for (const broken of [whole.subarray(0, 12), Buffer.alloc(0), gzipSync('other')]) {
    writeFileSync(path, broken);
    assert.equal(get(new Kept(folder), 'one'), 'one');
    assert.deepEqual(readFileSync(path), whole);
  }
});
