import type { Insight } from 'midflight';
import { SseConnection } from 'midflight/transport';
import { connect, PACES, shippedUrl, type AnyConnection, type Transport } from '../connect.js';
import { card, field, h, select } from '../dom.js';
import { pieces } from '../shared.js';
import { Counters } from './counters.js';
import { Log } from './log.js';

/** What differs from transport to transport. */
interface Way {
  transport: Transport;
  lead: string;
  extra?: (current: () => AnyConnection | undefined, say: (kind: string, text: string) => void) => HTMLElement;
}

/** A panel to connect, slow down, break and disconnect, with counters and a log. */
export async function panel(into: HTMLElement, way: Way): Promise<void> {
  const [engine, streams] = await Promise.all([pieces.get('engine'), pieces.get('streams')]);
  let connection: AnyConnection | undefined;
  const stream = select(streams.map(({ name }) => [name, name] as const), streams.find(({ name }) => name === 'anthropic')?.name);
  const pace = select(PACES, '40');
  const slow = h('input', { type: 'range', min: '0', max: '200', step: '10', value: '0', 'aria-label': 'Milliseconds that the consumer takes for each insight' });
  const slowness = h('span', { className: 'note' }, '0 ms an insight');
  slow.addEventListener('input', () => (slowness.textContent = `${slow.value} ms an insight`));
  const log = new Log(`Log of the ${way.transport} connection`);
  const counters = new Counters();

  const begin = h('button', { type: 'button', className: 'primary', onclick: () => void run() }, 'Connect');
  const cut = h('button', { type: 'button', disabled: true, onclick: () => connection?.interrupt() }, 'Break the connection');
  const end = h('button', { type: 'button', disabled: true, onclick: () => connection?.close() }, 'Disconnect');
  const busy = (yes: boolean): void => {
    begin.disabled = yes;
    cut.disabled = end.disabled = !yes;
  };

  async function run(): Promise<void> {
    const wire = streams.find(({ name }) => name === stream.value)?.wire ?? 'auto';
    connection = connect(engine, { transport: way.transport, url: shippedUrl(way.transport, stream.value, pace.value), wire }, { highWater: 64, retry: { base: 300, cap: 2000 } });
    listen(connection, log);
    busy(true);
    const refresh = setInterval(() => counters.show(connection!), 100);
    try {
      for await (const insight of connection) {
        told(insight, log);
        const wait = Number(slow.value);
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      }
    } catch {
      // The event `error` has told it.
    }
    clearInterval(refresh);
    counters.show(connection);
    busy(false);
  }

  const controls = h('div', { className: 'row' }, field('Stream', stream), field('Pace', pace), begin, cut, end);
  const consumer = h('div', { className: 'row' }, field('Slow consumer', slow, true), slowness);
  const extra = way.extra?.(() => connection, (kind, text) => log.add(kind, text));
  into.append(
    h('div', { className: 'stack' }, h('p', { className: 'lead' }, way.lead), controls, consumer, ...(extra ? [extra] : []), counters.element,
      card('What happens', undefined, log.element)),
  );
}

/** The connection's life. */
function listen(connection: AnyConnection, log: Log): void {
  connection.addEventListener('connecting', ({ detail }) => {
    const id = connection instanceof SseConnection && connection.lastEventId !== '' ? `, Last-Event-ID: ${connection.lastEventId}` : '';
    log.add('connecting', `attempt ${detail.attempt}${id}`);
  });
  connection.addEventListener('open', () => {
    const { reconnects, messages } = connection.traffic;
    if (reconnects > 0) log.add('resumed', `behind message ${messages}`);
    else log.add('open', 'connected');
  });
  connection.addEventListener('retry', ({ detail }) => log.add('retry', `${detail.error.message}; again in ${Math.round(detail.wait)} ms`));
  connection.addEventListener('error', ({ detail }) => log.add('error', `${detail.code}: ${detail.message}`));
  connection.addEventListener('close', () => log.add('close', 'closed'));
}

function told(insight: Insight, log: Log): void {
  if (insight.type === 'mention') log.add('mention', `${insight.kind} “${insight.text}”`);
  else if (insight.type === 'relation') log.add('relation', `${insight.subject.text} → ${insight.normalized} → ${insight.object.text}`);
  else if (insight.type === 'end') log.add('end', insight.ending);
  else if (insight.type === 'diagnostic') log.add('error', insight.message);
}
