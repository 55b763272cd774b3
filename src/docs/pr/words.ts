import { own } from '../../base/own.ts';
import type { CallerChange, ChangeKind, Part } from '../history/kinds.ts';

export type Language = 'en' | 'ru';

/**
 * What each kind of change says, in English and Russian: `{name}`, `{before}`, `{after}` and `{part}` are filled in. Who is
 * affected stands behind the dash.
 */
const SENTENCES: Record<ChangeKind, readonly [en: string, ru: string]> = {
  'method-removed': [
    'the page of {method} is gone — whoever calls the method finds it described nowhere',
    'страницы метода {method} больше нет — тем, кто его вызывает, он нигде не описан',
  ],
  'method-renamed': [
    'the method is {after} now, it was {before} — calls by the earlier name',
    'метод теперь называется {after}, раньше {before} — вызовы по прежнему имени',
  ],
  'scope-changed': [
    'the scope is {after} now, it was {before} — applications and webhooks without the new one',
    'scope теперь {after}, раньше {before} — приложения и вебхуки без нового разрешения',
  ],
  'parameter-removed': [
    'the parameter {name} is gone — calls that send it',
    'параметра {name} больше нет — вызовы, которые его передают',
  ],
  'parameter-renamed': [
    'the parameter {before} is {after} now — calls that send the earlier name',
    'параметр {before} теперь {after} — вызовы с прежним именем',
  ],
  'parameter-added-required': [
    'the new parameter {name} is required — every call written so far',
    'новый параметр {name} обязателен — все прежние вызовы',
  ],
  'parameter-required': [
    'the parameter {name} is required now — calls that leave it out',
    'параметр {name} теперь обязателен — вызовы без него',
  ],
  'parameter-type-changed': [
    'the parameter {name} is {after} now, it was {before} — calls that send the earlier type',
    'тип параметра {name} теперь {after}, раньше {before} — вызовы с прежним типом',
  ],
  'parameter-unit-changed': [
    'the parameter {name} is in {after} now, it was in {before} — calls that send a number as before',
    'единица параметра {name} теперь {after}, раньше {before} — вызовы с прежними числами',
  ],
  'parameter-values-removed': [
    'the parameter {name} no longer takes {before} — calls that send that',
    'параметр {name} больше не принимает {before} — вызовы с этими значениями',
  ],
  'parameter-default-changed': [
    'the default of {name} is {after} now, it was {before} — calls that leave it out',
    'значение {name} по умолчанию теперь {after}, раньше {before} — вызовы без этого параметра',
  ],
  'parameter-range-narrowed': [
    'the limits of {name} are {after} now, they were {before} — calls beyond them',
    'пределы {name} теперь {after}, раньше {before} — вызовы за этими пределами',
  ],
  'returned-removed': [
    'the returned field {name} is gone — code that reads it',
    'в ответе больше нет поля {name} — код, который его читает',
  ],
  'returned-renamed': [
    'the returned field {before} is {after} now — code that reads the earlier name',
    'поле ответа {before} теперь {after} — код, который читает прежнее имя',
  ],
  'returned-unit-changed': [
    'the returned field {name} is in {after} now, it was in {before} — code that reckons with it',
    'единица поля ответа {name} теперь {after}, раньше {before} — код, который с ним считает',
  ],
  'returned-type-changed': [
    'the returned field {name} is {after} now, it was {before} — code that relies on the type',
    'тип поля ответа {name} теперь {after}, раньше {before} — код, который полагается на тип',
  ],
  'error-removed': [
    'the error {name} is gone — code that recognizes errors by it',
    'ошибки {name} больше нет — код, который её различает',
  ],
  'error-renamed': [
    'the error {before} is {after} now — code that recognizes errors by the earlier code',
    'код ошибки {before} теперь {after} — код, который различает ошибки по прежнему',
  ],
  'error-status-changed': [
    'the error {name} has the status {after} now, it had {before} — code that recognizes answers by status',
    'статус ошибки {name} теперь {after}, раньше {before} — код, который различает ответы по статусу',
  ],
  'success-status-changed': [
    'success has the status {after} now, it had {before} — code that recognizes answers by status',
    'статус успешного ответа теперь {after}, раньше {before} — код, который различает ответы по статусу',
  ],
  'statuses-removed': [
    'errors no longer have the status {before}, but {after} — code that recognizes answers by status',
    'у ошибок больше нет статуса {before}, есть {after} — код, который различает ответы по статусу',
  ],
  'rights-required': [
    'the caller needs {after} now, it was {before} — callers without that right',
    'для вызова теперь нужно: {after}, раньше {before} — пользователи без этого права',
  ],
  'rights-dropped': [
    'the caller needs no more than {after} now, it was {before}',
    'для вызова теперь достаточно: {after}, раньше {before}',
  ],
  'rights-changed': [
    'who may call: {after} now, it was {before}',
    'кто может вызывать: теперь {after}, раньше {before}',
  ],
  'method-added': ['{method} is described now', 'появилось описание {method}'],
  deprecated: [
    'deprecated now (successor: {after}) — callers should plan to move',
    'теперь устарел (замена: {after}) — пора планировать переход',
  ],
  'not-deprecated': ['not deprecated any more', 'больше не считается устаревшим'],
  'parameter-added': ['new parameter {name}', 'новый параметр {name}'],
  'parameter-optional': ['the parameter {name} may be left out now', 'параметр {name} теперь необязателен'],
  'parameter-type-widened': [
    'the parameter {name} also takes {after}, it took {before}',
    'параметр {name} теперь принимает {after}, раньше {before}',
  ],
  'parameter-values-added': [
    'the parameter {name} also takes {after}',
    'параметр {name} принимает и {after}',
  ],
  'parameter-range-widened': [
    'the limits of {name} are {after} now, they were {before}',
    'пределы {name} теперь {after}, раньше {before}',
  ],
  'returned-added': ['new returned field {name}', 'новое поле ответа {name}'],
  'returned-values-added': [
    'the returned field {name} may also be {after}',
    'поле ответа {name} может быть и {after}',
  ],
  'error-added': ['new error {name}', 'новая ошибка {name}'],
  'statuses-added': ['errors may also have the status {after}', 'у ошибок бывает и статус {after}'],
  'page-moved': ['the page moved here from {before}', 'страница переехала сюда из {before}'],
  'method-spelled-otherwise': [
    'the method is written {after} now, it was {before}',
    'метод теперь пишется {after}, раньше {before}',
  ],
  'error-text-added': ['the error {name} may also say {after}', 'у ошибки {name} бывает и текст {after}'],
  'error-text-removed': [
    'the error {name} no longer says {before}',
    'у ошибки {name} больше нет текста {before}',
  ],
  'successor-changed': [
    'the successor is {after} now, it was {before}',
    'замена теперь {after}, раньше {before}',
  ],
  'type-named-otherwise': [
    'the type of {name} is called {after} now, it was {before}',
    'тип {name} теперь назван {after}, раньше {before}',
  ],
  'values-removed': [
    'the returned field {name} is no longer said to be {before}',
    'среди значений поля ответа {name} больше не названы {before}',
  ],
  'error-text-changed': [
    'the text of the error {name} is {after} now, it was {before}',
    'текст ошибки {name} теперь {after}, раньше {before}',
  ],
  'error-example-changed': [
    'the example shows the error {after}, it showed {before}',
    'в примере ошибка {after}, раньше {before}',
  ],
  'answer-example-changed': [
    "the answer's example has {name} as {after}, it had {before}",
    'в примере ответа {name} — {after}, раньше {before}',
  ],
  described: [
    'described now, the earlier page could not tell: {part} {name} {after}',
    'теперь описано, прежняя страница этого не сообщала: {part} {name} {after}',
  ],
  undescribed: [
    'no longer described, or no longer readable: {part} {name} {before}',
    'больше не описано или не читается: {part} {name} {before}',
  ],
  unread: [
    'what cannot be read here: {name} ({after}, before {before})',
    'что здесь не читается: {name} ({after}, раньше {before})',
  ],
};

