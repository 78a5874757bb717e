// The site as a person uses it, in Chromium: every tab, by mouse and by keyboard, with a reader's checks.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { browser, shot, site } from './support.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let server;
let chromium;
let page;

before(async () => {
  server = await site();
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  await server?.close();
});
beforeEach(async () => {
  chromium.wrong.length = 0;
  page = await chromium.context.newPage();
});
afterEach(async () => {
  await page.close();
  assert.deepEqual(chromium.wrong, [], 'errors and violations of the policy');
});

/** Opens a tab by its address. */
async function open(tab, query = '') {
  await page.goto(`${server.origin}/${query}#${tab}`);
  await page.locator(`#panel-${tab} > .stack`).waitFor();
  return page.locator(`#panel-${tab}`);
}

/** What axe finds wrong on the page as it is. */
async function axe(what) {
  // The policy forbids inline scripts, so it comes in as the test's own.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  assert.deepEqual(told, [], what);
}

async function runLive(panel, transport = 'SSE', stream = 'openai-chat') {
  await panel.getByLabel('Stream').selectOption(stream);
  await panel.getByText(transport, { exact: true }).click();
  await panel.getByLabel('Pace').selectOption('');
  await panel.getByRole('button', { name: 'Start' }).click();
  await panel.getByText('The stream ended').waitFor();
}

const chunk = (content, index = 0) => `data: ${JSON.stringify({ choices: [{ index, delta: { content } }] })}\n\n`;

