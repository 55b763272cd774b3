/** Part of the page of {@link SAMPLE_PAGE}, before and after a rule's finding is mended. */
export interface Snippet {
  /** What stands there when the rule speaks; empty where something is missing. */
  before: string;
  /** What stands in the sample page, once. */
  after: string;
}

/** A page about a method that no server has, on which no rule finds anything. */
export const SAMPLE_PAGE = `# Sell a Thing shop.thing.sell

> Scope: [\`shop\`](../scopes/permissions.md)
>
> Who can execute the method: a user with a till

What is left is listed by [shop.thing.list](./shop-thing-list.md).

## Method Parameters

#|
|| **Name**
\`type\` | **Description** ||
|| **id***
[\`integer\`](../data-types.md) | Thing to sell ||
|| **tags**
[\`array\`](../data-types.md) | Labels of the sale ||
|| **fields**
[\`object\`](../data-types.md) | Buyer, [see below](#fields) ||
|#

### Parameter fields {#fields}

#|
|| **Name**
\`type\` | **Description** ||
|| **name**
[\`string\`](../data-types.md) | Who buys ||
|#

## Code Examples

{% list tabs %}

- cURL (Webhook)

    \`\`\`bash
    curl -X POST \\
    -H "Content-Type: application/json" \\
    -d '{"id": 1, "tags": ["gift"], "fields": {"name": "Ann"}}' \\
    https://**put_your_bitrix24_address**/rest/**put_your_user_id_here**/**put_your_webhook_here**/shop.thing.sell
    \`\`\`

- cURL (OAuth)

    \`\`\`sh
    curl \\
    -H "Content-Type: application/json" \\
    -d '{"id": 1, "auth": "**put_access_token_here**"}' \\
    https://**put_your_bitrix24_address**/rest/shop.thing.sell
    \`\`\`

- BX24.js

    \`\`\`js
    BX24.callMethod('shop.thing.sell', { id: 1, tags: ['gift'] }, print);
    \`\`\`

{% endlist %}

## Response Handling

HTTP status: **200**

\`\`\`json
{
  "result": { "sale": 7 },
  "time": { "start": 1767225600.2, "finish": 1767225600.3, "duration": 0.1 }
}
\`\`\`

### Returned Data

#|
|| **Name**
\`type\` | **Description** ||
|| **result**
[\`object\`](../data-types.md) | What was sold, [see below](#result) ||
|| **time**
[\`time\`](../data-types.md) | How long it took ||
|#

### Object result {#result}

#|
|| **Name**
\`type\` | **Description** ||
|| **sale**
[\`integer\`](../data-types.md) | Number of the sale ||
|#

## Error Handling

HTTP status: **400**

\`\`\`json
{ "error": "SOLD_OUT", "error_description": "Nothing left" }
\`\`\`

### Possible Error Codes

#|
|| **Code** | **Description** | **Value** ||
|| \`SOLD_OUT\` | Nothing left | All things are sold ||
|| \`CLOSED\` | The shop is closed | It is night ||
|#
`;

/** By rule: what makes it speak on the sample page. Of rules on twins, the other language has the sample page as it is. */
export const SNIPPETS: Readonly<Record<string, Snippet>> = {
  'json-syntax': { before: '"result": { "sale": 7 },,', after: '"result": { "sale": 7 },' },
  'key-twice': { before: '"result": { "sale": 7, "sale": 8 },', after: '"result": { "sale": 7 },' },
  'example-syntax': {
    before: "{ id: 1, tags: ['gift' }, print);",
    after: "{ id: 1, tags: ['gift'] }, print);",
  },
  'error-code': { before: '{ "error": "SOLD",', after: '{ "error": "SOLD_OUT",' },
  'error-table': {
    before: '',
    after: `### Possible Error Codes

#|
|| **Code** | **Description** | **Value** ||
|| \`SOLD_OUT\` | Nothing left | All things are sold ||
|| \`CLOSED\` | The shop is closed | It is night ||
|#
`,
  },
  'error-shape': { before: '{ "errors": "SOLD_OUT",', after: '{ "error": "SOLD_OUT",' },
  'error-text': { before: '"error_description": "Gone"', after: '"error_description": "Nothing left"' },
  'required-missing': { before: `-d '{"tags": ["gift"],`, after: `-d '{"id": 1, "tags": ["gift"],` },
  'parameter-unknown': {
    before: `-d '{"id": 1, "price": 5, "tags"`,
    after: `-d '{"id": 1, "tags"`,
  },
  'parameter-inner': { before: '"fields": {"name": "Ann", "age": 30}', after: '"fields": {"name": "Ann"}' },
  'parameter-case': { before: '"TAGS": ["gift"]', after: '"tags": ["gift"]' },
  'parameter-type': { before: '"tags": "gift"', after: '"tags": ["gift"]' },
  'other-method': {
    before: "BX24.callMethod('shop.thing.buy',",
    after: "BX24.callMethod('shop.thing.sell',",
  },
  'method-case': {
    before: "BX24.callMethod('shop.Thing.sell',",
    after: "BX24.callMethod('shop.thing.sell',",
  },
  'title-method': { before: '# Sell a Thing\n', after: '# Sell a Thing shop.thing.sell\n' },
  'curl-continuation': { before: 'curl -X POST /', after: 'curl -X POST \\' },
  'curl-missing': { before: '    -X POST \\', after: '    curl -X POST \\' },
  placeholder: { before: '**put_your_webhok_here**', after: '**put_your_webhook_here**' },
  'tabs-swapped': { before: '- cURL (OAuth)', after: '- cURL (Webhook)' },
  'token-missing': {
    before: `-d '{"id": 1}'`,
    after: `-d '{"id": 1, "auth": "**put_access_token_here**"}'`,
  },
  'tab-language': { before: '```python', after: '```bash' },
  'returned-keys': { before: '"result": { "sale": 7 },\n  "total": 1,', after: '"result": { "sale": 7 },' },
  'returned-inner': { before: '"result": { "sale": 7, "price": 5 },', after: '"result": { "sale": 7 },' },
  'returned-case': { before: '|| **TIME**', after: '|| **time**' },
  'returned-type': { before: '"result": { "sale": "7" },', after: '"result": { "sale": 7 },' },
  status: { before: 'An answer with an error:', after: 'HTTP status: **400**' },
  'link-method': { before: '(./shop-thing-get.md)', after: '(./shop-thing-list.md)' },
  'dead-anchor': { before: '[see below](#buyer)', after: '[see below](#fields)' },
  time: { before: '"duration": 5.1', after: '"duration": 0.1' },
  'twin-title': { before: '# Sell a Thing shop.thing.buy', after: '# Sell a Thing shop.thing.sell' },
  'twin-required': { before: '|| **id**', after: '|| **id***' },
  'twin-field': {
    before: '',
    after: '|| **tags**\n[`array`](../data-types.md) | Labels of the sale ||\n',
  },
  'twin-type': {
    before: '|| **id***\n[`string`]',
    after: '|| **id***\n[`integer`]',
  },
  'twin-code': { before: '', after: '|| `CLOSED` | The shop is closed | It is night ||\n' },
  'twin-text': { before: '`SOLD_OUT` | Nothing is left |', after: '`SOLD_OUT` | Nothing left |' },
  'twin-status': { before: 'HTTP status: **403**', after: 'HTTP status: **400**' },
  'twin-example': { before: '{ "error": "CLOSED",', after: '{ "error": "SOLD_OUT",' },
};

/** The sample page as a rule's `before` has it. */
export function faultyPage({ before, after }: Snippet): string {
  return SAMPLE_PAGE.replace(after, () => before);
}
