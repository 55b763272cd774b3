import { type Block, parseBlocks, type Reading } from './blocks.ts';
import { walk } from './sections.ts';
import type { Cell } from './table.ts';
import { codeSpans, plain, sameName } from './text.ts';

/** A row of a table of parameters or returned fields. */
export interface Field {
  name: string;
  types: string[];
  required: boolean;
  line: number;
  /** The row's other cells, as Markdown. */
  text: string;
  /** Anchors of this page that the row links to. */
  links: string[];
  children: Field[];
}

type Problem = (line: number, message: string) => void;
type Table = Extract<Block, { kind: 'table' }>;

const NAME_COLUMN = /^(name|parameter|field|title|название|параметр|поле)( (type|тип))?$/;
const TYPE_COLUMN = /^(type|тип)$/;
const EXAMPLE_COLUMN = /^(example|пример)$/;

/** Whether the table is one of fields with their types: by its header, or, without one, by all of its rows. */
export function isFieldTable(table: Table): boolean {
  return hasHeader(table) || (table.rows.length > 0 && table.rows.every(isField));
}

function isField([first]: readonly Cell[]): boolean {
  const name = first && /^\*\*/.test(first.text) ? readName(first.text) : undefined;
  return name !== undefined && /^\w+$/.test(name.name) && readTypes(name.rest).length > 0;
}

function hasHeader(table: Table): boolean {
  const [head = []] = table.rows;
  const [first, second] = head.map((cell) => sameName(cell.text));
  if (first === undefined || second === undefined || !NAME_COLUMN.test(first)) return false;
  return /(?:^| )(type|тип)$/.test(first) || TYPE_COLUMN.test(second) || EXAMPLE_COLUMN.test(second);
}

/** Names and examples of their values, without types. */
function isOld(table: Table): boolean {
  const [first = '', second = ''] = (table.rows[0] ?? []).map((cell) => sameName(cell.text));
  return NAME_COLUMN.test(first) && !/ (type|тип)$/.test(first) && EXAMPLE_COLUMN.test(second);
}

/** Reads the rows of a field table, with the tables that stand in its cells. */
export function readFields(table: Table, reading: Reading): Field[] {
  const [head = []] = table.rows;
  const rows = hasHeader(table) ? table.rows.slice(1) : table.rows;
  const typeColumn = head.findIndex((cell) => TYPE_COLUMN.test(sameName(cell.text)));
  const problem: Problem = (line, message) =>
    reading.problem(
      table.file === reading.file ? line : 1,
      table.file === reading.file ? message : `${table.file}:${line}: ${message}`,
    );
  const isTyped = typeColumn > 0 || !isOld(table);
  if (!isTyped) problem(table.rows[0]?.[0]?.line ?? table.line, 'the table has no column of types');
  return rows.flatMap((row): Field[] => {
    const [first, ...others] = row;
    if (!first || row.every((cell) => cell.text === '')) return [];
    if (row.length !== head.length)
      problem(first.line, `a row of ${row.length} cells in a table of ${head.length} columns`);
    const name = readName(first.text);
    if (!name) {
      problem(first.line, `no name can be read from '${plain(first.text).slice(0, 60)}'`);
      return [];
    }
    const typeText = typeColumn > 0 ? (row[typeColumn]?.text ?? '') : name.rest;
    const types = readTypes(typeText);
    // A family of names, such as UF_…, has as many types.
    if (isTyped && types.length === 0 && !/\.\.\.|…/.test(name.name))
      problem(first.line, `${name.name} has no type`);
    const rest = others.filter((_, index) => index + 1 !== typeColumn);
    return [
      {
        name: name.name,
        required: name.required,
        types,
        line: first.line,
        text: rest.map((cell) => cell.text).join('\n'),
        links: row.flatMap((cell) =>
          [...cell.text.matchAll(/\]\(#([^)\s]+)\)/g)].map((link) => link[1] ?? ''),
        ),
        children: rest.flatMap((cell) => fieldsWithin(cell, reading)),
      },
    ];
  });
}

function fieldsWithin(cell: Cell, reading: Reading): Field[] {
  if (!cell.text.includes('#|')) return [];
  const within = { ...reading, nesting: (reading.nesting ?? 0) + 1 };
  return [...walk(parseBlocks(cell.text.split('\n'), cell.line, within))].flatMap((block) =>
    block.kind === 'table' && isFieldTable(block) ? readFields(block, within) : [],
  );
}

/** `**NAME**`, and its required mark in its spellings: `**NAME***`, `**NAME^*^**`, `**NAME**^*^`, `**NAME\***`. */
function readName(text: string): { name: string; required: boolean; rest: string } | undefined {
  const MARK = String.raw`(?:\^\*\^|\\\*|\*)`;
  const bold = new RegExp(String.raw`^\*\*([^*\n]+?)\s*(${MARK})?\*\*\s*(${MARK}(?!\*))?`).exec(text);
  const code = new RegExp(String.raw`^\`([^\`\n]+)\`\s*(?:(${MARK}))?()`).exec(text);
  const bare = new RegExp(String.raw`^([A-Za-z_][\w.[\]]*)\s*(${MARK})?()(?=\s|$)`).exec(text);
  const match = bold ?? code ?? bare;
  if (!match) return undefined;
  const name = plain((match[1] ?? '').replace(/\/([{}])/g, '$1'));
  if (name === '') return undefined;
  return { name, required: Boolean(match[2] ?? match[3]), rest: text.slice(match[0].length) };
}

/** Types in code marks, unions written `a | b`, `a or b`, or as one code span; `T[]` stays as it is. */
export function readTypes(text: string): string[] {
  const types = codeSpans(text.split(/\n\s*\n/)[0] ?? '').flatMap((span) =>
    span.split(/\s*\\?\|\s*|\s*,\s*|\s+or\s+/),
  );
  return [...new Set(types.map((type) => type.replace(/\\/g, '').trim()).filter((type) => type !== ''))];
}

/** Fields and all beneath them. */
export function* everyField(fields: readonly Field[]): Generator<Field> {
  for (const field of fields) {
    yield field;
    yield* everyField(field.children);
  }
}
