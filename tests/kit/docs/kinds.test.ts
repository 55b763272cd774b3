/**
 * Kinds of pages that were once read or judged wrongly. Each kind has the name of a sample page outside of the project, which is
 * checked as well where `DOCS_SAMPLES` names the directory that has it, and at least two further members here, about other methods,
 * in other words and languages. A member that fails is mended as a kind, in the reader or in the rule.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { draftOverlay } from '../../../src/docs/draft/overlay.ts';
import { compareRevisions } from '../../../src/docs/drift/revisions.ts';
import { methodFacts } from '../../../src/docs/facts/method.ts';
import { lintPage, RULES } from '../../../src/docs/lint/lint.ts';
import { lintTwins } from '../../../src/docs/lint/twins.ts';
import { toJson } from '../../../src/docs/page-json.ts';
import type { Field } from '../../../src/docs/reader/fields.ts';
import { type PageData, readMarkdown } from '../../../src/docs/reader/page.ts';
import { codes, curl, failure, field, methodPage, tab, table } from './cases.ts';
import { assertInRussian, readSample } from './pages.ts';

const FENCE = '```';

/** A text of a page as data, read as the sample page of that path in the directory would be. */
type Read = (text: string) => PageData;

interface Kind {
  /** What a page of the kind says, compared with each member's second part. */
  look: (text: string, read: Read) => unknown;
  /** What the sample page says. */
  sample: unknown;
  members: [text: string, expected: unknown][];
}

const bare: Read = (text) => readSample(text);

const names = (fields: readonly Pick<Field, 'name' | 'required' | 'children'>[]): string =>
  fields
    .map(({ name, required, children = [] }) => {
      const within = names(children);
      return `${name}${required ? '!' : ''}${within === '' ? '' : `(${within})`}`;
    })
    .join(' ');

const parameters = (text: string, read: Read): string => names(read(text).params);
const returned = (text: string, read: Read): string => names(read(text).returned);
const errors = (text: string, read: Read): unknown => toJson(read(text)).errors.table;
const rulesOf = (text: string, read: Read): string[] => {
  const findings = lintPage(read(text), undefined, Object.keys(RULES));
  assertInRussian(findings);
  return [...new Set(findings.map(({ rule }) => rule))].sort();
};

const rows = (header: string, ...cells: string[]): string =>
  `#|\n|| ${header} ||\n${cells.map((row) => `|| ${row} ||`).join('\n')}\n|#`;
const withParameters = (text: string): string => methodPage({ parameters: text });
const withErrors = (header: string, ...cells: string[]): string =>
  methodPage({
    errors: failure(
      '{"error": "GONE", "error_description": "Nothing left"}',
      `### Possible Error Codes\n\n${rows(header, ...cells)}`,
    ),
  });
const withExample = (
  title: string,
  lang: string,
  code: string,
  given = table(field('id*', 'integer')),
): string => methodPage({ parameters: given, examples: tab(title, lang, code) });
const withFailure = (body: string, ...listed: [code: string, text: string][]): string =>
  methodPage({ errors: failure(body, codes(...listed)) });
const thing = (type: string, ...inner: string[]): string =>
  `${table(field('result', type, 'See [below](#r)'))}\n\n#### Result {#r}\n\n${table(...inner)}`;

