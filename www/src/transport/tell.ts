import type { Ending, Insight } from 'midflight';
import { SseConnection } from 'midflight/transport';
import type { AnyConnection } from '../connect.js';
import type { Log } from './log.js';

/** How a stream ended, or was left. */
const ENDINGS: Record<Ending, string> = {
  complete: 'complete',
  cut: 'not complete',
  failed: 'broken off by its provider',
  blocked: 'blocked by its provider',
};

/** Tells a connection's life. */
export function listen(connection: AnyConnection, log: Log): void {
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
  connection.addEventListener('close', ({ detail }) => log.add('close', `closed, the stream is ${ENDINGS[detail.ending]}`));
}

/** Tells what was found. */
export function told(insight: Insight, log: Log): void {
  if (insight.type === 'mention') log.add('mention', `${insight.kind} “${insight.text}”`);
  else if (insight.type === 'relation') log.add('relation', `${insight.subject.text} → ${insight.normalized} → ${insight.object.text}`);
  else if (insight.type === 'end') log.add('end', insight.ending);
  else if (insight.type === 'diagnostic' || insight.type === 'error') log.add('error', insight.message);
}
