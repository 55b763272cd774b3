import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { DataError } from '../../../src/base/yaml-file.ts';
import { buildResources, type KnownNames, type Resources } from '../../../src/contract/resources.ts';
import { fill, namesIn } from '../../../src/contract/values.ts';
import { loadResources, ROOT } from '../../../src/run/load.ts';
import { change, lineWith, schemas } from './sample.ts';

const SHELF = `
resource: shelf
given: { webhook: B24_SHELF, token: B24_TOKEN_SHELF }
secret: { part: key, given: B24_KEY, for: webhook }
identity: { SHELF: $shelf.id, KEY: $shelf.key }
make:
  - { call: shelf.add, with: { CODE: $unique, KEY: $shelf.key }, id: /result }
  - { call: shelf.v2.Add, with: { fields: { code: $unique, title: 'of $run' } }, id: /result/shelf/id }
find:
  call: shelf.list
  in: /result
  where: { /CODE: $unique }
  id: /ID
remove: { call: shelf.delete, with: { ID: $shelf.id }, gone: [NO_SHELF] }
check:
  call: shelf.get
  with: { ID: $shelf.id }
  answers: { success: own, NO_SHELF: none }
  has: { in: /result/books }
others:
  foreign: { secret: other }
  unknown: 4711
`;
const BOOK = `
resource: book
owner: shelf
given: B24_BOOK
otherwise: $book.first
make: { call: book.add, with: { TITLE: $unique, ON: $shelf.id }, id: /result }
find: { call: book.get, with: { TITLE: $unique }, id: /result/ID }
remove: { none: no method removes a book }
others:
  foreign: { owner: shelf.foreign }
  first: 1
`;
const FILES = { 'shelf.yaml': SHELF, 'book.yaml': BOOK };
const KNOWN: KnownNames = {
  variables: ['B24_SHELF', 'B24_TOKEN_SHELF', 'B24_KEY', 'B24_BOOK', 'B24_OTHER'],
  methods: [
    'shelf.add',
    'shelf.v2.Add',
    'shelf.list',
    'shelf.delete',
    'shelf.get',
    'book.add',
    'book.get',
    'book.delete',
  ],
};

function build(files: Record<string, string> = FILES): Resources {
  const texts = Object.entries(files).map(([path, text]) => ({ path, text }));
  return buildResources(texts, schemas, KNOWN);
}

interface Typo {
  title: string;
  file?: keyof typeof FILES;
  from: string;
  to: string;
  /** Text on the line that must be named; default: `to`. */
  at?: string;
  message: RegExp;
}

