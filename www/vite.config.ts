import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compressed } from './build/compressed.ts';
import { largeModule } from './build/large-module.ts';
import { precache } from './build/precache.ts';
import { preload } from './build/preload.ts';

const manifest: unknown = JSON.parse(readFileSync(new URL('../wasm/npm/dist/manifest.json', import.meta.url), 'utf8'));

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

export default defineConfig({
  define: {
    __COMMIT__: JSON.stringify(commit()),
    __MANIFEST__: JSON.stringify(manifest),
  },
  // Workers are modules, and the engine's files stay files: nothing is inlined as a data address.
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { index: 'index.html', 'service-worker': 'src/service-worker.ts' },
      output: {
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  plugins: [largeModule(), preload(), precache(), compressed(fileURLToPath(new URL('../target/compressed', import.meta.url)))],
});
