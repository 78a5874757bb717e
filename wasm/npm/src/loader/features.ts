/** Modules that use what is asked about; the bytes are those of wasm-feature-detect 1.9. */
const PROBES = {
  simd: [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
  atomics: [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 5, 4, 1, 3, 1, 1, 10, 11, 1, 9, 0, 65, 0, 254, 16, 2, 0,
    26, 11,
  ],
  bulkMemory: [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 5, 3, 1, 0, 1, 10, 14, 1, 12, 0, 65, 0, 65, 0, 65, 0,
    252, 10, 0, 0, 11,
  ],
  referenceTypes: [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 7, 1, 5, 0, 208, 112, 26, 11,
  ],
  tailCall: [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 6, 1, 4, 0, 18, 0, 11],
} as const;

export type Probe = keyof typeof PROBES;

/** Whether the platform can run such modules. */
export function supports(probe: Probe): boolean {
  return WebAssembly.validate(Uint8Array.from(PROBES[probe]));
}

/** What a build may need. */
export interface Features {
  simd: boolean;
  /** Shared memory: the page is cross-origin isolated, and atomics are there. */
  threads: boolean;
}

/** What the page can do now. */
export function features(): Features {
  const isolated = (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated === true;
  return { simd: supports('simd'), threads: isolated && supports('atomics') };
}

/** Builds of one module, by what they need. */
export interface Variants<T = string | URL> {
  baseline: T;
  simd?: T;
  threads?: T;
  simdThreads?: T;
}

/** The build that asks for most of what there is. */
export function choose<T>(variants: Variants<T>, { simd, threads }: Features = features()): T {
  return (
    (simd && threads ? variants.simdThreads : undefined) ??
    (threads ? variants.threads : undefined) ??
    (simd ? variants.simd : undefined) ??
    variants.baseline
  );
}