const TYPOS: Typo[] = [
  {
    title: 'a key',
    from: 'secret: {',
    to: 'secert: {',
    message: /^unknown key 'secert' in the file; did you mean 'secret'\?/,
  },
  {
    title: 'a key of a way',
    from: 'id: /result }\n',
    to: 'idd: /result }\n',
    at: 'idd:',
    message: /^unknown key 'idd' in 'make\.0'; did you mean 'id'\?/,
  },
  {
    title: 'a key of the only way',
    file: 'book.yaml',
    from: 'find: { call: book.get, with:',
    to: 'find: { call: book.get, wiht:',
    message: /^unknown key 'wiht' in 'find'; did you mean 'with'\?/,
  },
  {
    title: 'a key of another one',
    file: 'book.yaml',
    from: '{ owner: shelf.foreign }',
    to: '{ onwer: shelf.foreign }',
    message: /^unknown key 'onwer' in 'others\.foreign'; did you mean 'owner'\?/,
  },
  {
    title: 'a key of the variables',
    from: '{ webhook: B24_SHELF, token',
    to: '{ webhok: B24_SHELF, token',
    message: /^unknown key 'webhok' in 'given'; did you mean 'webhook'\?/,
  },
  {
    title: 'a kind of thing that is a list',
    file: 'book.yaml',
    from: 'given: B24_BOOK',
    to: 'given: [B24_BOOK]',
    message: /^'given' must be a text or an object, not /,
  },
  {
    title: 'a value of a key',
    from: 'for: webhook }',
    to: 'for: webhok }',
    message: /^'secret\.for' is 'webhok'; did you mean 'webhook'\?/,
  },
  {
    title: 'what a question shows',
    from: 'NO_SHELF: none }',
    to: 'NO_SHELF: nnoe }',
    message: /^'check\.answers\.NO_SHELF' is 'nnoe'; did you mean 'none'\?/,
  },
  {
    title: 'the form of a variable',
    file: 'book.yaml',
    from: 'given: B24_BOOK',
    to: 'given: BOOK',
    message: /^'given' is 'BOOK', which does not have the form \^B24_/,
  },
  {
    title: 'a variable',
    file: 'book.yaml',
    from: 'given: B24_BOOK',
    to: 'given: B24_BOK',
    message: /^'B24_BOK' is not a variable of this suite; did you mean 'B24_BOOK'\?/,
  },
  {
    title: 'a variable for tokens',
    from: 'token: B24_TOKEN_SHELF',
    to: 'token: B24_TOKEN_SHEFL',
    message: /^'B24_TOKEN_SHEFL' is not a variable .* mean 'B24_TOKEN_SHELF'\?/,
  },
  {
    title: 'a variable of a secret',
    from: 'given: B24_KEY',
    to: 'given: B24_KEYS',
    message: /^'B24_KEYS' is not a variable/,
  },
  {
    title: 'a variable of another one',
    from: '{ secret: other }',
    to: '{ secret: other, given: B24_OHTER }',
    message: /^'B24_OHTER' is not a variable .* mean 'B24_OTHER'\?/,
  },
  {
    title: 'a variable that gives two values',
    file: 'book.yaml',
    from: 'given: B24_BOOK',
    to: 'given: B24_KEY',
    message: /^'B24_KEY' gives two values; it is named first at shelf\.yaml:4$/,
  },
  {
    title: 'a resource',
    file: 'book.yaml',
    from: 'ON: $shelf.id',
    to: 'ON: $shlef.id',
    message: /^'\$shlef\.id': there is no resource 'shlef'; did you mean 'shelf'\?/,
  },
  {
    title: 'a resource in a text',
    from: "'of $run'",
    to: "'of $rnu'",
    message: /^'\$rnu': there is no resource 'rnu'; did you mean 'run'\?/,
  },
  {
    title: 'a resource without a neighbour',
    file: 'book.yaml',
    from: 'ON: $shelf.id',
    to: 'ON: $elsewhere.id',
    message: /^'\$elsewhere\.id': there is no resource 'elsewhere'; known: shelf, book/,
  },
  {
    title: 'a part',
    file: 'book.yaml',
    from: 'ON: $shelf.id',
    to: 'ON: $shelf.kye',
    message: /^'\$shelf\.kye': shelf has no part 'kye'; did you mean 'key'\?/,
  },
  {
    title: 'a part that every object has',
    file: 'book.yaml',
    from: 'ON: $shelf.id',
    to: 'ON: $shelf.constructor',
    message: /^'\$shelf\.constructor': shelf has no part 'constructor'/,
  },
  {
    title: 'no part',
    file: 'book.yaml',
    from: 'ON: $shelf.id',
    to: 'ON: $shelf',
    message: /^'\$shelf' lacks the part of shelf; known: \$shelf\.id, \$shelf\.key, /,
  },
  {
    title: 'a part of the identity',
    from: 'KEY: $shelf.key }\nmake',
    to: 'KEY: $shelf.kay }\nmake',
    at: 'identity',
    message: /^'\$shelf\.kay': shelf has no part 'kay'; did you mean 'key'\?/,
  },
  {
    title: 'a part where no variable gives the id',
    file: 'book.yaml',
    from: '$book.first',
    to: '$book.frist',
    message: /^'\$book\.frist': book has no part 'frist'; did you mean 'first'\?/,
  },
  {
    title: 'no reference where no variable gives the id',
    file: 'book.yaml',
    from: 'otherwise: $book.first',
    to: 'otherwise: first',
    message: /^'otherwise' must be one reference, such as \$book\.first/,
  },
  {
    title: 'the id of itself where no variable gives it',
    file: 'book.yaml',
    from: '$book.first',
    to: '$book.id',
    message: /^'\$book\.id' is not known here/,
  },
  {
    title: 'the id of what is yet to be made',
    file: 'book.yaml',
    from: 'ON: $shelf.id',
    to: 'ON: $book.id',
    message: /^'\$book\.id' is not known here/,
  },
  {
    title: 'the id of what is yet to be found',
    file: 'book.yaml',
    from: 'find: { call: book.get, with: { TITLE: $unique',
    to: 'find: { call: book.get, with: { ID: $book.id, TITLE: $unique',
    message: /^'\$book\.id' is not known here/,
  },
  {
    title: 'another one of its own kind',
    from: 'with: { ID: $shelf.id }, gone',
    to: 'with: { ID: $shelf.foreign }, gone',
    message: /^'\$shelf\.foreign': 'shelf' cannot need another one of its kind/,
  },
  {
    title: 'an identity of somebody else',
    from: 'KEY: $shelf.key }\nmake',
    to: 'KEY: $book.first }\nmake',
    at: 'identity',
    message: /^'\$book\.first' is not a part of 'shelf': its identity is of itself/,
  },
  {
    title: 'an owner',
    file: 'book.yaml',
    from: 'owner: shelf\n',
    to: 'owner: shlef\n',
    at: 'owner: shlef',
    message: /^there is no resource 'shlef'; did you mean 'shelf'\?/,
  },
  {
    title: 'itself as owner',
    file: 'book.yaml',
    from: 'owner: shelf\n',
    to: 'owner: book\n',
    at: 'owner: book',
    message: /^'book' cannot be its own owner/,
  },
  {
    title: 'the part of an owner',
    file: 'book.yaml',
    from: 'shelf.foreign',
    to: 'shelf.foriegn',
    message: /^'shelf\.foriegn' is not a shelf that can own something; did you mean 'foreign'\?/,
  },
  {
    title: 'a constant as owner',
    file: 'book.yaml',
    from: 'shelf.foreign',
    to: 'shelf.unknown',
    message: /^'shelf\.unknown' is not a shelf that can own something; known: shelf\.id, shelf\.foreign/,
  },
  {
    title: 'an owner that is not the owner',
    file: 'book.yaml',
    from: 'shelf.foreign',
    to: 'shef.foreign',
    message: /^the owner of 'book' is 'shelf', not 'shef'; did you mean 'shelf'\?/,
  },
  {
    title: 'an owner of what has none',
    from: '{ secret: other }',
    to: '{ owner: book.id }',
    message: /^'shelf' has no owner; give it one, or leave this out/,
  },
  {
    title: 'a secret of what has none',
    file: 'book.yaml',
    from: '{ owner: shelf.foreign }',
    to: '{ secret: other }',
    message: /^'book' has no 'secret' that another could differ in/,
  },
  {
    title: 'a part that is there already',
    from: 'unknown: 4711',
    to: 'key: 4711',
    message: /^'key' is a part of 'shelf' already/,
  },
  {
    title: 'a part with a name of the ledger',
    from: 'unknown: 4711',
    to: 'case: 4711',
    message: /^'case' cannot be the name of a part/,
  },
  {
    title: 'a method',
    from: 'call: shelf.list',
    to: 'call: shelf.lsit',
    message: /^the documentation has no method 'shelf\.lsit'; did you mean 'shelf\.list'\?/,
  },
  {
    title: 'a method of a second way',
    from: 'call: shelf.v2.Add',
    to: 'call: shelf.v2.Addd',
    message: /^the documentation has no method 'shelf\.v2\.Addd'; did you mean 'shelf\.v2\.Add'\?/,
  },
  {
    title: 'a pointer to an id',
    from: 'id: /ID',
    to: 'id: ID',
    message: /^'ID' is not a JSON Pointer: it must begin with '\/'; did you mean '\/ID'\?/,
  },
  {
    title: 'a pointer with dots',
    from: 'id: /result/shelf/id',
    to: 'id: result.shelf.id',
    message: /^'result\.shelf\.id' is not a JSON Pointer: .* mean '\/result\/shelf\/id'\?/,
  },
  {
    title: 'a pointer to a list',
    from: '  in: /result\n',
    to: '  in: result\n',
    at: '  in: result',
    message: /^'result' is not a JSON Pointer/,
  },
  {
    title: 'a pointer into an item',
    from: '/CODE: $unique',
    to: 'CODE: $unique',
    at: 'where:',
    message: /^'CODE' is not a JSON Pointer/,
  },
  {
    title: 'a pointer of a question',
    from: '/result/books',
    to: 'result/books',
    message: /^'result\/books' is not a JSON Pointer/,
  },
  {
    title: 'a choice among no items',
    from: '  in: /result\n',
    to: '',
    at: 'where:',
    message: /^'where' chooses among items: it needs 'in' beside it/,
  },
  {
    title: 'nothing that removes it',
    file: 'book.yaml',
    from: 'remove: { none: no method removes a book }\n',
    to: '',
    at: 'make:',
    message: /^'book' is made and never removed/,
  },
  {
    title: 'nothing that finds it again',
    from: 'find:\n  call: shelf.list\n  in: /result\n  where: { /CODE: $unique }\n  id: /ID\n',
    to: '',
    at: 'make:',
    message: /^'shelf' needs 'find': a killed run/,
  },
  {
    title: 'nothing that tells it from others',
    from: 'with: { CODE: $unique, KEY',
    to: 'with: { CODE: fixed, KEY',
    message: /^'\$unique' is not in what makes 'shelf'/,
  },
  {
    title: 'a search that finds what others made',
    from: 'where: { /CODE: $unique }',
    to: 'where: { /CODE: fixed }',
    at: 'find:',
    message: /^'find' of 'shelf' does not look for '\$unique'/,
  },
  {
    title: 'a removal that is none',
    file: 'book.yaml',
    from: '{ none: no method removes a book }',
    to: '[{ none: no method removes a book }, { call: book.delete, with: { ID: $book.id } }]',
    message: /^'remove' of 'book' has both 'none' and a call/,
  },
  {
    title: 'a removal of what is not made',
    file: 'book.yaml',
    from: 'make: { call: book.add, with: { TITLE: $unique, ON: $shelf.id }, id: /result }\n',
    to: '',
    at: 'remove:',
    message: /^'book' has 'remove' and no 'make'/,
  },
  {
    title: 'a name twice',
    file: 'book.yaml',
    from: 'resource: book',
    to: 'resource: shelf',
    message: /^duplicate resource 'shelf', first defined at shelf\.yaml:2$/,
  },
  {
    title: 'a name that the run fills',
    file: 'book.yaml',
    from: 'resource: book',
    to: 'resource: run',
    message: /^'run' cannot be the name of a resource/,
  },
  {
    title: 'a circle',
    from: 'with: { CODE: $unique, KEY',
    to: 'with: { CODE: $unique, ON: $book.id, KEY',
    at: 'resource: shelf',
    message: /^resources need each other in a circle: shelf → book → shelf;/,
  },
  { title: 'no YAML', from: 'others:', to: 'others: {', at: 'unknown: 4711', message: /./ },
  { title: 'a key twice', from: 'remove: {', to: 'find: {', message: /unique|Map keys/ },
];

