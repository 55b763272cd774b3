import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, describe, it } from 'node:test';
import {
  type ContractComparison,
  compareContract,
  type PageText,
  type SourcedClaim,
} from '../../../src/docs/drift/contract.ts';
import { compareRevisions } from '../../../src/docs/drift/revisions.ts';
import type { KnownFacts } from '../../../src/docs/facts/load.ts';
import { methodFacts } from '../../../src/docs/facts/method.ts';
import { digest, findSource, type SourceLocation } from '../../../src/docs/source.ts';
import { ROOT } from '../../../src/run/load.ts';
import { codes, failure, methodPage } from './cases.ts';
import { docsHere } from './in-process.ts';
import { edited, INCLUDES, readSample, SHOP } from './pages.ts';

const PATH = 'shop/sell.md';

const source = (location: SourceLocation): SourcedClaim['source'] => {
  const text = findSource(SHOP, location);
  assert.ok(text !== undefined, JSON.stringify(location));
  return { page: PATH, ...location, digest: digest(text) };
};

const codeRow = source({ heading: 'Possible Error Codes', row: 'SOLD_OUT' });
const claims = [
  { id: 'sell.words', source: source({ heading: 'Sell a thing shop.thing.sell', part: 'paragraph 3' }) },
  {
    id: 'sell.status',
    source: source({ heading: 'Response Handling', part: 'paragraph 1' }),
    check: { status: 200 },
  },
  { id: 'sell.sample', source: source({ heading: 'Response Handling', part: 'code 1' }) },
  { id: 'sell.code', source: codeRow, check: { error: { part: 'code' } } },
  { id: 'sell.text', source: codeRow, check: { error: { part: 'text' } } },
  {
    id: 'sell.error-status',
    source: source({ heading: 'Error Handling', part: 'paragraph 1' }),
    check: { error: { part: 'status' } },
  },
  { id: 'sell.tags', source: source({ heading: 'Method Parameters', row: 'TAGS' }) },
].map((claim, index): SourcedClaim => ({ ...claim, file: 'shop.yaml', line: index + 1 }));

const facts = methodFacts(readSample(SHOP, PATH), SHOP);
assert.ok(facts);
const known: KnownFacts[] = [{ facts, file: 'facts/shop.jsonl', line: 1 }];

function compare(text: string): ContractComparison {
  const read = (path: string): PageText | undefined =>
    path === PATH ? { text, data: readSample(text, PATH) } : undefined;
  return compareContract({ claims }, read, known);
}

