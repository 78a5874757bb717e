import type { Engine } from 'midflight';
import { connect, PACES, shippedUrl, type AnyConnection, type Transport } from '../connect.js';
import { card, field, h, select } from '../dom.js';
import { pieces, type Shipped } from '../shared.js';
import { Counters } from './counters.js';
import { Log } from './log.js';
import { listen, told } from './tell.js';

/** What differs from transport to transport. */
interface Way {
  transport: Transport;
  lead: string;
  extra?: (current: () => AnyConnection | undefined, say: (kind: string, text: string) => void) => HTMLElement;
}

/** A panel to connect, slow down, break and disconnect, with counters and a log. */
export async function panel(into: HTMLElement, way: Way): Promise<void> {
  const [engine, streams] = await Promise.all([pieces.get('engine'), pieces.get('streams')]);
  const shown = streams.filter(({ wire }) => way.transport === 'http' || wire !== 'bedrock');
  into.append(new Panel(engine, shown, way).element);
}

class Panel {
  readonly element: HTMLElement;
  private connection: AnyConnection | undefined;
  private readonly stream: HTMLSelectElement;
  private readonly pace = select(PACES, '40');
  private readonly slow = h('input', { type: 'range', min: '0', max: '200', step: '10', value: '0' });
  private readonly begin = h('button', { type: 'button', className: 'primary', onclick: () => void this.run() }, 'Connect');
  private readonly cut = h('button', { type: 'button', disabled: true, onclick: () => this.connection?.interrupt() }, 'Break the connection');
  private readonly end = h('button', { type: 'button', disabled: true, onclick: () => this.connection?.close() }, 'Disconnect');
  private readonly counters: Counters;
  private readonly log: Log;

  constructor(
    private readonly engine: Engine,
    private readonly streams: readonly Shipped[],
    private readonly way: Way,
  ) {
    this.stream = select(streams.map(({ name }) => [name, name] as const), streams.find(({ name }) => name === 'anthropic')?.name);
    this.counters = new Counters(way.transport);
    this.log = new Log(`Log of the ${way.transport} connection`);
    const extra = way.extra?.(() => this.connection, (kind, text) => this.log.add(kind, text));
    const controls = h('div', { className: 'row' }, field('Stream', this.stream), field('Pace', this.pace), this.begin, this.cut, this.end);
    const happens = card('What happens', undefined, this.log.element);
    this.element = h('div', { className: 'stack' }, h('p', { className: 'lead' }, way.lead), controls, this.slowness(), extra, this.counters.element, happens);
  }

  private slowness(): HTMLElement {
    const text = h('span', { className: 'note' }, '0 ms an insight');
    this.slow.addEventListener('input', () => (text.textContent = `${this.slow.value} ms an insight`));
    return h('div', { className: 'row slow' }, field('Slow consumer', this.slow, true), text);
  }

  /** One connection, from its start to its end. */
  private async run(): Promise<void> {
    const connection = this.connect();
    this.connection = connection;
    listen(connection, this.log);
    this.busy(true);
    const refresh = setInterval(() => this.counters.show(connection), 100);
    // The event `error` tells why it failed.
    await this.consume(connection).catch(() => {});
    clearInterval(refresh);
    this.counters.show(connection);
    this.busy(false);
  }

  private connect(): AnyConnection {
    const { transport } = this.way;
    const name = this.stream.value;
    const wire = this.streams.find((stream) => stream.name === name)?.wire ?? 'auto';
    const target = { transport, wire, replay: true, url: shippedUrl(transport, name, this.pace.value) };
    return connect(this.engine, target, { highWater: 64, retry: { base: 300, cap: 2000 } });
  }

  /** Takes what comes, as slowly as is asked for. */
  private async consume(connection: AnyConnection): Promise<void> {
    for await (const insight of connection) {
      told(insight, this.log);
      const wait = Number(this.slow.value);
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  private busy(yes: boolean): void {
    this.begin.disabled = yes;
    this.cut.disabled = this.end.disabled = !yes;
  }
}
