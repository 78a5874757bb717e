type Child = Node | string | number | undefined | false;
type Props<K extends keyof HTMLElementTagNameMap> = Partial<Omit<HTMLElementTagNameMap[K], 'style' | 'children'>> & {
  [attribute: `aria-${string}` | `data-${string}`]: string;
  role?: string;
};

/** An element with properties, attributes and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props<K> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name in element && !name.includes('-')) Reflect.set(element, name, value);
    else element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== undefined && child !== false).map((child) => (typeof child === 'number' ? String(child) : child)));
  return element;
}

/** A labelled field. */
export function field(label: string, control: HTMLElement, wide = false): HTMLLabelElement {
  return h('label', { className: wide ? 'field wide' : 'field' }, h('span', {}, label), control);
}

/** A choice of a few. */
export function choices<T extends string>(
  legend: string,
  options: readonly (readonly [T, string])[],
  onChange: (value: T) => void,
): HTMLFieldSetElement {
  const name = `choice-${legend.replace(/\W+/g, '-')}`;
  const labels = options.map(([value, text], at) =>
    h('label', {}, h('input', { type: 'radio', name, value, checked: at === 0, onchange: () => onChange(value) }), text),
  );
  return h('fieldset', { className: 'choices' }, h('legend', {}, legend), ...labels);
}

/** A list to choose from. */
export function select(options: readonly (readonly [string, string])[], value?: string): HTMLSelectElement {
  const list = h('select', {}, ...options.map(([value, text]) => h('option', { value }, text)));
  if (value !== undefined) list.value = value;
  return list;
}

/** A part of the page with a heading. */
export function card(title: string, aside: Node | string | undefined, ...content: Node[]): HTMLElement {
  return h('section', { className: 'card' }, h('header', {}, h('h2', {}, title), aside), ...content);
}

/** A table; columns whose name ends in `#` are numbers. */
export function table(caption: string, columns: readonly string[], rows: readonly (readonly (string | Node)[])[]): HTMLTableElement {
  const number = columns.map((column) => column.endsWith('#'));
  const head = columns.map((column, at) => h('th', { scope: 'col', className: number[at] ? 'number' : '' }, column.replace(/#$/, '')));
  const body = rows.map((row) =>
    h('tr', {}, ...row.map((cell, at) => (at === 0 ? h('th', { scope: 'row' }, cell) : h('td', { className: number[at] ? 'number' : '' }, cell)))),
  );
  return h('table', { 'aria-label': caption }, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...body));
}

/** Lets a person keep text as a file. */
export function download(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Puts text on the clipboard; says whether the browser let it. */
export async function copied(text: string): Promise<string> {
  const done = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  return done ? 'Copied.' : 'This browser did not let the page copy; save the file instead.';
}
