import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { systemCode, systemWords } from '../../../src/base/system-words.ts';

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return assert.fail('nothing was thrown');
}

test('what the operating system refuses is said in words', () => {
  const missing = thrownBy(() => readFileSync(join(tmpdir(), 'b24-no-such', 'file')));
  assert.deepEqual(
    [systemCode(missing), systemWords(missing)],
    ['ENOENT', 'there is no such file or folder'],
  );
  const folder = thrownBy(() => readFileSync(tmpdir()));
  assert.deepEqual([systemCode(folder), systemWords(folder)], ['EISDIR', 'it is a folder, not a file']);
});

test('any other error keeps its own words', () => {
  const rare = Object.assign(new Error('EXOTIC: odd'), { code: 'EXOTIC', syscall: 'open' });
  assert.deepEqual([systemCode(rare), systemWords(rare)], ['EXOTIC', 'EXOTIC: odd']);
  // A code alone does not make it one of the operating system: Node gives its own errors codes, too.
  const own = Object.assign(new Error('bad argument'), { code: 'ENOENT' });
  assert.deepEqual([systemCode(own), systemWords(own)], [undefined, 'bad argument']);
  assert.deepEqual([systemCode('text'), systemWords('text')], [undefined, 'text']);
});