describe('every kind of typo in a resource has file, line and guess', () => {
  for (const { title, file = 'shelf.yaml', from, to, at = to, message } of TYPOS)
    it(title, () => {
      const text = change(FILES[file], from, to);
      assert.throws(
        () => build({ ...FILES, [file]: text }),
        (error) => {
          assert.ok(error instanceof DataError, String(error));
          const found = error.problems.find((problem) => message.test(problem.message));
          assert.ok(found, error.message);
          assert.deepEqual([found.file, found.line], [file, lineWith(text, at)], error.message);
          return true;
        },
      );
    });

  it('all at once', () => {
    const text = change(change(SHELF, 'call: shelf.list', 'call: shelf.lsit'), 'id: /ID', 'id: ID');
    assert.throws(
      () => build({ ...FILES, 'shelf.yaml': text }),
      (error) => error instanceof DataError && error.problems.length === 2,
    );
  });

  it('things of different owners that need each other', () => {
    const page = `
resource: page
owner: shelf
make: { call: book.add, with: { TITLE: $unique, BOOK: $book.id }, id: /result }
find: { call: book.get, with: { TITLE: $unique }, id: /result }
remove: { call: book.delete, with: { ID: $page.id } }
others:
  foreign: { owner: shelf.foreign }
`;
    const book = change(BOOK, '  foreign: { owner: shelf.foreign }\n', '');
    assert.equal(build({ ...FILES, 'page.yaml': page }).locate('page.foreign').kind, 'id');
    assert.throws(
      () => build({ ...FILES, 'book.yaml': book, 'page.yaml': page }),
      /page\.yaml:8: page\.foreign belongs to shelf\.foreign, but no book does: add one to 'others' of 'book'/,
    );
    const byToken = page.replace('owner: shelf\n', 'owner: shelf\nperCredential: true\n');
    assert.throws(
      () => build({ ...FILES, 'page.yaml': byToken }),
      /page\.id@token belongs to shelf\.id@token, but no book does/,
    );
  });

  it('something by token whose owner is not', () => {
    const plain = change(SHELF, '{ webhook: B24_SHELF, token: B24_TOKEN_SHELF }', 'B24_SHELF');
    const book = change(BOOK, 'owner: shelf\n', 'owner: shelf\nperCredential: true\n');
    assert.throws(
      () => build({ 'shelf.yaml': plain, 'book.yaml': book }),
      /book\.id@token is made by token, but its owner shelf\.id by webhook: 'shelf' needs 'perCredential'/,
    );
  });
});

