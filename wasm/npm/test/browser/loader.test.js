// Every pattern of the loader, in a real browser, against a server with headers, faults and a rate.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { open } from './browser.mjs';
import { answering, importing, invalid } from './modules.mjs';
import { serve } from './server.mjs';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const WORKER = `
  onmessage = async ({ data: { module } }) => {
    const instance = await WebAssembly.instantiate(module);
    postMessage(instance.exports.answer());
  };`;
const FILES = {
  '/page.html': '<!doctype html><html lang="en"><title>Test</title><button>near</button>',
  '/worker.js': WORKER,
  '/small.wasm': answering(42),
  '/other.wasm': answering(7),
  '/large.wasm': answering(11, 400_000),
  '/importing.wasm': importing(),
  '/invalid.wasm': invalid(),
};

let site;
let isolated;
let browser;
let page;

before(async () => {
  const folders = { '/dist/': DIST };
  site = await serve({ folders, files: FILES });
  isolated = await serve({
    folders,
    files: FILES,
    headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
  });
  browser = await open();
  page = await browser.context.newPage();
});
after(async () => {
  await browser?.close();
  await site?.close();
  await isolated?.close();
});
beforeEach(async () => {
  await page.goto(`${site.origin}/page.html`);
  site.log.length = 0;
});

/** Runs a function in the page with the loader and an argument; the parts of a LoadError where it throws one. */
async function inPage(body, argument) {
  const source = `async ([argument, body]) => {
    const loader = await import('/dist/loader/index.js');
    try { return await eval('(' + body + ')')(loader, argument); }
    catch (error) {
      if (!(error instanceof loader.LoadError)) throw error;
      const { code, status, retryable, message } = error;
      return { error: code, status, retryable, message };
    }
  }`;
  return page.evaluate(`(${source})(${JSON.stringify([argument, body.toString()])})`);
}

const asked = (path) => site.log.filter((entry) => entry.path === path).length;

test('a module is compiled while it comes', async () => {
  const out = await inPage(async ({ load, firstResult }) => {
    const loaded = await load('/small.wasm');
    const answer = loaded.instance.exports.answer();
    const took = firstResult(loaded);
    const mark = performance.getEntriesByName('midflight:first-result').length;
    const { streamed, from, times } = loaded;
    return { answer, streamed, from, mark, ordered: times.start <= times.compiled && times.compiled <= times.ready, later: took >= times.ready - times.start };
  });
  assert.deepEqual(out, { answer: 42, streamed: true, from: 'network', mark: 1, ordered: true, later: true });
});

test('one compilation serves many instances, also in workers', async () => {
  const answers = await inPage(async ({ compileStreaming, instantiate }) => {
    const module = await compileStreaming('/small.wasm');
    const here = await Promise.all([instantiate(module), instantiate(module)]);
    const there = await Promise.all(
      [1, 2].map(() => {
        const worker = new Worker('/worker.js');
        worker.postMessage({ module });
        return new Promise((resolve) => (worker.onmessage = ({ data }) => resolve(data)));
      }),
    );
    return [...here.map(({ exports }) => exports.answer()), ...there];
  });
  assert.deepEqual(answers, [42, 42, 42, 42]);
  assert.equal(asked('/small.wasm'), 1);
});

for (const type of ['application/octet-stream', 'text/plain', 'application/wasm; charset=utf-8']) {
  test(`the type ${type} costs streaming, not a second download`, async () => {
    const out = await inPage(async ({ load }, type) => {
      const { instance, streamed } = await load(`/small.wasm?type=${encodeURIComponent(type)}`);
      return [instance.exports.answer(), streamed];
    }, type);
    assert.deepEqual(out, [42, false]);
    assert.equal(asked('/small.wasm'), 1);
  });
}

test('without the streaming functions bytes are compiled', async () => {
  const out = await inPage(async ({ load }) => {
    const { compileStreaming } = WebAssembly;
    WebAssembly.compileStreaming = undefined;
    try {
      const { instance, streamed } = await load('/small.wasm');
      return [instance.exports.answer(), streamed];
    } finally {
      WebAssembly.compileStreaming = compileStreaming;
    }
  });
  assert.deepEqual(out, [42, false]);
  assert.equal(asked('/small.wasm'), 1);
});

