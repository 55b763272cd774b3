import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareBaseline, parseBaseline, toBaseline } from '../../../src/docs/lint/baseline.ts';
import { differences, lintPage, RULES } from '../../../src/docs/lint/lint.ts';
import { lintTwins } from '../../../src/docs/lint/twins.ts';
import { field, methodPage, table } from './cases.ts';
import { assertInRussian, edited, readSample, SHOP } from './pages.ts';

const rulesOf = (text: string): string[] => [...new Set(lintPage(readSample(text)).map(({ rule }) => rule))];

/** The sound page: every rule must be silent on it. */
const SOUND = edited('{ THING_ID: 1 });', "{ THING_ID: 1, TAGS: ['a'], BUYER: { NAME: 'Ann' } });").replace(
  '|| **result**',
  '|| **time**\n[`time`](../types.md) | Times ||\n|| **result**',
);

/** One fault each, and the one rule that must speak. */
const FAULTS: [string, string, string, string][] = [
  ['json-syntax', 'a comma too many', '"result": 7,', '"result": 7,,'],
  ['json-syntax', 'a line break in a text', '{ "result": 7,', '{\n"result": "one\n\n# Two\\N\\N more...",'],
  ['json-syntax', 'a comma too many among lines', '{ "result": 7,', '{\n"result": 7,,'],
  ['json-syntax', 'a body that is no JSON', '{"THING_ID":1,', '{"THING_ID":1,,'],
  ['error-code', 'a code of nobody', '"error": "SOLD_OUT"', '"error": "SOLD"'],
  ['error-text', 'another text', '"Nothing left"', '"Gone"'],
  ['required-missing', 'a required parameter left out', '"THING_ID":1,', ''],
  ['required-missing', 'a required one within an object', '{"NAME":"Ann"}', '{"AGE":3}'],
  ['parameter-unknown', 'a parameter of nobody', '"THING_ID":1,', '"THING_ID":1,"COLOUR":2,'],
  ['parameter-case', 'a parameter in small letters', '"TAGS":', '"tags":'],
  ['parameter-type', 'a text where a list is due', '"TAGS":["a"]', '"TAGS":"a"'],
  ['parameter-type', 'a list where an object is due', '"BUYER":{"NAME":"Ann"}', '"BUYER":"Ann"'],
  ['other-method', "another method's example", "callMethod('shop.thing.sell'", "callMethod('shop.thing.buy'"],
  ['curl-continuation', 'slashes for backslashes', 'curl -X POST \\', 'curl -X POST /'],
  ['curl-continuation', 'a line that does not go on', 'curl -X POST \\', 'curl -X POST'],
  ['tabs-swapped', "the webhook's call in the tab of OAuth", '- cURL (Webhook)', '- cURL (OAuth)'],
  ['tab-language', 'a language of another tab', '```bash', '```go'],
  ['returned-keys', 'a key without a row', '{ "result": 7,', '{ "result": 7, "next": 50,'],
  ['returned-type', 'a value of another type', '"result": 7', '"result": "7"'],
  ['status', 'an impossible status', 'HTTP Code: **200**', 'HTTP Code: **400**'],
  ['status', 'a missing status', 'HTTP status: **400**, **403**', 'As follows:'],
  ['dead-anchor', 'a link to nowhere', 'The method sells.', 'The method [sells](#nowhere).'],
  ['time', 'a duration that does not add up', '"duration": 0.1', '"duration": 5.1'],
  ['time', 'a finish before the start', '"finish": 1728626400.2', '"finish": 1728626300.2'],
  [
    'time',
    'a date of another hour',
    '"duration": 0.1',
    '"duration": 0.1, "date_start": "2024-10-11T10:00:00+02:00"',
  ],
];

/** Rules that lint-kinds.test.ts shows. */
const OF_KINDS = [
  'key-twice',
  'example-syntax',
  'error-table',
  'error-shape',
  'parameter-inner',
  'method-case',
  'title-method',
  'curl-missing',
  'token-missing',
  'placeholder',
  'returned-inner',
  'link-method',
];