describe('what a reference leads to', () => {
  const resources = build();
  const CASES: [reference: string, kind: 'webhook' | 'token', need: string | undefined][] = [
    ['shelf.id', 'webhook', 'shelf.id'],
    ['shelf.id', 'token', 'shelf.id@token'],
    ['shelf.foreign', 'webhook', 'shelf.foreign'],
    ['shelf.foreign', 'token', 'shelf.foreign'],
    ['shelf.key', 'token', 'shelf.key'],
    ['shelf.unknown', 'webhook', undefined],
    ['book.id', 'token', 'book.id'],
    ['book.first', 'webhook', undefined],
  ];
  for (const [reference, kind, need] of CASES)
    it(`$${reference} by ${kind}`, () => assert.equal(resources.need(reference, kind), need));

  it('is made after what it needs, with what belongs together', () => {
    assert.deepEqual(
      resources.instances.map(({ need }) => need),
      ['shelf.id', 'shelf.foreign', 'shelf.id@token', 'book.id', 'book.foreign'],
    );
    const foreign = resources.instances.find(({ need }) => need === 'book.foreign');
    assert.deepEqual([foreign?.ending, foreign?.on.get('shelf')?.need], ['-foreign', 'shelf.foreign']);
  });

  it('does not depend on the order of the files', () => {
    const other = build(Object.fromEntries(Object.entries(FILES).reverse()));
    assert.deepEqual(
      other.instances.map(({ need }) => need),
      resources.instances.map(({ need }) => need),
    );
  });

  it('of the suite is what cases name', () => {
    const real = loadResources();
    for (const reference of [
      'bot.id',
      'bot.clientId',
      'bot.foreign',
      'bot.unknown',
      'chat.id',
      'chat.foreign',
      'chat.unknown',
      'user.id',
      'user.me',
      'run',
      'unique',
    ])
      assert.equal(real.fault(reference), undefined, reference);
  });
});

