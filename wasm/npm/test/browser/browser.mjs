// Debian's Chromium for tests.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser's program; an error that says what to type where there is none. */
export function program() {
  const found = PLACES.find((path) => path !== undefined && existsSync(path));
  if (found === undefined) throw new Error('no Chromium: type `apt-get install chromium`, or set CHROMIUM to its program');
  return found;
}

/** A browser with an empty profile; close it with `close()`. */
export async function open(options = {}) {
  const profile = mkdtempSync(join(tmpdir(), 'midflight-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: program(),
    headless: true,
    chromiumSandbox: false,
    args: FLAGS,
    ...options,
  });
  const close = async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  };
  return { context, close };
}