const PARTS: Record<Part, readonly [en: string, ru: string]> = {
  parameters: ['parameters', 'параметры'],
  returned: ['returned fields', 'поля ответа'],
  errors: ['errors', 'ошибки'],
  texts: ['texts of errors', 'тексты ошибок'],
  types: ['types', 'типы'],
  values: ['values', 'значения'],
  default: ['default', 'значение по умолчанию'],
  range: ['limits', 'пределы'],
  statuses: ['status', 'статус'],
  scope: ['scope', 'scope'],
};

const NOTHING = ['(nothing)', '(ничего)'] as const;
const WITHOUT_CODE = ['without a code', 'без кода'] as const;

/** One line about a change, or about several of a kind on one page that have a name alone. */
export function sentenceOf(
  change: CallerChange,
  language: Language,
  code: (text: string) => string,
  names: readonly string[] = change.name === undefined ? [] : [change.name],
): string {
  const index = language === 'en' ? 0 : 1;
  const { kind, method, part, before, after } = change;
  const value = (text: string | undefined): string => {
    if (text === undefined || text === '') return NOTHING[index];
    return code(kind.startsWith('rights-') && index === 1 ? rightsInRussian(text) : text);
  };
  const isLoose = kind === 'described' || kind === 'undescribed';
  const filled: Record<string, string> = {
    method: code(method),
    part: part === undefined ? '' : PARTS[part][index],
    name:
      names.length === 0
        ? ''
        : names
            .map((name) =>
              name === '' ? WITHOUT_CODE[index] : kind === 'unread' ? reasonIn(name, index) : code(name),
            )
            .join(', '),
    before: isLoose ? (before === undefined || before === '' ? '' : counted(before, code)) : value(before),
    after: isLoose ? (after === undefined || after === '' ? '' : counted(after, code)) : value(after),
  };
  let sentence: string = SENTENCES[kind][index];
  if (kind === 'deprecated' && after === undefined) sentence = sentence.replace(/ \([^)]*\{after\}\)/, '');
  return sentence
    .replace(/\{(\w+)\}/g, (_, key: string) => filled[key] ?? '')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** Rights that have a name of ours; those that have one on the page keep it. */
