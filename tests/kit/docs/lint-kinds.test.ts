import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { lintPage, RULES } from '../../../src/docs/lint/lint.ts';
import type { PageOutline } from '../../../src/docs/lint/outline.ts';
import { rulesPage } from '../../../src/docs/lint/rules-page.ts';
import { codes, curl, failure, field, methodPage, type Parts, tab, table } from './cases.ts';
import { assertInRussian, readSample } from './pages.ts';

const found = (parts: Parts): string[] => {
  const findings = lintPage(readSample(methodPage(parts)), undefined, Object.keys(RULES));
  assertInRussian(findings);
  return findings.map(({ rule }) => rule);
};

const LANGUAGE = `### LABEL {#label}\n\n${table(field('TEXT*', 'string'))}`;
const label = (text = 'By language, see [below](#label)'): string =>
  `${table(field('id*', 'integer'), field('LABEL', 'object', text))}\n\n${LANGUAGE}`;
const things = (type: string, ...rows: string[]): string =>
  `${table(field('result', type, 'See [below](#r)'))}\n\n#### Result {#r}\n\n${table(...rows)}`;
const oauth = (options: string, query: string): string =>
  tab('cURL (OAuth)', 'bash', `curl -d 'id=1' ${options}'https://a/rest/shop.thing.sell${query}'`);
const withStatuses = (...rows: string[]): string =>
  failure(
    '{"error": "GONE", "error_description": "x"}',
    `### Possible Error Codes\n\n#|\n|| **Status** | **Code** | **Description** ||\n${rows.map((row) => `|| ${row} ||`).join('\n')}\n|#`,
  );
const ADDRESS = 'https://shop.bitrix24.com/rest/1/key/shop.thing.sell';
/** A call of the method by what has no library of Bitrix24, in several ways; `id` is what it sends the thing's number as. */
const requests = (id: string): [name: string, examples: string][] => [
  [
    'fetch',
    tab('JS', 'js', `await fetch('${ADDRESS}', { method: 'POST', body: JSON.stringify({ ${id}: 1 }) });`),
  ],
  [
    'fetch with a form, at an address put together',
    tab(
      'JS',
      'ts',
      `fetch(\`https://\${host}/rest/1/key/shop.thing.sell\`, { body: new URLSearchParams({ ${id}: '1' }) });`,
    ),
  ],
  ['fetch with a query', tab('JS', 'js', `const answer = await fetch('${ADDRESS}?${id}=1');`)],
  ['axios', tab('JS', 'js', `const { data } = await axios.post('${ADDRESS}.json', { ${id}: 1 });`)],
  ['axios with a query', tab('JS', 'js', `axios.get('${ADDRESS}', { params: { ${id}: 1 } });`)],
  ['requests', tab('Python', 'python', `requests.post("${ADDRESS}", json={"${id}": 1})`)],
  [
    'requests with dict, at an address put together',
    tab(
      'Python',
      'python',
      `given = dict(${id}=1)\nrequests.post(f"https://{host}/rest/1/key/shop.thing.sell", data=given)`,
    ),
  ],
  ['a library with dict', tab('Python', 'python', `client.call("shop.thing.sell", dict(${id}=1))`)],
  [
    'a request as it is sent',
    tab(
      'HTTP',
      'http',
      `POST /rest/1/key/shop.thing.sell HTTP/1.1\nHost: shop.bitrix24.com\nContent-Type: application/json\n\n{"${id}": 1}`,
    ),
  ],
  ['a request with a query', tab('HTTP', 'http', `GET ${ADDRESS}?${id}=1`)],
  [
    'what a shell has between two words',
    tab('cURL', 'bash', `curl -X POST -d @- ${ADDRESS} <<'END'\n{"${id}": 1}\nEND`),
  ],
];
const byField = `${table(field('order', 'object', 'By [field](#f)'), field('filter', 'object', 'By [field](#f)'))}\n\n### Fields {#f}\n\n${table(field('ID', 'integer'), field('NAME', 'string'))}`;

