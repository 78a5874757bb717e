// What lasts: offline starts, updates that a person accepts, reloads, second tabs.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { browser, DIST, shot, site } from './support.mjs';

let folder;
let server;
let chromium;
let page;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'midflight-site-'));
  cpSync(DIST, folder, { recursive: true });
  server = await site(folder);
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  chromium.wrong.length = 0;
  page = await chromium.context.newPage();
  await page.goto(`${server.origin}/`);
  await page.evaluate(() => navigator.serviceWorker.ready);
});

afterEach(() => page.close());

const ready = () => page.getByText('Engine ready').waitFor();

/** A new version of the site: its worker differs, as it does when any file's hash does. */
function release(version) {
  const path = join(folder, 'service-worker.js');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/("|`|')[0-9a-f]{16}\1/g, `"${version.padStart(16, '0')}"`));
  rmSync(`${path}.br`, { force: true });
  rmSync(`${path}.gz`, { force: true });
}

const caches = () => page.evaluate(async () => (await globalThis.caches.keys()).filter((name) => name.startsWith('midflight-site-')));

test('the page and the engine start without a network', async () => {
  await chromium.context.setOffline(true);
  await page.reload();
  await ready();
  await page.getByRole('tab', { name: 'Export' }).click();
  await page.getByText('The graph is empty').waitFor();
  await shot(page, 'offline');
  await page.getByRole('tab', { name: 'Live' }).click();
  await page.getByText('can’t be reached').waitFor();
  await chromium.context.setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('button', { name: 'Start' }).waitFor();
});

test('only what is ok is kept, and all of it', async () => {
  const kept = await page.evaluate(async () => {
    const [name] = (await globalThis.caches.keys()).filter((name) => name.startsWith('midflight-site-'));
    const cache = await globalThis.caches.open(name);
    const requests = await cache.keys();
    const responses = await Promise.all(requests.map((request) => cache.match(request)));
    return { paths: requests.map(({ url }) => new URL(url).pathname), ok: responses.every((response) => response.ok) };
  });
  assert.ok(kept.ok && kept.paths.includes('/') && kept.paths.some((path) => path.endsWith('.wasm')), kept.paths.join());
  assert.ok(!kept.paths.includes('/large.wasm') && !kept.paths.includes('/service-worker.js'));
});

test('an update is announced, waits for consent, and clears the old version away', async () => {
  await ready();
  const [old] = await caches();
  release('1');
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await page.getByText('A new version is ready.').waitFor();
  await shot(page, 'update');
  assert.equal((await caches()).length, 2);
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Use it' }).click()]);
  await ready();
  while ((await caches()).includes(old)) await page.waitForTimeout(20);
  assert.equal((await caches()).length, 1);
});

test('an update that one tab accepted can be accepted in another', async () => {
  await ready();
  const second = await chromium.context.newPage();
  await second.goto(`${server.origin}/`);
  await second.getByText('Engine ready').waitFor();
  release('3');
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  for (const tab of [page, second]) await tab.getByText('A new version is ready.').waitFor();
  for (const tab of [page, second]) await Promise.all([tab.waitForEvent('load'), tab.getByRole('button', { name: 'Use it' }).click()]);
  await second.getByText('Engine ready').waitFor();
  assert.equal(await second.getByText('A new version is ready.').isVisible(), false);
  await second.close();
});

test('a version whose files can not all be had is not installed', async () => {
  await ready();
  const before = await caches();
  const path = join(folder, 'service-worker.js');
  release('2');
  writeFileSync(path, readFileSync(path, 'utf8').replace('/icon.svg', '/no-such-file.svg'));
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update().catch(() => {});
    const worker = registration.installing;
    if (worker) await new Promise((done) => worker.addEventListener('statechange', () => worker.state === 'redundant' && done()));
  });
  assert.equal(await page.getByText('A new version is ready.').isVisible(), false);
  await page.reload();
  await ready();
  assert.ok((await caches()).includes(before[0]));
});

test('a reload in mid-stream and a second tab start afresh', async () => {
  const start = async (tab) => {
    const panel = tab.locator('#panel-live');
    await panel.getByRole('button', { name: 'Start' }).click();
    await panel.locator('mark').first().waitFor();
  };
  await ready();
  await start(page);
  await page.reload();
  await ready();
  assert.equal(await page.locator('#panel-live mark').count(), 0);
  const second = await chromium.context.newPage();
  await second.goto(`${server.origin}/`);
  await Promise.all([start(page), start(second)]);
  await Promise.all([page, second].map((tab) => tab.getByText('The stream ended').waitFor({ timeout: 30_000 })));
  const texts = await Promise.all([page, second].map((tab) => tab.locator('.stage .prose').first().textContent()));
  assert.equal(texts[0], texts[1]);
});
