import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { methodFacts } from '../../../src/docs/facts/method.ts';
import { changesForCallers } from '../../../src/docs/history/changes.ts';
import { KINDS } from '../../../src/docs/history/kinds.ts';
import { wordsOf } from '../../../src/docs/history/pages.ts';
import { compareTypes } from '../../../src/docs/history/types.ts';
import { type Language, sentenceOf } from '../../../src/docs/pr/words.ts';
import { codes, curl, failure, field, methodPage, type Parts, table } from './cases.ts';
import { readSample } from './pages.ts';

const factsOf = (parts: Parts, head = (text: string) => text) => {
  const text = head(methodPage(parts));
  return methodFacts(readSample(text), text);
};
const changesOf = (before: Parts, after: Parts) => {
  const [old, now] = [before, after].map((parts) => wordsOf(readSample(methodPage(parts))));
  return changesForCallers(factsOf(before), factsOf(after), { before: old, after: now });
};
const parameters = (...rows: string[]): Parts => ({ parameters: table(...rows) });
const returns = (...rows: string[]): Parts => ({ returns: table(...rows) });
const errors = (...rows: [string, string][]): Parts => ({
  errors: failure('{"error": "GONE", "error_description": "Nothing left"}', codes(...rows)),
});
const inner = (...rows: string[]): Parts => ({
  parameters: `${table(field('id*', 'object', 'See [below](#f)'))}\n\n### Parameter id {#f}\n\n${table(...rows)}`,
});
const statuses = (text: string): Parts => ({ errors: failure('{"error": "GONE"}').replace('**400**', text) });

