import { card, h } from '../dom.js';
import { pieces } from '../shared.js';
import type { Target } from '../connect.js';
import { Cards } from './cards.js';
import { form } from './form.js';
import { GraphCard } from '../graph/card.js';
import { legend } from './legend.js';
import { Masked } from './masked.js';
import { Pane } from './pane.js';
import { Pulse } from './pulse.js';
import { Run } from './run.js';
import { stageTable } from './stages.js';

/** The tab Live: one stream, from its bytes to its graph. */
export async function fill(panel: HTMLElement): Promise<void> {
  const [engine, streams] = await Promise.all([pieces.get('engine'), pieces.get('streams')]);
  const text = new Pane('The answer appears here, with its entities marked as they are found.');
  const reasoning = new Pane('What the model thinks before it answers.', 'short');
  const tools = new Pane('Tools that the model calls, with their arguments.', 'short code');
  const masked = new Masked(engine);
  const graph = new GraphCard((place) => (place.channel === 'reasoning' ? reasoning : place.channel === 'tool' ? tools : text).show(place));
  const cards = new Cards();
  const pulse = new Pulse();
  const stages = h('div', { className: 'scroll' });
  const status = h('p', { className: 'status', role: 'status' }, 'Choose a stream and press Start.');
  const views = { text, reasoning, tools, masked, graph, cards, pulse };

  let run: Run | undefined;
  const controls = form(streams, engine.wires, {
    start(target: Target) {
      run?.stop();
      for (const view of Object.values(views)) view.clear();
      engine.graph.clear();
      run = new Run(engine, target, views, (message, bad) => {
        status.textContent = message;
        status.classList.toggle('bad', bad === true);
        controls.running(run?.running === true);
        if (run && !run.running) stages.replaceChildren(stageTable(run.connection.stages()));
      });
      void run.start();
    },
    stop: () => run?.stop(),
  });
  setInterval(() => run?.running && stages.replaceChildren(stageTable(run.connection.stages())), 500);
  stages.replaceChildren(stageTable({}));

  const answer = card('Answer', undefined, text.element, h('div', { className: 'body' }, legend()));
  panel.append(
    h('div', { className: 'stack' }, controls.element, status, cards.element,
      h('div', { className: 'stage' }, answer, graph.element),
      h('div', { className: 'trio' },
        card('Masked', 'personal data and secrets', masked.element),
        card('Reasoning', undefined, reasoning.element),
        card('Tool calls', undefined, tools.element)),
      h('div', { className: 'split' },
        card('Inter-token latency', 'last 30 seconds', pulse.element),
        card('Each stage of the engine', 'HDR histograms, a unit', stages))),
  );
}
