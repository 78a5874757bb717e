// What the site's tests share: the built site on a server as `midflight serve` is, and a browser.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { open } from '../../wasm/npm/test/browser/browser.mjs';
import { serve, SITE_HEADERS } from '../../wasm/npm/test/browser/server.mjs';
import { served } from './served.mjs';

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));
export const DIST = folder('../dist/');
const SCREENSHOTS = folder('../../target/screenshots/');
mkdirSync(SCREENSHOTS, { recursive: true });

/** The site, on `midflight serve` where `MIDFLIGHT` names the program, or else on the tests' own server. */
export function site(dist = DIST) {
  if (process.env.MIDFLIGHT) return served(process.env.MIDFLIGHT, dist);
  return serve({ folders: { '/': dist }, streams: folder('../../native/streams'), headers: SITE_HEADERS });
}

/** A browser whose pages note what must not be: errors, and violations of the policy. */
export async function browser(options = {}) {
  const { context, close } = await open({ viewport: { width: 1440, height: 1000 }, reducedMotion: 'reduce', ...options });
  const wrong = [];
  await context.exposeBinding('midflightViolation', (_, what) => wrong.push(`policy: ${what}`));
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => void globalThis.midflightViolation(`${violatedDirective} ${blockedURI}`));
  });
  context.on('page', (page) => watch(page, wrong));
  for (const page of context.pages()) watch(page, wrong);
  return { context, close, wrong };
}

function watch(page, wrong) {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') wrong.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrong.push(`page error: ${error.message}`));
}

/** Keeps a picture of what a person sees. */
export function shot(page, name, options = {}) {
  return page.screenshot({ path: `${SCREENSHOTS}${name}.png`, ...options });
}
