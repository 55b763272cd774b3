import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { toMarkdown } from '../../../src/cli/docs/pr-markdown.ts';
import type { Contract } from '../../../src/contract/contract.ts';
import { replay } from '../../../src/docs/history/replay.ts';
import { openRepository } from '../../../src/docs/history/repository.ts';
import {
  comparePullRequest,
  FAIL_ON,
  isNeutral,
  isRefused,
  newFindings,
} from '../../../src/docs/pr/compare.ts';
import { digest, findSource } from '../../../src/docs/source.ts';
import { ROOT } from '../../../src/run/load.ts';
import { curl, field, methodPage, tab, table } from './cases.ts';
import { makeRepository } from './git.ts';
import { docsHere } from './in-process.ts';

const repository = makeRepository();
after(() => repository.remove());

const PAGE = 'api-reference/shop/sell.md';
const SHARED = 'api-reference/shop/_includes/fields.md';
const whole = methodPage({});
const including = methodPage({
  title: 'Pack a thing shop.thing.pack',
  parameters: '{% include [fields](./_includes/fields.md) %}',
  examples: curl('{"id":1}', 'shop.thing.pack'),
});
const ARTICLE = 'settings/errors.md';
const article = (...rows: string[]): string =>
  `# Errors of the Shop\n\n#|\n|| **Code** | **Description** ||\n${rows.map((row) => `|| ${row} ||`).join('\n')}\n|#\n`;
const RUSSIAN = whole
  .replace('## Method Parameters', '## Параметры метода')
  .replace('## Code Examples', '## Примеры кода')
  .replace('## Response Handling', '## Обработка ответа')
  .replace('### Returned Data', '### Возвращаемые данные')
  .replace('## Error Handling', '## Обработка ошибок')
  .replace('### Possible Error Codes', '### Возможные коды ошибок')
  .replace('Who can execute the method: anybody', 'Кто может выполнять метод: любой пользователь')
  .replaceAll('HTTP status', 'HTTP-статус')
  .replaceAll('**Name**\n`type` | **Description**', '**Название**\n`тип` | **Описание**')
  .replace('**Code** | **Description** | **Value**', '**Код** | **Описание** | **Значение**');

const start = repository.commit({
  [PAGE]: whole,
  'api-reference/shop/pack.md': including,
  'api-reference/shop/ru.md': RUSSIAN.replace('shop.thing.sell', 'shop.thing.buy').replaceAll(
    '/shop.thing.sell',
    '/shop.thing.buy',
  ),
  [SHARED]: table(field('id*', 'integer')),
  'api-reference/shop/index.md': '# Shop\n\nSell [things](./sell.md).\n',
  [ARTICLE]: article('`CLOSED` | The shop is closed', '`LATE` | Too late'),
});

repository.git('checkout', '--quiet', 'main');

/** Compares the start with a commit of its own branch that changes pages. */
function change(pages: Record<string, string | undefined>, contract?: Contract) {
  const head = repository.commit(pages, start);
  const opened = openRepository(repository.directory);
  try {
    return comparePullRequest(opened, start, head, contract);
  } finally {
    opened.close();
  }
}

const edited = (text: string, from: string, to: string): string => {
  assert.ok(text.includes(from), from);
  return text.replace(from, to);
};
const kinds = ({ changes }: { changes: readonly { kind: string }[] }) => changes.map(({ kind }) => kind);

