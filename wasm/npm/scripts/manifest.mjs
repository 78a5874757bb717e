// Writes dist/manifest.json: the size of each data file as it is, with gzip and with Brotli, and its hash.
// A file that is larger than size-budget.json allows is an error.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

function facts(name) {
  const bytes = readFileSync(new URL(name, dist));
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  return {
    bytes: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, quality).length,
    integrity: `sha384-${createHash('sha384').update(bytes).digest('base64')}`,
  };
}

const budget = JSON.parse(readFileSync(new URL('../size-budget.json', import.meta.url), 'utf8'));
const files = Object.fromEntries(Object.keys(budget).map((name) => [name, facts(name)]));
writeFileSync(new URL('manifest.json', dist), `${JSON.stringify({ version, files }, null, 2)}\n`);
for (const [name, { bytes, gzip, brotli }] of Object.entries(files)) {
  console.log(`${name}: ${bytes} bytes, gzip ${gzip}, Brotli ${brotli}`);
  const most = budget[name];
  if (bytes > most.bytes || brotli > most.brotli) {
    console.error(`${name}: the budget is ${most.bytes} bytes, Brotli ${most.brotli} (size-budget.json)`);
    process.exitCode = 1;
  }
}
