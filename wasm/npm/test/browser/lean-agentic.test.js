// The snippets of the performance guide of midstream 0.2.0, word for word, on the real engine.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { start } from './support.mjs';

/** Snippets out of the guide. What is in `GUIDE` stands there as it does in the guide. */
const GUIDE = {
  zeroCopy: `
wsClient.set_on_message((data) => {
    // Direct processing without intermediate allocations
    const result = agenticClient.process_message(data);
    results.push(result);
});`,
  batches: `
// Accumulate messages and process in batches
const batch = [];
wsClient.set_on_message((data) => {
    batch.push(data);

    if (batch.length >= 100) {
        processBatch(batch);
        batch.length = 0;
    }
});`,
  pool: `
// Pre-establish connections
const connections = [];
for (let i = 0; i < 10; i++) {
    connections.push(new WebSocketClient(\`ws://server\${i}.example.com\`));
}

// Round-robin distribution
let current = 0;
function send(message) {
    connections[current].send(message);
    current = (current + 1) % connections.length;
}`,
  client: `
const wsClient = new WebSocketClient('ws://localhost:8080');

// Binary mode for better performance
wsClient.socket.binaryType = 'arraybuffer';

// Pre-allocate buffers
const encoder = new TextEncoder();
const decoder = new TextDecoder();

function sendOptimized(message) {
    const encoded = encoder.encode(message);
    wsClient.send_binary(encoded);
}`,
  latency: `
// Latency benchmark
async function benchmarkLatency(iterations = 10000) {
    const latencies = [];

    for (let i = 0; i < iterations; i++) {
        const start = performance.now();
        agenticClient.process_message(\`test \${i}\`);
        latencies.push(performance.now() - start);
    }

    return {
        p50: percentile(latencies, 0.5),
        p95: percentile(latencies, 0.95),
        p99: percentile(latencies, 0.99),
        avg: latencies.reduce((a, b) => a + b) / latencies.length,
    };
}`,
  throughput: `
// Throughput benchmark
async function benchmarkThroughput(duration = 5000) {
    const start = performance.now();
    let count = 0;

    while (performance.now() - start < duration) {
        agenticClient.process_message(\`test \${count++}\`);
    }

    const elapsed = performance.now() - start;
    return (count / elapsed) * 1000; // messages/second
}`,
  marks: `
performance.mark('process-start');
agenticClient.process_message(data);
performance.mark('process-end');
performance.measure('process-time', 'process-start', 'process-end');

// Get measurements
const measures = performance.getEntriesByType('measure');`,
  monitor: `
// Track metrics
class PerformanceMonitor {
    constructor() {
        this.latencies = [];
        this.throughput = 0;
        this.errors = 0;
    }

    recordLatency(latency) {
        this.latencies.push(latency);
        if (this.latencies.length > 1000) {
            this.latencies.shift();
        }
    }

    getStats() {
        return {
            p50: this.percentile(0.5),
            p95: this.percentile(0.95),
            p99: this.percentile(0.99),
            throughput: this.throughput,
            errors: this.errors,
        };
    }

    percentile(p) {
        const sorted = [...this.latencies].sort((a, b) => a - b);
        return sorted[Math.floor(sorted.length * p)];
    }
}

const monitor = new PerformanceMonitor();

// Use in your code
wsClient.set_on_message((data) => {
    const start = performance.now();
    const result = agenticClient.process_message(data);
    monitor.recordLatency(performance.now() - start);
});`,
};

const PERCENTILE = `const percentile = (values, p) => [...values].sort((a, b) => a - b)[Math.floor(values.length * p)];`;

let place;
before(async () => {
  place = await start();
});
after(() => place?.close());
beforeEach(() => place.page.goto(`${place.site.origin}/page.html`));

/** Runs code as a module would, with the classes in scope and the guide's servers on loopback. */
function run(code) {
  const here = code
    .replace('ws://localhost:8080', '/ws/echo')
    .replace('ws://server${i}.example.com', '/ws/echo')
    .replaceAll("'/ws/", `'${place.site.origin.replace('http', 'ws')}/ws/`)
    .replaceAll('`/ws/', `\`${place.site.origin.replace('http', 'ws')}/ws/`);
  return place.page.evaluate(`(async () => {
    const module = await import('/dist/lean-agentic/index.js');
    const { default: init, WebSocketClient, SSEClient, StreamingHTTPClient, LeanAgenticClient, LeanAgenticConfig } = module;
    const [engine, same] = await Promise.all([init(), init()]);
    if (engine !== same) throw new Error('two engines');
    const agenticClient = new LeanAgenticClient();
    const until = async (done) => { while (!done()) await new Promise((resolve) => setTimeout(resolve, 5)); };
    ${here}
  })()`);
}

test('zero-copy handling, and binary sends', async () => {
  const found = await run(`${GUIDE.client}
    const results = [];
    ${GUIDE.zeroCopy}
    wsClient.send('Ada Park lives in Bern.');
    sendOptimized('Write to ada@looms.example');
    await until(() => results.length === 2);
    const before = wsClient.ready_state;
    let closed = false;
    wsClient.set_on_close(() => (closed = true));
    wsClient.close();
    await until(() => closed);
    return { kinds: results.map(({ mentions }) => mentions.map(({ kind }) => kind)),
      entities: results[0].entities.map(({ name }) => name), states: [before, wsClient.ready_state], type: wsClient.socket.binaryType };`);
  assert.deepEqual(found, {
    kinds: [['person', 'location'], ['email']],
    entities: ['Ada Park', 'Bern'],
    states: [1, 3],
    type: 'arraybuffer',
  });
});

