import { card, choices, copied, download, h } from '../dom.js';
import { counted } from '../format.js';
import { pieces } from '../shared.js';

type Format = 'json' | 'graphml';
const TYPES: Record<Format, string> = { json: 'application/json', graphml: 'application/graphml+xml' };
/** Characters that are shown; the file has all. */
const SHOWN = 20_000;

/** The tab Export: the graph as files that other programs read. */
export async function fill(panel: HTMLElement): Promise<void> {
  const { graph } = await pieces.get('engine');
  let format: Format = 'json';
  const text = h('pre', {});
  const size = h('p', { className: 'status', role: 'status' });
  const show = (): void => {
    const { nodes, edges } = graph.size;
    size.textContent = nodes === 0 ? 'The graph is empty: run a stream in the tab Live first.' : `${counted(nodes, 'entity', 'entities')}, ${counted(edges, 'relation', 'relations')}.`;
    const all = readable(graph.export(format), format);
    text.textContent = all.length > SHOWN ? `${all.slice(0, SHOWN)}\n…` : all;
  };
  const formats = choices('Format', [['json', 'JSON'], ['graphml', 'GraphML']] as const, (chosen) => {
    format = chosen;
    show();
  });
  const save = h('button', { type: 'button', className: 'primary', onclick: () => download(`midflight.${format}`, graph.export(format), TYPES[format]) }, 'Download');
  const copy = h('button', { type: 'button', onclick: () => void copied(graph.export(format)).then((told) => (size.textContent = told)) }, 'Copy');
  const body = h('div', { className: 'body scroll preview', tabIndex: 0, role: 'region', 'aria-label': 'The exported graph' }, text);
  panel.append(h('div', { className: 'stack' }, h('p', { className: 'lead' }, 'The graph of all that was read here since the last start in the tab Live. Ids are hashes of kind and name, so graphs of several sessions can be merged.'),
    h('div', { className: 'row' }, formats, save, copy), size, card('Preview', undefined, body)));
  // The graph grows while another tab is shown.
  new IntersectionObserver(show).observe(panel);
  show();
}

function readable(text: string, format: Format): string {
  return format === 'json' ? JSON.stringify(JSON.parse(text), null, 2) : text.replaceAll('><', '>\n<');
}
