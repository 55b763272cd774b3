import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FieldFact, MethodFacts } from '../../../src/contract/facts.gen.ts';
import { sectionOf, toLines } from '../../../src/docs/facts/collect.ts';
import { methodFacts } from '../../../src/docs/facts/method.ts';
import { digest, findSource, type SourceLocation } from '../../../src/docs/source.ts';
import { edited, readSample, SHOP } from './pages.ts';

const facts = methodFacts(readSample(SHOP), SHOP);

/** A source of the sample with its digest, which must be there. */
function sourceOf<T extends SourceLocation>(location: T): T & { digest: string } {
  const text = findSource(SHOP, location);
  assert.ok(text !== undefined, JSON.stringify(location));
  return { ...location, digest: digest(text) };
}

function errorRow(row: string): SourceLocation & { digest: string } {
  return sourceOf({ heading: 'Possible Error Codes', row });
}

describe('the facts of a method page', () => {
  it('are names, types, marks, codes, statuses and digests', () => {
    assert.deepEqual(
      facts?.parameters.map(({ name, types, required, fields }) => [
        name,
        types,
        required ?? false,
        fields?.length ?? 0,
      ]),
      [
        ['THING_ID', ['integer', 'string'], true, 0],
        ['TAGS', ['string[]'], true, 0],
        ['BUYER', ['object'], true, 2],
        ['NOTE', ['string', 'null'], false, 0],
      ],
    );
    assert.equal(
      facts?.parameters[0]?.digest,
      digest(findSource(SHOP, { heading: 'Method Parameters', row: 'THING_ID' }) ?? ''),
    );
    assert.deepEqual(facts?.errors, {
      statuses: [400, 403],
      example: { code: 'SOLD_OUT', text: 'Nothing left' },
      rows: [
        { code: 'SOLD_OUT', text: 'Nothing left', ...errorRow('SOLD_OUT') },
        { code: '', text: 'Closed', ...errorRow('Closed') },
      ],
      system: true,
    });
    assert.deepEqual([facts?.success.statuses, facts?.success.shape?.['/time/start']], [[200], 'number']);
    assert.deepEqual(
      [facts?.scope, facts?.deprecated, facts?.successor],
      ['shop', true, 'shop.v2.Thing.sell'],
    );
    assert.deepEqual([facts?.lacks, facts?.unread], [undefined, undefined]);
  });

  it('name where the page states what stands in no table', () => {
    const heading = 'Sell a thing shop.thing.sell';
    const note = sourceOf({ heading, part: 'note 1' });
    assert.deepEqual(facts?.sources, {
      scope: sourceOf({ heading, part: 'paragraph 1' }),
      authorized: sourceOf({ heading, part: 'paragraph 2' }),
      deprecated: note,
      successor: note,
      success: sourceOf({ heading: 'Response Handling', part: 'paragraph 1' }),
      errors: sourceOf({ heading: 'Error Handling', part: 'paragraph 1' }),
    });
  });

  it('are no sentences of the page', () => {
    for (const words of ['The method sells', 'The buyer', 'No such thing in the shop', 'anyone with a till'])
      assert.equal(JSON.stringify(facts).includes(words), false, words);
  });

  it('are none of a page of another kind', () => {
    assert.equal(methodFacts(readSample('# A page\n'), '# A page\n'), undefined);
  });

  it('stand in lines sorted by method and page', () => {
    const line = (method: string, page: string) =>
      ({ ...structuredClone(facts), method, page }) as NonNullable<typeof facts>;
    const lines = toLines([line('b.c', 'x.md'), line('a.c', 'y.md'), line('a.c', 'x.md')]);
    assert.deepEqual(
      lines
        .trim()
        .split('\n')
        .map((text) => [JSON.parse(text).method, JSON.parse(text).page]),
      [
        ['a.c', 'x.md'],
        ['a.c', 'y.md'],
        ['b.c', 'x.md'],
      ],
    );
  });

  for (const [page, section] of [
    ['api-reference/chat-bots/bots/add.md', 'chat-bots'],
    ['api-reference/one.md', 'api-reference'],
    ['settings/how/batch.md', 'settings'],
    ['one.md', 'one'],
  ] as const)
    it(`of ${page} are in the file of ${section}`, () => {
      assert.equal(sectionOf(page), section);
    });
});

