// Writes FILE.br and FILE.gz beside what is worth it, for servers that send them.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const WORTH = /\.(js|css|html|svg|txt|json|wasm|webmanifest)$/;

export function compressed(): Plugin {
  let folder = '';
  return {
    name: 'midflight-compressed',
    apply: 'build',
    configResolved: (config) => void (folder = join(config.root, config.build.outDir)),
    closeBundle() {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (entry.isFile() && WORTH.test(entry.name)) compress(join(entry.parentPath, entry.name));
      }
    },
  };
}

function compress(path: string): void {
  const bytes = readFileSync(path);
  // The best quality takes half a minute for ten megabytes.
  const quality = bytes.length > 4e6 ? 5 : constants.BROTLI_MAX_QUALITY;
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}