test('batches of 100', async () => {
  const sizes = await run(`const wsClient = new WebSocketClient('/ws/echo');
    const sizes = [];
    const processBatch = (batch) => { batch.forEach((data) => agenticClient.process_message(data)); sizes.push(batch.length); };
    ${GUIDE.batches}
    for (let i = 0; i < 250; i++) wsClient.send('test ' + i);
    await until(() => sizes.length === 2);
    return [sizes, agenticClient.get_message_count()];`);
  assert.deepEqual(sizes, [[100, 100], 200]);
});

test('round-robin over ten connections', async () => {
  const counts = await run(`${GUIDE.pool}
    const counts = connections.map(() => 0);
    connections.forEach((connection, at) => connection.set_on_message(() => counts[at]++));
    for (let i = 0; i < 30; i++) send('test ' + i);
    await until(() => counts.reduce((a, b) => a + b) === 30);
    return counts;`);
  assert.deepEqual(counts, Array(10).fill(3));
});

test('latency and throughput loops', async () => {
  const out = await run(`${PERCENTILE}${GUIDE.latency}${GUIDE.throughput}
    const latency = await benchmarkLatency(2000);
    const rate = await benchmarkThroughput(300);
    return { latency, rate, count: agenticClient.get_message_count(), mean: agenticClient.get_avg_latency_ms(), id: agenticClient.get_session_id() };`);
  assert.ok(out.latency.p50 <= out.latency.p95 && out.latency.p95 <= out.latency.p99);
  assert.ok(out.rate > 0 && out.count > 2000 && out.mean > 0 && out.id.length > 0);
});

test('performance marks and the rolling monitor', async () => {
  const out = await run(`const data = 'Ada Park lives in Bern.';
    ${GUIDE.marks}
    const wsClient = new WebSocketClient('/ws/echo');
    ${GUIDE.monitor}
    for (let i = 0; i < 1100; i++) wsClient.send('test ' + i);
    await until(() => agenticClient.get_message_count() === 1101);
    return { measures: measures.map(({ name }) => name), stats: monitor.getStats(), kept: monitor.latencies.length };`);
  assert.deepEqual(out.measures, ['process-time']);
  assert.equal(out.kept, 1000);
  assert.ok(out.stats.p50 <= out.stats.p99);
});

test('server-sent events and streaming HTTP', async () => {
  const out = await run(`const config = new LeanAgenticConfig({ wire: 'anthropic' });
    const reader = new LeanAgenticClient('mine', config);
    const sse = new SSEClient('/sse/anthropic');
    const found = [];
    let stopped = false;
    const read = (data) => found.push(...reader.process_message(data).mentions.map(({ text }) => text));
    for (const name of ['message_start', 'content_block_start', 'content_block_delta', 'content_block_stop', 'message_delta'])
      sse.set_on_event(name, read);
    sse.set_on_event('message_stop', (data) => { read(data); stopped = true; });
    await until(() => stopped);
    sse.close();
    let text = '';
    await new StreamingHTTPClient('/stream/text').stream((chunk) => { text += chunk; });
    return { found, state: sse.ready_state, id: reader.get_session_id(), text: text.length > 100 };`.replaceAll("Client('/s", `Client('${place.site.origin}/s`));
  assert.ok(out.found.includes('Ines Okafor') && out.found.includes('Lisbon'), String(out.found));
  assert.deepEqual([out.state, out.id, out.text], [2, 'mine', true]);
});

test('a page without TLS has clients too, each with an id of its own', async () => {
  const ids = await run(`crypto.randomUUID = undefined;
    return [new LeanAgenticClient(), new LeanAgenticClient()].map((client) => client.get_session_id());`);
  assert.ok(ids.every((id) => id.length >= 16) && ids[0] !== ids[1]);
});

test('a client before the engine is started says what to do', async () => {
  const message = await place.page.evaluate(async () => {
    const { LeanAgenticClient } = await import('/dist/lean-agentic/index.js');
    try {
      new LeanAgenticClient();
    } catch (error) {
      return error.message;
    }
  });
  assert.match(message, /await the default export/);
});

test('a callback that throws gives the body up', async () => {
  const out = await run(`let cancelled = 0;
    globalThis.fetch = async () => new Response(new ReadableStream({ pull: (to) => to.enqueue(new TextEncoder().encode('piece ')), cancel: () => void cancelled++ }));
    const error = await new StreamingHTTPClient('/any').stream(() => { throw new Error('enough'); }).catch((error) => error);
    globalThis.fetch = async () => new Response(new ReadableStream({ start: (to) => to.error(new Error('broken')) }));
    const broken = await new StreamingHTTPClient('/any').stream(() => {}).catch((error) => error);
    return [error.message, cancelled, broken.message];`);
  assert.deepEqual(out, ['enough', 1, 'broken']);
});
