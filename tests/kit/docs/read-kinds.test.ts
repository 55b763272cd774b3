/**
 * What pages call the same thing: columns, headings, marks, statuses. Each list has spellings of one kind, all of which must be
 * read alike; a spelling that fails is mended as a kind, in the reader.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toJson } from '../../../src/docs/page-json.ts';
import type { Field } from '../../../src/docs/reader/fields.ts';
import { failure, field, methodPage, table } from './cases.ts';
import { readSample } from './pages.ts';

const outline = (fields: readonly Pick<Field, 'name' | 'required' | 'children'>[]): string =>
  fields
    .map(({ name, required, children }) => {
      const within = outline(children);
      return `${name}${required ? '!' : ''}${within === '' ? '' : `(${within})`}`;
    })
    .join(' ');
const parameters = (text: string): string => outline(readSample(text).params);
const returned = (text: string): string => outline(readSample(text).returned);
const rows = (header: readonly string[], ...cells: string[]): string =>
  `#|\n|| ${header.map((name) => `**${name}**`).join(' | ')} ||\n${cells.map((row) => `|| ${row} ||`).join('\n')}\n|#`;
const taking = (text: string): string => methodPage({ parameters: text });
const typed = '**id***\n[`integer`](../t.md) | Text';

/** One page for each spelling, each read as the first one is. */
function alike<T>(
  what: string,
  spellings: readonly string[],
  read: (spelling: string) => T,
  expected: T,
): void {
  describe(what, () => {
    for (const spelling of spellings) it(spelling, () => assert.deepEqual(read(spelling), expected));
  });
}

alike(
  'a column of names',
  [
    ...[
      'Param',
      'Name of parameter',
      'Request parameter',
      'Field code',
      'Column',
      'Array key',
      'Fields',
      'Value',
    ],
    ...[
      'Наименование',
      'Код поля',
      'Параметр запроса',
      'Свойство объекта',
      'Имя ключа',
      'Ключ массива',
      'Поля',
    ],
  ],
  (name) => parameters(taking(rows([name, 'Description'], typed))),
  'id!',
);

alike(
  'a column of names without types beside them',
  ['Param', 'Request parameter', 'Array key', 'Код поля', 'Имя ключа', 'Свойство объекта'],
  (name) => parameters(taking(rows([name, 'What It Means'], '**id*** | Text', '**note** | Text'))),
  'id! note',
);

alike(
  'a column beside the names',
  [
    ...[
      'Explanation',
      'Details',
      'Notes',
      'What it is',
      'Remarks',
      'Default',
      'Usage',
      'Possible values',
      'Anything',
    ],
    ...['Пояснение', 'Что это', 'Примечание', 'Описание параметра', 'По умолчанию', 'Допустимые значения'],
  ],
  (name) => parameters(taking(rows(['Name', name], typed))),
  'id!',
);

alike(
  'a column of types',
  ['Types', 'Parameter type', 'Type of value', 'JSON type', 'Type / format', 'Тип параметра', 'Типы'],
  (name) => readSample(taking(rows(['Name', name, 'Text'], '`id` | integer | Text'))).params[0]?.types,
  ['integer'],
);

alike(
  'a column of marks',
  ['Required field', 'Is mandatory', 'Req.', 'Обяз.', 'Обязателен', 'Необходим'],
  (name) =>
    parameters(
      taking(rows(['Name', 'Type', name], '`id` | integer | Да', '`a` | integer | Нет', '`b` | integer |')),
    ),
  'id! a b',
);

alike(
  'what is optional or not',
  ['Optional', 'Is optional?', 'Необязательный'],
  (name) => parameters(taking(rows(['Name', 'Type', name], '`id` | integer | no', '`a` | integer | yes'))),
  'id! a',
);

alike(
  'a mark in a column',
  ['Yes', 'Y', 'yes.', 'Always', '1', 'x', '☑', 'Required*', 'Да.', 'всегда'],
  (mark) => parameters(taking(rows(['Name', 'Type', 'Required'], `\`id\` | integer | ${mark}`))),
  'id!',
);

alike(
  'no mark in a column',
  ['N', '0', '—', 'optional', 'нет', 'Yes, if `a` is not set', 'необязательный'],
  (mark) => parameters(taking(rows(['Name', 'Type', 'Required'], `\`id\` | integer | ${mark}`))),
  'id',
);

alike(
  'a marked name',
  [
    ...['**id** **\\***', '**id**<sup>*</sup>', '**id**^\\*^', '**id** `*`', '<b>id</b>*', '[**id***](#x)'],
    ...['{#id}**id***', '**`id`**\\*', '**id** — required', '**id** (обязательный)'],
  ],
  (name) => parameters(taking(rows(['Name', 'Description'], `${name}\n[\`integer\`](../t.md) | Text`))),
  'id!',
);

alike(
  'a name without a mark',
  ['*id*', '***id***', '<strong>id</strong>', '~~**id**~~', '**id**^**^', '<i>id</i>'],
  (name) => parameters(taking(rows(['Name', 'Description'], `${name}\n[\`integer\`](../t.md) | Text`))),
  'id',
);

const ERROR = { code: 'GONE', text: 'Nothing left', when: 'All is sold' };
const errors = (text: string): unknown =>
  toJson(
    readSample(
      methodPage({
        errors: failure(
          '{"error": "GONE", "error_description": "Nothing left"}',
          `### Possible Error Codes\n\n${text}`,
        ),
      }),
    ),
  ).errors.table;

