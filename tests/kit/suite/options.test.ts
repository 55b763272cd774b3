import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { takeOwnOptions } from '../../../src/cli/conformance-options.ts';
import { ROOT } from '../../../src/run/root.ts';
import { loadsOursAlone } from '../../../src/shell/reporters.ts';
import { ConfigError } from '../../../src/target/environment.ts';

function take(...words: string[]) {
  const environment: NodeJS.ProcessEnv = {};
  return { ...takeOwnOptions(words, environment), environment };
}

describe('options of the main job', () => {
  it('set variables, with a blank or an equals sign', () => {
    assert.deepEqual(take('--target', 'mock', '--fail-on=new', '--strict').environment, {
      B24_TARGET: 'mock',
      B24_FAIL_ON: 'new',
      B24_STRICT: '1',
    });
  });

  it('keep all of a value, further equals signs included', () => {
    const { environment, merge } = take('--results=out/branch=main', '--merge=blobs=1');
    assert.equal(environment.B24_RESULTS, resolve(join('out', 'branch=main')));
    assert.equal(merge, resolve('blobs=1'));
  });

  it("leave Playwright's alone, and words that every object has", () => {
    const words = ['--grep=a=b', '--workers', '4', '-g', 'constructor', '--strict', '--toString'];
    const { passed, environment } = take(...words);
    assert.deepEqual(passed, ['--grep=a=b', '--workers', '4', '-g', 'constructor', '--toString']);
    assert.deepEqual(environment, { B24_STRICT: '1' });
  });

  it('take a recording to write or to judge, but not what would be of a run', () => {
    assert.equal(take('--record', 'a.har', '--grep', '@errors').record, resolve('a.har'));
    assert.deepEqual(
      [take('--from=a.har', '--strict').from, take('--from=a.har').step],
      [resolve('a.har'), 'from'],
    );
    assert.throws(() => take('--record', 'a.har', '--from', 'b.har'), /--from sends nothing to keep/);
    assert.throws(() => take('--record', 'a.har', '--plan'), /--plan sends nothing to keep/);
    assert.throws(() => take('--from', 'a.har', '--docs', 'x'), /--docs would be of a run/);
    assert.throws(() => take('--from', 'a.har', '--profile', 'cloud'), /--profile would be of a run/);
    assert.throws(() => take('--from'), ConfigError);
  });

  // A part of the folder that all test files are in says nothing either.
  const names = 'tests/conformance/conformance.spec.ts tests/conformance/documentation.spec.ts';
  const folders = ROOT.split('/').filter((name) => name !== '' && !names.includes(name));

  for (const words of [
    ['mock'],
    ['--workers=2', '4'],
    ['--quiet', '@errors'],
    ['nothing.spec'],
    folders.slice(-1),
  ])
    it(`end the run where a word means nothing: ${words.join(' ')}`, () => {
      assert.throws(() => take(...words), /is neither an option nor the name of a test file/);
    });

  for (const words of [
    ['conformance.spec'],
    ['conformance.spec.ts:12'],
    ['tests/conformance'],
    ['documentation'],
    ['--project', 'mock', 'disruptive'],
    ['--only-changed', 'main'],
  ])
    it(`leave names of test files and values alone: ${words.join(' ')}`, () => {
      assert.deepEqual(take(...words).passed, words);
    });

  for (const words of [
    ['--plan', '--cleanup'],
    ['--merge', 'x', '--plan'],
    ['--plan', '--grep', '@errors'],
    ['--cleanup', '--workers=2'],
    ['--merge', 'x', '--shard', '1/2'],
    ['--from', 'a.har', '--plan'],
    ['--from', 'a.har', '--grep', '@errors'],
  ])
    it(`are not left out in silence: ${words.join(' ')}`, () => {
      assert.throws(() => take(...words), /do not go together|takes nothing else/);
    });

  it('tell whether a run loads nothing but what is ours', () => {
    assert.ok(loadsOursAlone(['dot', 'json'], ['--grep', '@errors', '--workers=2'], {}));
    assert.ok(!loadsOursAlone([resolve('src/shell/reporter.ts')], [], {}));
    for (const words of [
      ['--config', 'mine.ts'],
      ['-c', 'mine.ts'],
      ['--add-reporter=./mine.ts'],
      ['--only-changed'],
    ])
      assert.ok(!loadsOursAlone([], words, {}), words.join(' '));
    assert.ok(!loadsOursAlone([], [], { PW_TEST_REPORTER: './mine.ts' }));
  });

  it('collect the reporters that are named, each with its place', () => {
    const { reporters, passed } = take('--reporter', 'dot,json', '--reporter=./src/shell/reporter.ts');
    assert.deepEqual(reporters, ['dot', 'json', resolve('src/shell/reporter.ts')]);
    assert.deepEqual(passed, []);
    for (const name of ['dott', './nowhere.ts', 'constructor'])
      assert.throws(() => take('--reporter', name), /neither a reporter of Playwright nor a file/);
  });

  for (const words of [['--docs'], ['--docs='], ['--docs', '--strict'], ['--merge']])
    it(`want their value: ${words.join(' ')}`, () => {
      assert.throws(
        () => take(...words),
        (error: Error) => {
          assert.ok(error instanceof ConfigError);
          assert.equal(
            error.message,
            `${words[0]?.replace('=', '')} needs a value; --help lists the options`,
          );
          return true;
        },
      );
    });
});
