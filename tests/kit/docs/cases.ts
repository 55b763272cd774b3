/** Small method pages, made of the parts that a test changes. */
export interface Parts {
  title?: string;
  parameters?: string;
  examples?: string;
  answer?: string;
  returns?: string;
  errors?: string;
}

const FENCE = '```';

export const field = (name: string, type: string, text = 'Text'): string =>
  `|| **${name}**\n[\`${type}\`](../data-types.md) | ${text} ||`;

export const table = (...rows: string[]): string =>
  `#|\n|| **Name**\n\`type\` | **Description** ||\n${rows.join('\n')}\n|#`;

/** A tab with an example; `code` is indented as tabs want it. */
export const tab = (title: string, lang: string, code: string): string =>
  `- ${title}\n\n${[FENCE + lang, ...code.split('\n'), FENCE].map((line) => `    ${line}`).join('\n')}\n`;

export const curl = (body: string, method = 'shop.thing.sell'): string =>
  tab(
    'cURL (Webhook)',
    'bash',
    `curl -X POST \\\n-H "Content-Type: application/json" \\\n-d '${body}' \\\nhttps://**put_your_bitrix24_address**/rest/**put_your_user_id_here**/**put_your_webhook_here**/${method}`,
  );

export const codes = (...rows: [code: string, text: string][]): string =>
  `### Possible Error Codes\n\n#|\n|| **Code** | **Description** | **Value** ||\n${rows.map(([code, text]) => `|| \`${code}\` | ${text} | When ||`).join('\n')}\n|#`;

export const failure = (body: string, listed = codes(['GONE', 'Nothing left'])): string =>
  `## Error Handling\n\nHTTP status: **400**\n\n${FENCE}json\n${body}\n${FENCE}\n\n${listed}`;

/** A page without faults, but for what is given. */
export function methodPage({
  title = 'Sell a thing shop.thing.sell',
  parameters = table(field('id*', 'integer')),
  examples = curl('{"id":1}'),
  answer = '{"result": true}',
  returns = table(field('result', 'boolean')),
  errors = failure('{"error": "GONE", "error_description": "Nothing left"}'),
}: Parts): string {
  return `# ${title}

> Scope: [\`shop\`](../scopes.md)
>
> Who can execute the method: anybody

## Method Parameters

${parameters}

## Code Examples

{% list tabs %}

${examples}
{% endlist %}

## Response Handling

HTTP status: **200**

${FENCE}json
${answer}
${FENCE}

### Returned Data

${returns}

${errors}
`;
}
