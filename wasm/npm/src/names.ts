import { LoadError, loadError } from './loader/error.js';
import { file } from './file.js';
import { Pieces } from './loader/pieces.js';
import { ask, mimeType } from './loader/request.js';

const own = new Pieces<{ names: string; words: string }>({
  names: () => text(new URL('./names.txt', import.meta.url)),
  words: () => text(new URL('./words.txt', import.meta.url)),
});

/** The lists of names that are asked for, with the frequent words that are told from names. */
export async function names(wanted: boolean | string | URL): Promise<string> {
  if (wanted === false) return '';
  const lists = wanted === true ? own.get('names') : text(new URL(wanted, import.meta.url));
  return (await Promise.all([own.get('words'), lists])).join('\n');
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
