import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fifo } from '../../dist/transport/fifo.js';

test('what came first is taken first, and what was taken is let go of', () => {
  const fifo = new Fifo();
  const expected = [];
  for (let at = 0; at < 5000; at++) {
    fifo.push(at);
    expected.push(at);
    // More come than go, then more go than come.
    for (let take = at < 2500 ? at % 2 : 2; take > 0; take--) assert.equal(fifo.shift(), expected.shift());
    assert.equal(fifo.length, expected.length);
    assert.ok(fifo.items.length <= 2 * fifo.length + 1, `${fifo.items.length} kept of ${fifo.length}`);
  }
  fifo.push(1);
  fifo.clear();
  assert.deepEqual([fifo.length, fifo.shift()], [0, undefined]);
});