const FAILURES = [
  ['http://[none', 'request', 0],
  ['/missing.wasm', 'status', 1],
  ['/page.html', 'type', 1],
  ['/page.html?type=application/octet-stream', 'type', 1],
  ['/small.wasm?status=403', 'status', 1],
  ['/invalid.wasm', 'compile', 1],
  ['/importing.wasm', 'link', 1],
  ['/small.wasm?status=503', 'status', 3],
  ['/small.wasm?status=429', 'status', 3],
  ['/large.wasm?cut=3000', 'network', 3],
];
for (const [url, code, tries] of FAILURES) {
  test(`${url} is an error of the kind ${code} after ${tries} tries`, async () => {
    const out = await inPage(({ load }, url) => load(url, { retry: { attempts: 3, base: 1 } }), url);
    assert.equal(out.error, code, out.message);
    assert.equal(asked(url.split('?')[0]), tries);
  });
}

test('a failure that passes is tried again, with jitter below a doubling bound', async () => {
  const out = await inPage(async ({ load }) => {
    const waits = [];
    const retry = { base: 8, random: () => 0.5, onRetry: (error, wait) => waits.push([error.status ?? error.code, wait]) };
    const { instance } = await load('/small.wasm?first=503,reset,429', { retry });
    return [instance.exports.answer(), waits];
  });
  // A browser may itself repeat a request whose connection was reset before an answer.
  assert.equal(out[0], 42);
  assert.deepEqual(out[1][0], [503, 4]);
  assert.ok(out[1].length >= 2 && out[1].every(([, wait], at) => wait === 4 * 2 ** at), JSON.stringify(out));
});

test('a server that asks to wait for too long is not asked again', async () => {
  const out = await inPage(({ load }) => load('/small.wasm?first=429&retry-after=61', { retry: { base: 1 } }));
  assert.deepEqual([out.error, asked('/small.wasm')], ['status', 1]);
});

test('a wait that is longer than a timer can hold does not end at once', async () => {
  const ended = await inPage(async ({ sleep }) => {
    const controller = new AbortController();
    const waiting = sleep(2 ** 32, controller.signal).then(() => 'over', () => 'given up');
    setTimeout(() => controller.abort(), 50);
    return waiting;
  });
  assert.equal(ended, 'given up');
});

test('what the server asks to wait is waited', async () => {
  const waited = await inPage(async ({ load }) => {
    let waited;
    const retry = { base: 1, onRetry: (_, wait) => (waited = wait) };
    await load('/small.wasm?first=429&retry-after=1', { retry });
    return waited;
  });
  assert.equal(waited, 1000);
});

test('a second address steps in, also for a module that can not be compiled', async () => {
  for (const first of ['/missing.wasm', '/invalid.wasm']) {
    const out = await inPage(async ({ load }, first) => {
      const failures = [];
      const { instance, url } = await load([first, '/other.wasm'], { onFallback: ({ code }) => failures.push(code) });
      return [instance.exports.answer(), url, failures.length];
    }, first);
    assert.deepEqual(out, [7, '/other.wasm', 1]);
  }
});

test('the best build is chosen by probing', async () => {
  const out = await inPage(async ({ choose, features, load }) => {
    const variants = { baseline: 'b', simd: 's', threads: 't', simdThreads: 'st' };
    const chosen = [[false, false], [true, false], [false, true], [true, true]].map(([simd, threads]) => choose(variants, { simd, threads }));
    const lacking = choose({ baseline: 'b', simd: 's' }, { simd: true, threads: true });
    const { instance } = await load({ baseline: '/small.wasm', simd: '/other.wasm' });
    const broken = await load({ baseline: '/small.wasm', simd: '/invalid.wasm' });
    return { chosen, lacking, features: features(), answers: [instance.exports.answer(), broken.instance.exports.answer()] };
  });
  assert.deepEqual(out, {
    chosen: ['b', 's', 't', 'st'],
    lacking: 's',
    features: { simd: true, threads: false },
    answers: [7, 42],
  });
});

test('threads need isolation: shared memory alone is not enough', async () => {
  await page.goto(`${isolated.origin}/page.html`);
  assert.deepEqual(await inPage(({ features }) => features()), { simd: true, threads: true });
});

