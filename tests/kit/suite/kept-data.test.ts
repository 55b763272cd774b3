import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { contentKey, filesIn, keptByContent, keptLines } from '../../../src/run/kept-data.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kept-data-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** How a file may be found that is not whole. */
const BROKEN = [
  ['empty', (): string => ''],
  ['half-written', (whole: string): string => whole.slice(0, whole.length / 2)],
  ['without its last byte', (whole: string): string => whole.slice(0, -1)],
  ['written over', (whole: string): string => whole + whole],
  ['of zero bytes', (whole: string): string => '\0'.repeat(whole.length)],
] as const;

/** Writes files below the root; returns their paths. */
function written(files: Readonly<Record<string, string | Buffer>>): string[] {
  return Object.entries(files).map(([name, content]) => {
    const path = join(root, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content);
    return path;
  });
}

describe('the key of files', () => {
  const FILES = { 'a.yaml': 'first: 1\n', 'b.yaml': Buffer.from([0, 255, 13, 10, 0]), 'deep/c.yaml': '' };

  it('stays the same while they do', () => {
    assert.equal(contentKey(written(FILES)), contentKey(written(FILES)));
    assert.match(contentKey(written(FILES)), /^[0-9a-f]{32}$/);
  });

  it('changes with every byte of every file', () => {
    const paths = written(FILES);
    const keys = new Set([contentKey(paths)]);
    let changes = 0;
    for (const path of paths) {
      const content = readFileSync(path);
      const others = [
        ...Array.from(content.keys(), (at) => {
          const changed = Buffer.from(content);
          changed[at] = (changed[at] ?? 0) ^ 1;
          return changed;
        }),
        Buffer.concat([content, Buffer.from('\n')]),
      ];
      for (const other of others) {
        writeFileSync(path, other);
        keys.add(contentKey(paths));
        changes++;
      }
      writeFileSync(path, content);
    }
    assert.equal(keys.size, changes + 1);
  });

  it('changes with a file that is renamed, moved, added, removed or left out', () => {
    const paths = written(FILES);
    const [path = ''] = paths;
    const alone = contentKey([path]);
    renameSync(path, join(root, 'other.yaml'));
    assert.notEqual(contentKey([join(root, 'other.yaml')]), alone);
    renameSync(join(root, 'other.yaml'), path);
    const keys = [
      contentKey(paths),
      contentKey(paths.slice(1)),
      contentKey([...paths, ...written({ d: '' })]),
    ];
    renameSync(join(root, 'a.yaml'), join(root, 'z.yaml'));
    keys.push(contentKey(filesIn(root, '.yaml')));
    renameSync(join(root, 'z.yaml'), join(root, 'deep', 'a.yaml'));
    keys.push(contentKey(filesIn(root, '.yaml')));
    assert.equal(new Set(keys).size, keys.length);
  });

  it('tells a file that looks like two from the two', () => {
    const [first = '', second = ''] = written({ a: 'x', b: 'y' });
    const two = contentKey([first, second]);
    for (const content of [`x\0${second}\0y`, `x${second}\0y`, `x${second}\x001\0y`]) {
      writeFileSync(first, content);
      assert.notEqual(contentKey([first]), two);
    }
  });
});

describe('the files of a directory', () => {
  it('are found by their ending, with those of directories in it, sorted', () => {
    const paths = written({ 'b.yaml': '', 'a/c.yaml': '', 'a.json': '', 'a.yaml.orig': '' });
    assert.deepEqual(filesIn(root, '.yaml'), [paths[1], paths[0]]);
    assert.deepEqual(filesIn(root, ''), [...paths].sort());
  });
});

