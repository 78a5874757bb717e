// WebSockets with independent peers: `node websocket.mjs BINARY ROOT [PYTHON]`.
//
// `ws` (npm) and, where PYTHON has it, `websockets` (PyPI) as servers of `midflight watch`, and as clients of
// `midflight serve`; each directly and through `midflight proxy`.
import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { start } from './processes.mjs';

const [binary, root, python] = process.argv.slice(2);
const here = join(dirname(fileURLToPath(import.meta.url)), 'peers');
const PEERS = { ws: [process.execPath, join(here, 'ws.mjs')] };
if (python) PEERS.websockets = [python, join(here, 'websockets_peer.py')];

/** What `midflight watch` makes of a server: the status it leaves with, and what it says where that is 1. */
const WATCHED = {
  whole: [0],
  fragmented: [0],
  away: [0],
  invalid: [1, /UTF-?8/i],
  oversized: [1, /too (long|large|big)|exceed|capacity/i],
  failed: [1, /1011.*broken inside/],
  cut: [1, /WebSocket|reset|closing/i],
};
/** The code that a server sees in the end, where that is one. */
const SEEN = { whole: 1000, fragmented: 1000, away: 1001, failed: 1011 };

const file = join(root, 'native/streams/openai-realtime.jsonl');
const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
let checked = 0;
let wrong = 0;
const serving = await start(binary, ['serve', '--listen', '127.0.0.1:0']);
try {
  const expected = await run(binary, ['analyze', '--wire', 'openai-realtime', file]);
  for (const [name, peer] of Object.entries(PEERS)) {
    await withServer(peer, (url, said) => checkServer(name, url, said, withoutSummary(expected.stdout)));
    await withProxy(serving.url, (proxied) => checkClient(name, peer, [serving.url, proxied]));
  }
} finally {
  serving.stop();
}
const peers = Object.keys(PEERS).join(' and ');
console.log(`WebSockets with ${peers}: ${checked} checks, ${wrong} wrong`);
process.exitCode = wrong > 0 ? 1 : 0;

async function checkServer(name, url, said, expected) {
  await withProxy(url, async (proxied) => {
    for (const [mode, [status, reason]] of Object.entries(WATCHED)) {
      for (const [way, base] of Object.entries({ directly: url, proxied })) {
        const what = `${name}, ${mode}, ${way}`;
        said.length = 0;
        const address = `${base.replace('http', 'ws')}/${mode}`;
        const done = await run(binary, ['watch', '--wire', 'openai-realtime', address]);
        check(`${what}: status`, done.code, status);
        if (reason) check(`${what}: ${done.stderr}`, reason.test(done.stderr), true);
        if (['whole', 'fragmented'].includes(mode)) check(what, withoutSummary(done.stdout), expected);
        const closed = await until(() => said.find((line) => line.startsWith('close')));
        if (SEEN[mode]) check(`${what}: the server's code`, closed, `close ${SEEN[mode]}`);
      }
    }
  });
}

async function checkClient(name, peer, bases) {
  for (const base of bases) {
    const url = `${base.replace('http', 'ws')}/ws/openai-realtime`;
    const ask = async (mode) => {
      // At a pace, so that the server is still at it when the client says something.
      const { stdout, stderr } = await run(peer[0], [peer[1], 'ask', `${url}?tokens_per_second=200`, mode]);
      check(`${name}, ${mode} from ${base}: ${stderr}`, stdout.length > 0, true);
      return JSON.parse(stdout);
    };
    for (const mode of ['whole', 'fragmented']) {
      const { messages, code, pongs } = await ask(mode);
      check(`${name}, ${mode} from ${base}`, messages, lines);
      check(`${name}, ${mode} from ${base}: code`, code, 1000);
      if (mode === 'fragmented') check(`${name} from ${base}: pongs`, pongs, ['between']);
    }
    check(`${name}, close: code`, (await ask('close')).code, 1000);
    const { messages } = await ask('invalid');
    check(`${name}, invalid: no other message`, lines.slice(0, messages.length), messages);
  }
}

async function withServer([program, script], use) {
  const child = spawn(program, [script, 'serve', file], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const said = [];
    const printed = createInterface({ input: child.stdout });
    const port = await new Promise((ready) => printed.once('line', ready));
    printed.on('line', (line) => said.push(line));
    await use(`http://127.0.0.1:${port}`, said);
  } finally {
    child.kill();
  }
}

async function withProxy(upstream, use) {
  const fixed = ['proxy', '--upstream', upstream, '--listen', '127.0.0.1:0', '--no-admin', '--log', 'error'];
  const proxy = await start(binary, fixed);
  try {
    await use(proxy.url);
  } finally {
    proxy.stop();
  }
}

/** Waits for something, for some seconds. */
async function until(found) {
  for (let tries = 0; tries < 200; tries += 1) {
    const value = found();
    if (value !== undefined) return value;
    await new Promise((passed) => setTimeout(passed, 25));
  }
  return undefined;
}

function run(program, args) {
  return new Promise((done) => {
    execFile(program, args, { maxBuffer: 1 << 26 }, (error, stdout, stderr) => done({ code: error?.code ?? 0, stdout, stderr }));
  });
}

function withoutSummary(output) {
  return output.split('\n').filter((line) => !line.startsWith('{"type":"summary"')).join('\n');
}

function check(what, found, expected) {
  checked += 1;
  if (isDeepStrictEqual(found, expected)) return;
  wrong += 1;
  console.error(`${what}:\n  found    ${JSON.stringify(found)?.slice(0, 600)}\n  expected ${JSON.stringify(expected)?.slice(0, 600)}`);
}