/** The facts of the sample with one thing changed. */
function factsOf(from: string, to: string): MethodFacts {
  const page = edited(from, to);
  const found = methodFacts(readSample(page), page);
  assert.ok(found);
  return found;
}

describe('a status in a sentence', () => {
  for (const [words, statuses] of [
    ['Where the limit is passed, the answer has the `429` status.', [429]],
    ['A deal that is gone is answered with HTTP status 404 and no result.', [404]],
    ['It answers with status **403**, or with status code 401 under OAuth.', [403, 401]],
    ['Закрытый магазин отвечает со статусом 503.', [503]],
    // Numbers of something else.
    ['The status `N` of order 404 is final, after 500 customers.', []],
    ['Pass 200 goods.', []],
  ] as const)
    it(`of '${words}' is ${statuses.join(', ') || 'none'}`, () => {
      const { mentions = [] } = factsOf('The method sells.', words);
      assert.deepEqual(
        mentions.map(({ status, part }) => [status, part]),
        statuses.map((status) => [status, 'paragraph 3']),
      );
    });
});

describe('a method that is no longer developed', () => {
  const note = (title: string, text: string): string =>
    `{% note warning "${title}" %}\n\n${text}\n\n{% endnote %}`;
  const plainPage = SHOP.replace(/\{% note warning[\s\S]*?\{% endnote %\}\n\n/, '');
  const isDeprecated = (words: string): boolean => {
    const page = edited('The method sells.', words, plainPage);
    const facts = methodFacts(readSample(page), page);
    assert.equal(facts?.sources.deprecated !== undefined, facts?.deprecated ?? false);
    return facts?.deprecated ?? false;
  };
  for (const words of [
    note(
      'Method development has been halted',
      'It works, but there are more relevant alternatives [a.new.*](x.md).',
    ),
    note('Outdated method', 'Use another.'),
    note('The method is no longer supported', 'Use another.'),
    note('', 'Development of this method has been discontinued. Use another.'),
    note('', 'This method is obsolete and kept for existing integrations.'),
    note('Метод устарел', 'Используйте другой.'),
    note('', 'Развитие метода остановлено.'),
    'The method `shop.thing.sell` is deprecated. Use another.',
    '> This method is no longer maintained',
  ])
    it(`is one whose page says '${words.replace(/\s+/g, ' ')}'`, () => {
      assert.equal(isDeprecated(words), true);
    });
  for (const words of [
    note('', 'There is an old method shop.sell, an alias. Support for it will be discontinued.'),
    note('', 'The old flat format will be supported until 30.09.2026.'),
    note('Please note', 'Deleted things are no longer available.'),
    'It combines three calls of the deprecated API into a single call.',
  ])
    it(`is not one whose page says '${words.replace(/\s+/g, ' ')}'`, () => {
      assert.equal(isDeprecated(words), false);
    });
});

describe('the key of an error row', () => {
  const ROW = '|| `SOLD_OUT` | Nothing left | No such thing in the shop ||';
  const rowsOf = (rows: string): (string | undefined)[] =>
    factsOf(ROW, rows).errors.rows.map(({ row }) => row);
  for (const [title, rows, keys] of [
    [
      'is its code, counted where several rows have it',
      '|| `OUT` | Nothing left | - ||\n|| `OUT` | None left | - ||',
      ['OUT', 'OUT #2', 'Closed'],
    ],
    ['is a word of its text where it has no code', '|| - | Gone away | - ||', ['Gone', 'Closed']],
    ['is counted among rows of that word', '|| - | Closed down | - ||', ['Closed', 'Closed #2']],
    [
      'is the first word of several codes in one cell',
      '|| `A_B` or `C_D` | - | - ||',
      ['A_B', 'A_B', 'Closed'],
    ],
  ] as const)
    it(title, () => {
      assert.deepEqual(rowsOf(rows), keys);
    });

  it('finds the row again, whatever tables stand in the cells of others', () => {
    const nested =
      '|| `OUT` | Nothing left | One of:\n\n#|\n|| **Field** | **Type** ||\n|| a | b ||\n|#\n\n||\n';
    const page = edited(ROW, `${nested}${ROW}`);
    const found = methodFacts(readSample(page), page)?.errors.rows.map(({ heading, row, digest: known }) => ({
      row,
      isThere: digest(findSource(page, { heading, row: row ?? '' }) ?? '') === known,
    }));
    assert.deepEqual(found, [
      { row: 'OUT', isThere: true },
      { row: 'SOLD_OUT', isThere: true },
      { row: 'Closed', isThere: true },
    ]);
  });
});

describe('a parameter that is required of webhooks alone', () => {
  const note = (words: string): FieldFact | undefined =>
    factsOf('| A note ||', `| ${words} ||`).parameters.find(({ name }) => name === 'NOTE');
  for (const words of [
    'This parameter is required only for webhooks. Pass the same value',
    'Required for webhook authorization, not needed for OAuth.',
    'Required for authorization via webhook, not needed for OAuth',
    'The parameter is required only when calling via a webhook: pass it together with `TAG`',
    'This parameter is mandatory only for webhooks.',
    'It must be passed when using an incoming webhook',
    'Required if the method is called with a **webhook**',
    'Only for webhooks it is required',
    'Параметр обязателен только для вебхуков.',
    'Обязателен при авторизации через вебхук, не нужен для OAuth.',
  ])
    it(`is one of which the page says '${words}'`, () => {
      assert.equal(note(words)?.required, 'webhook');
    });

  for (const words of [
    'Required when `eventMode = webhook`',
    'This key will be required for all subsequent calls to shop* via webhook',
    'Not required for webhooks',
    'Pass it with `TAG` when calling via webhook',
    'Address of the webhook. Required',
    'Параметр не обязателен для вебхуков',
  ])
    it(`is not one of which the page says '${words}'`, () => {
      assert.equal(note(words)?.required, undefined);
    });
});

describe('the formats of a value', () => {
  const formats = (words: string): string[] | undefined =>
    factsOf('| A note ||', `| ${words} ||`).parameters.find(({ name }) => name === 'NOTE')?.formats;
  for (const [words, found] of [
    [
      'Supported formats:\n- `USER_ID` — the user\n- `chatXXX`, where `XXX` is the chat',
      ['USER_ID', 'chatXXX'],
    ],
    ['Identifier in the format `chatXXX`, where `XXX` is the chat', ['chatXXX']],
    ['Allowed formats: `USER_ID` of the employee or `queue<QUEUE_ID>`', ['USER_ID', 'queue<QUEUE_ID>']],
    ['Day in the format `YYYY-MM-DD`. For example, `2026-01-01`', ['YYYY-MM-DD']],
    ['Day in the format `YYYY-MM-DD` (as `2026-01-01`)', ['YYYY-MM-DD']],
    ['Идентификатор в формате `chatXXX`, где `XXX` — чат', ['chatXXX']],
    // What is not understood as a whole is left out as a whole.
    ['Available formats: `ISO 8601`, `timestamp`', undefined],
    ['The format is similar to that of the `FIELDS` field', undefined],
    ["To delete it, use the object in the format `{remove: 'Y'}`", undefined],
    ['A number for a user, `chatXXX` for a chat', undefined],
  ] as const)
    it(`in '${words.replaceAll('\n', ' ')}' are ${found?.join(', ') ?? 'not known'}`, () => {
      assert.deepEqual(formats(words), found);
    });
});
