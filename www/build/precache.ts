// Puts the list of the site's files and their version into the service worker.
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/** Too large for everyone: what the tabs Loading and Benchmark fetch when they measure. */
const APART = [/^large\.wasm$/, /^assets\/(compromise|wink)-/];

export function precache(): Plugin {
  return {
    name: 'midflight-precache',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const worker = bundle['service-worker.js'];
      if (worker?.type !== 'chunk') this.error('the service worker is not built');
      const hash = createHash('sha256');
      const files = ['/', '/icon.svg', '/site.webmanifest'];
      for (const [name, file] of Object.entries(bundle).sort(([a], [b]) => (a < b ? -1 : 1))) {
        if (APART.some((apart) => apart.test(name))) continue;
        hash.update(name).update(file.type === 'chunk' ? file.code : file.source);
        if (file !== worker && name !== 'index.html') files.push(`/${name}`);
      }
      worker.code = worker.code
        .replace('__FILES__', JSON.stringify(files))
        .replaceAll('__VERSION__', JSON.stringify(hash.digest('hex').slice(0, 16)));
    },
  };
}
