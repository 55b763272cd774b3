import { count } from '../../base/phrase.ts';
import { type Block, parseBlocks, type Reading } from './blocks.ts';
import { readName } from './names.ts';
import { walk } from './sections.ts';
import type { Cell } from './table.ts';
import { codeSpans, plain, sameName } from './text.ts';

/** A row of a table of parameters or returned fields. */
export interface Field {
  name: string;
  types: string[];
  required: boolean;
  line: number;
  /** The included file that the row stands in, where it is not the page itself. */
  file?: string;
  /** The row's other cells, as Markdown. */
  text: string;
  /** Anchors of this page that the row links to. */
  links: string[];
  children: Field[];
  /** Further names, of which one is enough. */
  alternatives?: string[];
}

type Problem = (line: number, message: string) => void;
type Table = Extract<Block, { kind: 'table' }>;

/** What a column of names is called, with what may stand beside it: `Request parameter`, `Имя ключа массива`. */
const NAME_NOUN =
  /^(names?|titles?|params?|parameters?|fields?|keys?|propert(y|ies)|attributes?|arguments?|options?|variables?|columns?|elements?|members?|identifiers?|название|наименование|имя|параметр(ы|а)?|пол[еья]|ключа?|свойств[оа]|атрибута?|аргумента?)$/;
const BESIDE_NAME =
  /^(of|the|an?|request|input|query|body|call|method|array|object|type|code|запроса|вызова|метода|массива|объекта|элемента|код|типа?)$/;
const TYPE_COLUMN = /(^| )(types?|типы?)( |$)/;
const WITH_TYPE = /(?:^| )(type|тип)$/;
const EXAMPLE_COLUMN = /^(example|пример)( value| значения)?$/;
const REQUIRED_COLUMN =
  /^(is |is it )?(required|mandatory|necessary|req)( fields?| parameters?)?$|^(обязат|обяз$|необходим)/;
const OPTIONAL_COLUMN = /^(is )?optional( field| parameter)?$|^(необязат|опционал)/;
const YES = /^(y|yes|true|1|x|required|mandatory|always|да|всегда|обязател\S*|\+|[✓✔✅☑]\uFE0F?)$/iu;
const NO = /^(n|no|false|0|-|–|—|нет)$/i;
/** What may stand beside a name where the header says nothing of types. */
const DESCRIPTION_COLUMN =
  /^(?!.*(error|ошибк))(description|meaning|purpose|comments?|explanation|details|notes?|remarks?|usage|about|info|information|what|defaults?|format|описание|назначение|значение$|комментари[йи]|пояснени[ея]|примечани[ея]|смысл|что|по умолчанию|формат)(?= |$)/;

/**
 * Whether the table is one of fields: by its header, or, without one, by all of its rows. The column of types may be
 * missing: names, marks and links still count.
 */
export function isFieldTable(printed: Table): boolean {
  const table = numberless(printed);
  if (hasHeader(table)) return true;
  const { rows } = table;
  return rows.length > 0 && rows.slice(rows.length > 1 && !isField(rows[0] ?? []) ? 1 : 0).every(isField);
}

function isField([first]: readonly Cell[]): boolean {
  const name = first && /^\*\*/.test(first.text) ? readName(first.text) : undefined;
  return name !== undefined && /^\w+$/.test(name.name) && readTypes(name.rest).length > 0;
}

function hasHeader(table: Table): boolean {
  const [head = []] = table.rows;
  const [first, second] = head.map((cell) => sameName(cell.text));
  if (first === undefined || second === undefined) return false;
  // 'Value type' and 'Title type' are columns of fields, whatever the first word.
  if (/^\p{L}+[\s/]+(type|тип)$/iu.test(plain(head[0]?.text ?? ''))) return true;
  if (!isNameColumn(first)) return false;
  return [TYPE_COLUMN, EXAMPLE_COLUMN, DESCRIPTION_COLUMN, REQUIRED_COLUMN, OPTIONAL_COLUMN].some((one) =>
    one.test(second),
  );
}

function isNameColumn(header: string): boolean {
  const words = header.split(' ');
  return (
    words.some((word) => NAME_NOUN.test(word)) &&
    words.every((word) => NAME_NOUN.test(word) || BESIDE_NAME.test(word))
  );
}

