// The Benchmark tab without a window: prints what it measured as text, and writes
// target/midflight_benchmark.json.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { browser, site } from '../test/support.mjs';

const { values } = parseArgs({ options: { cases: { type: 'string' }, scale: { type: 'string', default: 'full' } } });
const TARGET = fileURLToPath(new URL('../../target/', import.meta.url));

const query = new URLSearchParams({ scale: values.scale, ...(values.cases && { cases: values.cases }) });
const server = await site();
const chromium = await browser();
try {
  const page = await chromium.context.newPage();
  await chromium.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
  await page.goto(`${server.origin}/?${query}#benchmark`);
  const panel = page.locator('#panel-benchmark');
  await panel.getByRole('button', { name: 'Run all' }).click();
  await panel.getByText(/^Done\./).waitFor({ timeout: 0 });
  const failed = await panel.getByRole('alert').allTextContents();
  if (failed.length > 0) throw new Error(failed.join('\n'));
  const saving = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Save as JSON' }).click();
  const saved = readFileSync(await (await saving).path(), 'utf8');
  await panel.getByRole('button', { name: 'Copy as text' }).click();
  console.log(await page.evaluate(() => navigator.clipboard.readText()));
  mkdirSync(TARGET, { recursive: true });
  writeFileSync(`${TARGET}midflight_benchmark.json`, saved);
  console.log(`\nwritten to ${TARGET}midflight_benchmark.json`);
} finally {
  await chromium.close();
  await server.close();
}
