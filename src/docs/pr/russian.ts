/**
 * Messages of lint in Russian: the English form, with a name in braces for what varies, and the Russian one. What a parser
 * says of code stays as the parser says it. Every fault of `tests/kit/docs/lint*.test.ts` must have its form here.
 */
const FORMS: readonly (readonly [en: string, ru: string])[] = [
  ['nothing on the page has the anchor {a}', 'на странице ни у чего нет якоря {a}'],
  ['nothing in {a} has the anchor {b}', 'в {a} ни у чего нет якоря {b}'],
  ['the link {a} leads to the page of {b} ({c})', 'ссылка {a} ведёт на страницу метода {b} ({c})'],
  [
    "the answer's example has {a}, which the table does not have",
    'в примере ответа есть {a}, которого нет в таблице',
  ],
  ["the table has {a}, the answer's example {b}", 'в таблице {a}, в примере ответа {b}'],
  ['the success answer has no status', 'у успешного ответа нет статуса'],
  ['the error answer has no status', 'у ответа с ошибкой нет статуса'],
  ['{a} is not a status of success', '{a} — не статус успеха'],
  ['the row {a} has no status', 'в строке {a} нет статуса'],
  [
    'the row {a} has the status {b}, which is not an HTTP status',
    'в строке {a} статус {b}, а это не статус HTTP',
  ],
  ['{a} is not an HTTP status', '{a} — не статус HTTP'],
  [
    "the error example's {a} has the status {b} in the table, {c} here",
    'у {a} из примера ошибки в таблице статус {b}, здесь {c}',
  ],
  ['{a} is {b} in the table and {c} in the example', '{a}: в таблице тип {b}, в примере {c}'],
  [
    '{tab} calls {a}, the page is about {b}: the letters differ',
    '{tab} вызывает {a}, страница о {b}: буквы различаются',
  ],
  ['{tab} calls {a}, the page is about {b}', '{tab} вызывает {a}, страница о {b}'],
  ['the title names {a}, every example calls {b}', 'в заголовке {a}, все примеры вызывают {b}'],
  [
    'the title does not name the method that the examples call, {a}',
    'в заголовке нет метода, который вызывают примеры: {a}',
  ],
  [
    '{tab} ends lines with / where a shell needs \\: the command breaks after its first line',
    '{tab}: строки кончаются на /, а оболочке нужен \\: команда обрывается на первой строке',
  ],
  [
    '{tab} has blanks after \\: the line does not go on',
    '{tab}: после \\ стоят пробелы, строка не продолжается',
  ],
  [
    '{tab} has \\\\ at the end of a line: the line does not go on',
    '{tab}: в конце строки стоит \\\\, строка не продолжается',
  ],
  [
    '{tab} has an empty line after \\: the command ends there',
    '{tab}: после \\ пустая строка, на ней команда кончается',
  ],
  [
    '{tab} has a comment after \\: the line does not go on',
    '{tab}: после \\ стоит комментарий, строка не продолжается',
  ],
  [
    '{tab} has a comment between lines that go on: the command ends there',
    '{tab}: комментарий между продолжающимися строками, на нём команда кончается',
  ],
  [
    '{tab} has a line without \\: the next one is not part of the command',
    '{tab}: строка без \\, следующая уже не часть команды',
  ],
  [
    '{tab} does not begin with curl: there is no command to run',
    '{tab}: в начале нет curl, запускать нечего',
  ],
  ['{tab} has the placeholder {a}, elsewhere it is {b}', '{tab}: подстановка {a}, на других страницах {b}'],
  ['{tab} has the placeholder {a}, its marks are not a pair', '{tab}: у подстановки {a} непарные знаки'],
  ['{tab} authorizes by an access token', '{tab}: авторизация токеном доступа'],
  ['{tab} calls a webhook', '{tab}: вызывается вебхук'],
  ['{tab} has no access token', '{tab}: нет токена доступа'],
  ['{tab} holds an example in {a}', 'во вкладке {tab} пример на {a}'],
  [
    'the error example has an empty code, which the table does not have',
    'в примере ошибки пустой код, которого нет в таблице',
  ],
  [
    'the error example has the code {a}, which the table does not have',
    'в примере ошибки код {a}, которого нет в таблице',
  ],
  [
    'the error example has the code {a}, and the page has no table of error codes',
    'в примере ошибки код {a}, а таблицы кодов на странице нет',
  ],
  [
    'the error example is {a}: callers recognize an error by the key error',
    'пример ошибки — {a}: ошибку узнают по ключу error',
  ],
  [
    'the error example has no error, but {a}: callers recognize an error by that key',
    'в примере ошибки нет error, есть {a}: ошибку узнают по этому ключу',
  ],
  [
    'the error example has no error: callers recognize an error by that key',
    'в примере ошибки нет error: ошибку узнают по этому ключу',
  ],
  [
    'the error example has the code {a}, the table has it as the text of {b}',
    'в примере ошибки код {a}, в таблице это текст при коде {b}',
  ],
  [
    "the error example says '{a}' with {b}, the table '{c}'",
    "в примере ошибки {b} текст '{a}', в таблице '{c}'",
  ],
  ['{tab} leaves out the required {a}', '{tab}: нет обязательного {a}'],
  [
    '{tab} sends a value without a name beside named ones: it arrives as {a}, which the table does not have',
    '{tab}: значение без имени рядом с именованными придёт как {a}, чего нет в таблице',
  ],
  ['{tab} sends {a}, which the table does not have', '{tab} передаёт {a}, чего нет в таблице'],
  ['{tab} sends {a} as {b}, the table has {c}', '{tab} передаёт {a} как {b}, в таблице {c}'],
  ['{tab} sends {a}, the table has {b}', '{tab} передаёт {a}, в таблице {b}'],
  ['the JSON body of {tab} does not parse: {a}', 'JSON в теле {tab} не разбирается: {a}'],
  ['the JSON does not parse: {a}', 'JSON не разбирается: {a}'],
  ['{tab} does not parse as {a}: {b}', '{tab} не разбирается как {a}: {b}'],
  [
    'the JSON body of {tab} has the key {a} twice: the first value is lost',
    'в теле {tab} ключ {a} стоит дважды: первое значение теряется',
  ],
  [
    'the JSON has the key {a} twice: the first value is lost',
    'в JSON ключ {a} стоит дважды: первое значение теряется',
  ],
  [
    '{tab} has the key {a} twice: the first value is lost',
    '{tab}: ключ {a} стоит дважды, первое значение теряется',
  ],
  ['finish is {a} before start', 'finish на {a} раньше start'],
  ['from start to finish it is {a}, duration is {b}', 'от start до finish {a}, duration {b}'],
  ['processing is {a}, duration only {b}', 'processing {a}, duration только {b}'],
  ['{a} is {b}, {c} is {d}, {e} apart', '{a} — {b}, {c} — {d}, между ними {e}'],
  ['the title names {a} here, {b} in the other language', 'в заголовке здесь {a}, на другом языке {b}'],
  [
    '{a} is not required here, {b} in the other language',
    '{a} здесь необязателен, на другом языке обязателен',
  ],
  ['{a} is required here, {b} in the other language', '{a} здесь обязателен, на другом языке необязателен'],
  ['{a} is {b} here, {c} in the other language', '{a}: здесь тип {b}, на другом языке {c}'],
  ['the table has {a} here, {b} in the other language', 'в таблице здесь {a}, на другом языке {b}'],
  ['{a} is in this table, not in the other language', '{a} есть в этой таблице, на другом языке нет'],
  ['{a} is not in this table, but in the other language', '{a} нет в этой таблице, на другом языке есть'],
  ["{a} says '{b}' here, '{c}' in the other language", "{a}: здесь текст '{b}', на другом языке '{c}'"],
  ['{a} has the status {b} here, {c} in the other language', 'у {a} здесь статус {b}, на другом языке {c}'],
  [
    'the success status is {a} here, {b} in the other language',
    'статус успешного ответа здесь {a}, на другом языке {b}',
  ],
  ['the error status is {a} here, {b} in the other language', 'статус ошибки здесь {a}, на другом языке {b}'],
  [
    'the error example has the code {a} here, {b} in the other language',
    'в примере ошибки здесь код {a}, на другом языке {b}',
  ],
  [
    "the error example says '{a}' here, '{b}' in the other language",
    "в примере ошибки здесь текст '{a}', на другом языке '{b}'",
  ],
];

