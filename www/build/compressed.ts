// Writes FILE.br and FILE.gz beside what is worth it, for servers that send them.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants, gunzipSync, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { Kept } from './kept.ts';

const WORTH = /\.(js|css|html|svg|txt|json|wasm|webmanifest)$/;

/** @param folder where what was compressed is kept for the next build */
export function compressed(folder: string): Plugin {
  let dist = '';
  return {
    name: 'midflight-compressed',
    apply: 'build',
    configResolved: (config) => void (dist = join(config.root, config.build.outDir)),
    closeBundle() {
      const kept = new Kept(folder);
      for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
        if (entry.isFile() && WORTH.test(entry.name)) compress(join(entry.parentPath, entry.name), kept);
      }
      kept.clean();
    },
  };
}

function compress(path: string, kept: Kept): void {
  const bytes = readFileSync(path);
  // The best quality takes half a minute for ten megabytes.
  const quality = bytes.length > 4e6 ? 5 : constants.BROTLI_MAX_QUALITY;
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
  writeFileSync(`${path}.br`, kept.get(`br${quality}`, bytes, (all) => brotliCompressSync(all, { params }), brotliDecompressSync));
  writeFileSync(`${path}.gz`, kept.get('gz9', bytes, (all) => gzipSync(all, { level: 9 }), gunzipSync));
}