const RIGHTS: Readonly<Record<string, string>> = {
  'any user': 'любой пользователь',
  administrator: 'администратор',
  read: 'чтение',
  modify: 'изменение',
  add: 'добавление',
  delete: 'удаление',
};

function rightsInRussian(list: string): string {
  return list
    .split(', ')
    .map((name) => own(RIGHTS, name) ?? name)
    .join(', ');
}

/** How many, or what. */
function counted(text: string, code: (text: string) => string): string {
  return /^\d{1,2}$/.test(text) ? `(${text})` : code(text);
}

/** Why something cannot be read, as the reader has it. */
const REASONS: Record<string, string> = {
  'no section on the response': 'нет раздела об ответе',
  'no section on the returned fields': 'нет раздела о возвращаемых полях',
  'no section on errors': 'нет раздела об ошибках',
  'no section on the parameters that this example sends': 'нет раздела о параметрах, которые передаёт пример',
  'no status of the success answer': 'нет статуса успешного ответа',
  'no example of the success answer': 'нет примера успешного ответа',
  'no status can be read': 'статус не читается',
  'neither status, example nor table of errors': 'нет ни статуса, ни примера, ни таблицы ошибок',
  'no table of returned fields': 'нет таблицы возвращаемых полей',
  'no table of parameters': 'нет таблицы параметров',
  'a name without a type': 'имя без типа',
  'the table has no column of types': 'в таблице нет столбца типов',
  'a row with cells too few or too many': 'в строке таблицы не столько ячеек, сколько столбцов',
  'a table row without its closing ||': 'строка таблицы без закрывающих ||',
  'a table without its end |#': 'таблица без конца |#',
  'a code block without an end': 'блок кода без конца',
  'a directive without its end': 'директива без конца',
  'a list of tabs without tabs': 'список вкладок без вкладок',
  'an include that is not there': 'включаемого файла нет',
  'an include of itself': 'файл включает сам себя',
  'a status that is none': 'статус, которого не бывает',
  'a row whose name cannot be read': 'строка, имя в которой не читается',
  'a table that belongs to no row above': 'таблица, которая не относится ни к одной строке выше',
  'a table among the errors that is none of errors': 'среди ошибок таблица не об ошибках',
};

function reasonIn(reason: string, index: 0 | 1): string {
  return index === 0 ? reason : (REASONS[reason] ?? reason);
}
