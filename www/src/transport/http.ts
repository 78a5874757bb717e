import { panel } from './panel.js';

/** The tab HTTP streaming. */
export function fill(into: HTMLElement): Promise<void> {
  return panel(into, {
    transport: 'http',
    lead: 'The body of an answer as it comes, in the provider’s own framing. A body can’t be resumed: after a break the stream ends with what was whole.',
  });
}
