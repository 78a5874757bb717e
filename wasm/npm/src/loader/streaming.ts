import { compileResponse } from './compile.js';
import { LoadError } from './error.js';
import { request, type RequestOptions } from './request.js';

/** Compiles a module while it comes. It can be instantiated often, and sent to workers. */
export async function compileStreaming(url: string | URL, options?: RequestOptions): Promise<WebAssembly.Module> {
  return (await compileResponse(await request(url, options), String(url))).module;
}

/** Compiles a module while it comes, and instantiates it. */
export async function instantiateStreaming(
  url: string | URL,
  imports: WebAssembly.Imports = {},
  options?: RequestOptions,
): Promise<WebAssembly.WebAssemblyInstantiatedSource> {
  const module = await compileStreaming(url, options);
  return { module, instance: await instantiate(module, imports) };
}

/** An instance of a compiled module. */
export async function instantiate(
  module: WebAssembly.Module,
  imports: WebAssembly.Imports = {},
): Promise<WebAssembly.Instance> {
  try {
    return await WebAssembly.instantiate(module, imports);
  } catch (error) {
    // Also a TypeError, where a whole namespace of imports is missing.
    throw new LoadError('link', error instanceof Error ? error.message : String(error), { cause: error });
  }
}
