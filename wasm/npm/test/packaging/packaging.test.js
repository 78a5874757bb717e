// The packed package, installed as a user installs it: bundled, plain, under Node.js, in a worker. Each
// runs an analysis in a real runtime.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { open } from '../browser/browser.mjs';
import { serve } from '../browser/server.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const PACKAGE = join(HERE, '../..');
const bin = (name) => join(HERE, 'node_modules/.bin', name);

const READ = `
  import { Engine } from 'midflight';
  export async function read() {
    const engine = await Engine.create();
    const body = new Response('Ada Park lives in Bern.').body;
    const found = [];
    for await (const insight of body.pipeThrough(engine.analyse({ wire: 'text' }))) {
      if (insight.type === 'mention') found.push(insight.text);
    }
    engine.free();
    return found.join();
  }`;
const EXPECTED = 'Ada Park,Bern';
const PAGE = (script) => `<!doctype html><html lang="en"><title>Test</title><script type="module" src="${script}"></script>`;
const SHOW = `
  const show = (name, value) => (document.documentElement.dataset[name] = value);
  read().then((found) => show('found', found), (error) => show('found', String(error)));`;
const FILES = {
  'package.json': '{"name":"user","private":true,"type":"module"}',
  'src/read.js': READ,
  'src/index.js': `import { read } from './read.js';
    ${SHOW}
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }) => show('worker', data);`,
  'src/worker.js': `import { read } from './read.js';
    read().then((found) => postMessage(found), (error) => postMessage(String(error)));`,
  'index.html': PAGE('/src/index.js'),
  'vite.config.js': `export default { worker: { format: 'es' } };`,
  'webpack.config.js': `import { resolve } from 'node:path';
    export default { mode: 'production', entry: './src/index.js', output: { path: resolve('webpacked'), publicPath: '/' }, performance: { hints: false } };`,
  'plain.html': `<!doctype html><html lang="en"><title>Test</title><script type="module">
    import { Engine } from './node_modules/midflight/dist/index.js';
    ${READ.replace(/import[^;]+;/, '').replace('export', '')}
    ${SHOW}</script>`,
  'esm.mjs': `import { read } from './src/read.js'; console.log(await read());`,
  'commonjs.cjs': `import('midflight').then(async ({ Engine }) => {
    const engine = await Engine.create();
    console.log(engine.documents().read('Ada Park lives in Bern.').filter(({ type }) => type === 'mention').map(({ text }) => text).join());
  });`,
  'types.ts': `import { Engine, type Insight } from 'midflight';
    import { load, type Loaded } from 'midflight/loader';
    import { SseConnection } from 'midflight/transport';
    import init, { LeanAgenticClient } from 'midflight/lean-agentic';
    const engine: Engine = await Engine.create();
    using session = engine.session();
    const insights: readonly Insight[] = session.write('x');
    const { body } = await fetch('/x');
    for await (const insight of body!.pipeThrough(engine.analyse())) if (insight.type === 'mention') insight.kind satisfies string;
    const loaded: Promise<Loaded> = load('/x.wasm');
    const connection = new SseConnection('/x', { engine });
    connection.addEventListener('retry', ({ detail }) => detail.wait.toFixed());
    await init();
    export { insights, loaded, LeanAgenticClient };`,
};

let project;
let chromium;

before(async () => {
  project = mkdtempSync(join(tmpdir(), 'midflight-user-'));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(project, name)), { recursive: true });
    writeFileSync(join(project, name), text);
  }
  const packed = run('npm', ['pack', '--silent', '--pack-destination', project], PACKAGE).trim().split('\n').at(-1);
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', '--offline', join(project, packed)]);
  chromium = await open();
});
after(async () => {
  await chromium?.close();
  rmSync(project, { recursive: true, force: true });
});

function run(program, words, folder = project) {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0, `${program} ${words.join(' ')}\n${stdout}${stderr}`);
  return stdout;
}

/** What a page of a folder found, and its worker. */
async function inBrowser(folder, path, names) {
  const site = await serve({ folders: { '/': folder }, files: { '/webpack.html': PAGE('/main.js') } });
  const page = await chromium.context.newPage();
  await page.goto(site.origin + path);
  const found = {};
  for (const name of names) {
    await page.waitForSelector(`html[data-${name}]`, { state: 'attached' });
    found[name] = await page.evaluate((name) => document.documentElement.dataset[name], name);
  }
  await page.close();
  await site.close();
  return found;
}

test('a Vite project, and a worker in it', async () => {
  run(bin('vite'), ['build', '--logLevel', 'error']);
  assert.deepEqual(await inBrowser(join(project, 'dist'), '/', ['found', 'worker']), { found: EXPECTED, worker: EXPECTED });
});

test('a Vite project while it is worked on', async () => {
  const { createServer } = await import('vite');
  const server = await createServer({ root: project, logLevel: 'error', server: { host: '127.0.0.1', port: 0 } });
  await server.listen();
  const page = await chromium.context.newPage();
  await page.goto(`http://127.0.0.1:${server.httpServer.address().port}/`);
  await page.waitForSelector('html[data-found][data-worker]', { state: 'attached' });
  assert.deepEqual(await page.evaluate(() => ({ ...document.documentElement.dataset })), { found: EXPECTED, worker: EXPECTED });
  await page.close();
  await server.close();
});

test('a webpack project, and a worker in it', async () => {
  run(bin('webpack'), ['--config', 'webpack.config.js']);
  const found = await inBrowser(join(project, 'webpacked'), '/webpack.html', ['found', 'worker']);
  assert.deepEqual(found, { found: EXPECTED, worker: EXPECTED });
});

test('a plain module script', async () => {
  assert.deepEqual(await inBrowser(project, '/plain.html', ['found']), { found: EXPECTED });
});

for (const name of ['esm.mjs', 'commonjs.cjs']) {
  test(`Node.js: ${name}`, () => assert.equal(run('node', [name]).trim(), EXPECTED));
}

for (const [module, resolution] of [['NodeNext', 'NodeNext'], ['Node16', 'Node16'], ['ESNext', 'Bundler']]) {
  test(`types are found with the resolution ${resolution}`, () => {
    // As in Vite's templates: what else the types need they name themselves.
    const lib = ['ES2022', 'DOM', 'DOM.Iterable'];
    const compilerOptions = { noEmit: true, strict: true, target: 'ES2022', lib, module, moduleResolution: resolution, types: [] };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['types.ts'] }));
    run(bin('tsc'), ['--pretty', 'false']);
  });
}

test('an import alone does nothing', () => {
  const script = "const before = process.memoryUsage().arrayBuffers; await import('midflight'); console.log(process.memoryUsage().arrayBuffers - before < 100_000)";
  assert.equal(run('node', ['--input-type=module', '-e', script]).trim(), 'true');
});