/** Reads a stream of another server's; what is said of it in the end. */
async function readOwn(panel, stream, key = '', status = 200) {
  const headers = { 'Content-Type': 'text/event-stream', 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' };
  // A key makes the browser ask first whether it may.
  const answer = ({ method }, response) => response.writeHead(method === 'OPTIONS' ? 204 : status, headers).end(stream);
  const other = createServer(answer).listen(0, '127.0.0.1');
  await once(other, 'listening');
  await panel.getByLabel('Stream').selectOption({ label: 'An address of your own…' });
  await panel.getByRole('textbox', { name: 'Address' }).fill(`http://127.0.0.1:${other.address().port}/`);
  await panel.getByLabel('Key').fill(key);
  await panel.getByLabel('Wire').selectOption('openai-chat');
  await panel.getByRole('button', { name: 'Start' }).click();
  await panel.getByRole('button', { name: 'Stop' }).and(page.locator(':disabled')).waitFor();
  other.close();
  return panel.locator('.status').first().textContent();
}

for (const transport of ['SSE', 'WebSocket', 'HTTP']) {
  test(`Live over ${transport}: text, entities, graph, masking, tools`, async () => {
    const panel = await open('live');
    await runLive(panel, transport);
    const marks = await panel.locator('.stage mark').allTextContents();
    assert.ok(['Mira Castellan', 'Bergen', '$1,249.00', 'teodor.lindqvist@halden.example'].every((name) => marks.includes(name)), marks.join());
    const masked = await panel.getByRole('region', { name: 'Masked text' }).textContent();
    assert.match(masked, /\[EMAIL_1\]/);
    assert.doesNotMatch(masked, /teodor\.lindqvist@|415-555/);
    assert.match(await panel.getByRole('region', { name: /Tools that the model/ }).textContent(), /issue_refund/);
    assert.match(await panel.getByRole('region', { name: /thinks before/ }).textContent(), /Priya Raman wants/);
    assert.notEqual(await figure(panel, 'Time to first token'), '–');
    assert.equal(await figure(panel, 'Tokens'), '162');
    assert.ok(Number(await figure(panel, 'Entities')) >= 8);
    assert.match(await panel.getByRole('table', { name: 'Latency of each stage' }).textContent(), /total162/);
    if (transport === 'SSE') await shot(page, 'live', { fullPage: true });
  });
}

const figure = (panel, name) => panel.locator('.figure', { has: page.locator(`dt:text-is("${name}")`) }).locator('dd').textContent();

test('the graph as a table leads to where something was said', async () => {
  const panel = await open('live');
  await runLive(panel);
  await panel.getByText('Table', { exact: true }).click();
  const row = panel.getByRole('row', { name: /Mira Castellan/ });
  assert.match(await row.textContent(), /person.*found/);
  await row.getByRole('button', { name: /said 1/ }).click();
  assert.equal(await panel.locator('mark.lit').textContent(), 'Mira Castellan');
  await panel.getByRole('button', { name: 'Teodor Lindqvist, said 2: “Lindqvist”' }).press('Enter');
  assert.equal(await panel.locator('mark.lit').textContent(), 'Lindqvist');
  await axe('the table');
});

test('the table says what comes, and who reads in it keeps the place while it grows', async () => {
  const panel = await open('live');
  await panel.getByText('Table', { exact: true }).click();
  await panel.getByText(/^The graph grows here/).and(page.locator(':visible')).waitFor();
  await panel.getByLabel('Pace').selectOption('40');
  await panel.getByRole('button', { name: 'Start' }).click();
  const button = panel.getByRole('button', { name: /^Priya Raman, said 1/ });
  await button.focus();
  const before = await panel.getByRole('row').count();
  await panel.getByRole('row').nth(before + 1).waitFor();
  assert.match(await page.evaluate(() => document.activeElement.ariaLabel), /^Priya Raman, said 1/);
  await panel.getByRole('button', { name: 'Stop' }).click();
});

test('a graph that takes long to come to rest does not hold the page', async () => {
  const panel = await open('live');
  await page.evaluate(() => {
    // As if each look at the clock had taken long.
    const now = performance.now.bind(performance);
    let looks = 0;
    performance.now = () => now() + 10 * looks++;
    globalThis.draws = 0;
    const { clearRect } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.clearRect = function (...all) {
      globalThis.draws++;
      return clearRect.apply(this, all);
    };
  });
  await readOwn(panel, `${chunk('Ada Park founded Brightwater Labs in Bern. ')}data: [DONE]\n\n`);
  await page.waitForFunction(() => globalThis.draws > 40);
});

/** The picture, when it has not changed for some frames: a machine that is busy may leave out one. */
async function rested(picture) {
  let last = '';
  for (let same = 0; same < 3; await page.evaluate(() => new Promise(requestAnimationFrame))) {
    await page.waitForTimeout(100);
    const now = await picture();
    same = now === last ? same + 1 : 0;
    last = now;
  }
  return last;
}

test('the graph can be dragged, zoomed and clicked', async () => {
  const panel = await open('live');
  await runLive(panel);
  const canvas = panel.locator('canvas').first();
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  const picture = () => canvas.evaluate((element) => element.toDataURL());
  const before = await rested(picture);
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 60, box.y + 50, { steps: 4 });
  await page.mouse.up();
  const dragged = await picture();
  assert.notEqual(dragged, before);
  await panel.getByRole('button', { name: 'Zoom in' }).click();
  assert.notEqual(await picture(), dragged);
  await panel.getByRole('button', { name: 'Fit all' }).click();
  for (let at = 0; at < 400 && (await panel.locator('.about').isHidden()); at++) {
    await page.mouse.click(box.x + 30 + ((at * 37) % (box.width - 60)), box.y + 30 + ((at * 23) % (box.height - 90)));
  }
  assert.match(await panel.locator('.about').textContent(), /Said 1|text/);
});

