/** The commit that the site was built from. */
declare const __COMMIT__: string;
/** The package's manifest: the sizes of the engine's files. */
declare const __MANIFEST__: {
  version: string;
  files: Record<string, { bytes: number; gzip: number; brotli: number; integrity: string }>;
};