test('pieces load once for all who ask at once, and again after a failure', async () => {
  const out = await inPage(async ({ Pieces, load }) => {
    let calls = 0;
    const pieces = new Pieces({
      engine: () => load('/small.wasm').then(({ instance }) => instance.exports.answer()),
      weights: () => load(calls++ === 0 ? '/missing.wasm' : '/other.wasm').then(({ instance }) => instance.exports.answer()),
    });
    const engine = await Promise.all([pieces.get('engine'), pieces.get('engine')]);
    const untouched = pieces.has('weights');
    const failed = await pieces.get('weights').catch(({ code }) => code);
    return [...engine, untouched, failed, await pieces.get('weights')];
  });
  assert.deepEqual(out, [42, 42, false, 'status', 7]);
  assert.equal(asked('/small.wasm'), 1);
});

test('the cache keeps ok answers of its version, and cleans up after others', async () => {
  const out = await inPage(async ({ load }) => {
    await caches.open('midflight-module-0').then((cache) => cache.put('/old', new Response('old')));
    await caches.open('not-ours');
    await caches.open('midflight-site-0');
    const froms = [];
    const step = async (url, version) => {
      const result = await load(url, { keep: { in: 'cache', version }, retry: false }).catch(({ code }) => ({ from: code }));
      froms.push(`${result.from}${result.streamed === true ? ' streamed' : ''}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    };
    await step('/small.wasm?status=500', '1');
    await step('/page.html', '1');
    await step('/small.wasm', '1');
    await step('/small.wasm', '1');
    await step('/small.wasm', '2');
    const kept = await caches.open('midflight-module-2').then((cache) => cache.keys());
    return { froms, names: (await caches.keys()).sort(), kept: kept.map(({ url }) => new URL(url).pathname) };
  });
  assert.deepEqual(out, {
    froms: ['status', 'type', 'network streamed', 'cache streamed', 'network streamed'],
    names: ['midflight-module-2', 'midflight-site-0', 'not-ours'],
    kept: ['/small.wasm'],
  });
  assert.equal(asked('/small.wasm'), 3);
});

for (const place of ['cache', 'indexeddb']) {
  test(`what proves wrong is not kept in ${place}: the next load asks the network again`, async () => {
    const out = await inPage(async ({ digest, load }, place) => {
      const integrity = await digest(await (await fetch('/small.wasm')).arrayBuffer());
      const step = async (options, as = '/small.wasm') => {
        const asked = (url, init) => (url === '/wanted.wasm' ? fetch(as, init) : fetch(url, init));
        const keep = { in: place, version: 'wrong' };
        const told = await load('/wanted.wasm', { keep, retry: false, fetch: asked, ...options }).catch(({ code }) => ({ from: code }));
        await new Promise((resolve) => setTimeout(resolve, 50));
        return told.from;
      };
      const wrong = [await step({}, '/page.html?type=application/octet-stream'), await step({}, '/invalid.wasm'), await step({ integrity }, '/other.wasm')];
      const right = [await step({ integrity }), await step({ integrity })];
      // Kept under another promise than is made now.
      const other = await digest(await (await fetch('/other.wasm')).arrayBuffer());
      return [...wrong, ...right, await step({ integrity: other }, '/other.wasm'), await step({ integrity: other }, '/other.wasm')];
    }, place);
    assert.deepEqual(out, ['type', 'compile', 'integrity', 'network', place, 'network', place]);
  });
}

test('IndexedDB keeps bytes, and gives them only under their version and hash', async () => {
  const out = await inPage(async ({ load }) => {
    const from = async (version) => (await load('/small.wasm', { keep: { in: 'indexeddb', version } })).from;
    const froms = [await from('1'), await from('1'), await from('2')];
    const db = await new Promise((resolve) => {
      const opening = indexedDB.open('midflight', 1);
      opening.onsuccess = () => resolve(opening.result);
    });
    const store = db.transaction('modules', 'readwrite').objectStore('modules');
    const kept = await new Promise((resolve) => (store.get('/small.wasm').onsuccess = ({ target }) => resolve(target.result)));
    kept.bytes = new ArrayBuffer(kept.bytes.byteLength);
    await new Promise((resolve) => (store.put(kept, '/small.wasm').onsuccess = resolve));
    db.close();
    froms.push(await from('2'));
    return { froms, version: kept.version, hash: kept.hash.slice(0, 7) };
  });
  assert.deepEqual(out, { froms: ['network', 'indexeddb', 'network', 'network'], version: '2', hash: 'sha384-' });
});

test('on a page without TLS, where there are no hashes, nothing is kept in IndexedDB', async () => {
  const out = await inPage(async ({ load }) => {
    Object.defineProperty(crypto, 'subtle', { value: undefined });
    const keep = { in: 'indexeddb', version: '1' };
    const froms = [(await load('/small.wasm', { keep })).from, (await load('/small.wasm', { keep })).from];
    const { code, message } = await load('/small.wasm', { integrity: 'sha384-x' }).catch((error) => error);
    return [...froms, code, message];
  });
  assert.deepEqual(out, ['network', 'network', 'integrity', 'hashes need a secure context: https, or this machine']);
});

test('progress is right under compression', async () => {
  const bytes = FILES['/large.wasm'].length;
  for (const encoding of ['', 'gzip', 'br']) {
    const out = await inPage(
      async ({ load }, [encoding, bytes]) => {
        const seen = [];
        const { times, streamed } = await load(`/large.wasm?encoding=${encoding}`, { bytes, onProgress: (progress) => seen.push(progress) });
        const over = seen.filter(({ loaded, total }) => loaded > total).length;
        return { last: seen.at(-1), over, streamed, fetched: times.fetched <= times.ready };
      },
      [encoding, bytes],
    );
    assert.deepEqual(out, { last: { loaded: bytes, total: bytes }, over: 0, streamed: true, fetched: true });
  }
});

test('without a manifest the total is left open under compression', async () => {
  const totals = await inPage(async ({ load }) => {
    const total = async (url) => {
      let last;
      await load(url, { onProgress: (progress) => (last = progress) });
      return last.total ?? null;
    };
    return [await total('/small.wasm'), await total('/small.wasm?encoding=br')];
  });
  assert.deepEqual(totals, [FILES['/small.wasm'].length, null]);
});

test('a preload link is used by the load that follows', async () => {
  // The loopback server forbids storing, so the one request shows that the preload was taken.
  const links = await inPage(async ({ preloadLink, load }) => {
    const link = preloadLink('/other.wasm');
    await new Promise((resolve) => (link.onload = resolve));
    preloadLink('/other.wasm');
    await load('/other.wasm', { credentials: 'same-origin' });
    return document.head.querySelectorAll('link[rel=preload]').length;
  });
  assert.equal(links, 1);
  assert.equal(asked('/other.wasm'), 1);
});

test('idle and a near pointer start a load once', async () => {
  const started = inPage(async ({ whenIdle, whenNear, load }) => {
    const idle = (await whenIdle(() => load('/small.wasm'))).instance.exports.answer();
    let times = 0;
    const near = new Promise((resolve) => {
      whenNear(document.querySelector('button'), () => {
        times++;
        void load('/other.wasm').then(({ instance }) => resolve(instance.exports.answer()));
      });
    });
    document.body.dataset.waiting = '';
    const answer = await near;
    document.querySelector('button').dispatchEvent(new PointerEvent('pointerenter'));
    return [idle, answer, times];
  });
  await page.waitForSelector('body[data-waiting]');
  await page.hover('button');
  assert.deepEqual(await started, [42, 7, 1]);
});

test('a load can be given up, in the middle of the body and while it waits', async () => {
  const out = await inPage(async ({ load }) => {
    const given = (url, options, reason) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), 150);
      return load(url, { ...options, signal: controller.signal }).catch(({ code }) => code);
    };
    const keep = { in: 'cache', version: 'given', prefix: 'given-up-' };
    await load('/small.wasm', { keep });
    const kept = await load('/small.wasm', { keep, signal: AbortSignal.abort() }).catch(({ code }) => code);
    return [kept, await given('/large.wasm?kbps=100'), await given('/large.wasm?kbps=100', { retry: false }, new Error('mine')), await given('/small.wasm?status=503', { retry: { base: 60_000, cap: 60_000 } })];
  });
  assert.deepEqual(out, ['aborted', 'aborted', 'aborted', 'aborted']);
  assert.equal(asked('/large.wasm'), 2);
});

test('bytes that are not the promised ones are not compiled', async () => {
  const out = await inPage(async ({ load, digest }) => {
    const bytes = await (await fetch('/small.wasm')).arrayBuffer();
    const integrity = await digest(bytes);
    const right = await load('/small.wasm', { integrity });
    const wrong = await load('/other.wasm', { integrity }).catch(({ code, retryable }) => [code, retryable]);
    const stored = await load('/other.wasm', { integrity, keep: { in: 'indexeddb', version: 'i' } }).catch(({ code }) => code);
    return [right.instance.exports.answer(), wrong, stored];
  });
  assert.deepEqual(out, [42, ['integrity', false], 'integrity']);
});

test('of several hashes one of the strongest algorithm’s must fit, as in a page', async () => {
  const out = await inPage(async ({ load, digest }) => {
    const of = async (path, algorithm) => digest(await (await fetch(path)).arrayBuffer(), algorithm);
    const right = Object.fromEntries(await Promise.all(['sha256', 'sha384', 'sha512'].map(async (name) => [name, await of('/small.wasm', name)])));
    const wrong = Object.fromEntries(await Promise.all(['sha256', 'sha384', 'sha512'].map(async (name) => [name, await of('/other.wasm', name)])));
    const loads = (integrity) => load('/small.wasm', { integrity, retry: false }).then(() => 'loaded', ({ code }) => code);
    const url = right.sha384.replaceAll('+', '-').replaceAll('/', '_');
    return {
      right: await Promise.all([`${wrong.sha384} ${right.sha384}`, `${wrong.sha256}\n ${right.sha512}`, `${right.sha256}?type=wasm&x`, `md5-abc ${right.sha256}`, ` ${right.sha512} `, url].map(loads)),
      wrong: await Promise.all([`${right.sha256} ${wrong.sha512}`, `${right.sha384} ${wrong.sha512}?x`, `${wrong.sha256} ${wrong.sha384}`, 'md5-abc', '', 'sha384-'].map(loads)),
    };
  });
  assert.deepEqual(out, { right: Array(6).fill('loaded'), wrong: Array(6).fill('integrity') });
});

test('the engine takes the build with SIMD, and the baseline where that fails', async () => {
  const kinds = await inPage(async () => {
    const { Engine } = await import('/dist/index.js');
    const engine = await Engine.create();
    const kinds = engine.documents().read('Ada Park lives in Bern.').flatMap(({ type, kind }) => (type === 'mention' ? kind : []));
    return kinds;
  });
  assert.deepEqual(kinds, ['person', 'location']);
  assert.deepEqual([asked('/dist/midflight_simd_bg.wasm'), asked('/dist/midflight_bg.wasm'), asked('/dist/names.txt'), asked('/dist/words.txt')], [1, 0, 1, 1]);
});

test('without names they are not fetched', async () => {
  await inPage(async () => {
    const { Engine } = await import('/dist/index.js');
    const engine = await Engine.create({ names: false });
    engine.free();
  });
  assert.deepEqual([asked('/dist/names.txt'), asked('/dist/words.txt')], [0, 0]);
});

test('a version that was being installed already is announced, once, and accepted as it is by then', async () => {
  const out = await inPage(async ({ serviceWorker }) => {
    const worker = () => Object.assign(new EventTarget(), { state: 'installing', got: [], postMessage: ({ type }) => second.got.push(type) });
    const [first, second] = [worker(), worker()];
    const registration = Object.assign(new EventTarget(), { waiting: null, installing: first });
    const container = Object.assign(new EventTarget(), { controller: {}, register: async () => registration });
    Object.defineProperty(navigator, 'serviceWorker', { value: container });
    const updates = [];
    await serviceWorker('/worker.js', (update) => updates.push(update));
    registration.dispatchEvent(new Event('updatefound'));
    first.state = 'installed';
    first.dispatchEvent(new Event('statechange'));
    first.postMessage = () => first.got.push('too late');
    registration.waiting = second;
    updates[0].accept();
    return [updates.length, first.got, second.got];
  });
  assert.deepEqual(out, [1, [], ['midflight:take-over']]);
});
