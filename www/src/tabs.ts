import { h } from './dom.js';

/** Fills a panel when it is first shown. */
export type Fill = (panel: HTMLElement) => Promise<void> | void;

/** Tabs by the pattern of the ARIA practices: arrows move, the address remembers. */
export function tabs(list: HTMLElement, fills: Record<string, Fill>): void {
  const buttons = [...list.querySelectorAll<HTMLButtonElement>('[role=tab]')];
  const filled = new Set<string>();
  const show = (name: string): void => {
    for (const button of buttons) select(button, button.id === `tab-${name}`);
    // On a phone the row of tabs is wider than the page.
    const chosen = document.getElementById(`tab-${name}`)!;
    list.scrollLeft = chosen.offsetLeft - (list.clientWidth - chosen.offsetWidth) / 2;
    if (filled.has(name)) return;
    filled.add(name);
    fill(document.getElementById(`panel-${name}`)!, fills[name]!);
  };
  const go = (button: HTMLButtonElement): void => {
    history.replaceState(null, '', `#${button.id.slice(4)}`);
    show(button.id.slice(4));
    button.focus();
  };
  list.addEventListener('click', ({ target }) => {
    const button = (target as Element).closest<HTMLButtonElement>('[role=tab]');
    if (button) go(button);
  });
  list.addEventListener('keydown', (event) => {
    const to = neighbour(event.key, buttons.indexOf(document.activeElement as HTMLButtonElement), buttons.length);
    if (to === undefined) return;
    event.preventDefault();
    go(buttons[to]!);
  });
  const wanted = (): string => (location.hash.slice(1) in fills ? location.hash.slice(1) : Object.keys(fills)[0]!);
  // Other parts of the page have names too.
  addEventListener('hashchange', () => location.hash.slice(1) in fills && show(wanted()));
  show(wanted());
}

function neighbour(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowRight') return (at + 1) % count;
  if (key === 'ArrowLeft') return (at + count - 1) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}

function select(button: HTMLButtonElement, selected: boolean): void {
  button.setAttribute('aria-selected', String(selected));
  button.tabIndex = selected ? 0 : -1;
  document.getElementById(button.getAttribute('aria-controls')!)!.hidden = !selected;
}

/** Fills a panel; what fails, as without a network, can be tried again. */
function fill(panel: HTMLElement, how: Fill): void {
  panel.replaceChildren();
  Promise.resolve(how(panel)).catch((error: unknown) => fail(panel, error, () => fill(panel, how)));
}

function fail(panel: HTMLElement, error: unknown, again: () => void): void {
  const why = error instanceof Error ? error.message : String(error);
  const told = h('p', { className: 'status bad', role: 'alert' }, `This section could not be loaded: ${why}.`);
  panel.append(h('div', { className: 'stack' }, told, h('div', { className: 'row' }, h('button', { type: 'button', onclick: again }, 'Try again'))));
}
