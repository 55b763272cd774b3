import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytesOf, textOf } from '../../../src/recording/bytes.ts';

test('bytes that are no UTF-8 survive, and the text between them can be found', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      assert.deepEqual(bytesOf(textOf(bytes).text), Buffer.from(bytes));
    }),
  );
  const mixed = Buffer.concat([
    Buffer.from([0xff, 0xc3]),
    Buffer.from('тайна 🐱 secret'),
    Buffer.from([0xe2, 0x82]),
  ]);
  const { text, isUtf8 } = textOf(mixed);
  assert.equal(isUtf8, false);
  assert.ok(text.includes('тайна 🐱 secret'));
  assert.deepEqual(bytesOf(text.replace('secret', '**x**')).subarray(-2), Buffer.from([0xe2, 0x82]));
});