/** One change each, and the one kind that tells it. */
const CHANGES: [kind: string, name: string, before: Parts, after: Parts][] = [
  [
    'parameter-removed',
    'a row less',
    parameters(field('id', 'integer'), field('to', 'integer')),
    parameters(field('id', 'integer')),
  ],
  [
    'parameter-removed',
    'a key within less',
    inner(field('A', 'string'), field('B', 'string')),
    inner(field('A', 'string')),
  ],
  [
    'parameter-renamed',
    'other letters',
    parameters(field('id', 'integer')),
    parameters(field('ID', 'integer')),
  ],
  [
    'parameter-renamed',
    'marks in the name',
    parameters(field('userId', 'integer')),
    parameters(field('user_id', 'integer')),
  ],
  [
    'parameter-added-required',
    'a required row',
    parameters(field('id', 'integer')),
    parameters(field('id', 'integer'), field('to*', 'integer')),
  ],
  [
    'parameter-added',
    'a row',
    parameters(field('id', 'integer')),
    parameters(field('id', 'integer'), field('to', 'integer')),
  ],
  [
    'parameter-added',
    'a key within',
    inner(field('A', 'string')),
    inner(field('A', 'string'), field('B', 'string')),
  ],
  [
    'parameter-required',
    'a mark more',
    parameters(field('id', 'integer')),
    parameters(field('id*', 'integer')),
  ],
  [
    'parameter-optional',
    'a mark less',
    parameters(field('id*', 'integer')),
    parameters(field('id', 'integer')),
  ],
  [
    'parameter-type-changed',
    'another type',
    parameters(field('id', 'string')),
    parameters(field('id', 'integer')),
  ],
  [
    'parameter-type-widened',
    'a text for a number',
    parameters(field('id', 'integer')),
    parameters(field('id', 'string')),
  ],
  [
    'parameter-values-removed',
    'a value less',
    parameters(field('id', 'string', 'Possible values: `a`, `b`, `c`')),
    parameters(field('id', 'string', 'Possible values: `a`, `b`')),
  ],
  [
    'parameter-values-added',
    'a value more',
    parameters(field('id', 'string', 'Possible values: `a`, `b`')),
    parameters(field('id', 'string', 'Possible values: `a`, `b`, `c`')),
  ],
  [
    'parameter-default-changed',
    'another default',
    parameters(field('id', 'integer', 'Default: `5`')),
    parameters(field('id', 'integer', 'Default: `7`')),
  ],
  [
    'parameter-range-narrowed',
    'a lower limit',
    parameters(field('id', 'integer', 'No more than 50')),
    parameters(field('id', 'integer', 'No more than 20')),
  ],
  [
    'parameter-range-widened',
    'a higher limit',
    parameters(field('id', 'integer', 'No more than 50')),
    parameters(field('id', 'integer', 'No more than 90')),
  ],
  [
    'type-named-otherwise',
    'a type of its own',
    parameters(field('id', 'object')),
    parameters(field('id', 'shop_thing')),
  ],
  [
    'described',
    'the types of a row',
    parameters('|| **id** | Text ||', field('to', 'integer')),
    parameters(field('id', 'integer'), field('to', 'integer')),
  ],
  [
    'returned-removed',
    'a field less',
    returns(field('result', 'boolean'), field('total', 'integer')),
    returns(field('result', 'boolean')),
  ],
  [
    'returned-renamed',
    'a field in other letters',
    returns(field('RESULT', 'boolean')),
    returns(field('result', 'boolean')),
  ],
  [
    'returned-added',
    'a field more',
    returns(field('result', 'boolean')),
    returns(field('result', 'boolean'), field('total', 'integer')),
  ],
  [
    'returned-type-changed',
    'a field of another type',
    returns(field('result', 'boolean')),
    returns(field('result', 'integer')),
  ],
  [
    'parameter-unit-changed',
    'a share of one for a share of a hundred',
    parameters(field('tax', 'double', 'Rate of the tax in percentage')),
    parameters(field('tax', 'double', 'Rate of the tax as a fraction of one: `0.1` means 10 %')),
  ],
  [
    'parameter-unit-changed',
    'of a key within, in Russian',
    inner(field('A', 'integer', 'Срок в секундах')),
    inner(field('A', 'integer', 'Срок хранения в минутах')),
  ],
  [
    'returned-unit-changed',
    'of a size',
    returns(field('result', 'integer', 'Size in bytes')),
    returns(field('result', 'integer', 'Size of the file in **KB**')),
  ],
  [
    'returned-values-added',
    'a value of a field',
    returns(field('result', 'string', 'Possible values: `a`, `b`')),
    returns(field('result', 'string', 'Possible values: `a`, `b`, `c`')),
  ],
  [
    'values-removed',
    'a value of a field less',
    returns(field('result', 'string', 'Possible values: `a`, `b`, `c`')),
    returns(field('result', 'string', 'Possible values: `a`, `b`')),
  ],
  ['error-removed', 'a code less', errors(['GONE', 'x'], ['LOST', 'y']), errors(['GONE', 'x'])],
  ['error-added', 'a code more', errors(['GONE', 'x']), errors(['GONE', 'x'], ['LOST', 'y'])],
  ['error-renamed', 'a code in other letters', errors(['GONE', 'x']), errors(['gone', 'x'])],
  ['error-text-changed', 'another text', errors(['GONE', 'x']), errors(['GONE', 'y'])],
  ['error-text-added', 'a text more', errors(['GONE', 'x']), errors(['GONE', 'x'], ['GONE', 'y'])],
  ['error-text-removed', 'a text less', errors(['GONE', 'x'], ['GONE', 'y']), errors(['GONE', 'x'])],
  ['undescribed', 'a status for a code', errors(['GONE', 'x'], ['400', 'y']), errors(['GONE', 'x'])],
  [
    'error-example-changed',
    'another example',
    { errors: failure('{"error": "GONE"}') },
    { errors: failure('{"error": "LOST"}') },
  ],
  ['answer-example-changed', 'another answer', { answer: '{"result": 7}' }, { answer: '{"result": "7"}' }],
  ['statuses-removed', 'a status less', statuses('**400**, **403**'), statuses('**400**')],
  ['statuses-added', 'a status more', statuses('**400**'), statuses('**400**, **403**')],
  [
    'method-renamed',
    'another name',
    { title: 'Sell shop.thing.sell' },
    { title: 'Sell shop.thing.vend', examples: curl('{"id":1}', 'shop.thing.vend') },
  ],
  [
    'method-spelled-otherwise',
    'other letters in the name',
    { title: 'Sell shop.thing.sell' },
    { title: 'Sell shop.Thing.sell' },
  ],
];