/** Takes note of the nodes and names that the canvas last drew, as `drawn`. */
async function noteDrawing() {
  await page.evaluate(() => {
    globalThis.drawn = { circles: [], names: [] };
    const { arc, drawImage, clearRect } = CanvasRenderingContext2D.prototype;
    const at = (context, x, y) => new DOMPoint(x, y).matrixTransform(context.getTransform());
    Object.assign(CanvasRenderingContext2D.prototype, {
      clearRect(...all) {
        globalThis.drawn = { circles: [], names: [] };
        return clearRect.apply(this, all);
      },
      arc(x, y, radius, ...rest) {
        const middle = at(this, x, y);
        globalThis.drawn.circles.push({ x: middle.x, y: middle.y, radius: radius * this.getTransform().a });
        return arc.call(this, x, y, radius, ...rest);
      },
      drawImage(image, x, y, width, height) {
        const [from, to] = [at(this, x, y), at(this, x + width, y + height)];
        globalThis.drawn.names.push({ left: from.x, top: from.y, right: to.x, bottom: to.y });
        return drawImage.call(this, image, x, y, width, height);
      },
    });
  });
}

test('two fingers zoom the graph', async () => {
  const panel = await open('live');
  await noteDrawing();
  await runLive(panel);
  const canvas = panel.locator('canvas').first();
  await canvas.scrollIntoViewIfNeeded();
  const { x, y, height } = await canvas.boundingBox();
  // Names stay on the side of their node that they were on, so a picture of them tells where they came from.
  const picture = () => page.evaluate(() => JSON.stringify(globalThis.drawn.circles.map(({ x, y }) => [Math.round(x), Math.round(y)])));
  const touch = await chromium.context.newCDPSession(page);
  await touch.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 2 });
  const fingers = (type, apart) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ id: 1, x: x + 8, y: y + height / 2 - apart }, { id: 2, x: x + 8, y: y + height / 2 + apart }] });
  const showAll = panel.getByRole('button', { name: 'Fit all' });
  // On a busy machine the layout may go on behind some frames that were alike.
  await rested(picture);
  await showAll.click();
  const before = await rested(picture);
  await fingers('touchStart', 30);
  await fingers('touchMove', 60);
  await fingers('touchMove', 90);
  await fingers('touchEnd');
  assert.notEqual(await picture(), before);
  await showAll.click();
  assert.equal(await rested(picture), before);
});

test('names in the graph lie on no node', async () => {
  const panel = await open('live');
  await noteDrawing();
  await runLive(panel);
  await page.waitForFunction(() => globalThis.drawn.circles.length >= 10 && globalThis.drawn.names.length >= 10);
  const { circles, names } = await page.evaluate(() => globalThis.drawn);
  const over = names.filter(({ left, top, right, bottom }) => circles.some(({ x, y, radius }) => x + radius > left + 1 && x - radius < right - 1 && y + radius > top + 1 && y - radius < bottom - 1));
  assert.deepEqual(over, []);
});

test('nothing is wider or higher than the card that it is in', async () => {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const panel = await open('live');
    await runLive(panel);
    for (const look of ['Picture', 'Table']) {
      await panel.getByText(look, { exact: true }).click();
      const out = await page.evaluate(() => {
        const cards = [...document.querySelectorAll('#panel-live .card')];
        const visible = (child) => child.getClientRects().length > 0 && getComputedStyle(child).position !== 'fixed';
        return cards.flatMap((card) => {
          const box = card.getBoundingClientRect();
          const style = (child) => child.getBoundingClientRect();
          const inner = [...card.children, ...card.querySelectorAll('.uplot')].filter(visible);
          const beyond = inner.filter((child) => style(child).right > box.right || style(child).bottom > box.bottom);
          const gap = box.bottom - Math.max(...inner.map((child) => style(child).bottom));
          return [...beyond.map((child) => `${child.className} sticks out`), ...(card.parentElement.className === 'stage' && gap > 4 ? [`${gap} pixels of nothing below`] : [])];
        });
      });
      assert.deepEqual(out, [], `${width} pixels, ${look}`);
      const plot = await panel.locator('.uplot').evaluate((element) => element.parentElement.getBoundingClientRect().right - element.getBoundingClientRect().right);
      assert.ok(plot >= 15, `the chart ends ${plot} pixels before its card`);
      const cut = await panel.getByRole('region', { name: 'Latency of each stage' }).evaluate((region) => region.scrollWidth - region.clientWidth);
      assert.equal(cut, 0, `${width} pixels: ${cut} of the stages' table are cut`);
    }
  }
});

