// What the browser tests share: a site, a browser, and functions that run in the page.
import { fileURLToPath } from 'node:url';
import { open } from './browser.mjs';
import { serve } from './server.mjs';

export const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
export const STREAMS = fileURLToPath(new URL('../../../../native/streams', import.meta.url));
export const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
const PAGE = '<!doctype html><html lang="en"><title>Test</title><button>near</button>';

/** A page of a site with the package, and how to close both. */
export async function start({ files = {}, headers } = {}) {
  const site = await serve({ folders: { '/dist/': DIST }, files: { '/page.html': PAGE, ...files }, streams: STREAMS, headers });
  const browser = await open();
  const page = await browser.context.newPage();
  const close = async () => {
    await browser.close();
    await site.close();
  };
  return { site, page, close };
}

/** Runs a function of its text in the page, with modules of the package and an argument. */
export function run(page, modules, body, argument) {
  const call = async ([modules, body, argument]) => {
    const loaded = Object.assign({}, ...(await Promise.all(modules.map((path) => import(path)))));
    return eval(`(${body})`)(loaded, argument);
  };
  return page.evaluate(call, [modules.map((name) => `/dist/${name}`), body.toString(), argument]);
}