/** What alters no fact. */
const NEUTRAL: [name: string, before: Parts, after: Parts][] = [
  [
    'words of a row',
    parameters(field('id', 'integer', 'Number')),
    parameters(field('id', 'integer', 'The number of a thing')),
  ],
  [
    'the order of rows',
    parameters(field('id', 'integer'), field('to', 'integer')),
    parameters(field('to', 'integer'), field('id', 'integer')),
  ],
  ['a short name of a type', parameters(field('id', 'int')), parameters(field('id', 'integer'))],
  [
    'types with another mark between',
    parameters(field('id', 'object / array')),
    parameters(field('id', 'object | array')),
  ],
  [
    'quotes and the last dot of a text',
    errors(['GONE', "Thing 'a' is gone"]),
    errors(['GONE', 'Thing "a" is gone.']),
  ],
  ['other numbers in an example', { answer: '{"result": 7}' }, { answer: '{"result": 8}' }],
  ['an empty list for an empty object', { answer: '{"result": []}' }, { answer: '{"result": {}}' }],
  [
    'values that are said in other words',
    parameters(field('id', 'string', 'Possible values: `a`, `b`')),
    parameters(field('id', 'string', 'It is `a` or `b`')),
  ],
  [
    'a unit that was not stated, or is only mentioned',
    parameters(field('id', 'integer', 'Time'), field('to', 'integer', 'In seconds')),
    parameters(field('id', 'integer', 'Time in hours'), field('to', 'integer', 'In seconds, up to 24 hours')),
  ],
  ['another example of a call', { examples: curl('{"id":1}') }, { examples: curl('{"id":2}') }],
];

