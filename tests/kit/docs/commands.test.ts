import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { digests } from '../../../src/cli/docs/digests.ts';
import { draft } from '../../../src/cli/docs/draft.ts';
import { facts } from '../../../src/cli/docs/facts.ts';
import { lint } from '../../../src/cli/docs/lint.ts';
import { read } from '../../../src/cli/docs/read.ts';
import { readArguments } from '../../../src/cli/docs/shared.ts';
import { ROOT } from '../../../src/run/load.ts';
import { ArgumentError } from '../../../src/shell/settings.ts';
import { methodPage } from './cases.ts';
import { docsHere } from './in-process.ts';

const docs = (...words: string[]) => docsIn('', ...words);

const docsIn = (checkout: string, ...words: string[]) => docsHere(words, { env: { B24_DOCS: checkout } });

/** The command as a program, for what a program has: its exit code and its streams. */
const program = (...words: string[]) => programIn(ROOT, ...words);

const programIn = (cwd: string, ...words: string[]) =>
  spawnSync('node', [join(ROOT, 'src/shell/compiled.mjs'), 'docs', ...words], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, B24_DOCS: '' },
  });

describe('a command on pages', () => {
  const root = mkdtempSync(join(tmpdir(), 'b24-commands-'));
  after(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, 'prose'));
  for (const name of ['one', 'two'])
    writeFileSync(join(root, 'prose', `${name}.md`), '# On shops\n\nThere are many.\n');

  for (const [command, run] of [
    ['draft', docs],
    // It listens to signals.
    ['examples', program],
  ] as const)
    it(`${command} says that there is no method page`, async () => {
      const { status, stdout, stderr } = await run(command, join(root, 'prose'));
      assert.match(stderr, /No method page in \S+prose\./);
      assert.deepEqual([status, stdout], [2, '']);
    });

  const page = join(root, 'prose/one.md');
  for (const [fault, words, said] of [
    ['an unknown option', ['lint', '--sternly', page], /Unknown option '--sternly'/],
    ['an unknown command', ['rewrite', page], /There is no command 'rewrite'/],
    ['options that go together', ['lint', '--strict', page], /--strict and --write need --baseline FILE/],
    ['no name where one is due', ['draft'], /Name the page of the method/],
    [
      'a rule that is not there',
      ['drift', '--rule', 'tone', page],
      /There is no rule 'tone': changed, removed, /,
    ],
    [
      'two answers in one place',
      ['read', '--json', '-', '--format', 'sarif', page],
      /--json - and --format sarif both write to standard output/,
    ],
  ] as const)
    it(`tells ${fault} as a wrong argument, with the usage`, async () => {
      const run = fault === 'an unknown option' || fault === 'an unknown command' ? program : docs;
      const { status, stdout, stderr } = await run(...words);
      assert.match(stderr, /^The arguments are wrong:\n/);
      assert.match(stderr, said);
      const usage = fault === 'an unknown command' ? 'npm run docs -- --help' : `npm run docs -- ${words[0]}`;
      assert.ok(stderr.includes(usage), stderr);
      assert.deepEqual([status, stdout], [2, '']);
    });

  // What is wrong by the words alone needs no process to be told.
  for (const [fault, command, words, said] of [
    ['an option of another command', read, ['--strict', page], /'--strict' is not an option of read\./],
    ['an option without its value', lint, ['--baseline'], /--baseline/],
    ['names where none are taken', digests, [page], /digests takes no names/],
    [
      'a format that is not there',
      read,
      ['--format', 'prose', page],
      /There is no format 'prose' of read: text, /,
    ],
    [
      'a format where there is none',
      draft,
      ['--format', 'json', 'user.get'],
      /'--format' is not an option of draft/,
    ],
    ['JSON of what has one form', facts, ['--json', '-', page], /'--json' is not an option of facts/],
  ] as const)
    it(`tells ${fault} as a wrong argument, with the usage`, () => {
      assert.throws(
        () => readArguments(words, command),
        (error) => {
          assert.ok(error instanceof ArgumentError);
          assert.match(error.message, said);
          assert.ok(error.message.endsWith(command.help), error.message);
          return true;
        },
      );
    });

  it('tells apart what is named and what the environment names', async () => {
    assert.match(
      (await docs('read', join(root, 'lost'))).stderr,
      /^The arguments are wrong:\n.*lost is not there/,
    );
    assert.match((await docs('digests', '--docs', join(root, 'lost'))).stderr, /^The arguments are wrong:\n/);
    for (const command of ['read', 'digests', 'drift'])
      assert.match(
        (await docsIn(join(root, 'lost'), command)).stderr,
        /^The configuration is wrong .*\n.*lost is no/,
        command,
      );
  });
});