describe('what is kept by its content', () => {
  const VALUE = { list: [1, 'two', null], deep: { key: 'text' } };
  const cache = (): string => join(root, 'cache');
  const fileOf = (key: string, name = 'data'): string => join(cache(), `${name}-${key}.json`);
  let made = 0;
  beforeEach(() => {
    made = 0;
  });
  const kept = (key = 'k1', directories = [cache()], name = 'data'): unknown =>
    keptByContent(
      root,
      name,
      key,
      () => {
        made++;
        return { ...VALUE, key };
      },
      directories,
    );

  it('is made once, and read after that', () => {
    assert.deepEqual([kept(), kept(), made], [{ ...VALUE, key: 'k1' }, { ...VALUE, key: 'k1' }, 1]);
    assert.deepEqual(readdirSync(cache()), ['data-k1.json'], 'no draft is left');
  });

  it('is made anew with another key, and for another name', () => {
    kept('k1');
    kept('k1', [cache()], 'other');
    assert.deepEqual(kept('k2'), { ...VALUE, key: 'k2' });
    assert.equal(made, 3);
  });

  for (const [title, broken] of BROKEN)
    it(`is made anew where its file is ${title}, and mends the file`, () => {
      kept();
      writeFileSync(fileOf('k1'), broken(readFileSync(fileOf('k1'), 'utf8')));
      assert.deepEqual([kept(), made], [{ ...VALUE, key: 'k1' }, 2]);
      assert.deepEqual([kept(), made], [{ ...VALUE, key: 'k1' }, 2]);
    });

  it('is made anew where a directory stands in the place of its file', () => {
    mkdirSync(fileOf('k1'), { recursive: true });
    assert.deepEqual([kept(), made], [{ ...VALUE, key: 'k1' }, 1]);
    assert.deepEqual(readdirSync(cache()), ['data-k1.json'], 'no draft is left');
  });

  // A file in the place of a directory stops everybody, also a user for whom no permission counts.
  it('is kept in the next directory where the first cannot be written', () => {
    const [blocked = ''] = written({ blocked: '' });
    const directories = [join(blocked, 'cache'), cache()];
    assert.deepEqual([kept('k1', directories), kept('k1', directories), made].at(-1), 1);
    assert.ok(existsSync(fileOf('k1')));
  });

  it('is made each time, once, where no directory can be written', () => {
    const [blocked = ''] = written({ blocked: '' });
    const directories = [join(blocked, 'one'), join(blocked, 'other')];
    assert.deepEqual([kept('k1', directories), made], [{ ...VALUE, key: 'k1' }, 1]);
    assert.deepEqual([kept('k1', directories), made], [{ ...VALUE, key: 'k1' }, 2]);
  });

  // The system's folder for such files is everybody's.
  it('is neither read nor written where others may write as well', () => {
    kept();
    chmodSync(root, 0o777);
    assert.deepEqual([kept(), made], [{ ...VALUE, key: 'k1' }, 1], 'it is ours');
    chmodSync(cache(), 0o777);
    const second = join(root, 'of-the-project', 'cache');
    assert.deepEqual([kept('k1', [cache(), second]), made], [{ ...VALUE, key: 'k1' }, 2]);
    assert.deepEqual(readdirSync(second), ['data-k1.json']);
    // Nobody else can have made it.
    chmodSync(root, 0o775);
    assert.deepEqual([kept(), made], [{ ...VALUE, key: 'k1' }, 2]);
  });

  it('fails as its making fails, and leaves nothing', () => {
    const fail = (): never => {
      throw new Error('the data is wrong');
    };
    assert.throws(() => keptByContent(root, 'data', 'k1', fail, [cache()]), /the data is wrong/);
    assert.equal(existsSync(fileOf('k1')), false);
  });

  it('is removed when it is old: the eight newest of a name stay, and all of other names', () => {
    kept('other', [cache()], 'further');
    for (let index = 0; index < 12; index++) {
      const key = `k${index}`;
      kept(key);
      const at = new Date(Date.UTC(2020, 0, 1 + index));
      utimesSync(fileOf(key), at, at);
    }
    kept('newest');
    const left = readdirSync(cache()).filter((file) => file.startsWith('data-'));
    const newest = ['newest', 'k11', 'k10', 'k9', 'k8', 'k7', 'k6', 'k5'].map((key) => `data-${key}.json`);
    assert.deepEqual(left.sort(), newest.sort());
    assert.ok(existsSync(fileOf('other', 'further')));
  });

  it('is returned also where what is old cannot be removed', () => {
    mkdirSync(cache());
    for (let index = 0; index < 9; index++) {
      mkdirSync(fileOf(`k${index}`));
      utimesSync(fileOf(`k${index}`), 0, 0);
    }
    assert.deepEqual([kept('new'), kept('new'), made].at(-1), 1);
  });
});

describe('lines that are kept', () => {
  const LINES = ['{"first":1}', '', 'zweite Zeile – ü', '[3]'];
  const file = (): string => join(root, 'cache', 'list-k1.lines');
  let made = 0;
  beforeEach(() => {
    made = 0;
  });
  const kept = (lines: readonly string[] = LINES) =>
    keptLines(
      root,
      'list',
      'k1',
      () => {
        made++;
        return lines;
      },
      [join(root, 'cache')],
    );
  const allOf = ({ length, at }: ReturnType<typeof kept>): string[] =>
    Array.from({ length }, (_, index) => at(index));

  it('are made once, and each is read by its place after that', () => {
    assert.deepEqual([allOf(kept()), allOf(kept()), made], [LINES, LINES, 1]);
    assert.equal(kept().at(2), LINES[2]);
  });

  it('may be none', () => {
    assert.deepEqual([allOf(kept([])), allOf(kept([])), made], [[], [], 1]);
  });

  it('end where they end', () => {
    for (const lines of [kept(), kept()]) assert.throws(() => lines.at(4), /there is no line 4/);
  });

  for (const [title, broken] of [
    ...BROKEN,
    ['without a line', (whole: string): string => whole.replace('[3]\n', '')],
    ['with a longer line', (whole: string): string => whole.replace('[3]', '[33]')],
  ] as const)
    it(`are made anew where their file is ${title}, and mend the file`, () => {
      kept();
      writeFileSync(file(), broken(readFileSync(file(), 'utf8')));
      assert.deepEqual([allOf(kept()), made], [LINES, 2]);
      assert.deepEqual([allOf(kept()), made], [LINES, 2]);
    });
});
