import assert from 'node:assert/strict';
import type { LintFinding } from '../../../src/docs/lint/lint.ts';
import { inRussian } from '../../../src/docs/pr/russian.ts';
import type { PageData } from '../../../src/docs/reader/page.ts';
import { readMarkdown } from '../../../src/docs/reader/page.ts';

const FENCE = '```';

/** Included files of the made-up documentation. */
export const INCLUDES: Record<string, string> = {
  '_includes/required.md': 'A star marks what is needed.',
  '_includes/system-errors.md': `### Statuses and System Error Codes

#|
|| **Status** | **Code**
**Error Message** | **Description** ||
|| \`503\` | \`BUSY\`
Too busy | The shop is full ||
|| \`401\` | \`NO_KEY\`
No key given | Nobody knocked ||
|#`,
};

/** A method page with all that the reader knows, about a shop that nobody has. */
export const SHOP = `# Sell a thing shop.thing.sell

> Scope: [\`shop\`](../scopes.md)
>
> Who can execute the method: anyone with a till

{% note warning "DEPRECATED" %}

Development of this method has been halted. Please use [shop.v2.Thing.sell](../v2/sell.md).

{% endnote %}

The method sells.

## Method Parameters

{% include [note](../_includes/required.md) %}

#|
|| **Name**
\`type\` | **Description** ||
|| **THING_ID***
[\`integer\`](../types.md) \\| [\`string\`](../types.md) | The thing. Either:
- its number
- its name, as in \`a|b\`

${FENCE}js
{ THING_ID: a || b }
${FENCE} ||
|| **TAGS^*^** \\
[\`string[]\`](../types.md) | Tags ||
|| **BUYER**^*^
[\`object\`](../types.md) | The buyer, [see below](#buyer) ||
|| **NOTE**
[${FENCE}string|null${FENCE}](../types.md) | A note ||
|| **BUYER.AGE**
[\`integer\`](../types.md) | Years ||
|#

### Buyer {#buyer}

#|
|| **Name** \`type\` | **Description** ||
|| **NAME*** \n[\`string\`](../types.md) | Name ||
|#

## Code Examples

{% list tabs %}

- cURL (Webhook)

    ${FENCE}bash
    curl -X POST \\
      -H "Content-Type: application/json" \\
      -d '{"THING_ID":1,"TAGS":["a"],"BUYER":{"NAME":"Ann"}}' \\
      https://**put_your_bitrix24_address**/rest/**put_your_user_id_here**/**put_your_webhook_here**/shop.thing.sell
    ${FENCE}

- JS

    ${FENCE}js
    const a = 1;

    $b24.callMethod('shop.thing.sell', { THING_ID: 1 });
    ${FENCE}

{% endlist %}

## Response Handling

HTTP Code: **200**

${FENCE}json
{ "result": 7, "time": { "start": 1728626400.1, "finish": 1728626400.2, "duration": 0.1 } }
${FENCE}

### Returned Data

#|
|| **Name**
\`type\` | **Description** ||
|| **result**
[\`integer\`](../types.md) | Number of the receipt ||
|#

## Error Handling

HTTP status: **400**, **403**

${FENCE}json
{ "error": "SOLD_OUT", "error_description": "Nothing left" }
${FENCE}

### Possible Error Codes

#|
|| **Code** | **Description** | **Value** ||
|| \`SOLD_OUT\` | Nothing left | No such thing in the shop ||
|| Empty value | Closed | The shop is closed ||
|#

{% include [system](../_includes/system-errors.md) %}
`;

export function readSample(text: string, file = 'shop/sell.md'): PageData {
  return readMarkdown(file, text, (path) => {
    const name = path.replace(/^(\.\.?\/)+/, '');
    const found = INCLUDES[name];
    return found === undefined ? undefined : { file: name, text: found };
  });
}

/** The sample with one thing changed; throws where there is nothing to change. */
export function edited(from: string, to: string, page = SHOP): string {
  if (!page.includes(from)) throw new Error(`the page has no '${from}'`);
  return page.replace(from, to);
}

/** Every message of lint must have a form in Russian, with nothing of a form left open. */
export function assertInRussian(findings: readonly LintFinding[]): void {
  for (const { rule, message } of findings) {
    const said = inRussian(message);
    assert.ok(said !== undefined, `no form in Russian for ${rule}: ${message}`);
    assert.match(said, /\p{Script=Cyrillic}/u, message);
    assert.doesNotMatch(said, /\{(?:tab|[a-e])\}/, message);
  }
}