/** What is right, and was taken for a contradiction. */
const RIGHT: [string, Parts][] = [
  [
    'parameters that are taken by their order',
    {
      parameters: `${table(field('id', 'integer'))}\n\nIt is mandatory to follow the order of parameters in the request.`,
      examples: curl('{"TASK":1}'),
    },
  ],
  [
    'another object than the table describes',
    { answer: '{"result": {"U1": "X", "AU": "R"}}', returns: things('object', field('ID', 'integer')) },
  ],
  [
    'brackets around a name in a text',
    {
      errors: failure(
        '{"error": "GONE", "error_description": "[id] is gone"}',
        codes(['GONE', 'id is gone']),
      ),
    },
  ],
  ['a map by language', { parameters: label(), examples: curl('{"id":1,"LABEL":{"en":{"TEXT":"a"}}}') }],
  [
    'a map by language and country',
    { parameters: label(), examples: curl('{"id":1,"LABEL":{"pt-br":{"TEXT":"a"},"la":{"TEXT":"b"}}}') },
  ],
  [
    'a map by numbers',
    { parameters: label(), examples: curl('{"id":1,"LABEL":{"17":{"TEXT":"a"},"18":{"TEXT":"b"}}}') },
  ],
  [
    'either of two names of a row',
    { parameters: table(field('id / code*', 'integer')), examples: curl('{"code":1}') },
  ],
  [
    'either of two names that a row lists with or',
    {
      parameters: table('|| **ID*** or **CODE***\n[`integer`](../t.md) | Text ||'),
      examples: curl('{"ID":1}'),
    },
  ],
  [
    'either of two names within an object',
    {
      parameters: `${table(field('id*', 'integer'), field('to', 'object', 'See [below](#to)'))}\n\n### To {#to}\n\n${table(field('NAME / CODE*', 'string'))}`,
      examples: curl('{"id":1,"to":{"CODE":"a"}}'),
    },
  ],
  ['a list of objects', { parameters: label(), examples: curl('{"id":1,"LABEL":[{"TEXT":"a"}]}') }],
  ['directions of an order', { parameters: byField, examples: curl('{"order":{"ID":"ASC","NAME":"DESC"}}') }],
  [
    'operators of a filter',
    { parameters: byField, examples: curl('{"filter":{"!ID":[1],">=ID":"x","%NAME":["a"]}}') },
  ],
  ['a second footnote', { parameters: table(field('id*', 'integer'), field('weight**', 'integer')) }],
  [
    'two footnotes of one row',
    { parameters: table(field('id*', 'integer'), '|| **weight***,**\n[`integer`](../t.md) | Text ||') },
  ],
  [
    'an escaped second mark',
    { parameters: table(field('id*', 'integer'), '|| **weight**\\*\\*\n[`integer`](../t.md) | Text ||') },
  ],
  [
    'a substitute',
    {
      parameters: table(
        field('id*', 'integer'),
        field('file*', 'file', 'Used instead of the `id` parameter'),
      ),
    },
  ],
  [
    'a substitute in plain words',
    { parameters: table(field('id*', 'integer'), field('file*', 'file', 'Either this or id must be there')) },
  ],
  [
    'what is needed if the other is not given',
    { parameters: table(field('id*', 'integer'), field('code*', 'string', 'If not provided, id is taken')) },
  ],
  [
    'a row that also takes a list',
    { parameters: table(field('id*', 'integer', 'An array can be passed')), examples: curl('{"id":[1,2]}') },
  ],
  ['letters for a boolean', { answer: '{"result": "Y"}' }],
  [
    'letters for a boolean within a list',
    { answer: '{"result": [{"ON": "N"}]}', returns: things('array', field('ON', 'boolean')) },
  ],
  [
    'alternatives of a text',
    {
      errors: failure(
        '{"error": "GONE", "error_description": "Closed"}',
        codes(['GONE', 'Nothing left / Closed']),
      ),
    },
  ],
  [
    'alternatives with or',
    {
      errors: failure(
        '{"error": "GONE", "error_description": "Closed."}',
        codes(['GONE', 'Nothing left or Closed']),
      ),
    },
  ],
  [
    'a line break as the server escapes it',
    {
      errors: failure(
        '{"error": "GONE", "error_description": "Gone<br>"}',
        codes(['GONE', 'Gone\\u003Cbr\\u003E']),
      ),
    },
  ],
  [
    'fewer missing fields than the row lists',
    {
      errors: failure(
        '{"error": "GONE", "error_description": "Required: b"}',
        codes(['GONE', 'Required: a, b']),
      ),
    },
  ],
  [
    'a number that the row leaves out',
    {
      errors: failure(
        '{"error": "GONE", "error_description": "Thing 17 is gone"}',
        codes(['GONE', 'Thing is gone']),
      ),
    },
  ],
  [
    'a code that is a number',
    { errors: failure('{"error": 17, "error_description": "x"}', codes(['17', 'x'])) },
  ],
  [
    'an error within the result',
    { errors: failure('{"result": {"error": "GONE", "error_description": "Nothing left"}}') },
  ],
  [
    'values that only running the code would tell',
    {
      examples: tab(
        'BX24.js',
        'js',
        "const params = load();\nBX24.callMethod('shop.thing.sell', params);\nBX24.callMethod('shop.thing.sell', { ...params });",
      ),
    },
  ],
  [
    'a variable that is added to',
    {
      examples: tab(
        'BX24.js',
        'js',
        "const params = {};\nparams.id = 1;\nBX24.callMethod('shop.thing.sell', params);",
      ),
    },
  ],
  [
    'code shortened with dots',
    { examples: tab('BX24.js', 'js', "BX24.callMethod('shop.thing.sell', { id: 1, ... });") },
  ],
  ['a fragment of an object', { examples: tab('JS', 'js', 'COLOR: 1,\nTEXT: "a",') }],
  ['a clone as a function', { examples: tab('PHP', 'php', '$a = clone($b);') }],
  [
    'names of the Python library',
    { examples: tab('Python', 'python', 'client.shop.thing.sell(bitrix_id=1)') },
  ],
  [
    'a Go loop over a part of a list',
    { examples: tab('Go', 'go', 'for _, arg := range os.Args[2:] {\n\tfmt.Println(arg)\n}') },
  ],
  [
    'what a command or a variable of the shell brings',
    {
      parameters: table(field('id*', 'integer'), field('day', 'date'), field('fields', 'object')),
      examples: tab(
        'cURL (OAuth)',
        'bash',
        `curl -H "Content-Type: application/json" \\\n-d '{"day":"'$(date --date='TZ="UTC" now')'","fields":'$FIELDS',"id":'"$ID"'}' \\\n"https://a/rest/shop.thing.sell?auth=$TOKEN"`,
      ),
    },
  ],
  [
    'parameters of lists that another page describes',
    {
      parameters: `See [list methods](../settings/list-methods.md).\n\n${table(field('filter', 'object'))}`,
      examples: curl('{"select":["ID"],"order":{"ID":"ASC"},"filter":{}}'),
    },
  ],
  [
    'parameters of another method, which the page says are taken too',
    {
      parameters: `All parameters of [shop.thing.get](./get.md) are available as well.\n\n${table(field('id', 'integer'))}`,
      examples: curl('{"id":1,"colour":"red"}'),
    },
  ],
  [
    'a status in a sentence',
    {
      errors: failure('{"error": "GONE", "error_description": "Nothing left"}').replace(
        'HTTP status: **400**',
        'Then **HTTP 403** comes back.',
      ),
    },
  ],
  ['a token in a header', { examples: oauth('-H "Authorization: Bearer YOUR_ACCESS_TOKEN" ', '') }],
  ['a token in the address', { examples: oauth('', '?auth=$TOKEN') }],
  [
    'a list in a query',
    {
      parameters: table(field('id*', 'integer'), field('tags', 'array')),
      examples: oauth('', '?auth=$TOKEN&tags[]=a&tags[]=b'),
    },
  ],
  [
    'a list with gaps',
    { answer: '{"result": {"1": "a", "7": "b"}}', returns: table(field('result', 'array')) },
  ],
  ['an empty list', { answer: '{"result": []}', returns: table(field('result', 'object')) }],
  [
    'an object where a list is possible too',
    { answer: '{"result": {"ID": 5}}', returns: table(field('result', 'array`, `object')) },
  ],
  ['a number for the answer with an error', { errors: failure('17') }],
  [
    'a row without anything in a table with statuses',
    { errors: withStatuses('`400` | `GONE` | x', ' | | ') },
  ],
  [
    'a second example of the next method',
    { examples: curl('{"id":1}') + curl('{"id":1}', 'shop.thing.pack') },
  ],
];