test('an address of one’s own, with a key that stays in the tab', async () => {
  const panel = await open('live');
  await panel.getByLabel('Stream').selectOption({ label: 'An address of your own…' });
  await panel.getByText('HTTP', { exact: true }).click();
  await panel.getByRole('textbox', { name: 'Address' }).fill(`${server.origin}/stream/anthropic`);
  await panel.getByLabel('Key').fill('sk-test-key');
  await panel.getByRole('button', { name: 'Start' }).click();
  await panel.getByText('The stream ended').waitFor();
  if (server.log) {
    const sent = server.log.filter(({ path }) => path === '/stream/anthropic').at(-1);
    assert.equal(sent.headers.authorization, 'Bearer sk-test-key');
  }
  const kept = await page.evaluate(async () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href, await caches.keys()]));
  assert.doesNotMatch(kept, /sk-test/);
  await axe('an address');
});

test('an address must be given, and its key goes as its provider wants it', async () => {
  const panel = await open('live');
  await panel.getByLabel('Stream').selectOption({ label: 'An address of your own…' });
  await panel.getByText('HTTP', { exact: true }).click();
  await panel.getByRole('button', { name: 'Start' }).click();
  assert.equal(await panel.getByRole('textbox', { name: 'Address' }).evaluate((field) => field.validity.valueMissing), true);
  assert.equal(await panel.getByText('Choose a stream').isVisible(), true);
  await panel.getByRole('textbox', { name: 'Address' }).fill(`${server.origin}/stream/anthropic`);
  await panel.getByLabel('Key').fill('sk-test-key');
  for (const [wire, name, value] of [['auto', 'authorization', 'Bearer sk-test-key'], ['anthropic', 'x-api-key', 'sk-test-key'], ['gemini', 'x-goog-api-key', 'sk-test-key']]) {
    await panel.getByLabel('Wire').selectOption(wire);
    const [request] = await Promise.all([page.waitForRequest(/stream.anthropic/), panel.getByRole('button', { name: 'Start' }).click()]);
    const headers = await request.allHeaders();
    assert.equal(headers[name], value, wire);
    assert.equal(['authorization', 'x-api-key', 'x-goog-api-key'].filter((key) => key in headers).length, 1);
  }
});

test('over a WebSocket, which takes no headers, no key is asked for, and nothing is resumed', async () => {
  const panel = await open('live');
  await panel.getByLabel('Stream').selectOption({ label: 'An address of your own…' });
  await panel.getByText('WebSocket', { exact: true }).click();
  assert.equal(await panel.getByLabel('Key').isVisible(), false);
  await panel.getByRole('textbox', { name: 'Address' }).fill(`${server.origin.replace('http', 'ws')}/ws/anthropic?cut=3000`);
  await panel.getByLabel('First message').fill('{"type":"hello"}');
  const sent = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(payload)));
  await panel.getByRole('button', { name: 'Start' }).click();
  await panel.getByText(/WebSocket closed with/).waitFor();
  assert.deepEqual([sent, await figure(panel, 'Reconnects')], [['{"type":"hello"}'], '0']);
});

test('what is empty says what comes', async () => {
  const panel = await open('live');
  const chart = () => panel.locator('.chart').evaluate((element) => getComputedStyle(element, '::before').content);
  assert.match(await chart(), /while a stream runs/);
  await runLive(panel);
  assert.equal(await chart(), 'none');
  assert.equal(await panel.locator('.chart canvas').count(), 1);
});

test('a stream that is stopped is not said to have ended', async () => {
  const panel = await open('live');
  await panel.getByRole('button', { name: 'Start' }).click();
  await panel.locator('mark').first().waitFor();
  await panel.getByRole('button', { name: 'Stop' }).click();
  await panel.getByText(/^Stopped: \d+ entit/).waitFor();
});

