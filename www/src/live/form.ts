import { PACES, shippedUrl, type Target, type Transport } from '../connect.js';
import { choices, field, h, select } from '../dom.js';
import type { Shipped } from '../shared.js';

const TRANSPORTS: readonly (readonly [Transport, string])[] = [
  ['sse', 'SSE'],
  ['websocket', 'WebSocket'],
  ['http', 'HTTP'],
];
const OWN = '';
const BODY = 'Body to POST (empty for GET)';
const FIRST = 'First message to send (empty for none)';

/** What the form does. */
interface Actions {
  start(target: Target): void;
  stop(): void;
}

/** The form, and how it is told whether a stream runs. */
interface Form {
  element: HTMLElement;
  running(yes: boolean): void;
}

/** The choice of a stream, or an address of one's own. */
export function form(streams: readonly Shipped[], wires: readonly string[], actions: Actions): Form {
  const stream = streamList(streams);
  const pace = select(PACES);
  const paceField = field('Pace', pace);
  const own = ownAddress(wires);
  const transport = choices('Transport', TRANSPORTS, (chosen) => own.over(chosen));
  const start = h('button', { className: 'primary', type: 'submit' }, 'Start');
  const stop = h('button', { type: 'button', disabled: true, onclick: () => actions.stop() }, 'Stop');
  const show = (): void => {
    own.shown(stream.value === OWN);
    paceField.hidden = stream.value === OWN;
  };
  stream.addEventListener('change', show);
  show();
  const element = h('form', { className: 'stack' }, h('div', { className: 'row' }, field('Stream', stream), transport, paceField, start, stop), own.element);
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    const chosen = checked(transport);
    actions.start(stream.value === OWN ? { transport: chosen, ...own.read() } : shipped(streams, stream.value, chosen, pace.value));
  });
  return { element, running: (yes) => void (stop.disabled = !yes) };
}

function streamList(streams: readonly Shipped[]): HTMLSelectElement {
  const label = ({ name, wire }: Shipped): string => (wire === 'bedrock' ? `${name} (binary: over HTTP)` : name === wire ? name : `${name} (${wire})`);
  const names = streams.map((stream) => [stream.name, label(stream)] as const);
  const first = streams.find(({ name }) => name === 'openai-chat') ?? streams[0];
  return select([...names, [OWN, 'An address of your own…']], first?.name);
}

function checked(transport: HTMLElement): Transport {
  return transport.querySelector<HTMLInputElement>(':checked')!.value as Transport;
}

/** A stream of the server. Bedrock's messages are binary and carry their own framing, so they come as a body. */
function shipped(streams: readonly Shipped[], name: string, chosen: Transport, pace: string): Target {
  const wire = streams.find((stream) => stream.name === name)?.wire ?? 'auto';
  const transport = wire === 'bedrock' ? 'http' : chosen;
  return { transport, wire, replay: true, url: shippedUrl(transport, name, pace) };
}

/** Fields for an address of one's own. */
interface Own {
  element: HTMLElement;
  shown(yes: boolean): void;
  /** What can be sent depends on the transport. */
  over(transport: Transport): void;
  read(): Omit<Target, 'transport'>;
}

/** The key lives in its field alone. A page can give a WebSocket no headers, so no key either. */
function ownAddress(wires: readonly string[]): Own {
  const url = h('input', { type: 'url', placeholder: 'https://api.example.com/v1/chat/completions' });
  const key = h('input', { type: 'password', autocomplete: 'off', placeholder: 'sent to that address alone, stored nowhere' });
  const keyField = field('Key', key, true);
  const wire = select(['auto', ...wires].map((name) => [name, name] as const));
  const body = h('textarea', { rows: 3, placeholder: '{"model":"…","stream":true,"messages":[…]}', spellcheck: false });
  const bodyField = field(BODY, body);
  const row = h('div', { className: 'row' }, field('Address', url, true), keyField, field('Wire', wire));
  const element = h('div', { className: 'stack' }, row, bodyField);
  return {
    element,
    shown(yes) {
      element.hidden = !yes;
      // What is hidden could not be filled in.
      url.required = yes;
    },
    over(transport) {
      keyField.hidden = transport === 'websocket';
      bodyField.firstElementChild!.textContent = transport === 'websocket' ? FIRST : BODY;
    },
    read: () => ({ url: url.value, wire: wire.value, body: body.value, key: keyField.hidden ? '' : key.value }),
  };
}
