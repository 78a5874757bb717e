import { SseConnection, WebSocketConnection } from 'midflight/transport';
import type { AnyConnection, Transport } from '../connect.js';
import { h } from '../dom.js';
import { bytes, count, milliseconds } from '../format.js';

/** What comes, by transport. */
const READ: Record<Transport, string> = { sse: 'Events', websocket: 'Messages', http: 'Chunks' };
/** What only some transports have. */
const OWN: Record<Transport, readonly string[]> = { sse: ['Insights waiting', 'Last event id'], websocket: ['Messages waiting', 'Messages sent'], http: ['Insights waiting'] };

/** What passed over a connection. */
export class Counters {
  private readonly values: HTMLElement[];
  readonly element: HTMLElement;

  constructor(transport: Transport) {
    const names = ['State', READ[transport], 'Bytes read', 'Insights', 'Reconnects', 'Time to first token', ...OWN[transport]];
    this.values = names.map(() => h('dd', {}, '–'));
    this.element = h('dl', { className: 'figures' }, ...names.map((name, at) => h('div', { className: 'figure' }, h('dt', {}, name), this.values[at])));
  }

  show(connection: AnyConnection): void {
    const { messages, insights, reconnects } = connection.traffic;
    const texts = [
      connection.state,
      count(messages),
      bytes(connection.traffic.bytes),
      count(insights),
      count(reconnects),
      milliseconds(connection.pace().timeToFirstToken),
      ...own(connection),
    ];
    this.values.forEach((value, at) => (value.textContent = texts[at]!));
  }
}

function own(connection: AnyConnection): string[] {
  if (connection instanceof WebSocketConnection) return [count(connection.waiting), count(connection.sent)];
  const waiting = count(connection.pending);
  return connection instanceof SseConnection ? [waiting, connection.lastEventId || '–'] : [waiting];
}
