import { type Block, parseBlocks, type Reading } from './blocks.ts';
import { type Section, shown, walk } from './sections.ts';
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
  return /(?:^| )(type|тип)$/.test(first) || TYPE_COLUMN.test(second) || /^(example|пример)$/.test(second);
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
    if (types.length === 0) problem(first.line, `${name.name} has no type`);
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
  return [...walk(parseBlocks(cell.text.split('\n'), cell.line, reading))].flatMap((block) =>
    block.kind === 'table' && isFieldTable(block) ? readFields(block, reading) : [],
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

/**
 * Hangs the tables of objects on the fields that they describe: linked from the field's row by an anchor, named by
 * their heading, or by dotted names of their rows.
 *
 * @param own sections whose tables are the fields themselves
 * @param below sections beneath: each of their field tables must find its field, or is reported
 */
export function assemble(
  own: readonly Section[],
  below: readonly Section[],
  all: readonly Section[],
  reading: Reading,
): { flat: Field[]; tree: Field[] } {
  const flat = own.flatMap((section) => fieldsOf(section, reading));
  const used = new Set<Section>();
  const attach = (fields: readonly Field[], path: readonly Section[]): void => {
    for (const field of fields) {
      for (const anchor of field.links) {
        const target = all.find((section) => hasAnchor(section, anchor));
        if (!target || path.includes(target) || own.includes(target)) continue;
        // A table that another row has taken already was reported on then.
        const children = fieldsOf(target, used.has(target) ? { ...reading, problem: () => {} } : reading);
        used.add(target);
        attach(children, [...path, target]);
        field.children.push(...children);
      }
    }
  };
  attach(flat, []);
  const tree = nest(flat);
  for (const section of below) {
    if (used.has(section)) continue;
    const children = fieldsOf(section, reading);
    if (children.length === 0) continue;
    used.add(section);
    attach(children, [section]);
    const owner = ownerOf(section.heading, tree);
    if (owner) owner.children.push(...children);
    else reading.problem(section.line, `the table under '${section.heading}' belongs to no row above`);
  }
  return { flat, tree };
}

/** The row that a heading names; without regard to case only where no other row could be meant. */
function ownerOf(heading: string, tree: readonly Field[]): Field | undefined {
  const words = names(heading);
  const fields = [...everyField(tree)];
  const exact = fields.find(({ name }) => words.includes(name));
  const lower = words.map((word) => word.toLowerCase());
  const alike = fields.filter(({ name }) => lower.includes(name.toLowerCase()));
  return exact ?? (alike.length === 1 ? alike[0] : undefined);
}

export function* everyField(fields: readonly Field[]): Generator<Field> {
  for (const field of fields) {
    yield field;
    yield* everyField(field.children);
  }
}

function fieldsOf(section: Section, reading: Reading): Field[] {
  return [...shown(section.blocks)].flatMap((block) =>
    block.kind === 'table' && isFieldTable(block) ? readFields(block, reading) : [],
  );
}

function names(heading: string): string[] {
  return plain(heading)
    .split(/[^\w.[\]{}~]+/)
    .flatMap((word) => [word, word.replace(/\[\]$/, '')]);
}

/** `a.b` becomes a child of `a`, where there is an `a`. */
function nest(flat: readonly Field[]): Field[] {
  const byName = new Map<string, Field>();
  return flat.filter((field) => {
    const parts = field.name.split('.');
    const owner = parts
      .map((_, count) => parts.slice(0, parts.length - 1 - count).join('.'))
      .map((name) => byName.get(name) ?? byName.get(name.replace(/\[\]$/, '')))
      .find((found) => found !== undefined);
    byName.set(field.name, field);
    owner?.children.push({ ...field, name: lastPart(field.name, owner.name), children: field.children });
    return owner === undefined;
  });
}

function lastPart(name: string, owner: string): string {
  return name.startsWith(owner) ? name.slice(owner.length).replace(/^(\[\])?\./, '') : name;
}

export function hasAnchor(section: Section, anchor: string): boolean {
  return section.anchors.includes(anchor) || slug(section.heading) === anchor.toLowerCase();
}

/** The anchor that a heading has without naming one. */
export function slug(heading: string): string {
  return plain(heading)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');
}
