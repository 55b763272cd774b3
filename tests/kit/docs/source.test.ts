import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { digest, findSource } from '../../../src/docs/source.ts';

const PAGE = `# A page {#top}

{% note warning "Deprecated" %}

Use [the new one](./new.md) instead.

{% endnote %}

First paragraph
over two lines.

Second paragraph.

> Quoted paragraph.
>
> Second quoted paragraph.

- first item
- second item with **bold**

1. numbered item

## Parameters

#|
|| **Name** \`type\` | **Description** ||
|| **BOT_ID**
[\`integer\`](../types.md) | Id of the bot ||
|| **DIALOG_ID*** [\`string\`](../types.md) | Id of the dialog:
- user
- chat ||
|#

\`\`\`bash
# not a heading
curl -X POST
\`\`\`

~~~json
{ "result": true }
~~~

{% list tabs %}

- JS

    \`\`\`js
    call();
    \`\`\`

{% endlist %}

### Codes

#|
|| **Status** | **Code**
**Text** | **Meaning** ||
|| \`400\` | \`BOT_ID_ERROR\`
Bot not found | No such bot ||
|| \`403\` | insufficient_scope | No scope ||
|#

## Empty

## Parameters of another

Other paragraph.
`;

const FOUND: [title: string, location: Parameters<typeof findSource>[1], text: string | undefined][] = [
  ['a paragraph', { heading: 'A page', part: 'paragraph 1' }, 'First paragraph\nover two lines.'],
  ['a later paragraph', { heading: 'A page', part: 'paragraph 2' }, 'Second paragraph.'],
  ['a quoted paragraph', { heading: 'A page', part: 'paragraph 3' }, '> Quoted paragraph.'],
  ['a list item', { heading: 'A page', part: 'item 2' }, '- second item with **bold**'],
  ['a numbered item', { heading: 'A page', part: 'item 3' }, '1. numbered item'],
  ['a note', { heading: 'A page', part: 'note 1' }, '\nUse [the new one](./new.md) instead.\n'],
  ['a code block', { heading: 'Parameters', part: 'code 1' }, '# not a heading\ncurl -X POST'],
  ['a code block between tildes', { heading: 'Parameters', part: 'code 2' }, '{ "result": true }'],
  ['a code block in a tab', { heading: 'Parameters', part: 'code 3' }, '    call();'],
  [
    'a table row by the first word of its first cell',
    { heading: 'Parameters', row: 'BOT_ID' },
    '**BOT_ID**\n[`integer`](../types.md) | Id of the bot',
  ],
  [
    'a table row that holds a list, its key marked as required',
    { heading: 'Parameters', row: 'DIALOG_ID' },
    '**DIALOG_ID*** [`string`](../types.md) | Id of the dialog:\n- user\n- chat',
  ],
  [
    'a table row by the first word of a later cell',
    { heading: 'Codes', row: 'BOT_ID_ERROR' },
    '`400` | `BOT_ID_ERROR`\nBot not found | No such bot',
  ],
  [
    'a row on one line',
    { heading: 'Codes', row: 'insufficient_scope' },
    '`403` | insufficient_scope | No scope',
  ],
  ['all prose of a heading', { heading: 'Parameters of another' }, 'Other paragraph.'],
  ['nothing for a heading that is gone', { heading: 'Old parameters' }, undefined],
  ['nothing for a heading that only begins so', { heading: 'Param' }, undefined],
  ['nothing for a heading without prose', { heading: 'Empty' }, undefined],
  ['nothing for a row that is gone', { heading: 'Parameters', row: 'CLIENT_ID' }, undefined],
  ['nothing for a row under another heading', { heading: 'Parameters', row: 'BOT_ID_ERROR' }, undefined],
  ['nothing for a row whose later words match', { heading: 'Codes', row: 'found' }, undefined],
  ['nothing for a part beyond the last', { heading: 'A page', part: 'paragraph 9' }, undefined],
  ['nothing for a part of another kind', { heading: 'Empty', part: 'code 1' }, undefined],
];

describe('the source of a statement', () => {
  for (const [title, location, text] of FOUND)
    it(`is found: ${title}`, () => {
      assert.equal(findSource(PAGE, location), text);
    });

  it('is found with other line ends', () => {
    const page = PAGE.replaceAll('\n', '\r\n');
    for (const [title, location, text] of FOUND) assert.equal(findSource(page, location), text, title);
  });

  it('is all prose of a heading, rows and code left out', () => {
    assert.equal(
      findSource('# H\n\nOne.\n\n- two\n\n```\nthree\n```\n\n#|\n|| four | five ||\n|#\n', { heading: 'H' }),
      'One.\n- two',
    );
  });
});

describe('the digest of a source', () => {
  const same: [title: string, one: string, other: string][] = [
    ['the target of a link', 'See [types](../types.md)', 'See [types](./other/types.md#top)'],
    ['a link or none', 'See [types](../types.md)', 'See types'],
    ['emphasis', 'The **bot** is *typing*', 'The bot is typing'],
    ['code marks', 'The `BOT_ID`', 'The BOT_ID'],
    ['white space and line breaks', 'One  two\n  three', ' One two three\n'],
  ];
  for (const [title, one, other] of same)
    it(`ignores ${title}`, () => {
      assert.equal(digest(one), digest(other));
    });

  const different: [title: string, one: string, other: string][] = [
    ['a word', 'The bot is typing', 'The bot is writing'],
    ['letter case', 'BOT_ID', 'bot_id'],
    ['punctuation', 'It is.', 'It is!'],
    ['an underscore', 'BOT_ID', 'BOTID'],
    ['a number', 'status 200', 'status 201'],
    ["a link's text", '[types](a.md)', '[kinds](a.md)'],
    ['the order', 'one two', 'two one'],
  ];
  for (const [title, one, other] of different)
    it(`notices ${title}`, () => {
      assert.notEqual(digest(one), digest(other));
    });

  it('is 16 hex digits of the SHA-256 of the normalised text', () => {
    assert.equal(digest('**a**bc'), 'ba7816bf8f01cfea');
  });
});
