import { PACES, shippedUrl, type Target, type Transport } from '../connect.js';
import { choices, field, h, select } from '../dom.js';
import type { Shipped } from '../shared.js';

const TRANSPORTS: readonly (readonly [Transport, string])[] = [
  ['sse', 'SSE'],
  ['websocket', 'WebSocket'],
  ['http', 'HTTP'],
];
const OWN = '';

/** What the form does. */
interface Actions {
  start(target: Target): void;
  stop(): void;
}

/** The choice of a stream, or an address of one's own. */
export function form(streams: readonly Shipped[], wires: readonly string[], actions: Actions): { element: HTMLElement; running(yes: boolean): void } {
  let transport: Transport = 'sse';
  const names = [...streams.map(({ name, wire }) => [name, name === wire ? name : `${name} (${wire})`] as const), [OWN, 'An address of your own…'] as const];
  const stream = select(names, streams.find(({ name }) => name === 'openai-chat')?.name ?? streams[0]?.name);
  const pace = select(PACES);
  const own = ownAddress(wires);
  const start = h('button', { className: 'primary', type: 'submit' }, 'Start');
  const stop = h('button', { type: 'button', disabled: true, onclick: () => actions.stop() }, 'Stop');
  const paceField = field('Pace', pace);
  const show = (): void => {
    own.element.hidden = stream.value !== OWN;
    paceField.hidden = stream.value === OWN;
  };
  stream.addEventListener('change', show);
  show();
  const row = h('div', { className: 'row' }, field('Stream', stream), choices('Transport', TRANSPORTS, (value) => (transport = value)), paceField, start, stop);
  const element = h('form', { className: 'stack' }, row, own.element);
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    const wire = streams.find(({ name }) => name === stream.value)?.wire ?? 'auto';
    if (stream.value === OWN) actions.start({ transport, ...own.read() });
    else actions.start({ transport, wire, url: shippedUrl(transport, stream.value, pace.value) });
  });
  return { element, running: (yes) => void (stop.disabled = !yes) };
}

/** Fields for an address. The key lives in its field alone. */
function ownAddress(wires: readonly string[]): { element: HTMLElement; read(): Omit<Target, 'transport'> } {
  const url = h('input', { type: 'url', placeholder: 'https://api.example.com/v1/chat/completions' });
  const key = h('input', { type: 'password', autocomplete: 'off', placeholder: 'sent as a bearer token, stored nowhere' });
  const wire = select(['auto', ...wires].map((name) => [name, name] as const));
  const body = h('textarea', { rows: 3, placeholder: '{"model":"…","stream":true,"messages":[…]}', spellcheck: false });
  const element = h('div', { className: 'stack' },
    h('div', { className: 'row' }, field('Address', url, true), field('Key', key, true), field('Wire', wire)),
    field('Body to POST (empty for GET)', body));
  return { element, read: () => ({ url: url.value, wire: wire.value, body: body.value, key: key.value }) };
}