describe('facts of two revisions', () => {
  for (const [kind, name, before, after] of CHANGES)
    it(`${kind}: ${name}`, () => {
      assert.deepEqual([...new Set(changesOf(before, after).map((change) => change.kind))], [kind]);
    });

  for (const [name, before, after] of NEUTRAL)
    it(`are the same but for ${name}`, () => {
      assert.deepEqual(changesOf(before, after), []);
      assert.deepEqual(changesOf(after, before), []);
    });

  it('are the same where a table gives a name several times', () => {
    const twice = inner(field('A', 'string', 'Default: `1`'), field('A', 'integer', 'Default: `2`'));
    assert.deepEqual(changesForCallers(factsOf(twice), factsOf(twice)), []);
    const more = inner(
      field('A', 'string', 'Default: `1`'),
      field('A', 'integer', 'Default: `2`'),
      field('A', 'object'),
    );
    assert.deepEqual(changesForCallers(factsOf(twice), factsOf(more)), []);
  });

  it('are the same where a link to a table comes or goes', () => {
    const tables = `### Parameter id {#f}\n\n${table(field('A', 'object', 'See [below](#g)'))}\n\n### Parameter A {#g}\n\n${table(field('B', 'string'))}`;
    const page = (anchor: string): Parts => ({
      parameters: `${table(field('id*', 'object', 'See [below](#f)'), field('to', 'object', `As [B](#${anchor})`))}\n\n${tables}`,
    });
    const linked: Parts = {
      parameters: `${table(field('id*', 'object', 'See [below](#f), and [B](#g)'))}\n\n${tables}`,
    };
    const plain: Parts = { parameters: `${table(field('id*', 'object', 'See [below](#f)'))}\n\n${tables}` };
    assert.deepEqual(changesForCallers(factsOf(plain), factsOf(linked)), []);
    assert.deepEqual(changesForCallers(factsOf(linked), factsOf(plain)), []);
    const kinds = changesForCallers(factsOf(page('none')), factsOf(page('g'))).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['described']);
  });

  it('of an answer are compared within result, where one revision leaves that out', () => {
    const old = returns(field('A', 'string'), field('B', 'string'), field('time', 'time'));
    const now = (...rows: string[]): Parts => ({
      returns: `${table(field('result', 'object', 'See [below](#r)'), field('time', 'time'))}\n\n#### Result {#r}\n\n${table(...rows)}`,
    });
    const kinds = (before: Parts, after: Parts) =>
      changesForCallers(factsOf(before), factsOf(after)).map(({ kind, name }) => `${kind} ${name}`);
    const same = now(field('A', 'string'), field('B', 'string'));
    assert.deepEqual(kinds(old, same), ['described result']);
    assert.deepEqual(kinds(same, old), ['undescribed result']);
    assert.deepEqual(kinds(old, now(field('A', 'string'))), [
      'described result',
      'returned-removed result.B',
    ]);
  });

  it('of a head: scope, deprecation, status of success', () => {
    const kinds = (from: string, to: string) =>
      changesForCallers(
        factsOf({}),
        factsOf({}, (text) => {
          assert.ok(text.includes(from));
          return text.replace(from, to);
        }),
      ).map(({ kind }) => kind);
    assert.deepEqual(kinds('[`shop`](../scopes.md)', '[`store`](../scopes.md)'), ['scope-changed']);
    assert.deepEqual(
      kinds(
        '## Method Parameters',
        '{% note warning "DEPRECATED" %}\n\nUse another.\n\n{% endnote %}\n\n## Method Parameters',
      ),
      ['deprecated'],
    );
    assert.deepEqual(kinds('HTTP status: **200**', 'HTTP status: **201**'), ['success-status-changed']);
  });

  it('a page that comes or goes', () => {
    assert.deepEqual(
      changesForCallers(undefined, factsOf({})).map(({ kind }) => kind),
      ['method-added'],
    );
    assert.deepEqual(
      changesForCallers(factsOf({}), undefined).map(({ kind }) => kind),
      ['method-removed'],
    );
    assert.deepEqual(changesForCallers(undefined, undefined), []);
  });

  it('what a broken table hid is described, not new, and what it hides is not removed', () => {
    const whole = parameters(field('id', 'integer'), field('to*', 'integer'));
    const broken: Parts = {
      parameters: (whole.parameters ?? '')
        .replace('**Name**\n`type` | **Description**', '**Odd** | **Head**')
        .replace(/\n\[`integer`\]\([^)]*\)/g, ''),
    };
    const kinds = (before: Parts, after: Parts) =>
      new Set(changesForCallers(factsOf(before), factsOf(after)).map(({ kind }) => kind));
    const [mended, hidden] = [kinds(broken, whole), kinds(whole, broken)];
    assert.ok(mended.has('described') && !mended.has('parameter-added-required'), [...mended].join());
    assert.ok(
      hidden.has('undescribed') && hidden.has('unread') && !hidden.has('parameter-removed'),
      [...hidden].join(),
    );
  });

  it('errors that the earlier page did not describe are not new', () => {
    const kinds = changesForCallers(factsOf({ errors: '' }), factsOf({})).map(({ kind }) => kind);
    assert.deepEqual([...new Set(kinds)], ['described']);
  });

  it('texts of errors that another column explains are told once', () => {
    const advice = (text: string) =>
      text.replace('**Code** | **Description** | **Value**', '**Code** | **Description** | **What to Do**');
    const listed = errors(['GONE', 'Text of the server'], ['LOST', 'Another text']);
    const told = (before: typeof advice, after: typeof advice) =>
      changesForCallers(factsOf(listed, before), factsOf(listed, after)).map(({ kind, part }) => [
        kind,
        part,
      ]);
    const asIs = (text: string) => text;
    assert.deepEqual(told(asIs, advice), [['undescribed', 'texts']]);
    assert.deepEqual(told(advice, asIs), [['described', 'texts']]);
  });

  const callers: [kind: string | undefined, before: string, after: string][] = [
    [
      'rights-required',
      'a user with "read" access permission for deals',
      'a user with "read" and "modify" access permissions',
    ],
    ['rights-required', 'any user', 'any user with permission to view at least one thing'],
    ['rights-required', 'any user', 'Administrator'],
    ['rights-required', 'любой пользователь', 'пользователь с правом на «Чтение» сделок'],
    [
      'rights-required',
      'user with the "Sell" permission',
      'user with the "Sell" permission and the right to delete things',
    ],
    ['rights-dropped', 'CRM administrator', 'any user with "read" access permission for deals'],
    ['rights-dropped', 'administrator', 'a user with the "Sell things" access permission'],
    ['rights-dropped', 'администратор', 'любой пользователь.'],
    ['rights-dropped', 'a user with “read” and “edit” permissions', 'a user with “read” permission'],
    ['rights-changed', 'a user with "read" permission', 'a user with the "delete" permission'],
    ['rights-changed', 'a user with "edit" permission', 'administrator, or a user with "edit" permission'],
    [
      undefined,
      'a user with "read" access permission for deals',
      'any user with read access permission for a deal',
    ],
    [undefined, 'a user with "edit" access permission', 'a user with the permission to modify deals'],
    [
      undefined,
      'a user with the "Allow to modify settings" permission',
      'user with the "Allow changing settings" permission',
    ],
    [undefined, 'administrator', 'Bitrix24 administrator'],
    [undefined, 'any user', 'every user.'],
    [undefined, 'any user', 'a member of the chat'],
    [undefined, 'depending on the method', 'a user with "read" permission'],
  ];
  for (const [kind, before, after] of callers)
    it(`of who may call: ${before} → ${after}: ${kind ?? 'none'}`, () => {
      const [old, now] = [before, after].map((who) => methodPage({}).replace('anybody', who));
      const facts = factsOf({});
      const changes = changesForCallers(facts, facts, {
        before: wordsOf(readSample(old ?? '')),
        after: wordsOf(readSample(now ?? '')),
      });
      assert.deepEqual(
        changes.map((change) => change.kind),
        kind === undefined ? [] : [kind],
      );
      for (const change of changes)
        assert.doesNotMatch(
          sentenceOf(change, 'ru', (text) => text),
          /any user|administrator|read|modify|delete/,
        );
    });

  it('every kind has a sentence in both languages, without a gap', () => {
    for (const kind of Object.keys(KINDS) as (keyof typeof KINDS)[])
      for (const language of ['en', 'ru'] satisfies Language[]) {
        const change = {
          kind,
          impact: KINDS[kind],
          page: 'p.md',
          method: 'a.b',
          name: 'N',
          before: 'X',
          after: 'Y',
        };
        const said = sentenceOf(change, language, (text) => `<${text}>`);
        assert.doesNotMatch(said, /[{}]|undefined/);
        assert.equal(/\p{Script=Cyrillic}/u.test(said), language === 'ru', said);
      }
  });
});

describe('types of two revisions', () => {
  for (const [before, after, difference] of [
    ['integer', 'int', 'same'],
    ['integer', 'integer|null', 'wider'],
    ['integer', 'string', 'wider'],
    ['string', 'integer', 'changed'],
    ['object', 'array', 'changed'],
    ['number', 'integer', 'words'],
    ['array', 'string[]', 'words'],
    ['crm_phone', 'string', 'words'],
    ['', 'string', 'described'],
    ['string', '', 'undescribed'],
  ] as const)
    it(`${before || 'none'} → ${after || 'none'}: ${difference}`, () => {
      const types = (text: string) => text.split('|').filter((type) => type !== '');
      assert.equal(compareTypes(types(before), types(after)), difference);
    });
});