describe('lint', () => {
  it('is silent on a page without faults', () => {
    assert.deepEqual(lintPage(readSample(SOUND)), []);
  });

  for (const [rule, fault, from, to] of FAULTS)
    it(`${rule}: ${fault}`, () => {
      const found = lintPage(readSample(edited(from, to, SOUND)));
      assert.deepEqual([...new Set(found.map((each) => each.rule))], [rule]);
      assertInRussian(found);
    });

  it('returned-case: a row in other letters', () => {
    const text = SOUND.replace('|| **time**', '|| **TIME**');
    assert.ok(rulesOf(text).includes('returned-case'));
  });

  it('status: the row of the example has another one; rows of other codes may', () => {
    const rows = (sold: number, closed: number): string =>
      SOUND.replace('HTTP status: **400**, **403**', 'HTTP status: **400**')
        .replace('|| **Code** | **Description**', '|| **Status** | **Code** | **Description**')
        .replace('|| `SOLD_OUT`', `|| \`${sold}\` | \`SOLD_OUT\``)
        .replace('|| Empty value', `|| \`${closed}\` | \`CLOSED\``);
    assert.deepEqual(rulesOf(rows(400, 403)), []);
    assert.deepEqual(
      lintPage(readSample(rows(403, 403))).map(({ message }) => message),
      ["the error example's SOLD_OUT has the status 403 in the table, 400 here"],
    );
  });

  it('names an example without a tab in words', () => {
    const page = readSample(
      SHOP.replace(
        /\{% list tabs %\}[\s\S]*?\{% endlist %\}/,
        '```bash\ncurl -X POST /\n  -d x /\n  https://host/rest/shop.thing.sell\n```',
      ),
    );
    assert.match(
      lintPage(page).find(({ rule }) => rule === 'curl-continuation')?.message ?? '',
      /^the example ends lines with \//,
    );
  });

  for (const [end, rules] of [
    ['left', []],
    ['gone', ['error-text']],
  ] as const)
    it(`error-text: placeholders stand for anything, and the text ends with '${end}'`, () => {
      const printed = edited('"Nothing left"', `"${'a is '.repeat(200)}${end}"`, SOUND);
      assert.deepEqual(rulesOf(edited('| Nothing left |', `| ${'%s is '.repeat(40)}left |`, printed)), rules);
    });

  it('dead-anchor: a link to nowhere on another page that is at hand', () => {
    const text = edited('The method sells.', '[a](../till.md#open) [b](../till.md#shut) [c](no.md#x)', SOUND);
    const till = readSample('# Till\n\n## Open\n', 'till.md');
    assert.deepEqual(
      lintPage(readSample(text), (file) => (file === 'till.md' ? till : undefined)).map(
        ({ message }) => message,
      ),
      ['nothing in till.md has the anchor #shut'],
    );
    assert.deepEqual(rulesOf(text), []);
  });

  it('has a fault here for every rule', () => {
    const shown = new Set([...FAULTS.map(([rule]) => rule), 'returned-case', ...OF_KINDS]);
    assert.deepEqual(
      Object.entries(RULES).flatMap(([rule, { look }]) => (look && !shown.has(rule) ? [rule] : [])),
      [],
    );
  });

  const QUIET: [string, string, string][] = [
    ['an abridged example', '"result": 7,', '"result": 7, ...'],
    ['an abridged text that does not end', '"result": 7,', '"result": "one ...\n'],
    ['an example that counts what it leaves out', '"result": 7,', '"result": 7,\n 9 more like that\n'],
    ['statuses told in a quote', 'HTTP status: **400**, **403**', '> 40x, 50x Error'],
    ['a fragment', '{ "result": 7,', '"result": { "a": 7 },'],
    [
      'an access token in the tab of OAuth',
      '"THING_ID":1,',
      '"THING_ID":1,"auth":"**put_access_token_here**",',
    ],
    [
      'a time zone other than ours',
      '"duration": 0.1',
      '"duration": 0.1, "date_start": "2024-10-11T09:00:00+03:00"',
    ],
    ['a parameter that its row makes optional', '| Tags ||', '| Tags. Required if there is no `THING_ID` ||'],
    ['a number in a text', '"THING_ID":1,', '"THING_ID":"1",'],
    ['an empty text, by which forms leave a value out', '"TAGS":["a"]', '"TAGS":""'],
    ['a placeholder for a value', '"TAGS":["a"]', '"TAGS":"**put_tags_here**"'],
    ['a text that is the same but for quotes and the last dot', '"Nothing left"', '"Nothing left."'],
  ];
  for (const [name, from, to] of QUIET)
    it(`is quiet about ${name}`, () => {
      const text = edited(from, to, SOUND).replace(
        '"TAGS":["a"],',
        name.includes('optional') ? '' : '"TAGS":["a"],',
      );
      assert.deepEqual(rulesOf(text), []);
    });
});