describe('what a command tells', () => {
  const root = mkdtempSync(join(tmpdir(), 'b24-told-'));
  after(() => rmSync(root, { recursive: true, force: true }));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  const page = methodPage({});
  write(
    'now/shop/sell.md',
    page
      .replace('`integer`', '`string`')
      .replace('## Error Handling', '## Beyond\n\n- a\n\n## Error Handling'),
  );
  write('old/shop/sell.md', page);
  const from = (cwd: string, ...words: string[]) => docsHere(words, { cwd, env: { B24_DOCS: '' } });

  it('is a line with path, kind and severity, counts by kind, and a sum, one page said as such', async () => {
    const { stdout, status } = await from(root, 'read', 'now');
    assert.deepEqual(stdout.split('\n'), [
      'https://apidocs.bitrix24.com/shop/sell.html',
      `now/shop/sell.md:${lineOf('- a')}: not-used (note): list 'a': a list outside of tables is prose`,
      'What was not used:',
      '  1 on 1 page: list: a list outside of tables is prose',
      '',
      '     1  not-used           note',
      '1 method page: 1 read, 0 partly read, 0 not read; 0 other pages.',
      'Read as a whole, or lacking only what the page itself lacks: 1 of 1 method page (100.0 %).',
      '',
    ]);
    assert.equal(status, 0);
    assert.doesNotMatch((await from(root, 'read', 'now', '--skip', 'not-used')).stdout, /^now\//m);
  });

  const lineOf = (text: string): number =>
    readFileSync(join(root, 'now/shop/sell.md'), 'utf8').split('\n').indexOf(text) + 1;

  it('is read by programs, alone on standard output', async () => {
    const drift = ['drift', '--from', 'old', 'now'];
    const { stdout, stderr, status } = programIn(root, ...drift, '--format', 'github');
    assert.match(
      stdout,
      /^::error file=now\/shop\/sell\.md,line=\d+,title=changed \(error\)::shop\/sell\.md › .*integer → string \(types\)\n$/,
    );
    assert.match(stderr, /^1 page compared, 0 without an earlier revision; 1 difference\.$/m);
    assert.equal(status, 1);
    assert.equal(
      JSON.parse((await from(root, ...drift, '--format', 'sarif')).stdout).runs[0].results.length,
      1,
    );
    assert.deepEqual(
      JSON.parse((await from(root, ...drift, '--json', '-')).stdout).map(
        ({ kind }: { kind: string }) => kind,
      ),
      ['changed'],
    );
    const skipped = await from(root, ...drift, '--skip', 'changed', '--format', 'json');
    assert.deepEqual([JSON.parse(skipped.stdout), skipped.status], [[], 0]);
    assert.equal(
      JSON.parse((await from(root, 'read', '--json', '-', 'now')).stdout)[0].method,
      'shop.thing.sell',
    );
    const [draft] = JSON.parse((await from(root, 'draft', '--json', '-', 'now/shop/sell.md')).stdout);
    assert.equal(draft.method, 'shop.thing.sell');
  });

  it('names files as they are seen from where npm was called', () => {
    const { stdout } = spawnSync('node', ['src/shell/compiled.mjs', 'docs', 'read', 'shop/sell.md'], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, B24_DOCS: '', npm_lifecycle_event: 'docs', INIT_CWD: join(root, 'now') },
    });
    assert.match(stdout, /^shop\/sell\.md:\d+: not-used /m);
  });

  it('explains rules by name, as a page or as data', async () => {
    const { stdout } = await from(root, 'rules', 'time');
    assert.match(stdout, /^## time\n\nBlemish\. Reports /);
    assert.doesNotMatch(stdout, /^## json-syntax/m);
    assert.match((await from(root, 'rules', 'tim')).stderr, /There is no rule 'tim'; did you mean 'time'\?/);
    const [rule] = JSON.parse((await from(root, 'rules', 'time', '--json', '-')).stdout);
    assert.deepEqual([rule.rule, rule.severity, rule.byDefault], ['time', 'blemish', true]);
  });
});