/** Rows without a first column of numbers. */
function numberless(table: Table): Table {
  const [head = []] = table.rows;
  const isNumbered = /^(#|№|no\.?)$/i.test(plain(head[0]?.text ?? ''));
  return isNumbered ? { ...table, rows: table.rows.map((row) => row.slice(1)) } : table;
}

/** Names and examples of their values, without types. */
function isOld(table: Table): boolean {
  const [first = '', second = ''] = (table.rows[0] ?? []).map((cell) => sameName(cell.text));
  return isNameColumn(first) && !WITH_TYPE.test(first) && EXAMPLE_COLUMN.test(second);
}

/** Reads the rows of a field table, with the tables that stand in its cells. */
export function readFields(printed: Table, reading: Reading): Field[] {
  const table = numberless(printed);
  const [head = []] = table.rows;
  // Every row of a table without a header is a field, the first one too.
  const isTitled = hasHeader(table) || !isField(head);
  const rows = isTitled ? table.rows.slice(1) : table.rows;
  reading.used?.add(printed);
  const columnOf = (...names: RegExp[]): number =>
    head.findIndex(
      (cell, index) => isTitled && index > 0 && names.some((name) => name.test(sameName(cell.text))),
    );
  const requiredColumn = columnOf(REQUIRED_COLUMN, OPTIONAL_COLUMN);
  const typeColumn = columnOf(TYPE_COLUMN);
  const marked = OPTIONAL_COLUMN.test(sameName(head[requiredColumn]?.text ?? '')) ? NO : YES;
  const problem: Problem = (line, message) =>
    reading.problem(
      table.file === reading.file ? line : 1,
      table.file === reading.file ? message : `${table.file}:${line}: ${message}`,
    );
  const typeText = (row: readonly Cell[], rest: string): string =>
    typeColumn > 0 ? (row[typeColumn]?.text ?? '') : rest;
  const isTyped =
    typeColumn > 0 ||
    WITH_TYPE.test(sameName(head[0]?.text ?? '')) ||
    (!isOld(table) && rows.some(([first]) => typesIn(readName(first?.text ?? '')?.rest ?? '').length > 0));
  if (!isTyped && rows.length > 0)
    problem(table.rows[0]?.[0]?.line ?? table.line, 'the table has no column of types');
  return rows.flatMap((row): Field[] => {
    const [first, ...others] = row;
    if (!first || row.every((cell) => cell.text === '')) return [];
    // A row of bold words alone is a heading for those below it.
    if (isDivider(row)) return [];
    // Empty cells at the end of a row are a bar too many, not a value.
    const surplus = row.slice(head.length);
    if (row.length < head.length || surplus.some(({ text }) => text !== ''))
      problem(
        first.line,
        `a row of ${count(row.length, 'cell')} in a table of ${count(head.length, 'column')}`,
      );
    const name = readName(first.text);
    if (!name) {
      problem(first.line, `no name can be read from '${plain(first.text).slice(0, 60)}'`);
      return [];
    }
    const types = typesIn(typeText(row, name.rest));
    // A family of names, such as UF_… or UF_*, has as many types.
    if (isTyped && types.length === 0 && !/\.\.\.|…|\*/.test(name.name))
      problem(first.line, `${name.name} has no type`);
    const rest = others.filter((_, index) => ![typeColumn, requiredColumn].includes(index + 1));
    const isMarked =
      requiredColumn > 0 &&
      marked.test(plain(row[requiredColumn]?.text ?? '').replace(/(?<=\p{L})[.*]+$/u, ''));
    const names = [name.name, ...name.others];
    const field: Field = {
      name: name.name,
      required: name.required || isMarked,
      types,
      line: first.line,
      ...(table.file === reading.file ? {} : { file: table.file }),
      text: rest.map((cell) => cell.text).join('\n'),
      links: row.flatMap((cell) => [...cell.text.matchAll(/\]\(#([^)\s]+)\)/g)].map((link) => link[1] ?? '')),
      children: rest.flatMap((cell) => fieldsWithin(cell, reading)),
    };
    if (names.length === 1) return [field];
    return names.map((own) => ({
      ...field,
      name: own,
      alternatives: names.filter((other) => other !== own),
      children: [...field.children],
    }));
  });
}

function isDivider([first, ...others]: readonly Cell[]): boolean {
  return (
    first !== undefined &&
    others.every(({ text }) => text === '') &&
    /^\*\*[^*\n]*\p{L} \p{L}[^*\n]*\*\*$/u.test(first.text)
  );
}

function fieldsWithin(cell: Cell, reading: Reading): Field[] {
  if (!cell.text.includes('#|')) return [];
  const within = { ...reading, nesting: (reading.nesting ?? 0) + 1 };
  return walk(parseBlocks(cell.text.split('\n'), cell.line, within)).flatMap((block) =>
    block.kind === 'table' && isFieldTable(block) ? readFields(block, within) : [],
  );
}

/** The types of every documentation, by which they are known without code marks. */
const KNOWN_TYPE =
  /^(integer|int|string|text|char|boolean|bool|double|float|number|object|array|date|datetime|time|timestamp|file|null|any|mixed)(\[\])*$/i;

/** Types in code marks, or, without them, words that are types everywhere. */
function typesIn(text: string): string[] {
  const types = readTypes(text);
  if (types.length > 0) return types;
  const words = plain(text.split(/\n\s*\n/)[0] ?? '').split(/\s*(?:\||,|\/|\sor\s|\sили\s)\s*/);
  return words.every((word) => KNOWN_TYPE.test(word)) ? [...new Set(words)] : [];
}

/** Types in code marks, unions written `a | b`, `a or b`, or as one code span; `T[]` stays as it is. */
export function readTypes(text: string): string[] {
  const types = codeSpans(text.split(/\n\s*\n/)[0] ?? '').flatMap((span) =>
    span.split(/\s*\\?\|\s*|\s*,\s*|\s+or\s+/),
  );
  return [...new Set(types.map((type) => type.replace(/\\/g, '').trim()).filter((type) => type !== ''))];
}

/** Fields and all beneath them. */
export function everyField(fields: readonly Field[]): Field[] {
  const all: Field[] = [];
  const add = (field: Field): void => {
    all.push(field);
    field.children.forEach(add);
  };
  fields.forEach(add);
  return all;
}