describe('what a request sends, against the table', () => {
  const sent = { THING_ID: '1', TAGS: ['a'], BUYER: { NAME: 'Ann' }, auth: 'x', bx24_request_id: 'y' };
  for (const [name, given, said] of [
    ['the same', sent, []],
    ['one more', { ...sent, ODD: 1 }, ['sends ODD, which the table does not have']],
    ['one less', { ...sent, BUYER: {} }, ['leaves out the required BUYER.NAME']],
    ['other letters', { ...sent, TAGS: undefined, tags: ['a'] }, ['sends tags, the table has TAGS']],
    ['another type', { ...sent, NOTE: ['a'] }, ['sends NOTE as ["a"], the table has string | null']],
    ['nothing', {}, ['leaves out the required THING_ID, TAGS, BUYER']],
  ] as const)
    it(name, () => {
      assert.deepEqual(differences(readSample(SHOP), JSON.parse(JSON.stringify(given))), said);
    });

  it('is not told where the table could not be read as a whole', () => {
    const page = readSample(SHOP);
    assert.deepEqual(differences({ ...page, problems: [{ line: 1, message: 'no' }] }, { ODD: 1 }), []);
  });
});

describe('twins', () => {
  const differ = (from: string, to: string): string[] =>
    lintTwins(readSample(SHOP), readSample(edited(from, to))).map(({ rule }) => rule);

  it('are the same where only words differ', () => {
    assert.deepEqual(differ('The method sells.', 'Метод продает.'), []);
    assert.deepEqual(differ('| Nothing left |', '| Ничего не осталось |'), []);
  });
  for (const [rule, from, to] of [
    ['twin-required', '**THING_ID***', '**THING_ID**'],
    ['twin-code', '|| `SOLD_OUT`', '|| `SOLD_OFF`'],
    ['twin-text', '| Nothing left |', '| Nothing is left |'],
    ['twin-status', '**400**, **403**', '**400**'],
  ] as const)
    it(`${rule}`, () => {
      assert.ok(differ(from, to).length > 0);
      assert.ok(differ(from, to).every((found) => found === rule));
    });
});