const READ: Record<string, Kind> = {
  'dotted-heading-not-attached': {
    look: returned,
    sample: 'result(state(code))',
    members: [
      [
        methodPage({
          returns: `${table(field('result', 'object'), field('result.buyer', 'object'))}\n\n#### The result.buyer Structure\n\n${table(field('phone', 'string'))}`,
        }),
        'result(buyer(phone))',
      ],
      [
        methodPage({
          returns: `${table(field('result', 'object'), field('result.receipts[]', 'array'))}\n\n#### Элемент массива result.receipts[]\n\n${table(field('sum', 'double'))}`,
        }),
        'result(receipts[](sum))',
      ],
    ],
  },
  'error-message-column': {
    look: errors,
    sample: [{ code: 'BAD', text: 'Bad thing', when: 'Explained in other words' }],
    members: [
      [
        withErrors('**Code** | **Error Text** | **Explanation**', '`GONE` | Nothing left | All is sold'),
        [{ code: 'GONE', text: 'Nothing left', when: 'All is sold' }],
      ],
      [
        withErrors('**Код** | **Текст ошибки** | **Пояснение**', '`GONE` | Nothing left | Всё продано'),
        [{ code: 'GONE', text: 'Nothing left', when: 'Всё продано' }],
      ],
    ],
  },
  'error-when-it-occurs-lost': {
    look: errors,
    sample: [{ code: 'BAD', text: 'Bad thing', when: 'When id is bad' }],
    members: [
      [
        withErrors(
          '**Status** | **Code** | **Description** | **Possible Cause**',
          '`409` | `GONE` | Nothing left | All is sold',
        ),
        [{ code: 'GONE', status: 409, text: 'Nothing left', when: 'All is sold' }],
      ],
      [
        withErrors('**Код** | **Описание** | **Когда возникает**', '`GONE` | Nothing left | Всё продано'),
        [{ code: 'GONE', text: 'Nothing left', when: 'Всё продано' }],
      ],
    ],
  },
  'escaped-star-is-no-mark': {
    look: parameters,
    sample: 'id! UF_*',
    members: [
      [
        withParameters(rows('**Name**\n`type` | **Description**', '**PRICE_\\****\n`double` | Text')),
        'PRICE_*!',
      ],
      [
        withParameters(rows('**Название**\n`тип` | **Описание**', '**\\*_LINK**\n`string` | Текст')),
        '*_LINK',
      ],
    ],
  },
  'fields-at-level-2-silent': {
    look: parameters,
    sample: 'fields!(price!)',
    members: [
      [
        withParameters(
          `${table(field('order*', 'object'))}\n\n## Order Object\n\n${table(field('sum*', 'double'))}`,
        ),
        'order!(sum!)',
      ],
      [
        withParameters(
          `${table(field('buyerData', 'object'))}\n\n## Параметр buyerData\n\n${table(field('phone', 'string'))}`,
        ),
        'buyerData(phone)',
      ],
    ],
  },
  'header-field': {
    look: parameters,
    sample: 'code!',
    members: [
      [
        withParameters(
          rows('**Attribute** | **Meaning**', '**sum***\n`double` | Text', '**note**\n`string` | Text'),
        ),
        'sum! note',
      ],
      [
        withParameters(
          rows(
            '**№** | **Аргумент** | **Тип** | **Обязательный**',
            '1 | `sum` | `double` | Да',
            '2 | `note` | `string` | Нет',
          ),
        ),
        'sum! note',
      ],
    ],
  },
  'header-key-silent': {
    look: parameters,
    sample: 'data!(inner)',
    members: [
      [
        withParameters(
          `${table(field('buyer*', 'object', 'See [below](#b)'))}\n\n### Buyer {#b}\n\n${rows('**Property**\n`type` | **Description**', '**age**\n`integer` | Text')}`,
        ),
        'buyer!(age)',
      ],
      [
        withParameters(
          `${table(field('buyer*', 'object', 'См. [ниже](#b)'))}\n\n### Покупатель {#b}\n\n${rows('**Ключ**\n`тип` | **Значение**', '**age***\n`integer` | Текст')}`,
        ),
        'buyer!(age!)',
      ],
    ],
  },
  'interface-function-is-no-method': {
    look: (text, read) => read(text).kind,
    sample: 'function',
    members: [
      [
        `# Open the Till openTill\n\n> Scope: [\`shop\`](../scopes.md)\n>\n> Who can execute the method: any user\n\n## Response Handling\n\n${FENCE}json\n[]\n${FENCE}\n`,
        'function',
      ],
      [
        `# Показать чек BX24.showReceipt\n\n> Scope: [\`shop\`](../scopes.md)\n>\n> Кто может выполнять метод: любой пользователь\n\n## Обработка ответа\n\n${FENCE}json\n{}\n${FENCE}\n`,
        'function',
      ],
    ],
  },
  'query-auth-no-parameter': {
    look: (text, read) => read(text).problems,
    sample: [],
    members: [
      [
        methodPage({
          examples: tab('cURL (OAuth)', 'bash', 'curl https://host/rest/shop.thing.sell.json?access_token=x'),
        }).replace(/## Method Parameters[\s\S]*?(?=## Code)/, ''),
        [],
      ],
      [
        methodPage({
          examples: tab(
            'cURL (OAuth)',
            'bash',
            'curl "https://host/rest/shop.thing.sell?auth=x&bx24_lang=de&halt=0"',
          ),
        }).replace(/## Method Parameters[\s\S]*?(?=## Code)/, ''),
        [],
      ],
    ],
  },
  'title-goes-on': {
    look: (text, read) => [read(text).kind, read(text).method],
    sample: ['method', 'a.thing.allowed'],
    members: [
      [methodPage({ title: 'The shop.thing.sell method: how to sell' }), ['method', 'shop.thing.sell']],
      [methodPage({ title: 'Продать shop.thing.sell (касса)' }), ['method', 'shop.thing.sell']],
    ],
  },
  'ways-of-errors-ru': {
    look: errors,
    sample: [{ code: 'BAD', text: 'Bad thing', when: 'Плохо' }],
    members: [
      [
        withErrors(
          '**Cтатус** | **Код** | **Cообщение** | **Oписание**',
          '`403` | `GONE` | Nothing left | Нет прав',
        ),
        [{ code: 'GONE', status: 403, text: 'Nothing left', when: 'Нет прав' }],
      ],
      [
        withErrors('**Кoд ошибки** | **Тeкст** | **Причинa**', '`GONE` | Nothing left | Всё продано'),
        [{ code: 'GONE', text: 'Nothing left', when: 'Всё продано' }],
      ],
    ],
  },
  'api-reference/include-before-status-silent': {
    look: (text, read) => [read(text).errors.statuses, read(text).errors.table.map(({ code }) => code)],
    sample: [[400], ['BAD']],
    members: [
      [
        methodPage({}).replace(
          'HTTP status: **400**',
          '{% include notitle [x](../_includes/system-errors.md) %}\n\nHTTP status: **400**',
        ),
        [[400], ['GONE']],
      ],
      [
        methodPage({}).replace(
          'HTTP status: **400**\n',
          '{% include [x](../_includes/required.md) %}\n\nHTTP-статус: **403**, **409**\n',
        ),
        [[403, 409], ['GONE']],
      ],
    ],
  },
};

/** By folder and name: the rules that speak on the sample page, and on each member. */
const LINTED: Record<string, { rules: string[]; members: [string, string] }> = {
  'lint-false/boolean-y-n': {
    rules: [],
    members: [
      methodPage({
        answer: '{"result": {"7": {"open": "N"}}}',
        returns: thing('object', field('open', 'boolean')),
      }),
      methodPage({
        answer: '{"result": [{"open": "Y"}, {"open": "N"}]}',
        returns: thing('array', field('open', 'bool')),
      }),
    ],
  },
  'lint-false/error-text-alternatives': {
    rules: [],
    members: [
      withFailure('{"error": "GONE", "error_description": "Closed"}', ['GONE', 'Nothing left<br>Closed']),
      withFailure('{"error": "GONE", "error_description": "Thing 5 is gone"}', [
        'GONE',
        '- Closed\n- Thing *id* is gone',
      ]),
    ],
  },
  'lint-false/map-by-language': {
    rules: [],
    members: [
      withExample(
        'PHP CRest',
        'php',
        "CRest::call('shop.thing.sell', ['names' => ['pt-br' => ['title' => 'a'], 'uk' => ['title' => 'b']]]);",
        `${table(field('names*', 'object', 'See [below](#n)'))}\n\n### names {#n}\n\n${table(field('title*', 'string'))}`,
      ),
      withExample(
        'Go',
        'go',
        'client.Core().Call(ctx, "shop.thing.sell", b24.Params{"rows": b24.Params{"n0": b24.Params{"sum": 1}, "n1": b24.Params{"sum": 2}}})',
        `${table(field('rows*', 'object', 'See [below](#n)'))}\n\n### rows {#n}\n\n${table(field('sum*', 'double'))}`,
      ),
    ],
  },
  'lint-false/order-direction': {
    rules: [],
    members: [
      withExample(
        'BX24.js',
        'js',
        "BX24.callMethod('shop.thing.sell', { arOrder: { ID: 'desc' }, SORT: { ID: 'asc' } });",
        `${table(field('arOrder', 'object', 'By [field](#f)'), field('SORT', 'object', 'By [field](#f)'))}\n\n### Fields {#f}\n\n${table(field('ID', 'integer'))}`,
      ),
      withExample(
        'Python',
        'python',
        'client.call("shop.thing.sell", {"FILTER": {"LOGIC": "OR", "0": {"!@ID": ["x"]}}, "select": ["ID", "UF_*"]})',
        `${table(field('FILTER', 'object', 'By [field](#f)'), field('select', 'array', 'Of [fields](#f)'))}\n\n### Fields {#f}\n\n${table(field('ID', 'integer'))}`,
      ),
    ],
  },
  'lint-false/second-footnote': {
    rules: [],
    members: [
      withParameters(
        `${table(field('id*', 'integer'), '|| **sum**^**^\n[`double`](../t.md) | Text ||')}\n\n^**^ only in kiosks`,
      ),
      withParameters(
        `One of the parameters marked with * is enough.\n\n${table(field('id*', 'integer'), field('code*', 'string'))}`,
      ),
    ],
  },
  'lint-false/tutorial-php-with-form': {
    rules: [],
    members: [
      `# How to Sell by a Form\n\n{% list tabs %}\n\n${tab('JS', 'html', '<form></form>')}${tab('Go', 'bash', 'go get x')}\n{% endlist %}\n`,
      `# Как продать\n\n{% list tabs %}\n\n${tab('PHP CRest', 'js', 'const a = 1;')}${tab('Python', 'text', 'a b')}\n{% endlist %}\n`,
    ],
  },
  'lint-false/used-instead': {
    rules: [],
    members: [
      withParameters(table(field('id*', 'integer'), field('code*', 'string', 'Passed in place of `id`'))),
      withParameters(table(field('id*', 'integer'), field('code*', 'string', 'Заменяет параметр `id`'))),
    ],
  },
  'lint-missed/broken-javascript': {
    rules: ['example-syntax'],
    members: [
      withExample(
        'JS (TS)',
        'ts',
        "const sold: number = await $b24.callMethod('shop.thing.sell', { id: 1 }));",
      ),
      withExample(
        'JS (UMD)',
        'html',
        "<script>\nif (ready { $b24.callMethod('shop.thing.sell', { id: 1 }); }\n</script>",
      ),
    ],
  },
  'lint-missed/command-without-curl': {
    rules: ['curl-missing'],
    members: [
      withExample('cURL', 'bash', "--request POST \\\n--data 'id=1' \\\nhttps://host/rest/shop.thing.sell"),
      withExample('cURL (Webhook)', 'curl', "https://host/rest/1/key/shop.thing.sell \\\n-d 'id=1'"),
    ],
  },
  'lint-missed/error-code-number': {
    rules: ['error-code'],
    members: [
      withFailure('{"error": "7", "error_description": "Nothing left"}', ['8', 'Nothing left']),
      withFailure('{"error": "", "error_description": "Nothing left"}', ['GONE', 'Nothing left']),
    ],
  },
  'lint-missed/error-without-table': {
    rules: ['error-table'],
    members: [
      methodPage({
        errors: failure(
          '{"error": "GONE", "error_description": "x"}',
          `### Possible Error Codes\n\n${rows('**Code** | **Description**')}`,
        ),
      }),
      methodPage({
        errors: failure('{"error": 17, "error_description": "x"}', 'Other errors are possible.'),
      }),
    ],
  },
  'lint-missed/inner-key-not-in-table': {
    rules: ['returned-inner'],
    members: [
      methodPage({
        answer: '{"result": {"A": 1, "B": 2}}',
        returns: table(field('result', 'object'), field('result.A', 'integer')),
      }),
      methodPage({
        answer: '{"result": [{"sum": 1, "tax": 2}]}',
        returns: thing('array', field('sum', 'integer')),
      }),
    ],
  },
  'lint-missed/json-key-twice': {
    rules: ['key-twice'],
    members: [
      withFailure('{"error": "GONE", "error": "GONE", "error_description": "Nothing left"}', [
        'GONE',
        'Nothing left',
      ]),
      withExample('Go', 'go', 'client.Core().Call(ctx, "shop.thing.sell", b24.Params{"id": 1, "id": 2})'),
    ],
  },
  'lint-missed/parameters-of-partly-read-page': {
    rules: ['parameter-case'],
    members: [
      methodPage({ examples: curl('{"Id":1}'), returns: 'Nothing.' }),
      methodPage({
        examples: tab('PHP', 'php', "$core->call('shop.thing.sell', ['ID' => 1]);"),
        answer: '{"result": true}',
        errors: '## Errors\n\nSee elsewhere.',
      }),
    ],
  },
  'lint-missed/required-in-other-tabs': {
    rules: ['required-missing'],
    members: [
      withExample('PHP CRest', 'php', "$given = [];\nCRest::call('shop.thing.sell', $given);"),
      withExample('Python', 'python', 'client.call_method(api_method="shop.thing.sell", params={})'),
    ],
  },
  'lint-missed/title-without-method': {
    rules: ['title-method'],
    members: [methodPage({ title: 'Selling: shop, thing' }), methodPage({ title: 'Продать вещь' })],
  },
  'lint-missed/types-in-lists': {
    rules: ['returned-type'],
    members: [
      methodPage({ answer: '{"result": [1, "2"]}', returns: table(field('result', 'integer[]')) }),
      methodPage({
        answer: '{"result": {"rows": [{"at": true}]}}',
        returns: `${thing('object', field('rows', 'array', 'See [below](#rows)'))}\n\n#### Rows {#rows}\n\n${table(field('at', 'datetime'))}`,
      }),
    ],
  },
  'tabs/d00-good': {
    rules: [],
    members: [
      withExample(
        'Go',
        'go',
        'res, err := client.Core().Call(\n\tctx,\n\t"shop.thing.sell",\n\tb24.Params{\n\t\t"id": 1, // the thing\n\t},\n)',
      ),
      withExample(
        'PHP',
        'php',
        "final class Till {\n    public int $sold { get => 1; }\n}\n$core->call('shop.thing.sell', ['id' => 1]);",
      ),
    ],
  },
  'tabs/d01-js-tab-other-name': {
    rules: ['parameter-unknown', 'required-missing'],
    members: [
      withExample(
        'JS (TS)',
        'ts',
        "await $b24.actions.v2.call.make({ method: 'shop.thing.sell', params: { thing: 1 } });",
      ),
      withExample(
        'BX24.js',
        'js',
        "BX24.callBatch({ sale: { method: 'shop.thing.sell', params: { thing: 1 } } });",
      ),
    ],
  },
  'tabs/d02-php-tab-other-name': {
    rules: ['parameter-unknown', 'required-missing'],
    members: [
      withExample(
        'PHP',
        'php',
        "$params = array('thing' => 1);\n$b24->core->call('shop.thing.sell', $params);",
      ),
      withExample('Python', 'python', 'params = {"thing": 1}\nclient.call_method("shop.thing.sell", params)'),
    ],
  },
  'tabs/d04-js-missing-comma': {
    rules: ['example-syntax'],
    members: [
      withExample('Go', 'go', 'client.Core().Call(ctx, "shop.thing.sell", b24.Params{\n\t"id": 1\n})'),
      withExample('PHP CRest', 'php', "CRest::call(‘shop.thing.sell’, ['id' => 1]);"),
    ],
  },
  'tabs/d05-php-positional': {
    rules: ['parameter-unknown', 'required-missing'],
    members: [
      withExample(
        'PHP CRest',
        'php',
        "CRest::call('shop.thing.sell', [7, 'note' => 'x']);",
        table(field('id*', 'integer'), field('note', 'string')),
      ),
      withExample(
        'PHP',
        'php',
        "$core->call('shop.thing.sell', ['note' => 'x', 7]);",
        table(field('id*', 'integer'), field('note', 'string')),
      ),
    ],
  },
  'tabs/d07-row-not-closed-silences': {
    rules: ['parameter-case'],
    members: [
      methodPage({
        parameters: table(
          field('id*', 'integer').replace(/ \|\|$/, ''),
          field('note', 'string'),
          field('sum', 'double'),
        ),
        examples: curl('{"ID":1}'),
      }),
      methodPage({
        parameters: table(field('note', 'string'), field('id*', 'integer').replace(/ \|\|$/, '')),
        examples: tab('Python', 'python', 'client.call("shop.thing.sell", {"Id": 1})'),
      }),
    ],
  },
  'tabs/d08-table-without-type-column': {
    rules: ['parameter-case'],
    members: [
      methodPage({
        parameters:
          '| Parameter | Required | Description |\n| --- | :-: | --- |\n| `id` | yes | The thing, or a \\| b |',
        examples: curl('{"ID":1}'),
      }),
      methodPage({
        parameters:
          '<table>\n<tr><th>Field</th><th>Description</th></tr>\n<tr><td><b>id</b>*</td><td>The thing</td></tr>\n</table>',
        examples: curl('{"Id":1}'),
      }),
    ],
  },
  'tabs/d11-no-error-section-silences': {
    rules: ['parameter-case'],
    members: [
      methodPage({
        errors: '',
        examples: tab('BX24.js', 'js', "BX24.callMethod('shop.thing.sell', { ID: 1 });"),
      }),
      methodPage({
        errors: '',
        returns: '',
        examples: tab('PHP CRest', 'php', "CRest::call('shop.thing.sell', ['Id' => 1]);"),
      }),
    ],
  },
  'tabs/d12-misspelt-placeholder': {
    rules: ['placeholder'],
    members: [
      methodPage({ examples: curl('{"id":1}').replace('put_your_webhook_here', 'put_webhook_here') }),
      // The first letter is Cyrillic.
      methodPage({ examples: curl('{"id":1}').replace('put_your_user_id_here', 'рut_your_user_id_here') }),
    ],
  },
};

/** The directory with the sample pages, where there is one. */
const cases = process.env.DOCS_SAMPLES;
const directory = cases !== undefined && existsSync(cases) ? cases : undefined;

function readCase(path: string): { text: string; read: Read } | undefined {
  if (directory === undefined) return undefined;
  const file = join(directory, path);
  const read: Read = (text) =>
    readMarkdown(path.replace(/^twins\/\w+\//, ''), text, (included, from) => {
      const named = join(dirname(from), included);
      const found = [
        join(directory, named),
        join(dirname(file), '..', included.replace(/^(\.\.\/)+/, '')),
      ].find(existsSync);
      return found === undefined ? undefined : { file: named, text: readFileSync(found, 'utf8') };
    });
  return { text: readFileSync(file, 'utf8'), read };
}

/** @param name of the sample page, with its folder */
function kind(name: string, { look, sample, members }: Kind): void {
  it(name, () => {
    assert.ok(members.length >= 2);
    for (const [text, expected] of members) assert.deepEqual(look(text, bare), expected);
    const found = readCase(`${name}.md`);
    if (found) assert.deepEqual(look(found.text, found.read), sample);
  });
}

describe('kinds of pages', () => {
  for (const [name, one] of Object.entries(READ)) kind(`read/${name}`, one);
  for (const [name, { rules, members }] of Object.entries(LINTED))
    kind(name, { look: rulesOf, sample: rules, members: members.map((text) => [text, rules]) });
});

describe('kinds of pages that have a twin', () => {
  const found = (one: PageData, other: PageData): string[] => {
    const findings = lintTwins(one, other);
    assertInRussian(findings);
    return [...new Set(findings.map(({ rule }) => rule))];
  };
  const system = (...listed: string[]): string =>
    `## Статусы и коды системных ошибок\n\n${rows('**Статус** | **Код**\nСообщение | **Описание**', ...listed.map((code) => `\`401\` | \`${code}\`\nText | x`))}`;
  const empty = (text: string): string =>
    methodPage({
      errors: failure(
        `{"error": "", "error_description": "Closed"}`,
        codes(['', text]).replace('``', 'Empty value'),
      ),
    });
  const TWINS: [file: string, rule: string, ...members: [string, string][]][] = [
    [
      'api-reference/example.md',
      'twin-example',
      [methodPage({}), methodPage({}).replace('"Nothing left"', '"Nothing is left"')],
      [
        withFailure('{"error": 7, "error_description": "x"}', ['7', 'x'], ['8', 'x']),
        withFailure('{"error": 8, "error_description": "x"}', ['7', 'x'], ['8', 'x']),
      ],
    ],
    [
      'api-reference/letters.md',
      'twin-text',
      [methodPage({}), methodPage({}).replace('| Nothing left |', '| NOTHING left |')],
      [empty('Closed today'), empty('Closed to-day')],
    ],
    [
      '_includes/system-errors.md',
      'twin-code',
      [system('NO_KEY'), system('NO_KEY', 'LIMIT')],
      [system('NO_KEY', 'LIMIT'), system('NO_KEY', 'limit')],
    ],
  ];
  for (const [file, rule, ...members] of TWINS)
    it(file, () => {
      assert.ok(members.length >= 2);
      const here = file.startsWith('_') ? file : 'shop/sell.md';
      for (const [one, other] of members)
        assert.deepEqual(found(readSample(one, here), readSample(other, here)), [rule]);
      const [one, other] = ['en', 'ru'].map((language) => readCase(`twins/${language}/${file}`));
      if (one && other) assert.ok(found(one.read(one.text), other.read(other.text)).includes(rule));
    });
});

describe('kinds of revisions', () => {
  const drift = (old: string, now: string, read: Read = bare): string[] =>
    compareRevisions(read(old), read(now), [old, now]).map(
      ({ kind: what, fact, before = '', after = '' }) => `${what} ${fact ?? 'row'}: ${before} → ${after}`,
    );
  const above = (text: string): string =>
    methodPage({}).replace('## Method Parameters', `${text}\n\n## Method Parameters`);
  const deprecated = ['changed deprecated: false → true'];
  const uncoded = (...texts: string[]): string =>
    methodPage({
      errors: failure(
        '{"error": "", "error_description": "One"}',
        codes(...texts.map((text): [string, string] => ['', text])).replaceAll('``', 'Empty value'),
      ),
    });
  const DRIFT: [
    name: string,
    sample: string[],
    ...members: [old: string, now: string, expected: string[]][],
  ][] = [
    [
      'deprecated',
      deprecated,
      [methodPage({}), above('> This method will be removed in 2027.'), deprecated],
      [
        methodPage({}),
        above('{% note alert %}\n\nWe no longer develop this method.\n\n{% endnote %}'),
        deprecated,
      ],
      [methodPage({}), above('**Deprecated.** It is kept for older applications.'), deprecated],
      [
        methodPage({}),
        above('{% note warning %}\n\nМетод считается устаревшим.\n\n{% endnote %}'),
        deprecated,
      ],
      [methodPage({}), methodPage({ title: '[Deprecated] Sell a thing shop.thing.sell' }), deprecated],
      [
        methodPage({}),
        above(
          '{% note warning %}\n\nThe field `x` of [shop.thing.get](x.md) is deprecated.\n\n{% endnote %}',
        ),
        [],
      ],
    ],
    [
      'layout',
      [],
      [
        methodPage({}).replace('`type` |', '|').replace('## Method Parameters', '## Request Parameters'),
        methodPage({}),
        [],
      ],
      [
        methodPage({})
          .replace('## Method Parameters', '## Параметры метода')
          .replace('### Returned Data', '### Возвращаемые данные'),
        methodPage({}),
        [],
      ],
    ],
    [
      'same-code',
      ['new row:  → 0: Three'],
      [
        uncoded('One', 'Two'),
        uncoded('One', 'Three'),
        ['removed row: (no code) Two → ', 'new row:  → (no code) Three'],
      ],
      [
        withFailure('{"error": "GONE"}', ['GONE', 'Sold'], ['GONE', 'Stolen']),
        withFailure('{"error": "GONE"}', ['GONE', 'Sold']),
        ['removed row: GONE: Stolen → '],
      ],
    ],
  ];
  for (const [name, sample, ...members] of DRIFT)
    it(name, () => {
      assert.ok(members.length >= 2);
      for (const [old, now, expected] of members) assert.deepEqual(drift(old, now), expected);
      const [old, now] = ['old', 'new'].map((side) => readCase(`drift/${side}/api-reference/${name}.md`));
      if (old && now)
        assert.deepEqual(
          drift(old.text, now.text, now.read).filter((one) => !one.includes('successor')),
          sample,
        );
    });

  it('what an earlier revision could not tell is not new', () => {
    const unlisted = methodPage({}).replace(/### Possible Error Codes[\s\S]*/, '');
    assert.deepEqual(drift(unlisted, methodPage({})), ['not-comparable row: no table of error codes → GONE']);
  });
});

