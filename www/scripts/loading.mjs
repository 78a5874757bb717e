// The Loading tab without a window: measures the engine and a module of 10 MB at a rate that the server
// keeps, prints percentiles, and writes target/streaming_results.json.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { browser, site } from '../test/support.mjs';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '15' }, rate: { type: 'string', default: '8000' } } });
const TARGET = fileURLToPath(new URL('../../target/', import.meta.url));

/** Measures a module on a page that its service worker controls. */
async function measure(context, origin, module) {
  const page = await context.newPage();
  await page.goto(`${origin}/?runs=${values.runs}&rate=${values.rate}#loading`);
  const panel = page.locator('#panel-loading');
  await panel.getByLabel('Module').selectOption(module);
  await panel.getByRole('button', { name: 'Measure' }).click();
  await panel.getByText(/^Done/).waitFor({ timeout: 0 });
  const saving = page.waitForEvent('download');
  await panel.getByRole('button', { name: /streaming_results/ }).click();
  const said = await panel.getByText(/^Streaming brings/).textContent();
  return { ...JSON.parse(readFileSync(await (await saving).path(), 'utf8')), said };
}

function print(title, { summary, said }) {
  console.log(`\n${title}, ${values.rate} kbit/s, milliseconds to the first result`);
  console.log(`${'strategy'.padEnd(24)}${'runs'.padStart(5)}${'fetched'.padStart(10)}${'compiled'.padStart(10)}${'p50'.padStart(10)}${'p95'.padStart(10)}${'sooner by'.padStart(12)}`);
  for (const { title, runs, fetched, compiled, firstResult, improvement } of summary) {
    const numbers = [fetched?.p50, compiled.p50, firstResult.p50, firstResult.p95].map((value) => (value === undefined ? '–' : value.toFixed(1)).padStart(10));
    console.log(`${title.padEnd(24)}${String(runs).padStart(5)}${numbers.join('')}${`${improvement.toFixed(1)} %`.padStart(12)}`);
  }
  console.log(said);
}

const server = await site();
const chromium = await browser();
const page = await chromium.context.newPage();
await page.goto(server.origin);
await page.evaluate(() => navigator.serviceWorker.ready);
const results = {};
for (const [module, title] of [['engine', 'The engine'], ['large', 'A module of 10 MB']]) {
  results[module] = await measure(chromium.context, server.origin, module);
  print(title, results[module]);
}
mkdirSync(TARGET, { recursive: true });
writeFileSync(`${TARGET}streaming_results.json`, JSON.stringify(results, null, 2));
console.log(`\nwritten to ${TARGET}streaming_results.json`);
await chromium.close();
await server.close();
