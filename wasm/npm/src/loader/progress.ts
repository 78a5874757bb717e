/** How far a download is. */
export interface Progress {
  /** Bytes after decompression. */
  loaded: number;
  /** All bytes after decompression, where they are known. */
  total?: number;
}

/**
 * The same response, counted as it is read. `total` is the size of the file as it is on disk, from
 * a build manifest: `Content-Length` is that of the compressed body.
 */
export function counted(response: Response, onProgress: (progress: Progress) => void, total?: number): Response {
  if (response.body === null) return response;
  const size = total ?? uncompressedLength(response);
  let loaded = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, to) {
      loaded += chunk.byteLength;
      onProgress({ loaded, ...(size === undefined ? undefined : { total: size }) });
      to.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(count as ReadableWritablePair<BufferSource, Uint8Array<ArrayBuffer>>), {
    status,
    statusText,
    headers,
  });
}

/** What the header says, where the body is not compressed. Of another origin's answer a page does not see whether it is. */
function uncompressedLength(response: Response): number | undefined {
  const encoding = response.headers.get('Content-Encoding') ?? 'identity';
  const length = response.headers.get('Content-Length');
  return encoding === 'identity' && length !== null && response.type !== 'cors' ? Number(length) : undefined;
}