const other = (text: string): Parts => ({
  parameters: table(field('id*', 'integer'), field('code*', 'string', text)),
});
const above = (text: string): Parts => ({
  parameters: `${text}\n\n${table(field('id*', 'integer'), field('code*', 'string'))}`,
});
const says = (printed: string, listed: string): Parts => ({
  errors: failure(JSON.stringify({ error: 'GONE', error_description: printed }), codes(['GONE', listed])),
});
const answers = (value: string, type: string, text: string): Parts => ({
  answer: `{"result": {"x": ${value}}}`,
  returns: things('object', field('x', type, text)),
});
const about = (name: string, value: string): Parts => ({
  parameters: byField.replaceAll('**filter**', `**${name}**`),
  examples: curl(`{"${name}":${value}}`),
});
RIGHT.push(
  ...[
    'Cannot be sent together with `id`',
    'Ignored when `id` is there',
    'Use when there is no `id`',
    'Can be omitted when `id` is set',
    'If empty, everything is sold',
    'Альтернатива `id`',
    'Взаимоисключающий с параметром `id`',
    'Нельзя передавать вместе с `id`',
    'Не нужен, если передан `id`',
    'Обязательно для киосков',
    'Только для киосков',
  ].map((text): [string, Parts] => [`a row that says '${text}'`, other(text)]),
  ...[
    'One of the two parameters id and code must be passed.',
    'Exactly one of the parameters is required.',
    'Обязателен один из параметров: id или code.',
    'Укажите один из параметров.',
  ].map((text): [string, Parts] => [`above the table, '${text}'`, above(text)]),
  ...[
    ['Thing 5 is gone', 'Thing :id is gone'],
    ['Thing 5 is gone', 'Thing @id is gone'],
    ['Thing 5 is gone', 'Thing {{id}} is gone'],
    ['Thing 5 is gone', 'Thing _id_ is gone'],
    ['Thing 5 is gone', 'Thing 17 is gone'],
    ['Thing "a" is gone', 'Thing "NAME" is gone'],
    ["Thing 'a' is gone", 'Thing ‘name’ is gone'],
    ['Field TITLE is missing', 'Field FIELD_NAME is missing'],
    ['Field TITLE is missing', 'Field `fieldName` is missing'],
  ].map(([printed = '', listed = '']): [string, Parts] => [
    `'${printed}' of '${listed}'`,
    says(printed, listed),
  ]),
  ['a number said to come as a text', answers('"5"', 'integer', 'Returned as a string')],
  ['a number said to come as a text, in Russian', answers('"5"', 'integer', 'Возвращается строкой')],
  ['a date that may be false', answers('false', 'datetime', 'The date, or false if there is none')],
  ['one or several', answers('[1, 2]', 'integer', 'One number, or an array if there are several')],
  ['one or several, in Russian', answers('["a"]', 'string', 'Множественное поле')],
  ...['orderBy', 'sort_by', 'SORT', 'resultOrder'].map((name): [string, Parts] => [
    `directions in ${name}`,
    about(name, '{"ID":"ASC"}'),
  ]),
  ...['where', 'conditions', 'filters', 'searchFilter', 'USER_FILTER'].map((name): [string, Parts] => [
    `conditions in ${name}`,
    about(name, '{"LOGIC":"OR","0":{"ID":[1]},"1":{"NAME":["a"]}}'),
  ]),
);

