import { h } from '../dom.js';
import { number } from '../format.js';
import { Model } from '../graph/model.js';
import { View } from '../graph/view.js';
import { pieces } from '../shared.js';
import type { Outcome } from './cases.js';
import { Meter } from './meter.js';
import type { Scale } from './run.js';

const NODES = 430;
const KINDS = ['person', 'organization', 'location', 'date', 'money', 'product', 'url'];

/** Draws a graph of hundreds of nodes on this page while it finds its form, and times what each frame takes. */
export async function frames(panel: HTMLElement, { messages }: Scale): Promise<Outcome> {
  const canvas = h('canvas', { className: 'trial', 'aria-hidden': 'true' });
  panel.append(canvas);
  try {
    const model = grown();
    const view = new View(canvas, model);
    view.follow();
    const engine = await pieces.get('engine');
    const [work, gaps] = [new Meter(engine), new Meter(engine)];
    const count = Math.max(30, messages / 40);
    let last = await frame();
    for (let at = 0; at < count; at++) {
      // It cools down as it finds its form; at its warmest it costs the most.
      if (at % 60 === 0) view.heat();
      // Half of them from near, where relations are named too.
      if (at % 120 === 60) view.camera.zoom(0.8 / view.camera.scale);
      if (at % 120 === 0) view.camera.moved = false;
      work.batch(1, () => view.step());
      const now = await frame();
      gaps.took(now - last);
      last = now;
    }
    const gap = gaps.figures();
    const checked = `${model.nodes.length} nodes and ${model.edges.length} edges; the browser showed a frame each ${number(gap.p50 / 1e6)} ms (p95 ${number(gap.p95 / 1e6)} ms)`;
    return { id: 'frames', figures: work.figures(), batch: 1, checked };
  } finally {
    canvas.remove();
  }
}

function frame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
}

/** A graph with a few hubs and many that are said once, as those of long answers are. */
function grown(): Model {
  const model = new Model();
  for (let id = 0; id < NODES; id++) {
    const kind = KINDS[id % KINDS.length]!;
    model.entity({ type: 'entity', id, name: `Entity number ${id}`, kind, aliases: [] });
    const said = Math.ceil(12 / (id + 1));
    for (let at = 0; at < said; at++) model.mention({ type: 'mention', channel: 'text', choice: 0, start: 0, end: 1, kind, text: `Entity number ${id}`, entity: id, confidence: 1 });
    const [near, hub] = [Math.floor(id / 3), id % 7];
    for (const to of id % 2 ? [near] : [near, hub]) {
      if (to !== id) model.relation({ type: 'relation', channel: 'text', choice: 0, subject: { text: '', entity: id }, predicate: 'knows', normalized: 'know', object: { text: '', entity: to }, confidence: 1, start: 0, end: 1 });
    }
  }
  return model;
}