alike(
  'columns of errors',
  [
    ...[
      'Error|Description|Cause',
      'ID|Message|Description',
      'Key|Message|Description',
      'Symbolic code|Message|Value',
    ],
    ...['Code|Server Response|Reason', 'Code|Returned message|Description', 'Code|Message (EN)|Description'],
    ...['Code|Description|When it can happen', 'Code|Description|Occurs When', 'Code|Description|Trigger'],
    ...[
      'Code|Description|How to avoid',
      'Code|Text|Anything',
      'Code|Anything|When',
      'Code|Message|What to do',
    ],
    ...['Код|Описание|Причина ошибки', 'Код|Описание|В каком случае', 'Код|Сообщение сервера|Описание'],
    ...['Символьный код|Сообщение|Описание', 'Код|Расшифровка|Причина', 'error|error_description|Когда'],
  ],
  (names) => errors(rows(names.split('|'), '`GONE` | Nothing left | All is sold')),
  [ERROR],
);

alike(
  'a column of statuses',
  ['HTTP', 'Response status', 'HTTP response code', 'Answer status', 'Код ответа', 'Код HTTP', 'Код статуса'],
  (name) =>
    errors(rows([name, 'Code', 'Message', 'Description'], '`409` | `GONE` | Nothing left | All is sold')),
  [{ ...ERROR, status: 409 }],
);

it('advice is no text of the server', () => {
  assert.deepEqual(errors(rows(['Code', 'What to do'], '`GONE` | Buy another')), [
    { code: 'GONE', text: '', when: 'Buy another' },
  ]);
});

const page = methodPage({});
const headed = (from: string, to: string): string => page.replace(from, to);

alike(
  'a heading of parameters',
  [
    ...[
      'Request',
      'Request body',
      'Query parameters',
      '1. Method Parameters',
      'Method parameters `shop.thing.sell`',
    ],
    ...['Входные данные', 'Запрос', 'Параметры метода shop.thing.sell', 'Список параметров'],
  ],
  (heading) => parameters(headed('## Method Parameters', `## ${heading}`)),
  'id!',
);

alike(
  'a heading of the response',
  [
    ...['Result', 'Answer', 'Processing the response', 'Response data', 'Return value', '2. Response'],
    ...['Результат', 'Успешный ответ', 'Ответ в случае успеха'],
  ],
  (heading) => {
    const text = headed('## Response Handling', `## ${heading}`);
    return [readSample(text).success.status, returned(text)];
  },
  [200, 'result'],
);

alike(
  'a heading of returned fields',
  [
    ...['Returned Fields', 'Fields of the response', 'Response structure', 'Data returned', 'Result fields'],
    ...['Структура ответа', 'Описание полей ответа', 'Возвращаемое значение', 'Описание ответа'],
  ],
  (heading) => returned(headed('### Returned Data', `### ${heading}`)),
  'result',
);

alike(
  'a heading of errors',
  [
    ...['Handling of errors', 'Error response', 'Response on error', 'Error processing', 'Method errors'],
    ...['Ответ с ошибкой', 'Ответ в случае ошибки', 'Ошибки метода'],
  ],
  (heading) => {
    const {
      statuses,
      table: listed,
      sample,
    } = readSample(headed('## Error Handling', `## ${heading}`)).errors;
    return [statuses, listed.map(({ code }) => code), sample !== undefined];
  },
  [[400], ['GONE'], true],
);

alike(
  'a status',
  [
    ...['HTTP status — **400**', 'HTTP status **400**', 'Response status: **400**', 'Status code - 400'],
    ...['HTTP/1.1 400 Bad Request', 'HTTP 400', '- HTTP status: **400**', 'Код состояния HTTP: **400**'],
    ...['Статус HTTP: `400`'],
  ],
  (stated) => readSample(headed('HTTP status: **400**', stated)).errors.statuses,
  [400],
);

it('statuses of a list are of all its items', () => {
  const text = headed(
    'HTTP status: **400**',
    '1. HTTP Status: **200** in a `result`\n\n2. HTTP Status: **403** for strangers',
  );
  assert.deepEqual(readSample(text).errors.statuses, [200, 403]);
});

alike(
  'what stands above the table of an object',
  [
    ...[
      'Fields of `order`:',
      'The object `order` has:',
      'Поля `order`:',
      '**Поля order:**',
      '### Properties of order',
    ],
    ...['{% cut "Fields of order" %}', '### Что передать в order'],
  ],
  (title) => {
    const inner = `${title}\n\n${table(field('sum*', 'double'))}${title.startsWith('{%') ? '\n\n{% endcut %}' : ''}`;
    return parameters(taking(`${table(field('order*', 'object'), field('note', 'string'))}\n\n${inner}`));
  },
  'order!(sum!) note',
);

alike(
  'a heading with a path',
  [
    'result → buyer',
    'result/buyer',
    'result: buyer',
    'result["buyer"]',
    'result > buyer',
    'Тип `result.buyer`',
  ],
  (heading) =>
    returned(
      methodPage({
        returns: `${table(field('result', 'object'), field('result.buyer', 'object'))}\n\n#### ${heading}\n\n${table(field('phone', 'string'))}`,
      }),
    ),
  'result(buyer(phone))',
);

alike(
  'a function of the interface',
  ['Set title im.setTitle()', 'Show text `CallCardSetTitle` in the card', 'Карточка CallCardClose: закрытие'],
  (title) =>
    readSample(
      `# ${title}\n\n> Scope: [\`shop\`](../scopes.md)\n>\n> Who can execute the method: any user\n\n## Response Handling\n\nNothing.\n`,
    ).kind,
  'function',
);
