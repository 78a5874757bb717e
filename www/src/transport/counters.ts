import { SseConnection } from 'midflight/transport';
import type { AnyConnection } from '../connect.js';
import { h } from '../dom.js';
import { bytes, count, milliseconds } from '../format.js';

const NAMES = ['State', 'Messages', 'Bytes read', 'Insights', 'Waiting here', 'Reconnects', 'Time to first token', 'Last event id'] as const;

/** What passed over a connection. */
export class Counters {
  private readonly values = NAMES.map(() => h('dd', {}, '–'));
  readonly element = h('dl', { className: 'figures' }, ...NAMES.map((name, at) => h('div', { className: 'figure' }, h('dt', {}, name), this.values[at])));

  show(connection: AnyConnection): void {
    const { messages, insights, reconnects } = connection.traffic;
    const id = connection instanceof SseConnection && connection.lastEventId !== '' ? connection.lastEventId : '–';
    const texts = [
      connection.state,
      count(messages),
      bytes(connection.traffic.bytes),
      count(insights),
      count(connection.pending),
      count(reconnects),
      milliseconds(connection.pace().timeToFirstToken),
      id,
    ];
    texts.forEach((text, at) => (this.values[at]!.textContent = text));
  }
}