describe('twins, what they may not tell differently', () => {
  const page = (text: string, file?: string) => readSample(text, file);
  const rules = (own: string, other: string, file?: string): string[] => {
    const found = lintTwins(page(own, file), page(other, file));
    assertInRussian(found);
    return found.map(({ rule }) => rule);
  };
  const system = (...rows: string[]): string =>
    `## Statuses and System Error Codes\n\n#|\n|| **Status** | **Code**\nError message | **Description** ||\n${rows.map((code) => `|| \`401\` | \`${code}\`\nText | x ||`).join('\n')}\n|#`;
  for (const [name, rule, own, other] of [
    [
      'the method of the title',
      'twin-title',
      SHOP,
      edited('# Sell a thing shop.thing.sell', '# Sell shop.thing.pack'),
    ],
    ['whether the title names one', 'twin-title', SHOP, edited('# Sell a thing shop.thing.sell', '# Sell')],
    ['the text of the error example', 'twin-example', SHOP, edited('"Nothing left"', '"Nothing is left"')],
    [
      'the code of the error example',
      'twin-example',
      SHOP,
      edited('"error": "SOLD_OUT"', '"error": "NO_KEY"'),
    ],
    ['a parameter', 'twin-field', SHOP, edited('**TAGS^', '**LABELS^')],
    ['a returned field', 'twin-field', SHOP, edited('|| **result**', '|| **results**')],
    [
      'the type of a parameter',
      'twin-type',
      SHOP,
      edited('[`string[]`](../types.md) | Tags', '[`string`](../types.md) | Tags'),
    ],
    ['letters of the error example', 'twin-example', SHOP, edited('"Nothing left"', '"nothing left"')],
    ['letters of a server text', 'twin-text', SHOP, edited('| Nothing left |', '| NOTHING left |')],
  ] as const)
    it(name, () => {
      assert.ok(rules(own, other).includes(rule));
    });

  it('rows of a table that is not on the other page, or could not be read, tell nothing', () => {
    const without = SHOP.replace(/### Returned Data[\s\S]*?(?=## Error)/, '');
    assert.deepEqual(rules(SHOP, without), []);
    assert.deepEqual(rules(SHOP, edited('|| **NOTE**', '|| ![](note.png)')), []);
  });

  it('marks of returned fields, where both pages have some', () => {
    const returned = (result: string, name: string, inner = '') =>
      methodPage({
        returns: `${table(field(result, 'object', 'See [below](#r)'), field(name, 'string'))}\n\n#### Result {#r}\n\n${table(field(`id${inner}`, 'integer'), field('TAGS', 'array'))}`,
      });
    assert.deepEqual(rules(returned('result*', 'total*'), returned('result*', 'total')), ['twin-required']);
    assert.deepEqual(rules(returned('result*', 'total', '*'), returned('result*', 'total')), [
      'twin-required',
    ]);
    assert.deepEqual(rules(returned('result', 'total', '*'), returned('result*', 'total', '*')), [
      'twin-required',
    ]);
    assert.deepEqual(rules(returned('result*', 'total', '*'), returned('result*', 'total', '*')), []);
    // Writers of the other page mark no returned field at all.
    assert.deepEqual(rules(returned('result*', 'total', '*'), returned('result', 'total')), []);
    assert.deepEqual(rules(returned('result', 'total'), returned('result*', 'total')), []);
  });

  it('letters of a code are one difference', () => {
    const said = lintTwins(page(SHOP), page(edited('|| `SOLD_OUT`', '|| `sold_OUT`'))).filter(
      ({ rule }) => rule === 'twin-code',
    );
    assert.deepEqual(
      said.map(({ message }) => message),
      ['the table has SOLD_OUT here, sold_OUT in the other language'],
    );
    const two = system('A_KEY', 'b_KEY');
    assert.equal(
      lintTwins(
        page(two, '_includes/system-errors.md'),
        page(system('a_KEY', 'B_KEY'), '_includes/system-errors.md'),
      ).length,
      2,
    );
  });

  it('codes of a shared part', () => {
    const file = '_includes/system-errors.md';
    assert.deepEqual(rules(system('A_KEY'), system('A_KEY', 'B_KEY'), file), ['twin-code']);
    assert.deepEqual(rules(system('A_KEY', 'B_KEY'), system('A_KEY'), file), ['twin-code']);
    assert.deepEqual(rules(system('A_KEY'), system('A_KEY'), file), []);
  });
});

describe('a baseline', () => {
  const finding = { rule: 'time', file: 'a.md', line: 3, message: 'wrong' };

  it('excuses what it has, once each, whatever the line', () => {
    const baseline = toBaseline([finding]);
    const compared = compareBaseline([{ ...finding, line: 9 }, finding], baseline, ['a.md']);
    assert.deepEqual(compared, { fresh: [finding], known: 1, gone: 0, reworded: 0 });
  });

  it('counts what is gone, on the pages that were looked at', () => {
    const baseline = toBaseline([finding, { ...finding, file: 'b.md' }]);
    assert.deepEqual(compareBaseline([], baseline, ['a.md']), { fresh: [], known: 0, gone: 1, reworded: 0 });
  });

  it('takes an entry in an older wording by page and rule, once each', () => {
    const old = { 'a.md': ['time: time: finish - start is 3, duration 4'] };
    const compared = compareBaseline([finding, { ...finding, message: 'wronger' }], old, ['a.md']);
    assert.deepEqual(compared, {
      fresh: [{ ...finding, message: 'wronger' }],
      known: 1,
      gone: 0,
      reworded: 1,
    });
  });

  it('keeps what it has of rules that were not asked', () => {
    const known = { 'a.md': ['status: gone', 'time: gone'] };
    assert.deepEqual(compareBaseline([], known, ['a.md'], ['time']).gone, 1);
    assert.deepEqual(toBaseline([finding], known, ['time']), { 'a.md': ['status: gone', 'time: wrong'] });
  });

  it('must be one', () => {
    assert.throws(() => parseBaseline('[]'), /a baseline maps/);
    assert.deepEqual(parseBaseline('{"a.md":["time: wrong"]}'), { 'a.md': ['time: wrong'] });
  });
});