/** Words of a message that stand where something else might: an example without a tab, and the like. */
const WORDS: readonly (readonly [en: string, ru: string])[] = [
  ['the example', 'пример'],
  ['the shell', 'скрипт оболочки'],
  ['no method', 'нет метода'],
];

/** The more of a form is fixed, the more it says: `… is not an HTTP status` before `… is …`. */
const PATTERNS = [...FORMS]
  .sort(([one], [other]) => fixed(other).length - fixed(one).length)
  .map(([en, ru]) => ({ pattern: patternOf(en), names: namesIn(en), ru }));

/** A message of lint in Russian; undefined where no form of it is known. */
export function inRussian(message: string): string | undefined {
  // What several faults of one place say is joined; a server's text may hold such marks too.
  const parts = message.split('; ').map(translated);
  return parts.every((part) => part !== undefined) ? parts.join('; ') : translated(message);
}

function translated(message: string): string | undefined {
  for (const { pattern, names, ru } of PATTERNS) {
    const found = pattern.exec(message);
    if (!found) continue;
    const values = new Map(names.map((name, index) => [name, found[index + 1] ?? '']));
    return ru.replace(/\{(\w+)\}/g, (_, name: string) => wordOf(values.get(name) ?? ''));
  }
  return undefined;
}

function wordOf(value: string): string {
  if (SPAN.test(value)) return value.replace(/[a-z]+/g, (unit) => UNITS[unit] ?? unit);
  return WORDS.find(([en]) => en === value)?.[1] ?? value.replaceAll("' or '", "' или '");
}

/** Lengths of time, as the rule on `time` writes them. */
const SPAN = /^-?[\d.]+ (?:d|h|min|s)(?: \d+ (?:h|min|s))?$/;
const UNITS: Record<string, string> = { d: 'дн', h: 'ч', min: 'мин', s: 'с' };

function fixed(form: string): string {
  return form.replace(/\{\w+\}/g, '');
}

function namesIn(form: string): string[] {
  return [...form.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

/** Values may hold anything, line ends too; a tab is quoted, or is the example that has none. */
function patternOf(form: string): RegExp {
  const parts = form
    .split(/(\{\w+\})/)
    .map((part) =>
      part === '{tab}'
        ? "('[^\\n]*?'|the example)"
        : /^\{\w+\}$/.test(part)
          ? '([\\s\\S]+?)'
          : part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
    );
  return new RegExp(`^${parts.join('')}$`);
}
