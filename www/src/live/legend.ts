import { h } from '../dom.js';
import { GROUP_LABELS } from '../kinds.js';

/** Which colour stands for which kinds. */
export function legend(): HTMLElement {
  return h('ul', { className: 'legend', 'aria-label': 'Colours of the kinds' }, ...GROUP_LABELS.map(([group, label]) => h('li', { className: `kind-${group}` }, label)));
}