/** Defects, and the one rule that tells each. */
const WRONG: [string, string, Parts][] = [
  ['key-twice', 'a key twice in an answer', { answer: '{"result": true, "result": true}' }],
  [
    'key-twice',
    'a key twice within a body',
    { parameters: label(), examples: curl('{"id":1,"LABEL":{"en":{"TEXT":"a","TEXT":"b"}}}') },
  ],
  [
    'key-twice',
    'a key twice in PHP',
    { examples: tab('PHP CRest', 'php', "CRest::call('shop.thing.sell', ['id' => 1, 'id' => 2]);") },
  ],
  [
    'example-syntax',
    'a comma too few in JavaScript',
    { examples: tab('BX24.js', 'js', "BX24.callMethod('shop.thing.sell' { id: 1 });") },
  ],
  [
    'example-syntax',
    'a script that does not end',
    {
      examples: tab(
        'JS (UMD)',
        'html',
        "<p>\n<script>\n$b24.callMethod('shop.thing.sell', { id: 1 }\n</script>",
      ),
    },
  ],
  [
    'example-syntax',
    'the wrong bracket in PHP',
    { examples: tab('PHP', 'php', "$a->call('shop.thing.sell', ['id' => 1}\n);") },
  ],
  [
    'example-syntax',
    'a bracket too few in Python',
    { examples: tab('Python', 'python', 'client.call("shop.thing.sell", {"id": 1)') },
  ],
  [
    'example-syntax',
    'a brace too few in Go',
    { examples: tab('Go', 'go', 'client.Core().Call(ctx, "shop.thing.sell", b24.Params{"id": 1)') },
  ],
  [
    'example-syntax',
    'a quote that does not end in a shell',
    { examples: tab('cURL', 'bash', 'curl "https://a/rest/shop.thing.sell?id=1') },
  ],
  [
    'curl-missing',
    'options alone',
    {
      examples: tab(
        'cURL (Webhook)',
        'bash',
        '-X POST \\\n-d \'{"id":1}\' \\\nhttps://a/rest/1/x/shop.thing.sell',
      ),
    },
  ],
  [
    'curl-missing',
    'a method and an address',
    { examples: tab('cURL', 'bash', 'POST https://a/rest/shop.thing.sell \\\n--data id=1') },
  ],
  [
    'curl-continuation',
    'a comment after the backslash',
    { examples: tab('cURL', 'bash', "curl -d id=1 \\ # the 'id'\nhttps://a/rest/shop.thing.sell") },
  ],
  [
    'curl-continuation',
    'a comment between lines',
    {
      examples: tab('cURL', 'bash', 'curl -d id=1 \\\n# the address\nhttps://a/rest/shop.thing.sell'),
    },
  ],
  [
    'placeholder',
    'a letter twice',
    { examples: curl('{"id":1}').replace('put_your_webhook_here', 'put_your_webbhook_here') },
  ],
  [
    'placeholder',
    'a letter too few',
    {
      examples: curl('{"id":1,"auth":"**put_acess_token_here**"}')
        .replace('Webhook', 'OAuth')
        .replace('**put_your_webhook_here**', '1'),
    },
  ],
  [
    'placeholder',
    'marks that are not a pair',
    { examples: curl('{"id":1}').replace('**put_your_user_id_here**', '**put_your_user_id_here') },
  ],
  [
    'error-code',
    'a number of nobody',
    { errors: failure('{"error": 1021, "error_description": "x"}', codes(['100', 'x'])) },
  ],
  [
    'error-code',
    'an empty code',
    { errors: failure('{"error": "", "error_description": "y"}', codes(['GONE', 'x'])) },
  ],
  [
    'error-table',
    'a code without a table',
    { errors: failure('{"error": "GONE", "error_description": "x"}', '') },
  ],
  [
    'error-table',
    'a number without a table',
    { errors: failure('{"error": 17, "error_description": "x"}', 'See elsewhere.') },
  ],
  ['error-shape', 'another key', { errors: failure('{"errors": ["GONE"]}') }],
  ['error-shape', 'null', { errors: failure('null') }],
  ['error-shape', 'a list', { errors: failure('[{"error": "GONE"}]') }],
  ['token-missing', 'a form', { examples: oauth('', '') }],
  [
    'token-missing',
    'a body of JSON',
    {
      examples: tab(
        'cURL (OAuth)',
        'bash',
        `curl -H "Content-Type: application/json" -d '{"id":1}' https://a/rest/shop.thing.sell`,
      ),
    },
  ],
  ['key-twice', 'a key twice in an address', { examples: oauth('', '?auth=$TOKEN&auth=$TOKEN') }],
  [
    'key-twice',
    'a key twice in a form',
    { examples: tab('cURL', 'bash', "curl -d 'id=1&id=2' https://a/rest/shop.thing.sell") },
  ],
  ['error-shape', 'a description alone', { errors: failure('{"error_description": "Nothing left"}') }],
  ['status', 'a row with a status that is none', { errors: withStatuses('`700` | `GONE` | x') }],
  [
    'status',
    'a row without a status among others',
    { errors: withStatuses('`400` | `GONE` | x', ' | `SOLD` | y') },
  ],
  ['status', 'a row without a status, and no other', { errors: withStatuses(' | `GONE` | x') }],
  [
    'returned-inner',
    'a key within the answer',
    { answer: '{"result": {"ID": 5, "OTHER": 1}}', returns: things('object', field('ID', 'integer')) },
  ],
  [
    'returned-inner',
    'a key within a list',
    { answer: '{"result": [{"ID": 5, "OTHER": 1}]}', returns: things('array', field('ID', 'integer')) },
  ],
  [
    'returned-type',
    'a list printed as an object',
    { answer: '{"result": {"ID": 5}}', returns: things('array', field('ID', 'integer')) },
  ],
  [
    'returned-type',
    'an object printed as a list, within the answer',
    {
      answer: '{"result": {"buyer": [{"phone": "1"}]}}',
      returns: things('object', field('buyer', 'object')),
    },
  ],
  [
    'returned-type',
    'a text within a list',
    { answer: '{"result": [{"ID": "5"}]}', returns: things('array', field('ID', 'integer')) },
  ],
  [
    'returned-type',
    'a false date within a map',
    { answer: '{"result": {"7": {"AT": false}}}', returns: things('object', field('AT', 'datetime')) },
  ],
  [
    'parameter-inner',
    'a key within an object',
    {
      parameters: `${table(field('id*', 'integer'), field('fields', 'object', 'See [below](#f)'))}\n\n### Of fields {#f}\n\n${table(field('COLOR', 'string'))}`,
      examples: tab(
        'PHP CRest',
        'php',
        "CRest::call('shop.thing.sell', ['id' => 1, 'fields' => ['COLOUR' => 'red']]);",
      ),
    },
  ],
  [
    'parameter-case',
    'other letters in Python',
    { examples: tab('Python', 'python', 'client.call("shop.thing.sell", {"ID": 1})') },
  ],
  [
    'parameter-case',
    'other letters in an address',
    { examples: tab('cURL', 'bash', "curl 'https://a/rest/shop.thing.sell?ID=1'") },
  ],
  [
    'parameter-type',
    'a text for a number in JavaScript',
    { examples: tab('JS', 'js', "await $b24.callMethod('shop.thing.sell', { id: 'one' })") },
  ],
  [
    'required-missing',
    'nothing in Go',
    { examples: tab('Go', 'go', 'res, err := client.Core().Call(ctx, "shop.thing.sell", b24.Params{})') },
  ],
  [
    'required-missing',
    'nothing in Python',
    { examples: tab('Python', 'python', 'client.call("shop.thing.sell", {})') },
  ],
  [
    'required-missing',
    'nothing in a batch',
    { examples: tab('BX24.js', 'js', "BX24.callBatch({ a: ['shop.thing.sell', {}] });") },
  ],
  [
    'required-missing',
    'nothing through a variable',
    { examples: tab('PHP', 'php', "$given = [];\n$client->core->call('shop.thing.sell', $given);") },
  ],
  ['required-missing', 'a row that speaks of another as well', other('Stored beside `id`')],
  ['error-text', 'another word between the same values', says('Thing 5 is gone', 'Thing 5 is sold')],
  ['returned-type', 'a list where the row has one', answers('[1]', 'integer', 'The number')],
  ['returned-type', 'a list of what the type is not', answers('[{"a": 1}]', 'object', 'An array of objects')],
  ['parameter-inner', 'a key of an object about no fields', about('chosen', '{"LOGIC":"OR","ID":1}')],
  ['title-method', 'a title without the method', { title: 'Sell a thing' }],
  [
    'title-method',
    'a title that every example contradicts',
    {
      title: 'Sell shop.thing.cell',
      examples:
        curl('{"id":1}') +
        tab('Go', 'go', 'client.Core().Call(ctx, "shop.thing.sell", b24.Params{"id": 1})') +
        tab('BX24.js', 'js', "BX24.callMethod('shop.thing.sell', { id: 1 });"),
    },
  ],
  ['method-case', 'other letters of the method', { examples: curl('{"id":1}', 'shop.Thing.sell') }],
  [
    'method-case',
    'other letters of the method in Go',
    { examples: tab('Go', 'go', 'client.Core().Call(ctx, "shop.thing.Sell", b24.Params{"id": 1})') },
  ],
];