it('the example of the guide is a resource', () => {
  const guide = readFileSync(join(ROOT, 'docs', 'adding-a-resource.md'), 'utf8');
  const [, text = ''] = /```yaml\n([^`]*)```/.exec(guide) ?? [];
  const resources = buildResources([{ path: 'guide', text }], schemas, { variables: ['B24_DEAL_ID'] });
  assert.deepEqual(
    [resources.need('deal.id'), resources.locate('deal.unknown').kind],
    ['deal.id', 'constant'],
  );
});

describe('references in texts', () => {
  const values: Record<string, string | number> = { 'chat.id': 14, run: 'r1', 'bot.id': 7 };
  const filledIn = (value: unknown) => fill(value, (reference) => values[reference]);
  const CASES: [value: unknown, filled: unknown][] = [
    ['$chat.id', 14],
    ['chat$chat.id', 'chat14'],
    ['-$bot.id', '-7'],
    ['Renamed $run.', 'Renamed r1.'],
    ['$run-$bot.id', 'r1-7'],
    ['$chat.id$chat.id', '1414'],
    [
      { A: ['$bot.id', { B: '$run' }], C: true, D: null, E: 5 },
      { A: [7, { B: 'r1' }], C: true, D: null, E: 5 },
    ],
    [{ A: '$none.such', B: 'x$none.such', C: ['$none.such', 1] }, { C: [1] }],
    ['$$run costs 5 $ and $5', '$run costs 5 $ and $5'],
    ['$$', '$'],
  ];
  for (const [value, filled] of CASES)
    it(JSON.stringify(value), () => assert.deepEqual(filledIn(value), filled));

  it('are found wherever they stand', () => {
    assert.deepEqual(namesIn({ A: ['chat$chat.id', { B: '$run $$no $bot.id' }], C: 5, D: null }), [
      'chat.id',
      'run',
      'bot.id',
    ]);
  });
});
