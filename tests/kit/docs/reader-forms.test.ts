import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toJson } from '../../../src/docs/page-json.ts';
import { isWhole, reasonOf } from '../../../src/docs/reader/reasons.ts';
import { edited, INCLUDES, readSample, SHOP } from './pages.ts';

/** The sample with other parameters. */
const withParameters = (...blocks: string[]): string =>
  SHOP.replace(/(## Method Parameters\n)[\s\S]*?(## Code Examples)/, `$1\n${blocks.join('\n\n')}\n\n$2`);

/** The sample with other returned fields. */
const withReturned = (...blocks: string[]): string =>
  SHOP.replace(/(### Returned Data\n)[\s\S]*?(## Error Handling)/, `$1\n${blocks.join('\n\n')}\n\n$2`);

/** The sample with another table of errors. */
const withErrors = (header: string, row: string): string =>
  SHOP.replace(/(### Possible Error Codes\n)[\s\S]*?\|#/, `$1\n#|\n|| ${header} ||\n|| ${row} ||\n|#`);

const table = (header: string, ...rows: string[]): string =>
  `#|\n|| ${header} ||\n${rows.map((row) => `|| ${row} ||`).join('\n')}\n|#`;
const fields = (...names: string[]): string =>
  table('**Name**\n`type` | **Description**', ...names.map((name) => `${name} | Words`));

const names = (list: readonly { name: string; required?: boolean; children?: readonly object[] }[]): string =>
  list
    .map(({ name, required, children = [] }) => {
      const within = names(children as { name: string }[]);
      return `${name}${required ? '!' : ''}${within === '' ? '' : `(${within})`}`;
    })
    .join(' ');
const parameters = (text: string): string => names(toJson(readSample(text)).params);
const returned = (text: string): string => names(readSample(text).returned);
const said = (text: string): string[] => readSample(text).problems.map(({ message }) => message);

describe('tables of fields', () => {
  it('are read with types that have no code marks, and a column that says what is required', () => {
    const text = withParameters(
      table(
        '**Parameter** | **Required** | **Type** | **Description**',
        '**A** | Yes | integer or string | Words',
        '**B** | – | [array](../types.md) | Words',
      ),
    );
    const { params } = toJson(readSample(text));
    assert.deepEqual(
      params.map(({ name, types, required }) => [name, types.join(), required]),
      [
        ['A', 'integer,string', true],
        ['B', 'array', false],
      ],
    );
    assert.deepEqual(said(text), []);
  });

  it('are not read where they are commented out', () => {
    const text = withParameters(fields('**A**\n`string`'), `<!--\n${fields('**B**\n`string`')}\n-->`);
    assert.equal(parameters(text), 'A');
  });

  for (const header of [
    '**Field**\n`type` | **Description**',
    '**Key**\n`type` | **Description**',
    '**parameter** | **Description**',
    '**Field** | **Description**',
    '**Property** | **Type** | **Description**',
    '**Параметр** | **Описание**',
    '**Ключ**\n`тип` | **Описание**',
    '**Поле** | **Тип данных** | **Описание**',
    '**Title**\n`type` | **Description** ',
  ])
    it(`are read headed ${JSON.stringify(header)}`, () => {
      const isThree = header.split('|').length === 3;
      const row = (name: string): string =>
        isThree ? `${name} | \`string\` | Words` : `${name}\n\`string\` | Words`;
      const text = withParameters(table(header, row('**A***'), row('**B**')));
      const { params, problems } = toJson(readSample(text));
      assert.deepEqual(
        [names(params), params.map(({ types }) => types.join()), problems],
        ['A! B', ['string', 'string'], []],
      );
    });

  for (const header of [
    '**Name** | **Description**',
    '**Field** | **Meaning**',
    '**Название** | **Описание**',
  ])
    it(`count without types: names, marks and links of ${header}`, () => {
      const text = withParameters(
        table(header, '**A*** | Words', '**B** | See [below](#inner)'),
        '### The other {#inner}',
        fields('**C***\n`string`'),
      );
      assert.equal(parameters(text), 'A! B(C!)');
      assert.deepEqual(said(text), ['the table has no column of types']);
    });

  it('go on where a row is not closed, and say so', () => {
    for (const text of [
      withParameters(
        '#|\n|| **Name**\n`type` | **Description** ||\n|| **A***\n`string` | Words\n|| **B**\n`string` | Words ||\n|#',
      ),
      withParameters(
        '#|\n|| **Name**\n`type` | **Description**\n|| **A***\n`string` | Words\n|| **B**\n`string` | Words\n|#',
      ),
      withParameters(
        '#|\n|| **Name**\n`type` | **Description** ||\n|| **A***\n`string` | Words ||\n|| **B**\n`string` | - one\n- two\n|#',
      ),
    ]) {
      assert.equal(parameters(text), 'A! B');
      assert.ok(said(text).includes('a table row without its closing ||'));
    }
  });

  it('keep a list and a further table of a tab whole, however little their lines are indented', () => {
    const text = withParameters(
      fields('**A***\n`object`'),
      '### Parameter A',
      '{% list tabs %}\n\n- one\n\n    #|\n    || **Name**\n    `type` | **Description** ||\n    || **B**\n`string` | Either:\n- `x`\n- `y` ||\n    || **C**\n    `string` | Words ||\n    |#\n\n- two\n\n    #|\n    || **Name**\n    `type` | **Description** ||\n    || **D**\n    `string` | Words ||\n    |#\n\n{% endlist %}',
    );
    assert.equal(parameters(text), 'A!(B C D)');
    assert.deepEqual(said(text), []);
  });

  it('have rows of words that head those below them, which are not fields', () => {
    assert.equal(
      parameters(
        withParameters(
          fields('**A**\n`string`').replace(
            '|#',
            '|| **Settings for all** | ||\n|| **B**\n`string` | Words ||\n|#',
          ),
        ),
      ),
      'A B',
    );
  });
});

it('a path that ends in TYPE heads a table of values, not of fields', () => {
  for (const header of ['**fields.TYPE** | **scope in request**', '**filter.TYPE** | **When**']) {
    const text = withParameters(
      fields('**scope**\n`string`'),
      '### TYPE and scope',
      table(header, '`PAGE` | none'),
    );
    assert.equal(parameters(text), 'scope');
    assert.equal(readSample(text).unused[0]?.block, 'table');
  }
});

describe('names and marks', () => {
  for (const [cell, expected] of [
    ['**UF_\\***', 'UF_*'],
    ['**PROPERTY_\\***', 'PROPERTY_*'],
    ['**UF_CRM_\\****', 'UF_CRM_*!'],
    ['**\\***', '*'],
    ['**A***', 'A!'],
    ['**A^*^**', 'A!'],
    ['**A**^*^', 'A!'],
    ['**A** *', 'A!'],
    ['**A**\\*', 'A!'],
    ['**A****', 'A'],
    ['**A***,**', 'A!'],
    ['**A** or **B**', 'A B'],
    ['**A / B**', 'A B'],
    ['**A**, **B***', 'A! B!'],
    ['**A** или **B**', 'A B'],
    ['`A` / `B`', 'A B'],
    ['__A__*', 'A!'],
    ['**A**<span style="color: red">*</span>', 'A!'],
    ['**A <font color="red">\\*</font>**', 'A!'],
    ['`A` <span class="red">*</span>', 'A!'],
    ['**A** (required)', 'A!'],
    ['**A** — обязательный', 'A!'],
    ['**A** (not required)', 'A'],
    ['**A** — необязательный', 'A'],
    ['**A** (required for groups)', 'A'],
    ['**A**<span>B</span>', 'A'],
    ['**\u200bA***', 'A!'],
    ['**A\\|B**', 'A B'],
    ['**<field code>**', '<field code>'],
    ['**\\<userId\\>**', '<userId>'],
  ] as const)
    it(`of ${cell}`, () => {
      assert.equal(parameters(withParameters(fields(`${cell}\n\`string\``))), expected);
    });

  it('of one parameter know each other', () => {
    const { params } = toJson(readSample(withParameters(fields('**ID** or **CODE***\n`string`'))));
    assert.deepEqual(
      params.map(({ name, alternatives }) => [name, alternatives]),
      [
        ['ID', ['CODE']],
        ['CODE', ['ID']],
      ],
    );
  });
});

describe('tables of objects find their field', () => {
  const OBJECTS = fields('**fields***\n`object`', '**user_list**\n`array`', '**page**\n`shop_page`');
  for (const [heading, expected] of [
    ['## Parameter fields', 'fields!(X) user_list page'],
    ['## Fields Parameter', 'fields!(X) user_list page'],
    ['## Параметр fields', 'fields!(X) user_list page'],
    ['### User List', 'fields! user_list(X) page'],
    ['### Element of the user lists array', 'fields! user_list(X) page'],
    ['### Type shop_page', 'fields! user_list page(X)'],
  ] as const)
    it(`beneath '${heading}'`, () => {
      const text = withParameters(OBJECTS, heading, fields('**X**\n`string`'));
      assert.equal(parameters(text), expected);
      assert.deepEqual(said(text), []);
    });

  const RETURNED = fields(
    '**result**\n`object`',
    '**result.state**\n`object`',
    '**result.items[]**\n`object`',
  );
  for (const [heading, expected] of [
    ['#### Fields of the result.state object', 'result(state(X) items[])'],
    ['#### Object `result.items[]`', 'result(state items[](X))'],
    ['#### State', 'result(state(X) items[])'],
    ['#### result[items] Parameter', 'result(state items[](X))'],
    ['## Object result.state', 'result(state(X) items[])'],
  ] as const)
    it(`among the returned, beneath '${heading}'`, () => {
      const text = withReturned(RETURNED, heading, fields('**X**\n`string`'));
      assert.equal(returned(text), expected);
      assert.deepEqual(said(text), []);
    });

  it('within tables of objects, whole', () => {
    const text = withReturned(
      fields('**result**\n`object`'),
      '#### Object result',
      fields('**user**\n`object`'),
      '#### User object',
      fields('**phones**\n`object`'),
      '#### Phones object',
      fields('**work**\n`string`'),
    );
    assert.equal(returned(text), 'result(user(phones(work)))');
    assert.equal(names(toJson(readSample(text)).returns), 'result(user(phones(work)))');
  });

  it('beneath bold words that name it, as beneath a heading', () => {
    const text = withParameters(OBJECTS, '**Fields of the user_list items:**', fields('**X**\n`string`'));
    assert.equal(parameters(text), 'fields! user_list(X) page');
    assert.equal(
      parameters(text.replace('Fields of the user_list items:', 'Other things:')),
      'fields! user_list page X',
    );
  });

  it('or are said to belong to none', () => {
    assert.deepEqual(said(withParameters(OBJECTS, '### Elsewhere', fields('**X**\n`string`'))), [
      "the table under 'Elsewhere' belongs to no row above",
    ]);
  });

  it('end where rows link each other without end', () => {
    const linking = (to: string): string =>
      fields(...Array.from({ length: 8 }, (_, nth) => `**F${nth}**\n[\`object\`](#${to})`));
    const sections = Array.from({ length: 12 }, (_, nth) => [
      `### S${nth} {#s${nth}}`,
      linking(`s${nth + 1}`),
    ]);
    assert.ok(
      said(withParameters(linking('s0'), ...sections.flat())).some((message) =>
        /^more than 2000 tables/.test(message),
      ),
    );
  });
});

describe('what follows an include', () => {
  for (const [name, include] of [
    ['a section', '### Returned Error Information\n\nWords.'],
    ['sections', '### One\n\nWords.\n\n#### Two\n\nWords.'],
    ['a sentence', 'Words.'],
  ] as const)
    it(`belongs to the section that includes ${name}`, () => {
      INCLUDES['_includes/error-info.md'] = include;
      const text = edited(
        'HTTP status: **400**',
        '{% include notitle [x](../_includes/error-info.md) %}\n\nHTTP status: **400**',
      );
      const page = readSample(text);
      assert.deepEqual([page.errors.statuses, page.problems], [[400, 403], []]);
      assert.match(page.errors.sample?.text ?? '', /SOLD_OUT/);
    });
});

describe('columns of error tables', () => {
  const rowOf = (header: string, row: string) => {
    const { errors, problems } = toJson(readSample(withErrors(header, row)));
    return [...errors.table, ...problems];
  };
  for (const [header, row, expected] of [
    ['**Code** | **Message** | **Description**', '`E` | Bad | Why', { code: 'E', text: 'Bad', when: 'Why' }],
    [
      '**Code** | **Description** | **When It Occurs**',
      '`E` | Bad | Why',
      { code: 'E', text: 'Bad', when: 'Why' },
    ],
    ['**Code / Message** | **Description**', '`E`<br>Bad | Why', { code: 'E', text: 'Bad', when: 'Why' }],
    ['**Code** | **Text** | **Reason**', '`E` | Bad | Why', { code: 'E', text: 'Bad', when: 'Why' }],
    [
      '**Code** | **Description** | **Additional Information**',
      '`E` | Bad | Why',
      { code: 'E', text: 'Bad', when: 'Why' },
    ],
    // Latin letters in Cyrillic words, and the other way round.
    [
      '**Код** | **Cообщение об ошибке** | **Описание**',
      '`E` | Bad | Почему',
      { code: 'E', text: 'Bad', when: 'Почему' },
    ],
    [
      '**Koд** | **Oписание** | **Знaчение**',
      '`E` | Bad | Почему',
      { code: 'E', text: 'Bad', when: 'Почему' },
    ],
    ['**Соde** | **Меssage** | **Description**', '`E` | Bad | Why', { code: 'E', text: 'Bad', when: 'Why' }],
  ] as const)
    it(`are read in ${header}`, () => {
      assert.deepEqual(rowOf(header, row), [expected]);
    });
});

describe('the kind of a page', () => {
  const kindOf = (text: string) => {
    const { kind, method } = readSample(text);
    return [kind, method];
  };
  const page = (title: string, call: string): string =>
    `# ${title}\n\n> Scope: [\`shop\`](../scopes.md)\n>\n> Who can execute the method: anyone\n\n## Code Examples\n\n{% list tabs %}\n\n- cURL (Webhook)\n\n    \`\`\`bash\n    ${call}\n    \`\`\`\n\n{% endlist %}\n`;
  const call = 'curl https://host/rest/1/key/shop.thing.allowed';

  for (const title of [
    'Check if the action shop.thing.allowed is permitted',
    'The shop.thing.allowed Command',
    'Выполнить shop.thing.allowed для витрины',
  ])
    it(`is a method where its title goes on: ${title}`, () => {
      assert.deepEqual(kindOf(page(title, call)), ['method', 'shop.thing.allowed']);
      assert.deepEqual(kindOf(page(title, 'echo')), ['article', undefined]);
    });

  const answers = '\n## Response Handling\n\n```json\n[]\n```\n\n## Error Handling\n\n```json\n[]\n```\n';
  for (const title of [
    'Close the Card CallCardClose',
    'Get Status getStatus',
    'Call a Method BX24.callMethod',
  ])
    it(`is a function of the interface: ${title}`, () => {
      assert.deepEqual(kindOf(`${page(title, 'echo')}${answers}`), ['function', undefined]);
    });

  it('is an article where it leads through several methods', () => {
    assert.deepEqual(kindOf(`${page('How to Sell a Thing', 'echo')}${answers}`), ['article', undefined]);
  });
});

describe('an address', () => {
  for (const [query, isParameter] of [
    ['?auth=TOKEN', false],
    ['?access_token=TOKEN', false],
    ['?auth=TOKEN&bx24_lang=en', false],
    ['?id=1', true],
    ['?auth=TOKEN&filter[id]=1', true],
  ] as const)
    it(`with ${query} ${isParameter ? 'brings a parameter' : 'brings none'}`, () => {
      const text = SHOP.replace(/## Method Parameters\n[\s\S]*?(## Code Examples)/, '$1').replace(
        '/shop.thing.sell\n',
        `/shop.thing.sell${query}\n`,
      );
      assert.equal(said(text).includes('no section on the parameters that this example sends'), isParameter);
    });
});

describe('what no fact was read from', () => {
  const unused = (text: string) =>
    readSample(text).unused.map(({ block, what, reason }) => [block, what, reason.split(',')[0]]);

  it('is listed by line: tables, lists and code', () => {
    const text = withParameters(
      fields('**A***\n`string`'),
      'As in:\n\n- a first item\n- a second one',
      table('**Colour** | **Number**', 'red | 1'),
      '```\nred\n```',
      '{% note info "" %}\n\n- an item\n\n{% endnote %}',
    );
    assert.deepEqual(unused(text), [
      ['list', 'a first item', 'a list outside of tables is prose'],
      ['table', 'Colour | Number', 'a table that describes neither parameters'],
      ['code', 'red', 'code that is neither an example of a call nor of an answer'],
      ['list', 'an item', 'a list outside of tables is prose'],
    ]);
    const [first] = readSample(text).unused;
    assert.match(text.split('\n')[(first?.line ?? 0) - 1] ?? '', /a first item/);
  });

  it('is nothing on a page that was read as a whole, or beneath what leads on', () => {
    assert.deepEqual(unused(SHOP), []);
    assert.deepEqual(unused(`${SHOP}\n## Continue Learning\n\n- [other](./other.md)\n- further words\n`), []);
  });
});

describe('problems', () => {
  it('tell what a page lacks from what the reader could not read', () => {
    assert.equal(isWhole(readSample(edited('[`object`](../types.md) | The buyer', '| The buyer'))), true);
    assert.equal(isWhole(readSample(edited('### Buyer {#buyer}', '### Elsewhere'))), false);
    assert.deepEqual(reasonOf('_includes/a.md:3: X has no type'), {
      reason: 'a name without a type',
      blame: 'page',
    });
    assert.equal(reasonOf('a problem that nobody has looked at').blame, 'reader');
  });
});

describe('words of a row', () => {
  const details = (words: string, type = 'string') => {
    const {
      name: _,
      types,
      required,
      ...rest
    } = toJson(
      readSample(
        withParameters(table('**Name**\n`type` | **Description**', `**A**\n\`${type}\` | ${words}`)),
      ),
    ).params[0] ?? { name: '', types: [], required: false };
    return rest;
  };
  for (const [words, type, expected] of [
    [
      'Possible values:\n- `Y` — yes\n- `N` — no\n\nDefault `N`',
      'string',
      { values: ['Y', 'N'], default: 'N' },
    ],
    ['Allowed values: `1`, `2`, `3`', 'integer', { values: ['1', '2', '3'] }],
    ['Возможные значения: `a` или `b`. По умолчанию — `a`', 'string', { values: ['a', 'b'], default: 'a' }],
    ['Default is `10`, maximum 50', 'integer', { default: '10', range: { max: 50, of: 'value' } }],
    ['From 1 to 7', 'integer', { range: { min: 1, max: 7, of: 'value' } }],
    ['No more than 255 characters', 'string', { range: { max: 255, of: 'length' } }],
    ['Keys:\n- `a` — one\n- `b` — two', 'string', {}],
    ['Possible values:\n- `a` — one\n- `b` — two', 'object', {}],
    ['A width from 10 to 100 percent of the page', 'string', {}],
  ] as const)
    it(`give values, default and limits: ${JSON.stringify(words)}`, () => {
      assert.deepEqual(details(words, type), expected);
    });
});