describe('the page that explains the rules', () => {
  it('is as the table of rules has it', () => {
    const page = readFileSync(new URL('../../../docs/documentation-rules.md', import.meta.url), 'utf8');
    assert.equal(page, rulesPage(), 'npm run docs -- rules --write');
  });
});

describe('lint, on what is right', () => {
  for (const [name, parts] of RIGHT)
    it(name, () => {
      assert.deepEqual(found(parts), []);
    });

  it('a tutorial whose tabs hold what is needed beside the program', () => {
    const page = readSample(
      `# How to sell\n\n## Example\n\n{% list tabs %}\n\n${tab('PHP', 'html', '<form></form>')}${tab('Python', 'bash', 'pip install x')}\n{% endlist %}\n`,
      'tutorials/sell.md',
    );
    assert.deepEqual(lintPage(page), []);
  });
});

describe('lint, on requests without a library', () => {
  for (const [name, examples] of requests('id'))
    it(`${name}: what the table has`, () => {
      assert.deepEqual(found({ examples }), []);
    });
  for (const [name, examples] of requests('thing'))
    it(`${name}: another name`, () =>
      assert.deepEqual(found({ examples }).sort(), ['parameter-unknown', 'required-missing']));

  it('what only running the code would tell is not compared', () => {
    for (const code of [
      `fetch('${ADDRESS}', { ...options });`,
      `fetch('${ADDRESS}', { body: JSON.stringify({ ...given }) });`,
      `fetch('${ADDRESS}', options);`,
      `axios.post('${ADDRESS}', given);`,
    ])
      assert.deepEqual(found({ examples: tab('JS', 'js', code) }), [], code);
    for (const code of [
      `requests.post("${ADDRESS}", json=given)`,
      `requests.post("${ADDRESS}", json=dict(**given))`,
    ])
      assert.deepEqual(found({ examples: tab('Python', 'python', code) }), [], code);
  });

  it('an address of another service is no call', () => {
    assert.deepEqual(
      found({ examples: curl('{"id":1}') + tab('JS', 'js', "fetch('/form?x=1', { body: form });") }),
      [],
    );
  });
});

