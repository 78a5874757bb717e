import { panel } from './panel.js';

/** The tab SSE. */
export function fill(into: HTMLElement): Promise<void> {
  return panel(into, {
    transport: 'sse',
    lead: 'Server-sent events over fetch. A break drops the event that was not whole; the next connection sends Last-Event-ID and goes on behind the last one that was.',
  });
}
