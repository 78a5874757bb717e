import { LoadError, loadError } from './loader/error.js';
import { file } from './file.js';
import { Pieces } from './loader/pieces.js';
import { ask, mimeType } from './loader/request.js';
import { retrying } from './loader/retry.js';

const own = new Pieces<{ names: string; words: string }>({
  names: () => retrying(() => text(new URL('./names.txt', import.meta.url))),
  words: () => retrying(() => text(new URL('./words.txt', import.meta.url))),
});

/** The lists of names that are asked for, with the frequent words that are told from names. */
export async function names(wanted: boolean | string | URL): Promise<string> {
  if (wanted === false) return '';
  const lists = wanted === true ? own.get('names') : retrying(() => text(new URL(wanted, page())));
  return (await Promise.all([own.get('words'), lists])).join('\n');
}

/** What an address that is relative counts from. */
function page(): string {
  return (globalThis as { location?: Location }).location?.href ?? import.meta.url;
}

async function text(url: URL): Promise<string> {
  if (url.protocol === 'file:') return new TextDecoder().decode(await file(url));
  const response = await ask(url);
  if (mimeType(response).startsWith('text/html')) {
    throw new LoadError('type', `${url}: expected lists of names, got a page`, { url: url.href });
  }
  return response.text().catch((error: unknown) => {
    throw loadError(error, String(url));
  });
}
