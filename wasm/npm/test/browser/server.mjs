// A server on the loopback interface for tests: files with headers, faults and a rate; streams to
// replay as `midflight serve` does.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { WebSocketServer } from 'ws';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/** What `midflight serve` sends with a site. */
export const SITE_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy':
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self' https: wss: http://127.0.0.1:* ws://127.0.0.1:* http://localhost:* ws://localhost:*; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
};

/**
 * Starts it on a free port.
 *
 * @param folders address prefixes with the folders they stand for, the longest first
 * @param streams the folder of the streams to replay
 * @param headers sent with every file
 */
export async function serve({ folders = {}, files = {}, streams, headers = {} }) {
  const site = { folders, files, streams, headers, log: [], counts: new Map(), sent: 0 };
  const server = createServer((request, response) => {
    answer(site, request, response).catch(() => response.destroy());
  });
  replayOverWebSocket(site, server);
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    files,
    folders,
    log: site.log,
    get sent() {
      return site.sent;
    },
    close: () => new Promise((done) => (server.closeAllConnections(), server.close(done))),
  };
}

async function answer(site, request, response) {
  const url = new URL(request.url, 'http://localhost');
  site.log.push({ method: request.method, path: url.pathname, headers: request.headers });
  const [, kind, name] = url.pathname.split('/');
  if (site.streams && (kind === 'sse' || kind === 'stream')) return replay(site, request, response, kind, name, url);
  if (site.streams && url.pathname === '/streams') return end(response, 200, 'application/json', JSON.stringify(list(site)));
  const file = find(site, url.pathname);
  if (file === undefined) return end(response, 404, 'text/html; charset=utf-8', '<!doctype html><title>No such page</title>');
  return send(site, file, url.searchParams, request, response);
}

function end(response, status, type, body) {
  response.writeHead(status, { 'Content-Type': type }).end(body);
}

function find({ folders, files }, path) {
  if (path in files) return { bytes: Buffer.from(files[path]), type: TYPES[extname(path)] };
  for (const [prefix, folder] of Object.entries(folders)) {
    if (!path.startsWith(prefix)) continue;
    const full = resolve(join(folder, decodeURIComponent(path.slice(prefix.length)) || 'index.html'));
    if (!full.startsWith(resolve(folder) + sep) || !existsSync(full) || !statSync(full).isFile()) continue;
    return { path: full, type: TYPES[extname(full)] };
  }
  return undefined;
}

/** `?type=`, `?status=`, `?first=503,429` by request, `?cut=bytes`, `?kbps=`, `?encoding=br|gzip`, `?retry-after=` */
async function send(site, file, ask, request, response) {
  const key = request.url;
  const times = (site.counts.get(key) ?? 0) + 1;
  site.counts.set(key, times);
  const first = ask.get('first')?.split(',')[times - 1];
  const status = Number(first ?? ask.get('status') ?? 200);
  if (first === 'reset') return response.destroy();
  const { encoded, encoding } = content(file, ask.get('encoding'), request.headers['accept-encoding'] ?? '');
  const headers = {
    ...site.headers,
    'Content-Type': ask.get('type') ?? file.type ?? 'application/octet-stream',
    'Cache-Control': 'no-store',
    'Content-Length': encoded.length,
    ...(ask.get('kbps') && { 'Server-Timing': `rate;desc="${ask.get('kbps')} kbit/s"` }),
    ...(encoding && { 'Content-Encoding': encoding }),
    ...(ask.get('retry-after') && { 'Retry-After': ask.get('retry-after') }),
    ...(ask.get('cors') && { 'Access-Control-Allow-Origin': '*' }),
  };
  response.writeHead(status, headers);
  if (request.method === 'HEAD') return response.end();
  await pour(response, encoded, Number(ask.get('kbps') ?? 0), Number(ask.get('cut') ?? Infinity));
}

/** The file; what is compressed beside it is sent in its place. */
function content(file, wanted, accepted) {
  if (!wanted && /\bbr\b/.test(accepted) && file.path !== undefined && existsSync(`${file.path}.br`)) {
    return { encoded: readFileSync(`${file.path}.br`), encoding: 'br' };
  }
  return { encoded: encode(file.bytes ?? readFileSync(file.path), wanted), encoding: wanted };
}

function encode(bytes, encoding) {
  if (encoding === 'br') return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
  return encoding === 'gzip' ? gzipSync(bytes) : bytes;
}

/** Sends at a rate, in pieces a hundredth of a second apart; breaks off after `cut` bytes. */
async function pour(response, bytes, kbps, cut) {
  if (kbps === 0 && cut === Infinity) return response.end(bytes);
  const start = performance.now();
  for (let at = 0; at < Math.min(cut, bytes.length); ) {
    const due = kbps === 0 ? bytes.length : Math.ceil(((performance.now() - start + 10) * kbps) / 8);
    const to = Math.min(bytes.length, cut, Math.max(due, at));
    if (to > at && !response.write(bytes.subarray(at, to))) await new Promise((done) => response.once('drain', done));
    at = to;
    if (kbps !== 0) await sleep(10);
    if (response.destroyed) return;
  }
  if (cut < bytes.length) setTimeout(() => response.destroy(), 20);
  else response.end();
}

