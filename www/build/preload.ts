// Lets the browser fetch the engine while it still reads the scripts.
import type { Plugin } from 'vite';

/** What nearly every visit needs: the build with SIMD, and the lists of names and words. */
const EARLY = [/midflight_simd_bg-[^/]+\.wasm$/, /(names|words)-[^/]+\.txt$/];

export function preload(): Plugin {
  return {
    name: 'midflight-preload',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle }) =>
        Object.keys(bundle ?? {})
          .filter((name) => EARLY.some((early) => early.test(name)))
          .map((name) => ({ tag: 'link', attrs: { rel: 'preload', as: 'fetch', crossorigin: '', href: `/${name}` }, injectTo: 'head' as const })),
    },
  };
}
