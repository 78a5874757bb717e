import { supports } from 'midflight/loader';

/** What this browser can do, probed now: never guessed from its name. */
export function support(): [string, boolean][] {
  return [
    ['compileStreaming', typeof WebAssembly.compileStreaming === 'function'],
    ['SIMD', supports('simd')],
    ['Atomics in wasm', supports('atomics')],
    ['Bulk memory', supports('bulkMemory')],
    ['Reference types', supports('referenceTypes')],
    ['Tail calls', supports('tailCall')],
    ['Cross-origin isolated', crossOriginIsolated],
    ['Cache API', typeof caches !== 'undefined'],
    ['IndexedDB', typeof indexedDB !== 'undefined'],
    ['Service worker', 'serviceWorker' in navigator],
    ['Service worker in control', navigator.serviceWorker?.controller != null],
  ];
}