describe('a pull request of the documentation', () => {
  it('tells of errors that an article lists for many methods', () => {
    const told = (text: string | undefined) =>
      change({ [ARTICLE]: text }).changes.map(({ kind, method, name }) => [kind, method, name]);
    assert.deepEqual(told(article('`CLOSED` | The shop is closed', '`EARLY` | Too early')), [
      ['error-added', ARTICLE, 'EARLY'],
      ['error-removed', ARTICLE, 'LATE'],
    ]);
    assert.deepEqual(told('# Errors of the Shop\n\nThere are none.\n'), [
      ['undescribed', ARTICLE, undefined],
    ]);
    assert.deepEqual(told(undefined), [['undescribed', ARTICLE, undefined]]);
    assert.deepEqual(told(article('`CLOSED` | The shop is closed', '`LATE` | Too late', '| ')), []);
  });

  it('tells of the errors of a new article that nobody knows whether they are new', () => {
    const found = change({ 'settings/more.md': article('`GREEDY` | Too many things') });
    assert.deepEqual(kinds(found), ['described']);
  });

  it('takes no notice of a bar too many', () => {
    const found = change({ [PAGE]: edited(whole, '| Text ||', '| Text | ||') });
    assert.deepEqual([found.changes, found.findings], [[], []]);
  });

  it('tells what breaks, with the page and the method', () => {
    const found = change({ [PAGE]: edited(whole, '**id***', '**no***') });
    assert.deepEqual(kinds(found).sort(), ['parameter-added-required', 'parameter-removed']);
    assert.deepEqual(found.changes[0]?.page, PAGE);
    assert.deepEqual(found.changes[0]?.method, 'shop.thing.sell');
    // The example, which nobody touched, no longer fits.
    assert.deepEqual(
      found.examples.map(({ rule }) => rule),
      ['required-missing'],
    );
    const said = toMarkdown(found, 'en');
    assert.match(said, /### Breaks callers \(2\)/);
    assert.match(said, /the new parameter `no` is required — every call written so far/);
    assert.match(said, /### Examples that no longer work \(1\)/);
  });

  it('says all of it in Russian', () => {
    const said = toMarkdown(change({ [PAGE]: edited(whole, '**id***', '**no***') }), 'ru');
    assert.match(said, /### Ломает вызывающих \(2\)/);
    assert.match(said, /новый параметр `no` обязателен/);
    assert.match(said, /нет обязательного no/);
    for (const line of said.split('\n').filter((one) => /^ *- (?!\[`)/.test(one)))
      assert.match(line, /\p{Script=Cyrillic}/u);
  });

  for (const [name, pages] of [
    ['words', { [PAGE]: edited(whole, '## Method Parameters', 'More words.\n\n## Method Parameters') }],
    [
      'a note',
      {
        [PAGE]: edited(
          whole,
          '## Code Examples',
          '{% note info %}\n\nMind the step.\n\n{% endnote %}\n\n## Code Examples',
        ),
      },
    ],
    ['a page about nothing', { 'api-reference/shop/about.md': '# About\n\nNews.\n' }],
    ['a file that is not a page', { 'toc.yaml': 'title: Shop\n' }],
    [
      'another tab',
      {
        [PAGE]: edited(
          whole,
          '{% endlist %}',
          `${tab('BX24.js', 'js', "BX24.callMethod('shop.thing.sell', { id: 1 });")}\n{% endlist %}`,
        ),
      },
    ],
    ['words of an included file', { [SHARED]: table(field('id*', 'integer', 'Other words')) }],
    ['nothing at all', {}],
  ] as const)
    it(`is silent on ${name}`, () => {
      const found = change(pages);
      assert.ok(isNeutral(found), JSON.stringify(found));
      assert.equal(toMarkdown(found, 'en'), '');
      for (const when of FAIL_ON) assert.equal(isRefused(found, when), false);
    });

  it('reads the pages that include a changed file, and no others', () => {
    const found = change({ [SHARED]: table(field('id*', 'string'), field('to', 'integer')) });
    assert.deepEqual([...new Set(found.changes.map(({ page }) => page))], ['api-reference/shop/pack.md']);
    assert.deepEqual(kinds(found).sort(), ['parameter-added', 'parameter-type-widened']);
    assert.equal(found.pages, 2);
  });

  it('tells pages that come, go and move', () => {
    const found = change({
      [PAGE]: undefined,
      'api-reference/shop/new.md': whole.replaceAll('shop.thing.sell', 'shop.thing.lend'),
    });
    assert.ok(kinds(found).includes('method-renamed') || kinds(found).includes('method-removed'));
    assert.deepEqual(kinds(change({ [PAGE]: undefined })), ['method-removed']);
    assert.deepEqual(kinds(change({ [PAGE]: undefined, 'api-reference/till/sell.md': whole })), [
      'page-moved',
    ]);
  });

  it('reads Russian pages', () => {
    const page = 'api-reference/shop/ru.md';
    const russian = repository.git('show', `${start}:${page}`);
    const found = change({ [page]: `${edited(russian, '**id***', '**id**')}\n` });
    assert.deepEqual(kinds(found), ['parameter-optional']);
    assert.deepEqual(
      kinds(change({ [page]: `${edited(russian, '`GONE` | Nothing', '`LOST` | Nothing')}\n` })).sort(),
      ['error-added', 'error-removed'],
    );
  });

  it('tells a page that is not a text', () => {
    const found = change({ [PAGE]: 'a\0b' });
    assert.equal(found.unreadable[0]?.file, PAGE);
    assert.equal(isRefused(found, 'error'), true);
  });

  it('tells new findings alone, wherever the known ones have moved', () => {
    const finding = (message: string, line = 1) => ({ rule: 'json-syntax', file: 'a.md', line, message });
    const known = [finding('does not parse: at position 8'), finding('twice')];
    assert.deepEqual(
      newFindings(known, [finding('does not parse: at position 99', 7), finding('twice', 9)]),
      [],
    );
    assert.deepEqual(newFindings(known, [finding('twice'), finding('twice')]), [finding('twice')]);
    assert.deepEqual(newFindings([], [finding('twice')]), [finding('twice')]);
  });

  it('tells claims that fall, and marks that fall with them', () => {
    const source = { heading: 'Method Parameters', row: 'id' };
    const claim = {
      id: 'shop.id.type',
      source: { ...source, page: PAGE, digest: digest(findSource(whole, source) ?? '') },
    };
    const contract = {
      claims: [{ ...claim, file: 'shop.yaml', line: 3 }],
      claim: () => ({ ...claim, confidence: 'verified' }),
    } as unknown as Contract;
    const found = change({ [PAGE]: edited(whole, '| Text ||', '| Other words ||') }, contract);
    assert.deepEqual(
      found.claims.map(({ claim: id, kind, verified }) => [id, kind, verified]),
      [[claim.id, 'reworded', true]],
    );
    assert.match(toMarkdown(found, 'en'), /read it again.*\n?.*verified on a portal; the mark falls/);
    assert.match(toMarkdown(found, 'ru'), /перечитайте.*отметка снимается/);
    assert.deepEqual(
      change({ [PAGE]: edited(whole, '## Code Examples', 'Words.\n\n## Code Examples') }, contract).claims,
      [],
    );
  });

  it('is refused as --fail-on says', () => {
    const refused = (found: ReturnType<typeof change>) => FAIL_ON.map((when) => isRefused(found, when));
    const breaking = change({ [PAGE]: edited(whole, '[`shop`]', '[`store`]') });
    assert.deepEqual(refused(breaking), [true, true, true, false]);
    const broken = change({ [PAGE]: edited(whole, 'curl -X POST \\', 'curl -X POST /') });
    assert.deepEqual([kinds(broken), refused(broken)], [[], [false, true, true, false]]);
    const adding = change({
      [PAGE]: edited(whole, '## Code Examples', `${table(field('to', 'integer'))}\n\n## Code Examples`),
    });
    assert.deepEqual([kinds(adding), refused(adding)], [['parameter-added'], [false, false, true, false]]);
  });

  it('cannot be steered by a page: no marks, tags or mentions of its values', () => {
    const found = change({ [PAGE]: edited(whole, 'Nothing left |', '<img src=x> @all [x](y) |') });
    const said = toMarkdown(found, 'en');
    assert.match(said, /`<img src=x> @all \[x\]\(y\)`|`<img src=x> @all x`/);
    assert.doesNotMatch(said.replace(/`[^`]*`/g, ''), /(?<!\\)<img|@\w/);
  });

  it('fits into a comment', () => {
    const many = Array.from({ length: 60 }, (_, page) => [
      `api-reference/many/p${page}.md`,
      methodPage({
        parameters: table(...Array.from({ length: 90 }, (__, row) => field(`p${row}*`, 'integer'))),
      }),
    ]);
    assert.ok(toMarkdown(change(Object.fromEntries(many)), 'en').length < 65_536);
  });
});

const docs = (...words: string[]) => docsHere(words, { cwd: repository.directory, env: { B24_DOCS: '' } });

describe('npm run docs -- pr', () => {
  let bundle = '';
  let bare = '';
  before(() => {
    const { head } = change({ [PAGE]: edited(whole, '**id***', '**id**') });
    repository.git('branch', 'change', head);
    bundle = join(repository.directory, 'pages.bundle');
    repository.git('bundle', 'create', '--quiet', bundle, 'main', 'change');
    bare = join(repository.directory, 'bare.git');
    repository.git('clone', '--quiet', '--bare', repository.directory, bare);
  });

  it('takes a checkout, a bare repository and a bundle', async () => {
    const [checkout, ...others] = await Promise.all(
      [repository.directory, bare, bundle].map((repo) =>
        docs('pr', '--base', 'main', '--head', 'change', '--repo', repo, '--fail-on', 'any'),
      ),
    );
    assert.match(checkout?.stdout ?? '', /the parameter `id` may be left out now/);
    assert.equal(checkout?.status, 1);
    for (const other of others) assert.deepEqual(other, checkout);
  });

  it('says nothing where nothing changed, and writes JSON alone where asked', async () => {
    const [same, told] = await Promise.all([
      docs('pr', '--base', 'change', '--head', 'change'),
      docs('pr', '--base', 'main', '--head', 'change', '--json', '-'),
    ]);
    assert.deepEqual([same.stdout, same.status], ['', 0]);
    assert.match(same.stderr, /nothing to say/);
    assert.deepEqual(kinds(JSON.parse(told.stdout)), ['parameter-optional']);
  });

  it('annotates the lines that state what changed, and tells what was asked for alone', async () => {
    const words = ['pr', '--base', 'main', '--head', 'change', '--format'];
    const [github, skipped, russian] = await Promise.all([
      docs(...words, 'github'),
      docs(...words, 'sarif', '--skip', 'parameter-optional', '--fail-on', 'any'),
      docs(...words, 'text', '--lang', 'ru'),
    ]);
    const line = whole.split('\n').findIndex((one) => one.includes('**id***')) + 1;
    assert.equal(
      github.stdout,
      `::notice file=${PAGE},line=${line},title=parameter-optional (adds)::the parameter id may be left out now\n`,
    );
    assert.deepEqual([JSON.parse(skipped.stdout).runs[0].results, skipped.status], [[], 0]);
    assert.match(russian.stdout, /параметр id/);
  });

  it('tells what is wrong with its arguments', async () => {
    const cases: [words: string[], said: RegExp][] = [
      [[], /--base REV is needed/],
      [['--base', 'nowhere'], /There is no revision 'nowhere' in/],
      [['--base', 'main', '--lang', 'fr'], /There is no language 'fr': en, ru/],
      [
        ['--base', 'main', '--fail-on', 'rain'],
        /--fail-on does not take 'rain': breaking, error, any, never/,
      ],
      [['--base', 'main', '--repo', 'lost'], /lost is not there/],
      [['--base', 'main', '--repo', PAGE], /is not a git repository/],
    ];
    const answers = await Promise.all(cases.map(([words]) => docs('pr', ...words)));
    answers.forEach(({ status, stderr, stdout }, index) => {
      assert.match(stderr, cases[index]?.[1] ?? /^$/);
      assert.deepEqual([status, stdout], [2, '']);
    });
  });
});

describe('a command on revisions', () => {
  it('ends quietly where nobody reads on', async () => {
    const commands = [
      ['pr', '--base', `${start}`, '--head', 'change', '--json', '-'],
      ['history', repository.directory, '--head', 'change'],
      ['history', repository.directory, '--head', 'change', '--json', '-'],
      ['rules'],
    ];
    const told = await Promise.all(
      commands.map(
        (words) =>
          new Promise<string>((resolve) => {
            const args = [join(ROOT, 'src/shell/compiled.mjs'), 'docs', ...words];
            const command = spawn(process.execPath, args, { cwd: repository.directory });
            let errors = '';
            command.stderr.on('data', (data) => {
              errors += data;
            });
            command.stdout.destroy();
            command.on('close', (code) => resolve(`${code} ${errors}`));
          }),
      ),
    );
    for (const line of told) assert.match(line, /^0 /);
    for (const line of told) assert.doesNotMatch(line, /EPIPE|Error:|\n +at /);
  });
});

describe('npm run docs -- history', () => {
  it('replays revisions, in however many threads', async () => {
    const other = makeRepository();
    try {
      other.commit({
        [PAGE]: whole,
        [SHARED]: table(field('id*', 'integer')),
        'api-reference/shop/pack.md': including,
      });
      other.commit({ [SHARED]: table(field('id', 'integer')) });
      other.commit({ 'api-reference/shop/about.md': '# About\n' });
      other.commit({ [PAGE]: undefined, 'api-reference/shop/moved.md': edited(whole, '**id***', '**id**') });
      other.commit({ 'api-reference/shop/moved.md': undefined });
      const alone = await replay(other.directory, 'main', 1);
      assert.deepEqual(
        alone.changes.map(({ kind, page, commit }) => [kind, page.split('/').at(-1), commit.length]),
        [
          ['parameter-optional', 'pack.md', 40],
          ['page-moved', 'moved.md', 40],
          ['parameter-optional', 'moved.md', 40],
          ['method-removed', 'moved.md', 40],
        ],
      );
      assert.deepEqual([alone.revisions, alone.first], [5, 2]);
      assert.deepEqual(await replay(other.directory, 'main', 2), alone);
      const { stdout, status } = await docs('history', other.directory);
      assert.match(stdout, /^5 revisions, .*: \d+ page contents read, 2 pages with facts in the first\.$/m);
      assert.match(stdout, /^ +2 +2 +2 {2}parameter-optional +adds$/m);
      assert.match(stdout, /^4 changes of facts in 3 revisions; 2 revisions changed none\.$/m);
      assert.equal(status, 0);
      assert.equal(
        JSON.parse((await docs('history', other.directory, '--json', '-')).stdout).byKind.length,
        3,
      );
      const markdown = await docs('history', other.directory, '--format', 'markdown');
      assert.match(markdown.stdout, /^\| 2 \| 2 \| 2 \| `parameter-optional` \| adds \|$/m);
      assert.match((await docs('history')).stderr, /Name one repository or bundle/);
      assert.match((await docs('history', join(other.directory, 'lost'))).stderr, /lost is not there/);
    } finally {
      other.remove();
    }
  });
});
