import type { Engine } from 'midflight';
import { card, h } from '../dom.js';
import { GraphCard } from '../graph/card.js';
import { pieces } from '../shared.js';
import { Cards } from './cards.js';
import { form } from './form.js';
import { legend } from './legend.js';
import { Masked } from './masked.js';
import { Pane } from './pane.js';
import { Player } from './player.js';
import { Pulse } from './pulse.js';
import type { Views } from './run.js';
import { Stages } from './stages.js';

/** The tab Live: one stream, from its bytes to its graph. */
export async function fill(panel: HTMLElement): Promise<void> {
  const [engine, streams] = await Promise.all([pieces.get('engine'), pieces.get('streams')]);
  const views = show(engine);
  const stages = new Stages();
  const player = new Player(engine, views, stages);
  const controls = form(streams, engine.wires, player);
  player.onChange = (running) => controls.running(running);
  panel.append(h('div', { className: 'stack live' }, controls.element, player.status, ...laidOut(views, stages)));
}

/** What shows a stream; a place of the graph leads to the text. */
function show(engine: Engine): Views {
  const text = new Pane('The answer appears here, with its entities marked as they are found.');
  const reasoning = new Pane('What the model thinks before it answers.', 'short');
  const tools = new Pane('Tools that the model calls, with their arguments.', 'short code');
  const panes: Record<string, Pane> = { reasoning, tool: tools };
  const graph = new GraphCard((place) => (panes[place.channel] ?? text).show(place));
  return { text, reasoning, tools, graph, masked: new Masked(engine), cards: new Cards(), pulse: new Pulse() };
}

function laidOut({ text, reasoning, tools, masked, graph, cards, pulse }: Views, stages: Stages): HTMLElement[] {
  const answer = card('Answer', undefined, text.element, h('div', { className: 'body' }, legend()));
  const trio = [
    card('Masked', 'personal data and secrets', masked.element),
    card('Reasoning', undefined, reasoning.element),
    card('Tool calls', undefined, tools.element),
  ];
  const figures = [
    card('Inter-token latency', 'last 30 seconds', pulse.element),
    card('Each stage of the engine', 'HDR histograms of the time a unit takes', stages.element),
  ];
  return [
    cards.element,
    h('div', { className: 'stage' }, answer, graph.element),
    h('div', { className: 'trio' }, ...trio),
    h('div', { className: 'split' }, ...figures),
  ];
}
