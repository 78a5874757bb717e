import type { Engine } from 'midflight';
import { HttpConnection, SseConnection, WebSocketConnection, type ConnectOptions } from 'midflight/transport';

export type Transport = 'sse' | 'websocket' | 'http';

/** What is connected to. */
export interface Target {
  transport: Transport;
  url: string;
  wire: string;
  /** Whether a new connection begins the same stream anew, as the server's own replays do. */
  replay?: boolean;
  /** A body to POST, or the first message over a WebSocket. */
  body?: string;
  /** Sent as the provider wants it; kept nowhere. */
  key?: string;
}

export type AnyConnection = SseConnection | WebSocketConnection | HttpConnection;

/** A connection that is not started yet. */
export function connect(engine: Engine, target: Target, options: Partial<ConnectOptions> = {}): AnyConnection {
  const { transport, url, wire } = target;
  const all = { engine, wire, deltas: true, timings: true, ...options };
  if (transport === 'websocket') return socket(target, all);
  const request = asked(target);
  return transport === 'sse' ? new SseConnection(url, { ...all, ...request }) : new HttpConnection(url, { ...all, ...request });
}

function socket({ url, replay, body }: Target, all: ConnectOptions): WebSocketConnection {
  // A replay begins anew; what is here already is passed over.
  const resume = replay ? { resume: (received: number) => ({ url, skip: received }) } : {};
  const connection = new WebSocketConnection(url, { ...all, ...resume });
  if (body) connection.send(body);
  return connection;
}

function asked({ url, wire, body, key }: Target): { method?: string; headers?: Record<string, string>; body?: string } {
  const headers = key ? keyed(key, new URL(url, location.href).hostname, wire) : {};
  if (!body) return { headers };
  return { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body };
}

/** The headers in which a provider wants its key. */
function keyed(key: string, host: string, wire: string): Record<string, string> {
  const anthropic = { 'x-api-key': key, 'anthropic-version': '2023-06-01' };
  // Without the last one Anthropic refuses pages.
  if (host === 'api.anthropic.com') return { ...anthropic, 'anthropic-dangerous-direct-browser-access': 'true' };
  if (wire === 'anthropic') return anthropic;
  const google = host.endsWith('.googleapis.com') || wire.startsWith('gemini');
  return google ? { 'x-goog-api-key': key } : { Authorization: `Bearer ${key}` };
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
