import { WebSocketConnection } from 'midflight/transport';
import type { AnyConnection } from '../connect.js';
import { field, h } from '../dom.js';
import { bytes, count, milliseconds } from '../format.js';
import { panel } from './panel.js';

const BURST = 10_000;

/** The tab WebSocket. */
export function fill(into: HTMLElement): Promise<void> {
  return panel(into, {
    transport: 'websocket',
    lead: 'Each frame of the provider’s stream is a message. A browser can’t slow the sender of a WebSocket, so messages wait here for a slow consumer. After a break the replay begins anew, and what is here already is passed over.',
    extra: sending,
  });
}

/** Sending, one message or a burst. */
function sending(current: () => AnyConnection | undefined, say: (kind: string, text: string) => void): HTMLElement {
  const message = h('input', { type: 'text', value: 'Ada Park lives in Bern.' });
  const socket = (): WebSocketConnection | undefined => {
    const connection = current();
    return connection instanceof WebSocketConnection && connection.state === 'open' ? connection : undefined;
  };
  const send = (): void => {
    socket()?.send(message.value);
    say('sent', socket() ? message.value : 'not connected');
  };
  const burst = async (): Promise<void> => {
    const to = socket();
    if (to === undefined) return say('sent', 'not connected');
    const start = performance.now();
    for (let at = 0; at < BURST; at++) to.send(message.value);
    const given = performance.now() - start;
    const most = to.buffered;
    while (to.buffered > 0 && to.state === 'open') await new Promise((resolve) => setTimeout(resolve, 1));
    const took = performance.now() - start;
    say('sent', `${count(BURST)} messages: taken in ${milliseconds(given)}, passed on in ${milliseconds(took)}, ${bytes(most)} waited at most`);
  };
  return h('div', { className: 'row' }, field('Message', message, true),
    h('button', { type: 'button', onclick: send }, 'Send'),
    h('button', { type: 'button', onclick: () => void burst() }, `Burst of ${count(BURST)}`));
}
