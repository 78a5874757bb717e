/** Reads a file under Node.js, whose `fetch` knows no files. */
export async function file(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  // Not a literal, so that bundlers for browsers leave it alone.
  const name = 'node:fs/promises';
  const { readFile } = (await import(/* webpackIgnore: true */ /* @vite-ignore */ name)) as {
    readFile(url: URL): Promise<Uint8Array<ArrayBuffer>>;
  };
  return readFile(url);
}
