import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { openPaceFile } from '../../../src/portal/pace-file.ts';

const PORTAL = 'https://portal.test';

describe('the pace file', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-pace-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  function open() {
    const path = join(mkdtempSync(join(scratch, 'one-')), 'pace.json');
    let now = 1_000_000;
    return {
      path,
      file: openPaceFile(path, () => now),
      later(seconds: number) {
        now += seconds * 1000;
      },
    };
  }

  it('knows nothing of a portal at first', () => {
    assert.equal(open().file.level(PORTAL, 2), 0);
    assert.equal(open().file.level('constructor', 2), 0);
  });

  it('tells what is left of the counter, until nothing is', () => {
    const { file, later } = open();
    file.keep(PORTAL, 47);
    assert.equal(file.level(PORTAL, 2), 47);
    later(10);
    assert.equal(file.level(PORTAL, 2), 27);
    assert.equal(file.level(PORTAL, 5), 0);
    later(100);
    assert.equal(file.level(PORTAL, 2), 0);
  });

  it('keeps portals apart, and forgets those of long ago', () => {
    const { file, later } = open();
    file.keep(PORTAL, 47);
    file.keep('https://other.test', 3);
    assert.deepEqual([file.level(PORTAL, 2), file.level('https://other.test', 2)], [47, 3]);
    later(4000);
    file.keep('https://other.test', 5);
    assert.equal(file.level(PORTAL, 0.001), 0);
  });

  it('takes a clock that was set back, and a file that is none, for the worst and for nothing', () => {
    const { file, path, later } = open();
    file.keep(PORTAL, 47);
    later(-500);
    assert.equal(file.level(PORTAL, 2), 47);
    for (const text of [
      '',
      'null',
      '[1]',
      '{"https://portal.test":7}',
      '{"https://portal.test":null}',
      '{',
    ]) {
      writeFileSync(path, text);
      assert.equal(file.level(PORTAL, 2), 0, text);
    }
    writeFileSync(path, '{"https://other.test":null}');
    file.keep(PORTAL, 1);
    assert.equal(file.level(PORTAL, 2), 1);
  });

  it('does without where it cannot be written', () => {
    const file = openPaceFile(join(scratch, 'nowhere', 'pace.json'));
    file.keep(PORTAL, 1);
    assert.equal(file.level(PORTAL, 2), 0);
  });
});