describe('lint, on what is wrong', () => {
  for (const [rule, name, parts] of WRONG)
    it(`${rule}: ${name}`, () => {
      assert.deepEqual([...new Set(found(parts))], [rule]);
    });

  for (const [name, errors, body] of [
    ['no section on errors', '', '{"ID":1}'],
    [
      'an error table that cannot be read',
      '## Error Handling\n\n#|\n|| **Odd** | **Head** ||\n|#',
      '{"ID":1}',
    ],
  ] as const)
    it(`parameters are compared on a page with ${name}`, () => {
      assert.ok(found({ errors, examples: curl(body) }).includes('parameter-case'));
    });

  for (const [name, parameters] of [
    ['a row that is not closed', table(field('id*', 'integer').replace(/\|\|$/, ''), field('to', 'integer'))],
    [
      'a last row that is not closed',
      table(field('to', 'integer'), field('id*', 'integer').replace(/\|\|$/, '')),
    ],
    ['no column of types', '#|\n|| **Name** | **Description** ||\n|| **id*** | Which ||\n|#'],
    [
      'no types and other words in the header',
      '#|\n|| **Parameter** | **Meaning** ||\n|| **id*** | Which ||\n|#',
    ],
  ] as const)
    it(`parameters are compared with a table of ${name}`, () => {
      assert.deepEqual(found({ parameters, examples: curl('{"ID":1}') }), ['parameter-case']);
    });

  it('tells a parameter that neither name of a row is', () => {
    const parameters = table(field('id / code*', 'integer'));
    assert.deepEqual(found({ parameters, examples: curl('{"name":1}') }).sort(), [
      'parameter-unknown',
      'required-missing',
    ]);
    assert.deepEqual(found({ parameters, examples: curl('{"CODE":1}') }), ['parameter-case']);
  });

  it('tells the value without a name beside named ones', () => {
    const examples = tab('PHP CRest', 'php', "CRest::call('shop.thing.sell', [5, 'note' => 'x']);");
    const page = readSample(
      methodPage({ examples, parameters: table(field('id*', 'integer'), field('note', 'string')) }),
    );
    const said = lintPage(page).map(({ rule, line, message }) => `${rule}:${line}: ${message}`);
    assert.deepEqual(said.length, 2);
    assert.match(said.join('\n'), /sends a value without a name beside named ones/);
  });

  for (const [name, answer, line] of [
    ['an unexpected bracket', '{\n  "result": [\n    1,\n  ]\n}', 4],
    ['an unexpected word', '{\n  "result": true,\n  "next": yes\n}', 3],
    ['a comma too many', '{\n  "result": true,\n}', 3],
  ] as const)
    it(`json-syntax: tells the line of ${name}`, () => {
      const text = methodPage({ answer });
      const [found] = lintPage(readSample(text), undefined, ['json-syntax']);
      const first = text.split('\n').indexOf('{');
      assert.equal(found?.line, first + line);
    });

  it('a quote that does not end is one fault, whatever it makes of the body', () => {
    const examples = tab(
      'cURL',
      'bash',
      `curl -H "Content-Type: application/json" -d '{"id":1,"note":"Ann's"}' https://a/rest/shop.thing.sell`,
    );
    assert.deepEqual(found({ examples }), ['example-syntax']);
  });

  it('error-code: a code that the table has as a text, with a status for a code', () => {
    const errors = failure('{"error": "Gone.", "error_description": "x"}', codes(['400', 'Gone.']));
    const [finding] = lintPage(readSample(methodPage({ errors })));
    assert.match(finding?.message ?? '', /the code Gone\., the table has it as the text of 400$/);
    assert.deepEqual(found({ errors }), ['error-code']);
  });

  it('curl-continuation: a doubled backslash, and an empty line, end the command', () => {
    for (const [code, said] of [
      ['curl -X POST \\\\\n-d id=1 \\\nhttps://a/rest/shop.thing.sell', /has \\\\ at the end of a line/],
      ['curl -X POST \\\n\n-d id=1 \\\nhttps://a/rest/shop.thing.sell', /has an empty line after \\/],
    ] as const) {
      const examples = tab('cURL (OAuth)', 'bash', code);
      const [found] = lintPage(readSample(methodPage({ examples })), undefined, ['curl-continuation']);
      assert.match(found?.message ?? '', said);
    }
  });

  it('link-method: a link to the page of another method, but not in a list of changes', () => {
    const link = (file: string) => readSample('# Shop\n\nSee [shop.thing.get](./sell.md).\n', file);
    const outline = (called?: string): PageOutline => ({
      file: 'shop/sell.md',
      kind: 'method',
      method: 'shop.thing.sell',
      called,
      anchors: new Set(),
      booleans: undefined,
    });
    const rules = (file: string, called?: string) =>
      lintPage(link(file), () => outline(called)).map(({ rule }) => rule);
    assert.deepEqual(rules('shop/index.md'), ['link-method']);
    assert.deepEqual(rules('whats-new.md'), []);
    assert.deepEqual(rules('shop/index.md', 'shop.thing.get'), []);
  });

  it('returned-type: where the page on types knows no letters for a boolean', () => {
    const page = readSample(methodPage({ answer: '{"result": "Y"}' }));
    const types: PageOutline = {
      file: 'data-types.md',
      kind: 'article',
      method: undefined,
      called: undefined,
      anchors: new Set(),
      booleans: ['true', 'false'],
    };
    const find = (file: string) => (file === 'data-types.md' ? types : undefined);
    assert.deepEqual(
      lintPage(page, find).map(({ rule }) => rule),
      ['returned-type'],
    );
  });
});
