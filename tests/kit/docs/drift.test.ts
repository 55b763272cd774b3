import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { buildContract, type Contract } from '../../../src/contract/contract.ts';
import { compareContract } from '../../../src/docs/drift/contract.ts';
import { compareRevisions } from '../../../src/docs/drift/revisions.ts';
import { contradictsSchema } from '../../../src/docs/drift/types.ts';
import { digest, findSource, type SourceLocation } from '../../../src/docs/source.ts';
import { ROOT } from '../../../src/suite/load.ts';
import { schemas } from '../contract/sample.ts';
import { edited, INCLUDES, readSample, SHOP } from './pages.ts';

const PATH = 'shop/sell.md';

const source = (location: SourceLocation): string => {
  const text = findSource(SHOP, location);
  assert.ok(text !== undefined, JSON.stringify(location));
  return JSON.stringify({ ...location, digest: digest(text) });
};

const row = (heading: string, key: string): string => source({ heading, row: key });
const claim = (id: string, from: string, check: string): string =>
  `  - { id: ${id}, statement: It is as the page says., strength: must, source: ${from}, ${check} }`;

const FILE = `
page: { path: ${PATH}, title: Sell a thing shop.thing.sell }
method: { name: shop.thing.sell, scope: shop, deprecated: true, successor: shop.v2.Thing.sell, answer: success.schema.json }
parameters:
  - { name: THING_ID, types: [integer, string], required: always, source: ${row('Method Parameters', 'THING_ID')} }
  - { name: TAGS, types: ['string[]'], required: always, source: ${row('Method Parameters', 'TAGS')} }
  - { name: BUYER, types: [object], required: always, source: ${row('Method Parameters', 'BUYER')} }
  - { name: NOTE, types: [string, 'null'], required: never, source: ${row('Method Parameters', 'NOTE')} }
errors:
  - { code: SOLD_OUT, text: Nothing left, when: nothing is left }
claims:
${[
  claim(
    'sell.words',
    source({ heading: 'Sell a thing shop.thing.sell', part: 'paragraph 3' }),
    'untestable: only words are compared',
  ),
  claim(
    'sell.status',
    source({ heading: 'Response Handling', part: 'paragraph 1' }),
    'check: { status: 200 }',
  ),
  claim(
    'sell.sample',
    source({ heading: 'Response Handling', part: 'code 1' }),
    'untestable: only the sample is compared',
  ),
  claim(
    'sell.code',
    row('Possible Error Codes', 'SOLD_OUT'),
    'check: { error: { code: SOLD_OUT, part: code } }',
  ),
  claim(
    'sell.text',
    row('Possible Error Codes', 'SOLD_OUT'),
    'check: { error: { code: SOLD_OUT, part: text } }',
  ),
].join('\n')}
`;

const contract: Contract = buildContract([{ path: 'shop.yaml', text: FILE }], schemas);

/** Drift as `kind claim-or-row: before → after`. */
function driftOf(text: string): string[] {
  const { drift } = compareContract(contract, (path) =>
    path === PATH ? { text, data: readSample(text) } : undefined,
  );
  return drift.map(
    ({ kind, claim: id, row: key, before, after }) =>
      `${kind} ${id ?? key}${before === undefined && after === undefined ? '' : `: ${before} → ${after}`}`,
  );
}

describe('drift between contract and page', () => {
  it('is none on the page the contract was made from', () => {
    assert.deepEqual(driftOf(SHOP), []);
  });

  const COSMETIC: [string, string, string][] = [
    ['a link', '../scopes.md', '../elsewhere/scopes.md'],
    ['a note', 'The method sells.', '{% note info %}\n\nNew.\n\n{% endnote %}\n\nThe method sells.'],
    ['a tab', '- JS\n', '- Python\n\n    ```python\n    sell()\n    ```\n\n- JS\n'],
    ['another heading', '# Sell a thing shop.thing.sell', '# Sell things shop.thing.sell'],
    ['emphasis', 'The method sells.', 'The **method** sells.'],
  ];
  for (const [name, from, to] of COSMETIC)
    it(`is none for ${name}`, () => {
      assert.deepEqual(driftOf(edited(from, to)), []);
    });

  it('tells other words from other facts', () => {
    assert.deepEqual(driftOf(edited('The method sells.', 'This sells.')), ['reworded sell.words']);
    assert.deepEqual(driftOf(edited('No such thing in the shop', 'All gone')), [
      'reworded sell.code',
      'reworded sell.text',
    ]);
    assert.deepEqual(driftOf(edited('| A note ||', '| Any note ||')), ['reworded NOTE']);
  });

  const FACTS: [string, string, string, string[]][] = [
    ['a status', 'HTTP Code: **200**', 'HTTP Code: **201**', ['changed sell.status: 200 → 201']],
    [
      'a text',
      '| Nothing left |',
      '| Sold |',
      ['reworded sell.code', 'changed sell.text: Nothing left → Sold'],
    ],
    ['a type', '```string|null```', '```integer|null```', ['changed NOTE: string | null → integer | null']],
    ['a required mark', '**NOTE**', '**NOTE***', ['changed NOTE: required: false → required: true']],
    [
      'a successor',
      'shop.v2.Thing.sell]',
      'shop.v3.Thing.sell]',
      ['changed undefined: shop.v2.Thing.sell → shop.v3.Thing.sell'],
    ],
  ];
  for (const [name, from, to, expected] of FACTS)
    it(`tells ${name}`, () => {
      assert.deepEqual(driftOf(edited(from, to)), expected);
    });

  it('tells a value of an example', () => {
    assert.match(driftOf(edited('"result": 7', '"result": 8')).join(), /^changed sell\.sample: undefined → /);
  });

  it('tells what is gone, with the code or without its page', () => {
    assert.deepEqual(driftOf(edited('`SOLD_OUT`', '`SOLD_OFF`')), ['removed sell.code', 'removed sell.text']);
    assert.equal(
      compareContract(contract, () => undefined).drift.every(({ kind }) => kind === 'removed'),
      true,
    );
  });

  it('tells what is new: a parameter, a code', () => {
    const parameter = edited('|| **NOTE**', '|| **PRICE**\n[`double`](../types.md) | Price ||\n|| **NOTE**');
    assert.deepEqual(driftOf(parameter), ['new PRICE: undefined → PRICE']);
    const code = edited('|| Empty value', '|| `CLOSED` | Closed now | It is night ||\n|| Empty value');
    assert.deepEqual(driftOf(code), ['new CLOSED: undefined → CLOSED']);
  });

  it('names the line of the contract data', () => {
    const text = edited('HTTP Code: **200**', 'HTTP Code: **201**');
    const { drift } = compareContract(contract, () => ({ text, data: readSample(text) }));
    const line = FILE.split('\n').findIndex((one) => one.includes('sell.status')) + 1;
    assert.deepEqual(
      drift.map((one) => [one.file, one.line]),
      [['shop.yaml', line]],
    );
  });
});

