import { LoadError, loadError } from './error.js';
import { mimeType } from './request.js';

/** A module, and whether it was compiled while it came. */
export interface Compiled {
  module: WebAssembly.Module;
  streamed: boolean;
}

/**
 * Compiles the body of a checked response: while it comes where the platform can and the type is
 * exactly `application/wasm`, or else from its bytes, which are the same download.
 */
export async function compileResponse(response: Response, url = response.url): Promise<Compiled> {
  try {
    if (streams(response)) {
      return { module: await WebAssembly.compileStreaming(response), streamed: true };
    }
    return { module: await compileBytes(await response.arrayBuffer(), url), streamed: false };
  } catch (error) {
    throw loadError(error, url);
  }
}

/** Whether the platform compiles this response while it comes. Parameters of the type hinder it. */
function streams(response: Response): boolean {
  return typeof WebAssembly.compileStreaming === 'function' && mimeType(response) === 'application/wasm';
}

/** Compiles bytes that begin as a module does. */
export async function compileBytes(bytes: BufferSource, url = 'the bytes'): Promise<WebAssembly.Module> {
  if (!isModule(bytes)) {
    throw new LoadError('type', `${url}: expected a wasm module, got other bytes`, { url });
  }
  return WebAssembly.compile(bytes);
}

function isModule(bytes: BufferSource): boolean {
  const [buffer, offset] = ArrayBuffer.isView(bytes) ? [bytes.buffer, bytes.byteOffset] : [bytes, 0];
  if (bytes.byteLength < 8) return false;
  return new DataView(buffer, offset).getUint32(0) === 0x00_61_73_6d;
}