test('how a stream ended is told, and what its provider says', async () => {
  const panel = await open('live');
  for (const [stream, told] of [
    [`${chunk('Ada Park')}data: [DONE]\n\n`, 'The stream ended: 1 entity and 0 triples found.'],
    [chunk('Ada Park'), 'The stream broke off before its end: 1 entity and 0 triples found.'],
    ['', 'The stream broke off before its end: 0 entities and 0 triples found.'],
    ['data: {"error":{"message":"Rate limit reached","code":"429"}}\n\n', 'The provider broke off (Rate limit reached): 0 entities and 0 triples found.'],
  ]) {
    assert.equal(await readOwn(panel, stream), told);
  }
});

test('a key that can not be sent is told, and not tried again', async () => {
  const panel = await open('live');
  const told = await readOwn(panel, '', 'sk-\u2026');
  assert.match(told, /ISO-8859-1/);
  assert.doesNotMatch(told, /CORS/);
  assert.equal(await figure(panel, 'Errors'), '1');
});

test('a key that is refused is told as that', async () => {
  const panel = await open('live');
  assert.match(await readOwn(panel, '', 'sk-wrong', 401), /got 401\. The server refuses the key\.$/);
  assert.ok(chromium.wrong.every((text) => text.includes('401')), chromium.wrong.join());
  chromium.wrong.length = 0;
});

test('however much comes at a time, the page is laid out once a frame, and its end stays in view', async () => {
  const panel = await open('live');
  await page.evaluate(() => {
    globalThis.looks = 0;
    globalThis.frames = 0;
    const { get } = Object.getOwnPropertyDescriptor(Element.prototype, 'scrollHeight');
    Object.defineProperty(Element.prototype, 'scrollHeight', {
      get() {
        globalThis.looks++;
        return get.call(this);
      },
    });
    const frame = () => requestAnimationFrame(frame, globalThis.frames++);
    frame();
  });
  await readOwn(panel, `${chunk('Ada Park wrote to Bern. ').repeat(1000)}data: [DONE]\n\n`);
  const { looks, frames } = await page.evaluate(() => ({ looks: globalThis.looks, frames: globalThis.frames }));
  // Each of the four panes twice.
  assert.ok(looks <= 8 * frames, `${looks} looks in ${frames} frames`);
  for (const region of ['The answer appears', 'Masked text']) {
    const left = await panel.getByRole('region', { name: region }).evaluate((pane) => pane.scrollHeight - pane.clientHeight - pane.scrollTop);
    assert.ok(left < 2, `${region}: ${left} pixels below`);
  }
});

test('a long answer is one text, marked and copied as one, and its beginning is found', async () => {
  const panel = await open('live');
  const answer = panel.getByRole('region', { name: 'The answer appears' });
  const lines = Array.from({ length: 400 }, (_, at) => `${at}. Ada Park wrote to Bern.\n`);
  const line = 'Priya Raman met Ada Park, and they talked. '.repeat(1000);
  for (const [pieces, one] of [[lines, 'Bern'], [line.match(/.{1,9}/g), 'Priya Raman']]) {
    await readOwn(panel, `${pieces.map((piece) => chunk(piece)).join('')}data: [DONE]\n\n`);
    assert.equal(await answer.textContent(), pieces.join(''));
    const told = await answer.evaluate((pane) => {
      const marks = [...pane.querySelectorAll('mark')].map(({ textContent }) => textContent);
      const empty = [...pane.querySelectorAll('*')].filter(({ textContent }) => textContent === '').length;
      getSelection().selectAllChildren(pane);
      return { marks, empty, blocks: pane.querySelectorAll('.block').length, copied: String(getSelection()) };
    });
    assert.deepEqual([...new Set(told.marks)].sort(), ['Ada Park', one]);
    assert.equal(told.marks.length, 2 * (pieces === lines ? lines.length : 1000));
    assert.ok(told.blocks > 3 && told.empty === 0, JSON.stringify([told.blocks, told.empty]));
    if (pieces === lines) assert.equal(told.copied.trim(), pieces.join('').trim());
    await panel.getByText('Table', { exact: true }).click();
    await panel.getByRole('button', { name: /^Ada Park, said 1:/ }).click();
    await page.waitForFunction(() => {
      const [mark, pane] = [document.querySelector('mark.lit'), document.querySelector('#panel-live .prose')].map((element) => element?.getBoundingClientRect());
      return mark && mark.top >= pane.top && mark.bottom <= pane.bottom;
    });
    await panel.getByText('Picture', { exact: true }).click();
  }
});

