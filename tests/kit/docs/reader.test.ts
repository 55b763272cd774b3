import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readState, toJson } from '../../../src/docs/page-json.ts';
import { isBrowserText, readBrowserText } from '../../../src/docs/reader/browser-text.ts';
import { readTypes } from '../../../src/docs/reader/fields.ts';
import { edited, readSample, SHOP } from './pages.ts';

const page = readSample(SHOP);
const lineOf = (text: string): number => SHOP.split('\n').findIndex((line) => line.includes(text)) + 1;

describe('reading a method page', () => {
  it('reads all of it, in the shape that the command writes', () => {
    assert.deepEqual(toJson(page), {
      file: 'shop/sell.md',
      kind: 'method',
      method: 'shop.thing.sell',
      scope: 'shop',
      deprecated: true,
      successor: 'shop.v2.Thing.sell',
      params: [
        { name: 'THING_ID', types: ['integer', 'string'], required: true },
        { name: 'TAGS', types: ['string[]'], required: true },
        {
          name: 'BUYER',
          types: ['object'],
          required: true,
          children: [
            { name: 'NAME', types: ['string'], required: true },
            { name: 'AGE', types: ['integer'], required: false },
          ],
        },
        { name: 'NOTE', types: ['string', 'null'], required: false },
      ],
      examples: [
        { tab: 'cURL (Webhook)', lang: 'bash', line: lineOf('```bash') },
        { tab: 'JS', lang: 'js', line: lineOf('const a') - 1 },
      ],
      success: {
        status: 200,
        example: { result: 7, time: { start: 1728626400.1, finish: 1728626400.2, duration: 0.1 } },
      },
      returns: [{ name: 'result', types: ['integer'] }],
      errors: {
        statuses: [400, 403],
        example: { error: 'SOLD_OUT', error_description: 'Nothing left' },
        table: [
          { code: 'SOLD_OUT', text: 'Nothing left', when: 'No such thing in the shop' },
          { code: '', text: 'Closed', when: 'The shop is closed' },
        ],
      },
      problems: [],
    });
    assert.equal(readState(page), 'read');
  });

  it('knows who may call, and the errors of every method', () => {
    assert.equal(page.who, 'anyone with a till');
    assert.deepEqual(
      page.system.map(({ code, status, text }) => [code, status, text]),
      [
        ['BUSY', 503, 'Too busy'],
        ['NO_KEY', 401, 'No key given'],
      ],
    );
  });

  const table = (...rows: string[]): string =>
    `#|\n|| **Name**\n\`type\` | **Description** ||\n${rows.map((row) => `|| ${row} | Words ||`).join('\n')}\n|#`;
  const parameters = (...lines: string[]) => {
    const [head = '', rest = ''] = SHOP.split(/## Method Parameters[\s\S]*(?=## Code Examples)/);
    const read = readSample(`${head}## Method Parameters\n\n${lines.join('\n\n')}\n\n${rest}`);
    return [read.params.map(({ name, required }) => `${name}${required ? '*' : ''}`), read.problems.length];
  };

  it('takes the method from the end of the title, else from what every example calls', () => {
    const method = (title: string): string | undefined =>
      readSample(edited('# Sell a thing shop.thing.sell', title)).method;
    assert.equal(method('# Sell a thing shop.thing.swap'), 'shop.thing.swap');
    assert.equal(method('# Sell a thing of the shop.thing list'), 'shop.thing.sell');
    assert.equal(method('# Sell a thing'), 'shop.thing.sell');
  });

  it('reads further parameters under a heading of their own', () => {
    assert.deepEqual(
      parameters(table('**A***\n`string`'), '### Additional Parameters', table('**B**\n`string`')),
      [['A*', 'B'], 0],
    );
    assert.deepEqual(parameters(table('**A***\n`string`'), '### Other things', table('**B**\n`string`')), [
      ['A*'],
      1,
    ]);
  });

  it('reads a table beneath the title, where there is no heading for it', () => {
    const read = readSample(edited('## Method Parameters\n', ''));
    assert.deepEqual(
      read.params.map(({ name }) => name),
      ['THING_ID', 'TAGS', 'BUYER', 'NOTE'],
    );
    assert.deepEqual(
      read.params[2]?.children.map(({ name }) => name),
      page.params[2]?.children.map(({ name }) => name),
    );
    assert.deepEqual(read.problems, []);
  });

  it('reads what an event brings', () => {
    const [, tables = ''] = /## Method Parameters([\s\S]*?)## Code Examples/.exec(SHOP) ?? [];
    const event = (heading: string) =>
      toJson(readSample(`# Sold onThingSell\n\n> Who can subscribe: any user\n\n## ${heading}\n${tables}`));
    const { kind, params } = event('What the Handler Receives');
    assert.equal(kind, 'event');
    assert.deepEqual(params, toJson(page).params);
    assert.deepEqual(event('Что получает обработчик').params, params);
  });

  it('reads all ways to call a method: required is what every way requires', () => {
    const [one, two] = [
      table('**A***\n`string`', '**C***\n`string`'),
      table('**B***\n`string`', '**C***\n`string`'),
    ];
    assert.deepEqual(parameters('Two ways.', '### 1. By A', one, '### 2. By B', two), [['A', 'C*', 'B'], 0]);
    assert.deepEqual(parameters('Two ways.', '### By A', one, '### By B', two)[1], 3);
  });

  it('hangs a table on a row once, and on none whose values have no fields', () => {
    const children = (from: string, to: string) =>
      toJson(readSample(edited(from, to))).params.map((one) => [one.name, one.children?.length ?? 0]);
    const link = '| The buyer, [see below](#buyer) ||';
    assert.deepEqual(children(link, '| [The buyer](#buyer), [see below](#buyer) ||')[2], ['BUYER', 2]);
    assert.deepEqual(children('| A note ||', '| A note on the [buyer](#buyer) ||')[3], ['NOTE', 0]);
  });

  it('asks for no type where a name stands for many', () => {
    assert.deepEqual(parameters(table('**UF_...**')), [['UF_...'], 0]);
    assert.deepEqual(parameters(table('**UF_A**')), [['UF_A'], 1]);
  });

  it('keeps the blank lines and the indentation of an example', () => {
    assert.equal(
      page.examples[1]?.text,
      "const a = 1;\n\n$b24.callMethod('shop.thing.sell', { THING_ID: 1 });",
    );
  });

  for (const [spelling, statuses] of [
    ['HTTP Status: **400**', [400]],
    ['Status: **400**', [400]],
    ['> HTTP Status: 40x, 50x Error', ['40x', '50x']],
    ['HTTP-статус: **400**, **5xx**', [400, '5xx']],
    ['HTTP status: **404 Not Found**', [404]],
  ] as const)
    it(`reads '${spelling}'`, () => {
      assert.deepEqual(
        readSample(edited('HTTP status: **400**, **403**', spelling)).errors.statuses,
        statuses,
      );
    });

  const headers: [string, string, object][] = [
    ['**Code** | **Description**', '`E` | Words', { code: 'E', text: 'Words' }],
    [
      '**Code** | **Error message** | **Description**',
      '`E` | Words | Why',
      { code: 'E', text: 'Words', when: 'Why' },
    ],
    [
      '**Status** | **Code** | **Description** | **Value**',
      '`403` | `E` | Words | Why',
      { code: 'E', status: 403, text: 'Words', when: 'Why' },
    ],
    ['**Description** | **Value**', 'Words | Why', { code: '', text: 'Words', when: 'Why' }],
    [
      '**Field** | **Error description** | **How to Fix**',
      '`id` | Words | Mend',
      { code: '', text: 'Words', when: 'id: Mend' },
    ],
    [
      '**Status** | **Code**\n**Error Message** | **Description**',
      '`403` | `E`\nWords | Why',
      { code: 'E', status: 403, text: 'Words', when: 'Why' },
    ],
  ];
  for (const [header, row, expected] of headers)
    it(`reads an error table headed ${header.replace('\n', ' ')}`, () => {
      const table = `|| ${header} ||\n|| ${row} ||\n|#`;
      const text = SHOP.replace(/\|\| \*\*Code\*\* \| \*\*Description\*\* \| \*\*Value[^#]*\|#/, table);
      assert.deepEqual(toJson(readSample(text)).errors.table, [expected]);
    });

  it("takes the server's text from the column of codes, where it stands there and none else does", () => {
    const table = (rows: string): string =>
      SHOP.replace(
        /(### Possible Error Codes)[\s\S]*?\|#/,
        `$1\n\n#|\n|| **Code** | **Description** ||\n${rows}\n|#`,
      );
    assert.deepEqual(
      toJson(readSample(table('|| `Access denied` | No key ||\n|| Empty value | Words ||'))).errors.table,
      [
        { code: '', text: 'Access denied', when: 'No key' },
        { code: '', text: 'Words' },
      ],
    );
  });

  for (const [line, statuses] of [
    ['> 40x, 50x Error', ['40x', '50x']],
    ['> 403 Error', [403]],
    ['> 40 things in error', []],
  ] as const)
    it(`reads statuses of '${line}'`, () => {
      assert.deepEqual(
        toJson(readSample(SHOP.replace(/(## Error Handling\s+)[^\n]+/, `$1${line}`))).errors.statuses,
        statuses,
      );
    });

  it('takes a directive without an end for a text, however long it is', () => {
    assert.deepEqual(readSample(`# A page\n\n{% note ${' '.repeat(50_000)} x\n`).problems, []);
  });

  it('knows no directive that is called as what every object has', () => {
    const { problems } = readSample('# A page\n\n{% constructor %}\n');
    assert.deepEqual(problems, [{ line: 3, message: "'{% constructor %}' is unknown" }]);
  });

  it('takes the code above a table whose rows name none', () => {
    const text = SHOP.replace(
      /#\|\n\|\| \*\*Code\*\* \| \*\*Desc[^#]*\|#/,
      'Error Code: `E`\n\n#|\n|| **Field** | **Error description** | **How to Fix** ||\n|| `-` | Words | Mend ||\n|#',
    );
    assert.deepEqual(toJson(readSample(text)).errors.table, [{ code: 'E', text: 'Words', when: 'Mend' }]);
  });
});

describe('reading a method page of the old layout', () => {
  const rows = (...names: string[]): string =>
    [
      '#|',
      '|| **Name** | **Example** | **Description** ||',
      ...names.map((name) => `|| **${name}** | \`1\` | Words ||`),
      '|#',
    ].join('\n');
  const HEAD =
    '# Lend a thing shop.thing.lend\n\n> Scope: [`shop`](../scopes.md)\n>\n> Who can execute the method: anyone\n';
  const PHP =
    "{% list tabs %}\n\n- PHP\n\n    ```php\n    restCommand('shop.thing.lend');\n    ```\n\n{% endlist %}";
  const CODES =
    '## Possible Error Codes\n\n#|\n|| **Code** | **Description** ||\n|| `LENT` | Not here ||\n|#\n\n{% include [system](../_includes/system-errors.md) %}';
  const OLD = [
    HEAD,
    '## Method Parameters for Friends',
    rows('THING_ID*', 'FRIEND', 'LANG', 'TITLE (LANG)'),
    '### Code Example',
    PHP,
    '## Method Parameters for Strangers',
    rows('THING_ID*', 'PAWN*', 'LANG', 'TITLE (LANG)', 'NOTE (LANG)'),
    '### Code Example',
    PHP,
    '## Successful Response',
    '`true`',
    CODES,
  ].join('\n\n');
  const line = (text: string, from = 0): number => OLD.slice(0, OLD.indexOf(text, from)).split('\n').length;

  it('gives what it has, and tells by line what it lacks', () => {
    const field = (name: string, required = false) => ({ name, types: [], required });
    assert.deepEqual(toJson(readSample(OLD)), {
      file: 'shop/sell.md',
      kind: 'method',
      method: 'shop.thing.lend',
      scope: 'shop',
      deprecated: false,
      successor: null,
      params: [
        field('THING_ID', true),
        field('FRIEND'),
        { ...field('LANG'), children: [field('TITLE'), field('NOTE')] },
        field('PAWN'),
      ],
      examples: [
        { tab: 'PHP', lang: 'php', line: line('```php') },
        { tab: 'PHP', lang: 'php', line: line('```php', OLD.indexOf('Strangers')) },
      ],
      success: { status: null, example: null },
      returns: [],
      errors: { statuses: [], example: null, table: [{ code: 'LENT', text: 'Not here' }] },
      problems: [
        { line: line('|| **Name**'), message: 'the table has no column of types' },
        {
          line: line('|| **Name**', OLD.indexOf('Strangers')),
          message: 'the table has no column of types',
        },
        { line: line('## Successful'), message: 'no status of the success answer' },
        { line: line('## Successful'), message: 'no example of the success answer' },
        { line: line('## Successful'), message: 'no section on the returned fields' },
      ],
    });
    assert.deepEqual(
      readSample(OLD).system.map(({ code }) => code),
      ['BUSY', 'NO_KEY'],
    );
    assert.deepEqual(
      toJson(readSample(OLD.replace('Successful Response', 'Response on Success'))).problems,
      toJson(readSample(OLD)).problems,
    );
  });

  it('knows a method by its title where only what may be called is told beside it', () => {
    const address = '/rest/1/key/shop.thing.lend?id=1';
    const text = `${HEAD}\n## Example\n\nA thing is printed as:\n\n\`\`\`\nArray ()\n\`\`\`\n\n{% list tabs %}\n\n- URL request\n\n    \`\`\`http\n    ${address}\n    \`\`\`\n\n{% endlist %}\n`;
    const { kind, method, examples, problems } = readSample(text);
    assert.deepEqual([kind, method], ['method', 'shop.thing.lend']);
    assert.deepEqual(
      examples.map(({ tab, text: code }) => [tab, code]),
      [['URL request', address]],
    );
    assert.deepEqual(
      problems.map(({ message }) => message),
      [
        'no section on the response',
        'no section on the returned fields',
        'no section on errors',
        'no section on the parameters that this example sends',
      ],
    );
    assert.deepEqual(problems.at(-1)?.line, examples[0]?.line);
    assert.equal(readSample(HEAD.replace('lend', '*')).kind, 'article');
    assert.equal(readSample(`${HEAD.replace(/> Who.*/, '')}`).kind, 'article');
  });
});

describe('what cannot be read', () => {
  const cases: [string, string, string, RegExp][] = [
    ['a missing type', '[`object`](../types.md) | The buyer', '| The buyer', /BUYER has no type/],
    ['a missing status', 'HTTP Code: **200**', 'As usual:', /no status of the success answer/],
    [
      'a missing include',
      '../_includes/required.md',
      '../_includes/lost.md',
      /_includes\/lost\.md is not there/,
    ],
    [
      'a table without its end',
      'Number of the receipt ||\n|#',
      'Number of the receipt ||',
      /a table without its end/,
    ],
    ['tabs without their end', '{% endlist %}', '', /without '\{% endlist %\}'/],
    ['a table of nobody', '### Buyer {#buyer}', '### Elsewhere', /belongs to no row above/],
  ];
  for (const [name, from, to, message] of cases)
    it(`tells ${name}, with its line, and reads the rest`, () => {
      const { problems, method } = readSample(edited(from, to));
      assert.equal(method, 'shop.thing.sell');
      assert.match(problems.map((one) => one.message).join('\n'), message);
      assert.ok(problems.every(({ line }) => line >= 1));
    });

  for (const [name, open, close] of [
    ['notes', '{% note info "" %}', '{% endnote %}'],
    ['tables', '#|\n|| **Name**\n`type` | **Description** ||\n|| **A**\n`object` |', '||\n|#'],
  ] as const)
    it(`ends where ${name} stand within each other for ever`, () => {
      const deep = `${`${open}\n`.repeat(100)}${`${close}\n`.repeat(100)}`;
      const { problems, method } = readSample(
        edited('## Method Parameters\n', `## Method Parameters\n\n${deep}`),
      );
      assert.equal(method, 'shop.thing.sell');
      assert.match(
        problems.map(({ message }) => message).join('\n'),
        /more than 32 blocks within each other/,
      );
    });

  it('ends where a file includes itself', () => {
    const { problems } = readSample('# A page\n\n{% include [x](../_includes/required.md) %}\n');
    assert.deepEqual(problems, []);
  });
});

describe('types', () => {
  for (const [text, types] of [
    ['[`integer`](a.md)', ['integer']],
    ['`a | b`', ['a', 'b']],
    ['[`User[]`](a.md) or `null`', ['User[]', 'null']],
    ['no marks', []],
  ] as const)
    it(`of ${text}`, () => {
      assert.deepEqual(readTypes(text), types);
    });
});

describe("reading a browser's text", () => {
  const TEXT = `Sell a thing shop.thing.sell
Scope:
shopWho can execute the method: anyone
Method Parameters
|
Name |
Description |
|
THING_ID* |
The thing |
Code Examples
curl -X POST /
https://host/rest/shop.thing.sell
Response Handling
HTTP Code: 200
{
"result": 7
}
Returned Data
|
Name |
Description |
|
result |
|
Error Handling
HTTP Status: 400
{
"error": "SOLD_OUT"
}
Possible Error Codes
|
Code |
Description |
Value |
|
|
Nothing left |
The shop has none of |
`;
  const read = toJson(readBrowserText('page.txt', TEXT));

  it('is told from Markdown', () => {
    assert.equal(isBrowserText(TEXT), true);
    assert.equal(isBrowserText(SHOP), false);
  });

  it('is not missed in a sentence that is included elsewhere', () => {
    assert.deepEqual(readBrowserText('_includes/note.md', 'A star marks what is needed.').problems, []);
  });

  it('gives what is still there', () => {
    assert.equal(read.method, 'shop.thing.sell');
    assert.equal(read.scope, 'shop');
    assert.deepEqual(read.params, [{ name: 'THING_ID', types: [], required: true }]);
    assert.deepEqual(read.success, { status: 200, example: { result: 7 } });
    assert.deepEqual(read.errors.table, [{ code: '', text: 'Nothing left', when: 'The shop has none of' }]);
  });

  it('tells what is missing', () => {
    assert.deepEqual(
      read.problems.map(({ line, message }) => `${line}: ${message}`),
      [
        '4: types are not in this text',
        '11: names of tabs and languages are not in this text: only cURL commands are recognized',
        '19: types are not in this text',
        '31: error codes, and words in code marks, are not in this text',
      ],
    );
  });
});