describe('drift between revisions', () => {
  const system = `${INCLUDES['_includes/system-errors.md']}\n`;
  const between = (old: string, now: string): string[] =>
    compareRevisions(readSample(old, 'errors.md'), readSample(now, 'errors.md')).map(
      ({ kind, row: key, before, after }) => `${kind} ${key}: ${before} → ${after}`,
    );

  it('tells exactly the changed status and the added code', () => {
    const old = system.replace('`503`', '`429`').replace(/\|\| `401`[^|]*\| `NO_KEY`[^|]*\|[^|]*\|\|\n/, '');
    assert.deepEqual(between(old, system), ['changed BUSY: 429 → 503', 'new NO_KEY: undefined → NO_KEY']);
    assert.deepEqual(between(system, old), ['changed BUSY: 503 → 429', 'removed NO_KEY: NO_KEY → undefined']);
  });

  it('tells nothing of wording: descriptions, links, the last dot of a text', () => {
    const old = system
      .replace('Too busy', 'Too busy.')
      .replace('Nobody knocked', 'No [key](../a.md) at all.');
    assert.deepEqual(between(old, system), []);
  });

  it('tells values of an example that is abridged', () => {
    const abridged = (text: string): string => edited('"result": 7', text);
    assert.deepEqual(between(abridged('"result": 7, ...'), abridged('"result": 8,\n...')), [
      'changed result: 7 → 8',
    ]);
  });

  it('tells values of examples, types and marks', () => {
    assert.deepEqual(between(SHOP, edited('"result": 7', '"result": 8')), ['changed /result: 7 → 8']);
    assert.deepEqual(between(SHOP, edited('**NOTE**', '**NOTE***')), ['changed NOTE: false → true']);
  });
});

describe('drift between checkouts', () => {
  const root = mkdtempSync(join(tmpdir(), 'b24-drift-'));
  after(() => rmSync(root, { recursive: true, force: true }));
  const write = (file: string, text: string): void => {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  for (const file of ['old/shop/sell.md', 'now/shop/sell.md', 'old/shop/lost.md', 'now/shop/found.md'])
    write(file, SHOP);
  write('elsewhere/sell.md', SHOP);
  const [old, now] = [join(root, 'old'), join(root, 'now')];
  const drift = (...words: string[]) =>
    spawnSync('node', ['--import', 'tsx', 'src/cli/docs.ts', 'drift', '--from', ...words], {
      cwd: ROOT,
      encoding: 'utf8',
    });

  it('tells pages that are gone, and counts those that are new', () => {
    const { stdout, status } = drift(old, now);
    assert.match(stdout, /^shop\/lost\.md: removed: .*: shop\.thing\.sell → \(nothing\)$/m);
    assert.match(
      stdout,
      /^1 pages compared, 1 without an earlier revision; .* 0 changed, 1 removed, 0 new\.$/m,
    );
    assert.equal(status, 1);
  });

  it('misses no page outside of what is named', () => {
    assert.equal(drift(old, join(now, 'shop'), '--docs', now).status, 1);
    write('old/other/sell.md', SHOP);
    assert.match(drift(old, join(now, 'shop'), '--docs', now).stdout, / 1 removed, /);
    assert.match(
      drift(old, join(now, 'shop/sell.md'), '--docs', now).stdout,
      /^1 pages compared, .* 0 removed, 0 new\.$/m,
    );
  });

  it('cannot be told where no page of one is in the other', () => {
    const { stderr, status } = drift(old, join(root, 'elsewhere'));
    assert.match(stderr, /No page of \S+elsewhere is in \S+old: the one has sell\.md, /);
    assert.equal(status, 2);
  });
});

describe('a type of a page against a schema', () => {
  for (const [types, contradicts] of [
    [['integer'], false],
    [['string'], true],
    [['string', 'double'], false],
    [['constructor'], false],
  ] as const)
    it(`${types.join(' | ')} ${contradicts ? 'contradicts' : 'may be'} a number`, () => {
      assert.equal(contradictsSchema(types, 'time.schema.json#/$defs/unixSeconds', schemas), contradicts);
    });
});