test('choices that come in turns are masked apart', async () => {
  const panel = await open('live');
  const pieces = ['Write to ada', 'Call ', '@looms.example.', '+1 415-555-0132.'].map((text, at) => chunk(text, at % 2));
  await readOwn(panel, `${pieces.join('')}data: [DONE]\n\n`);
  assert.equal(await panel.getByRole('region', { name: 'Masked text' }).textContent(), 'Write to [EMAIL_1].Call [PHONE_1].');
});

test('why another server may not be reached is told', async () => {
  const panel = await open('live');
  await panel.getByLabel('Stream').selectOption({ label: 'An address of your own…' });
  await panel.getByRole('textbox', { name: 'Address' }).fill('http://192.0.2.1/stream');
  await panel.getByRole('button', { name: 'Start' }).click();
  await panel.getByText(/allow it to \(CORS\)/).waitFor();
  await panel.getByRole('button', { name: 'Stop' }).click();
  assert.ok(chromium.wrong.length > 0 && chromium.wrong.every((text) => /192\.0\.2\.1|Security Policy|connect-src/.test(text)), chromium.wrong.join());
  chromium.wrong.length = 0;
});

test('a stream that does not exist is told, and not tried for ever', async () => {
  const panel = await open('live');
  await panel.getByLabel('Stream').selectOption({ label: 'An address of your own…' });
  await panel.getByText('HTTP', { exact: true }).click();
  await panel.getByRole('textbox', { name: 'Address' }).fill(`${server.origin}/stream/nothing`);
  await panel.getByRole('button', { name: 'Start' }).click();
  await panel.getByText('expected an ok status, got 404').waitFor();
  // The browser itself reports the answer.
  assert.deepEqual(chromium.wrong.filter((text) => !text.includes('404')), []);
  chromium.wrong.length = 0;
});

for (const [tab, resumes] of [
  ['websocket', true],
  ['sse', true],
  ['http', false],
]) {
  test(`${tab}: connect, break, ${resumes ? 'resume' : 'end with the error'}, disconnect`, async () => {
    const panel = await open(tab);
    assert.match(await panel.locator('.log').evaluate((log) => getComputedStyle(log, '::before').content), /Press Connect/);
    await panel.getByLabel('Pace').selectOption('150');
    await panel.getByRole('button', { name: 'Connect', exact: true }).click();
    await panel.locator('.log .mention').first().waitFor();
    await panel.getByRole('button', { name: 'Break the connection' }).click();
    await panel.locator(resumes ? '.log .resumed' : '.log .error').waitFor();
    if (resumes) await panel.locator('.log .end').waitFor();
    await panel.getByText(`closed, the stream is ${resumes ? 'complete' : 'not complete'}`).waitFor();
    await panel.getByRole('button', { name: 'Connect', exact: true }).and(page.locator(':enabled')).waitFor();
    assert.equal(await figure(panel, 'State'), 'closed');
    assert.equal(await figure(panel, 'Reconnects'), resumes ? '1' : '0');
    await shot(page, tab, { fullPage: true });
    await axe(tab);
    await panel.getByRole('button', { name: 'Connect', exact: true }).click();
    await panel.getByRole('button', { name: 'Disconnect' }).click();
    await panel.getByRole('button', { name: 'Connect', exact: true }).and(page.locator(':enabled')).waitFor();
    assert.equal(await figure(panel, 'State'), 'closed');
  });
}