describe('kinds of drafts', () => {
  const draft = (text: string, read: Read = bare): string => {
    const facts = methodFacts(read(text), text);
    assert.ok(facts);
    return draftOverlay(facts, () => false).replace(/^[\s\S]*?confidence: parsed\s+/, '');
  };
  const DRAFTS: [name: string, sample: RegExp, ...members: [text: string, expected: RegExp][]][] = [
    [
      'numbered-ways',
      /values:\n[\s\S]*id[\s\S]*name/,
      [
        withParameters(
          `### 1. By number\n\n${table(field('number*', 'integer'))}\n\n### 2. By colour\n\n${table(field('colour*', 'string'))}`,
        ),
        /number: 1\n[\s\S]*colour: /,
      ],
      [
        withParameters(
          `### 1) По номеру\n\n${table(field('number*', 'integer'), field('sum*', 'double'))}\n\n### 2) По цвету\n\n${table(field('colour*', 'string'), field('sum*', 'double'))}`,
        ),
        /sum: 1\n[\s\S]*colour: /,
      ],
    ],
    [
      'rows-of-one-code',
      /"?0"?:[\s\S]*"?0#2"?:[\s\S]*"#3":/,
      [
        withFailure('{"error": "GONE"}', ['GONE', 'Sold'], ['GONE', 'Stolen'], ['GONE', 'Lost']),
        /GONE:[\s\S]*GONE#2:[\s\S]*GONE#3:/,
      ],
      [withFailure('{"error": ""}', ['—', 'Sold'], ['—', 'Stolen']), /"?#1"?:[\s\S]*"?#2"?:/],
    ],
    [
      'untyped-parameter',
      /id[\s\S]*the page gives no type/,
      [
        withParameters(rows('**Field** | **Meaning**', '**colour** | Text')),
        /colour[\s\S]*the page gives no type/,
      ],
      [
        withParameters(rows('**Параметр** | **Описание**', '**цвет_code*** | Текст', '**colour*** | Текст')),
        /colour \(required\): todo: the page gives no type/,
      ],
    ],
  ];
  for (const [name, sample, ...members] of DRAFTS)
    it(name, () => {
      assert.ok(members.length >= 2);
      for (const [text, expected] of members) assert.match(draft(text), expected);
      const found = readCase(`draft/${name}.md`);
      if (found) assert.match(draft(found.text, found.read), sample);
    });
});
