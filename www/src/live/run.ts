import type { DiagnosticInsight, EndInsight, Engine, ErrorInsight, Insight, MentionInsight } from 'midflight';
import { TransportError } from 'midflight/transport';
import { connect, type AnyConnection, type Target } from '../connect.js';
import { counted } from '../format.js';
import { Pause } from '../pause.js';
import type { GraphCard } from '../graph/card.js';
import type { Cards } from './cards.js';
import type { Masked } from './masked.js';
import type { Pane } from './pane.js';
import type { Pulse } from './pulse.js';

/** What shows a stream. */
export interface Views {
  text: Pane;
  reasoning: Pane;
  tools: Pane;
  masked: Masked;
  graph: GraphCard;
  cards: Cards;
  pulse: Pulse;
}

/** How a stream ended, where its provider says so or says nothing. */
const ENDINGS: Record<EndInsight['ending'], string> = {
  complete: 'The stream ended',
  cut: 'The stream broke off before its end',
  failed: 'The provider broke off',
  blocked: 'The provider stopped the answer for safety',
};

/** One stream on its way into the page. */
export class Run {
  readonly connection: AnyConnection;
  running = true;
  private errors = 0;
  private stopped = false;
  /** Whether another one has taken its place in the page. */
  private replaced = false;
  private ending: EndInsight['ending'] = 'complete';
  /** What the provider says went wrong. */
  private fault = '';
  private readonly refresh: ReturnType<typeof setInterval>;

  constructor(
    engine: Engine,
    private readonly target: Target,
    private readonly views: Views,
    private readonly say: (message: string, bad?: boolean) => void,
  ) {
    this.connection = connect(engine, target);
    this.connection.addEventListener('connecting', () => this.say(`Connecting to ${target.url}…`));
    this.connection.addEventListener('open', () => this.say('Reading the stream.'));
    this.connection.addEventListener('retry', ({ detail }) => {
      this.errors++;
      this.say(`${detail.error.message}; trying again in ${Math.round(detail.wait)} ms. ${this.hint(detail.error)}`, true);
    });
    // By when they come, not by when the page has drawn those before.
    this.connection.addEventListener('insights', ({ detail }) => {
      if (this.replaced) return;
      const tokens = detail.filter((insight) => 'text' in insight && !('kind' in insight)).length;
      if (tokens > 0) views.pulse.tokens(tokens, performance.now());
    });
    this.refresh = setInterval(() => this.show(), 200);
  }

  /** Reads to the end. */
  async start(): Promise<void> {
    const pause = new Pause();
    try {
      for await (const insight of this.connection) {
        if (this.replaced) return;
        this.take(insight);
        if (pause.due()) await pause.taken();
      }
      this.end(this.summary(), this.ending === 'cut' || this.ending === 'failed');
    } catch (error) {
      this.errors++;
      const message = error instanceof Error ? error.message : String(error);
      this.end(`${message.replace(/\.$/, '')}. ${this.hint(error)}`, true);
    } finally {
      pause.end();
    }
  }

  stop(): void {
    this.stopped = true;
    this.connection.close();
  }

  /** Leaves the page to another one. */
  replace(): void {
    this.replaced = true;
    clearInterval(this.refresh);
    this.stop();
  }

  private end(message: string, bad = false): void {
    clearInterval(this.refresh);
    this.running = false;
    if (this.replaced) return;
    this.views.masked.finish();
    this.show();
    this.say(message, bad);
  }

  private summary(): string {
    const { entities, triples } = this.views.graph;
    const why = this.fault === '' ? '' : ` (${this.fault})`;
    return `${this.stopped ? 'Stopped' : ENDINGS[this.ending] + why}: ${counted(entities, 'entity', 'entities')} and ${counted(triples, 'triple', 'triples')} found.`;
  }

  /** What may be wrong: the key, or that a page may not reach what a program can. Browsers tell a page no more than that it failed. */
  private hint(error: unknown): string {
    if (!(error instanceof TransportError)) return '';
    if (error.status === 401 || error.status === 403) return 'The server refuses the key.';
    if (error.code !== 'network') return '';
    const { host } = new URL(this.target.url, location.href);
    if (host === location.host || this.connection.traffic.messages > 0) return '';
    return 'A page reaches other servers over TLS or on this machine, and reads only what they allow it to (CORS).';
  }

  private take(insight: Insight): void {
    const { views } = this;
    if (insight.type === 'text' || insight.type === 'refusal') this.said(insight.type, insight.choice, insight.text);
    else if (insight.type === 'reasoning') views.reasoning.write('reasoning', insight.choice, undefined, insight.text);
    else if (insight.type === 'tool_call') views.tools.heading(insight.name);
    else if (insight.type === 'tool_arguments') views.tools.write('tool', insight.choice, insight.call, insight.text);
    else if (insight.type === 'mention') this.mention(insight);
    else if (insight.type === 'entity') views.graph.entity(insight);
    else if (insight.type === 'relation') views.graph.relation(insight);
    else if (insight.type === 'end') this.ending = insight.ending;
    else if (insight.type === 'error' || insight.type === 'diagnostic') this.wrong(insight);
  }

  private wrong({ type, message }: ErrorInsight | DiagnosticInsight): void {
    this.errors++;
    if (type === 'error') this.fault ||= message;
  }

  private said(channel: string, choice: number, text: string): void {
    this.views.text.write(channel, choice, undefined, text);
    this.views.masked.write(`${channel} ${choice}`, text);
  }

  private mention(mention: MentionInsight): void {
    const { text, reasoning, tools, graph } = this.views;
    (mention.channel === 'reasoning' ? reasoning : mention.channel === 'tool' ? tools : text).mark(mention);
    graph.mention(mention);
  }

  private show(): void {
    const { tokens, timeToFirstToken, interTokenLatency, tokensPerSecond } = this.connection.pace();
    const { entities, triples } = this.views.graph;
    this.views.cards.show({
      firstToken: timeToFirstToken,
      interToken: interTokenLatency,
      rate: tokensPerSecond,
      tokens,
      entities,
      triples,
      errors: this.errors,
      reconnects: this.connection.traffic.reconnects,
    });
    this.views.pulse.draw();
  }
}