test('a slow consumer shows in what waits for it', async () => {
  const panel = await open('sse');
  await panel.getByLabel('Pace').selectOption('');
  await panel.getByRole('slider').fill('200');
  await panel.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.waitForFunction(() => Number([...document.querySelectorAll('#panel-sse .figure')].find((figure) => figure.textContent.startsWith('Insights waiting')).querySelector('dd').textContent) > 20);
  await panel.getByRole('button', { name: 'Disconnect' }).click();
});

test('over a WebSocket messages pile up behind a slow consumer', async () => {
  const panel = await open('websocket');
  await panel.getByLabel('Pace').selectOption('');
  await panel.getByRole('slider').fill('200');
  await panel.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.waitForFunction(() => Number([...document.querySelectorAll('#panel-websocket .figure')].find((figure) => figure.textContent.startsWith('Messages waiting')).querySelector('dd').textContent) > 20);
  await panel.getByRole('button', { name: 'Disconnect' }).click();
});

test('WebSocket: messages and a burst are sent', async () => {
  const panel = await open('websocket');
  await panel.getByLabel('Pace').selectOption('15');
  await panel.getByRole('button', { name: 'Connect', exact: true }).click();
  await panel.locator('.log .open').waitFor();
  await panel.getByRole('button', { name: 'Send', exact: true }).click();
  await panel.getByText('sent Ada Park lives in Bern.').waitFor();
  await panel.getByRole('button', { name: /Burst/ }).click();
  await panel.getByText(/10,000 messages: taken in/).waitFor();
  await panel.locator('dd', { hasText: '10,001' }).waitFor();
  assert.equal(await figure(panel, 'Messages sent'), '10,001');
  await panel.getByRole('button', { name: 'Disconnect' }).click();
});

test('Benchmark: every case gives figures, and the page stays responsive', async () => {
  const panel = await open('benchmark', '?scale=quick');
  await panel.getByRole('button', { name: 'Run all' }).click();
  await panel.getByText(/Done\. Meanwhile/).waitFor({ timeout: 120_000 });
  const tables = await panel.getByRole('rowheader', { name: 'Midflight', exact: true }).count();
  assert.equal(tables, 12);
  assert.equal(await panel.getByRole('alert').count(), 0);
  const peers = await panel.getByRole('rowheader').allTextContents();
  assert.ok(['compromise 14.17', 'wink-nlp 2.4', 'eventsource-parser 3.1', 'the guide claims'].every((name) => peers.includes(name)), peers.join());
  const saving = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Save as JSON' }).click();
  const saved = JSON.parse(readFileSync(await (await saving).path(), 'utf8'));
  assert.equal(saved.results.length, 12);
  for (const { id, figures } of saved.results) {
    assert.ok(figures.count > 0 && figures.p50 <= figures.p95 && figures.p95 <= figures.p99 && figures.p99 <= figures.max, id);
  }
  assert.ok(saved.machine.browser.includes('Chrome') && saved.machine.commit.length >= 7);
  await shot(page, 'benchmark', { fullPage: true });
  await axe('Benchmark');
});

test('Loading: every strategy is measured and saved', async () => {
  let panel = await open('loading');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  panel = await open('loading');
  await panel.getByLabel('Runs').selectOption('2');
  await panel.getByRole('button', { name: 'Measure' }).click();
  await panel.getByText(/^Done/).waitFor({ timeout: 60_000 });
  const rows = await panel.getByRole('table', { name: 'Loading strategies' }).getByRole('rowheader').allTextContents();
  assert.deepEqual(rows, ['Download, then compile', 'Streaming', 'Cache API', 'IndexedDB bytes', 'Service worker']);
  const saving = page.waitForEvent('download');
  await panel.getByRole('button', { name: /streaming_results/ }).click();
  const saving_ = await saving;
  assert.equal(saving_.suggestedFilename(), 'streaming_results.json');
  const saved = JSON.parse(readFileSync(await saving_.path(), 'utf8'));
  assert.equal(saved.samples.length, 10);
  for (const { compiled, ready, firstResult } of saved.samples) assert.ok(compiled > 0 && compiled <= ready && ready <= firstResult);
  assert.match(await panel.getByRole('table', { name: 'Sections and sizes' }).textContent(), /code.*data.*Brotli/);
  await shot(page, 'loading', { fullPage: true });
  await axe('Loading');
});

