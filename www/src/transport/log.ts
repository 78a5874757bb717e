import { h } from '../dom.js';
import { following } from '../follow.js';

const LINES = 400;

/** The last lines of what happened. */
export class Log {
  readonly element: HTMLElement;
  private readonly grows: () => void;
  private readonly start = performance.now();

  constructor(label: string) {
    this.element = h('ol', { className: 'log', tabIndex: 0, 'aria-label': label, 'data-empty': 'Press Connect: each step of the connection is told here, and what is found on the way.' });
    this.grows = following(this.element);
  }

  add(kind: string, text: string): void {
    const { element } = this;
    this.grows();
    const time = ((performance.now() - this.start) / 1000).toFixed(2);
    element.append(h('li', { className: kind }, h('time', {}, time), h('span', {}, `${kind}  ${text}`)));
    if (element.childElementCount > LINES) element.firstElementChild!.remove();
  }
}