/** Drift as `kind claim-or-row: before → after`. */
function driftOf(text: string): string[] {
  return compare(text).drift.map(
    ({ kind, claim: id, row: key, fact, before, after }) =>
      `${kind} ${id ?? key ?? fact}${before === undefined && after === undefined ? '' : `: ${before} → ${after}`}`,
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
    assert.deepEqual(driftOf(edited('| Tags ||', '| Labels ||')), ['reworded sell.tags']);
    // Nothing is claimed of that row.
    assert.deepEqual(driftOf(edited('| A note ||', '| Any note ||')), []);
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
      ['changed successor: shop.v2.Thing.sell → shop.v3.Thing.sell'],
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
    assert.deepEqual(driftOf(edited('`SOLD_OUT`', '`SOLD_OFF`')), [
      'removed sell.code',
      'removed sell.text',
      'new SOLD_OFF: undefined → SOLD_OFF',
    ]);
    const { drift } = compareContract({ claims }, () => undefined, known);
    assert.deepEqual([...new Set(drift.map(({ kind }) => kind))], ['removed']);
    assert.equal(drift.length, claims.length);
  });

  it('tells nothing of pages that were not asked for', () => {
    assert.deepEqual(compareContract({ claims }, () => undefined, known, new Set(['other.md'])).drift, []);
  });

  it('tells once that a page without claims is gone', () => {
    const { drift } = compareContract({ claims: [] }, () => undefined, known, new Set([PATH]));
    assert.deepEqual(
      drift.map(({ kind, page, before, file, line }) => [kind, page, before, file, line]),
      [['removed', PATH, 'shop.thing.sell', 'facts/shop.jsonl', 1]],
    );
  });

  it('tells what is new: a parameter, a code', () => {
    const parameter = edited('|| **NOTE**', '|| **PRICE**\n[`double`](../types.md) | Price ||\n|| **NOTE**');
    assert.deepEqual(driftOf(parameter), ['new PRICE: undefined → PRICE']);
    const code = edited('|| Empty value', '|| `CLOSED` | Closed now | It is night ||\n|| Empty value');
    assert.deepEqual(driftOf(code), ['new CLOSED: undefined → CLOSED']);
  });

  it('names the line of the contract data, or else that of the facts', () => {
    const lines = (text: string): [string, number][] =>
      compare(text).drift.map(({ file, line }) => [file, line]);
    assert.deepEqual(lines(edited('HTTP Code: **200**', 'HTTP Code: **201**')), [['shop.yaml', 2]]);
    assert.deepEqual(lines(edited('**NOTE**', '**NOTE***')), [['facts/shop.jsonl', 1]]);
  });

  it('names every claim that a fact is the source of', () => {
    const { drift } = compare(edited('string[]', 'integer[]'));
    assert.deepEqual(
      drift.map(({ kind, claim, fact, row }) => [kind, claim, fact, row]),
      [['changed', 'sell.tags', 'types', 'TAGS']],
    );
    // The row itself reads as it did; the status does not.
    const status = compare(
      edited('|| `SOLD_OUT` |', '|| `SOLD_OUT` |').replace('**400**, **403**', '**409**'),
    );
    assert.deepEqual(
      status.drift.map(({ kind, claim, fact, before, after }) => [kind, claim, fact, before, after]),
      [['changed', 'sell.error-status', 'statuses', '400, 403', '409']],
    );
  });

  it('knows a row again under another heading', () => {
    const moved = edited('### Possible Error Codes', '### Codes of errors');
    assert.deepEqual(driftOf(moved), []);
    assert.deepEqual(driftOf(moved.replace('No such thing in the shop', 'All gone')), [
      'reworded sell.code',
      'reworded sell.text',
    ]);
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
    assert.deepEqual(between(SHOP, edited('**NOTE**', '**NOTE***')), [
      'changed NOTE: required: false → required: true',
    ]);
  });

  const ROW = '|| `SOLD_OUT` | Nothing left | No such thing in the shop ||';
  const FIRST = '|| **THING_ID***';
  const KINDS: [title: string, from: string, to: string, expected: string[]][] = [
    [
      'a second row of a code',
      ROW,
      `${ROW}\n|| \`SOLD_OUT\` | Sold today | - ||`,
      ['new SOLD_OUT: undefined → SOLD_OUT: Sold today'],
    ],
    [
      'a row without a code',
      ROW,
      `${ROW}\n|| - | Too late | - ||`,
      ['new Too: undefined → (no code) Too late'],
    ],
    [
      'a text without a code',
      '| Closed | The shop',
      '| Closed now | The shop',
      ['changed Closed: Closed → Closed now'],
    ],
    [
      'another text without a code',
      '| Closed | The shop',
      '| Nobody is here | The shop',
      ['removed Closed: (no code) Closed → undefined', 'new Nobody: undefined → (no code) Nobody is here'],
    ],
    [
      'allowed values',
      '| A note ||',
      '| A note. Possible values: `A`, `B` ||',
      ['changed NOTE: undefined → values: A, B'],
    ],
    ['a default', '| A note ||', '| A note. Default: `A` ||', ['changed NOTE: undefined → default: A']],
    [
      'a length',
      '| Tags ||',
      '| Tags ||\n|| **CODE**\n[`string`](../types.md) | No more than 5 characters ||',
      ['new CODE: undefined → CODE'],
    ],
    ['another name', '|| **NOTE**', '|| **COMMENT**', ['changed NOTE: name: NOTE → name: COMMENT']],
    [
      'a required mark for webhooks',
      '| A note ||',
      '| Required only for webhooks ||',
      ['changed NOTE: required: false → required: webhook'],
    ],
    [
      'a nested field',
      '|| **NAME*** ',
      '|| **AGE** \n[`integer`](../types.md) | Age ||\n|| **NAME*** ',
      ['new BUYER.AGE: undefined → BUYER.AGE'],
    ],
    ['deprecation', '{% note warning "DEPRECATED" %}', '{% note warning "Advice" %}', []],
    ['a scope', '`shop`', '`till`', ['changed undefined: shop → till']],
    ['statuses of errors', '**400**, **403**', '**400**', ['changed undefined: 400, 403 → 400']],
    [
      'a status in a sentence',
      'The method sells.',
      'The method sells, or answers with status 404.',
      ['changed paragraph 3: undefined → 404'],
    ],
    [
      'the order of rows as nothing',
      FIRST,
      `|| **WHEN**\n[\`date\`](../types.md) | Day ||\n${FIRST}`,
      ['new WHEN: undefined → WHEN'],
    ],
  ];
  for (const [title, from, to, expected] of KINDS)
    it(`tells ${title}`, () => {
      const now = edited(from, to);
      const found = compareRevisions(readSample(SHOP), readSample(now), [SHOP, now]);
      assert.deepEqual(
        found.map(({ kind, row: key, before, after }) => `${kind} ${key}: ${before} → ${after}`),
        expected,
      );
    });

  it('says what one of the two cannot say, and calls it neither new nor removed', () => {
    const without = (from: RegExp): string => {
      assert.match(SHOP, from);
      return SHOP.replace(from, '');
    };
    const system = '{% include [system]';
    const errors = without(/## Error Handling[\s\S]*(?=\{% include \[system\])/);
    const returned = without(/### Returned Data[\s\S]*(?=## Error Handling)/);
    for (const [page, what] of [
      [errors.replace(system, '## Notes\n\n{% include [system]'), '(no code) Closed, SOLD_OUT'],
      [returned, 'result'],
      [edited('[```string|null```](../types.md)', ''), 'string | null'],
    ] as const) {
      const told = (old: string, now: string): [string, string | undefined, string | undefined][] =>
        compareRevisions(readSample(old), readSample(now)).map(({ kind, before, after }) => [
          kind,
          before,
          after,
        ]);
      const [[kind, reason, after] = []] = told(page, SHOP);
      assert.deepEqual([kind, after], ['not-comparable', what]);
      assert.match(reason ?? '', /^no /);
      assert.deepEqual(told(page, SHOP).length, 1);
      assert.deepEqual(told(SHOP, page), [['not-comparable', what, reason]]);
    }
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
  const drift = (...words: string[]) => docsHere(['drift', '--from', ...words]);

  it('tells pages that are gone, and counts those that are new', async () => {
    const { stdout, status } = await drift(old, now);
    assert.match(
      stdout,
      /\/old\/shop\/lost\.md:1: removed \(error\): shop\/lost\.md › .*: shop\.thing\.sell → \(nothing\)$/m,
    );
    assert.match(stdout, /^1 page compared, 1 without an earlier revision; 1 difference\.$/m);
    assert.equal(status, 1);
  });

  it('misses no page outside of what is named', async () => {
    assert.equal((await drift(old, join(now, 'shop'), '--docs', now)).status, 1);
    write('old/other/sell.md', SHOP);
    assert.match((await drift(old, join(now, 'shop'), '--docs', now)).stdout, /^ +1 {2}removed +error$/m);
    assert.match(
      (await drift(old, join(now, 'shop/sell.md'), '--docs', now)).stdout,
      /^1 page compared, 0 without an earlier revision; 0 differences\.$/m,
    );
  });

  it('is none where only the layout changed, and tells deprecation in any wording and a second row of a code', async () => {
    const page = methodPage({});
    const codesOf = (...rows: [string, string][]): string =>
      methodPage({ errors: failure('{"error":"0","error_description":"One"}', codes(...rows)) });
    const pairs: Record<string, [string, string]> = {
      'deprecated.md': [
        page,
        edited(
          '## ',
          '{% note warning "Method development has been halted" %}\n\nThere are more relevant alternatives [a.new.*](x.md).\n\n{% endnote %}\n\n## ',
          page,
        ),
      ],
      'layout.md': [
        page
          .replace('## Method Parameters', '## Parameters')
          .replace('|| **Name**\n`type` |', '|| **Parameter** |'),
        page,
      ],
      'same-code.md': [
        codesOf(['0', 'One'], ['0', 'Two']),
        codesOf(['0', 'One'], ['0', 'Two'], ['0', 'Three']),
      ],
    };
    for (const [file, [before, after]] of Object.entries(pairs)) {
      write(`kinds-old/${file}`, before);
      write(`kinds-now/${file}`, after);
    }
    const [, three = ''] = pairs['same-code.md'] ?? [];
    const lineOfThree = three.split('\n').findIndex((line) => line.includes('Three')) + 1;
    const { stdout, status } = await drift(join(root, 'kinds-old'), join(root, 'kinds-now'));
    assert.deepEqual(stdout.trim().replaceAll(relative(ROOT, root), '…').split('\n'), [
      'https://apidocs.bitrix24.com/deprecated.html',
      '…/kinds-now/deprecated.md:1: changed (error): deprecated.md › Sell a thing shop.thing.sell: false → true (deprecated)',
      'https://apidocs.bitrix24.com/same-code.html',
      `…/kinds-now/same-code.md:${lineOfThree}: new (warning): same-code.md › Possible Error Codes › 0: (nothing) → 0: Three`,
      '     1  changed            error',
      '     1  new                warning',
      '3 pages compared, 0 without an earlier revision; 2 differences.',
    ]);
    assert.equal(status, 1);
  });

  it('finds no page in an empty directory', async () => {
    mkdirSync(join(root, 'empty'));
    const empty = join(root, 'empty');
    for (const words of [
      ['drift', '--docs', empty],
      ['drift', '--from', empty, now],
      ['drift', empty],
    ]) {
      const { stderr, status } = await docsHere(words);
      assert.match(stderr, /There is no page in \S+empty\./);
      assert.equal(status, 2);
    }
  });

  it('cannot be told where no page of one is in the other', async () => {
    const { stderr, status } = await drift(old, join(root, 'elsewhere'));
    assert.match(stderr, /No page of \S+elsewhere is in \S+old: the one has sell\.md, /);
    assert.equal(status, 2);
  });
});