test('Export: the graph in both formats', async () => {
  const live = await open('live');
  await runLive(live);
  await page.getByRole('tab', { name: 'Export' }).click();
  const panel = page.locator('#panel-export');
  await panel.getByText(/entities,/).waitFor();
  assert.match(await panel.locator('pre').textContent(), /"name": "Mira Castellan"/);
  await panel.getByText('GraphML', { exact: true }).click();
  assert.match(await panel.locator('pre').textContent(), /^<\?xml/);
  const saving = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Download' }).click();
  assert.equal((await saving).suggestedFilename(), 'midflight.graphml');
  await shot(page, 'export');
  await axe('Export');
});

test('copying says whether the browser let it', async () => {
  const panel = await open('export');
  for (const [lets, told] of [[true, 'Copied.'], [false, 'This browser did not let the page copy']]) {
    await page.evaluate((lets) => void (navigator.clipboard.writeText = () => (lets ? Promise.resolve() : Promise.reject(new Error('forbidden')))), lets);
    await panel.getByRole('button', { name: 'Copy' }).click();
    await panel.getByText(told).waitFor();
  }
});

test('tabs go by keyboard, and everything can be reached', async () => {
  await open('live');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.getByRole('tab', { name: 'Live' }).focus();
  for (const name of ['WebSocket', 'SSE', 'HTTP streaming', 'Benchmark', 'Loading', 'Export', 'Live']) {
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), name);
    assert.equal(await page.locator('[role=tabpanel]:not([hidden])').count(), 1);
  }
  await page.keyboard.press('End');
  assert.equal(await page.evaluate(() => location.hash), '#export');
  await page.keyboard.press('Home');
  await page.keyboard.press('Tab');
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none', 'the panel shows that it has the focus');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'SELECT');
});

test('what the engine needs is fetched early', async () => {
  await open('export');
  const fetched = await page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => /\.(wasm|txt)$/.test(name)).map(({ name, initiatorType }) => `${/(simd|names|words)/.exec(name)?.[0]} ${initiatorType}`));
  assert.deepEqual([...new Set(fetched)].filter((entry) => entry.endsWith('link')).sort(), ['names link', 'simd link', 'words link']);
});

test('the link to the content leads there, and stays in the tab', async () => {
  await open('export');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  assert.equal(await page.evaluate(() => location.hash), '#export');
  assert.equal(await page.locator('#panel-export').isVisible(), true);
});

for (const scheme of ['light', 'dark']) {
  test(`nothing is wrong for readers in ${scheme}, with a stream shown`, async () => {
    await page.emulateMedia({ colorScheme: scheme });
    const panel = await open('live');
    await runLive(panel);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), scheme);
    await axe(scheme);
    await shot(page, `live-${scheme}`, { fullPage: true });
  });
}

test('the theme can be chosen and is kept', async () => {
  await open('live');
  const button = page.getByRole('button', { name: /Theme/ });
  await button.click();
  await button.click();
  await page.reload();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await page.evaluate(() => localStorage.clear());
});

test('on a phone nothing is wider than the page', async () => {
  await page.setViewportSize({ width: 360, height: 780 });
  for (const tab of ['live', 'websocket', 'sse', 'http', 'benchmark', 'loading', 'export']) {
    const panel = await open(tab);
    if (tab === 'live') await runLive(panel);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 360, `${tab}: ${width} pixels`);
    await shot(page, `phone-${tab}`, { fullPage: true });
  }
});