function list(site) {
  const files = readdirSync(site.streams, { withFileTypes: true }).filter((entry) => entry.isFile() && /\.(sse|ndjson|txt)$/.test(entry.name));
  const described = files.map(({ name }) => {
    const stem = name.replace(/\.\w+$/, '');
    return { name: stem, wire: stem, bytes: statSync(join(site.streams, name)).size, recorded_pace: false };
  });
  return { streams: described };
}

/** A recording in the pieces that a server sends: events, lines, words. */
function pieces(site, name) {
  if (name === 'large') return large();
  const file = ['.sse', '.ndjson', '.txt', ''].map((end) => join(site.streams, name + end)).find((path) => existsSync(path));
  if (file === undefined || !/^[\w.-]+$/.test(name)) return undefined;
  const text = readFileSync(file, 'utf8');
  const [framing, split] = file.endsWith('.sse')
    ? ['sse', /(?<=\n\n)/]
    : file.endsWith('.ndjson')
      ? ['ndjson', /(?<=\n)/]
      : ['text', /(?<=\s)(?=\S)/];
  return { framing, pieces: text.split(split).filter((piece) => piece !== '') };
}

/** 40 MB of events. */
function large() {
  const delta = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'plain words '.repeat(30) } };
  return { framing: 'sse', pieces: Array(100_000).fill(`event: content_block_delta\ndata: ${JSON.stringify(delta)}\n\n`) };
}

const STREAM_TYPES = { sse: 'text/event-stream', ndjson: 'application/x-ndjson', text: 'text/plain; charset=utf-8' };

/**
 * As `midflight serve`: `?tokens_per_second=`, `?cut=BYTES`, `?status=`; ids and `Last-Event-ID` under `/sse/`.
 * `?pieces=` ends an answer in good order behind so many, `?deaf` heeds no id, `?then=reset` breaks off behind the end.
 */
async function replay(site, request, response, kind, name, url) {
  const recording = pieces(site, name);
  if (recording === undefined) return end(response, 404, 'text/plain', `no stream named ${name}\n`);
  const status = Number(url.searchParams.get('status') ?? 200);
  if (status !== 200) return end(response, status, 'application/json', '{"error":{"type":"requested_fault"}}');
  const events = kind === 'sse';
  const from = events && !url.searchParams.has('deaf') ? Number(request.headers['last-event-id'] ?? 0) : 0;
  if (from > 0 && from >= recording.pieces.length) return response.writeHead(204).end();
  const type = events ? 'text/event-stream' : STREAM_TYPES[recording.framing];
  response.writeHead(200, { ...site.headers, 'Content-Type': type, 'Cache-Control': 'no-store' });
  response.socket.setNoDelay(true);
  const pace = Number(url.searchParams.get('tokens_per_second') ?? 0);
  let left = Number(url.searchParams.get('cut') ?? Infinity);
  const to = Math.min(recording.pieces.length, from + Number(url.searchParams.get('pieces') ?? Infinity));
  for (let at = from; at < to; at++) {
    const piece = Buffer.from(events ? asEvent(recording.pieces[at], at + 1, recording.framing) : recording.pieces[at]);
    site.sent += piece.length;
    if (!response.write(piece.subarray(0, left))) {
      await new Promise((done) => response.once('drain', done).once('close', done));
    }
    left -= piece.length;
    // What was sent must have arrived: a reset overtakes it.
    if (left <= 0) return void setTimeout(() => response.destroy(), 50);
    if (pace > 0) await sleep(1000 / pace);
    if (response.destroyed) return;
  }
  if (url.searchParams.get('then') === 'reset') setTimeout(() => response.destroy(), 50);
  else response.end();
}

function asEvent(piece, id, framing) {
  if (framing === 'sse') return `id: ${id}\n${piece}`;
  return `id: ${id}\n${piece.replace(/\n$/, '').split('\n').map((line) => `data: ${line}\n`).join('')}\n`;
}

/** `/ws/NAME` replays each event's data, line or word as a message; `/ws/echo` sends back what comes. */
function replayOverWebSocket(site, server) {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url, 'http://localhost');
    const [, kind, name] = url.pathname.split('/');
    if (kind !== 'ws') return socket.destroy();
    site.log.push({ method: 'GET', path: url.pathname, headers: request.headers });
    sockets.handleUpgrade(request, socket, head, (ws) => {
      socket.setNoDelay(true);
      if (name === 'echo') ws.on('message', (data, binary) => ws.send(data, { binary }));
      else void tellAll(ws, site, name, url.searchParams);
    });
  });
}

async function tellAll(ws, site, name, ask) {
  const recording = pieces(site, name);
  if (recording === undefined) return ws.close(4404, 'no such stream');
  const pace = Number(ask.get('tokens_per_second') ?? 0);
  let left = Number(ask.get('cut') ?? Infinity);
  for (const piece of recording.pieces.slice(0, ask.get('pieces') ?? undefined)) {
    const message = recording.framing === 'sse' ? data(piece) : piece;
    left -= message.length;
    if (left <= 0) return void setTimeout(() => ws.terminate(), 50);
    ws.send(message);
    if (pace > 0) await sleep(1000 / pace);
    if (ws.readyState !== ws.OPEN) return;
  }
  ws.close(Number(ask.get('close') ?? 1000));
}

function data(event) {
  const lines = event.split('\n').filter((line) => line.startsWith('data:'));
  return lines.map((line) => line.slice(5).replace(/^ /, '')).join('\n');
}
