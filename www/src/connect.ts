import type { Engine } from 'midflight';
import { HttpConnection, SseConnection, WebSocketConnection, type ConnectOptions } from 'midflight/transport';

export type Transport = 'sse' | 'websocket' | 'http';

/** What is connected to. */
export interface Target {
  transport: Transport;
  url: string;
  wire: string;
  /** A body to POST. */
  body?: string;
  /** Sent as a bearer token; kept nowhere. */
  key?: string;
}

export type AnyConnection = SseConnection | WebSocketConnection | HttpConnection;

/** A connection that is not started yet. */
export function connect(engine: Engine, target: Target, options: Partial<ConnectOptions> = {}): AnyConnection {
  const { transport, url, wire } = target;
  const all = { engine, wire, deltas: true, timings: true, ...options };
  if (transport === 'websocket') {
    // The replay begins anew; what is here already is passed over.
    return new WebSocketConnection(url, { ...all, resume: (received) => ({ url, skip: received }) });
  }
  const request = asked(target);
  return transport === 'sse' ? new SseConnection(url, { ...all, ...request }) : new HttpConnection(url, { ...all, ...request });
}

function asked({ body, key }: Target): { method?: string; headers?: Record<string, string>; body?: string } {
  const headers: Record<string, string> = {};
  if (key) headers['Authorization'] = `Bearer ${key}`;
  if (!body) return { headers };
  return { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body };
}

const PATHS: Record<Transport, string> = { sse: 'sse', websocket: 'ws', http: 'stream' };

/** Where the server replays a stream. */
export function shippedUrl(transport: Transport, name: string, pace: string): string {
  return `/${PATHS[transport]}/${name}${pace === '' ? '' : `?tokens_per_second=${pace}`}`;
}

/** How fast a stream may be replayed. */
export const PACES: readonly (readonly [string, string])[] = [
  ['40', '40 tokens a second'],
  ['15', '15 tokens a second'],
  ['150', '150 tokens a second'],
  ['', 'as fast as it goes'],
];
