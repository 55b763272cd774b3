import type { Reading } from './blocks.ts';
import { type Field, isFieldTable, readFields } from './fields.ts';
import { Owners } from './owner.ts';
import { type Section, sectionAt, shown } from './sections.ts';
import { codeSpans, sameName } from './text.ts';

/**
 * Hangs the tables of objects on the fields that they describe: linked from the field's row by an anchor, named by
 * their heading, or by dotted names of their rows.
 *
 * @param own sections whose tables are the fields themselves
 * @param below sections beneath: each of their field tables must find its field, or is reported
 * @param beyond sections of the same rank that follow: one whose heading names a field is of that field, others are
 *   none of this part
 */
export function assemble(
  own: readonly Section[],
  below: readonly Section[],
  all: readonly Section[],
  reading: Reading,
  beyond: readonly Section[] = [],
): { flat: Field[]; tree: Field[] } {
  const tables = new Map<Section, Field[]>();
  const flat = own.flatMap((section) => ownFields(section, reading));
  const used = new Set<Section>();
  let links = 0;
  /** A copy of a section's fields; it is read, and reported on, once. */
  const take = (section: Section): Field[] => {
    const known = tables.get(section) ?? fieldsOf(section, reading);
    tables.set(section, known);
    used.add(section);
    return copyOf(known);
  };
  const attach = (fields: readonly Field[], path: readonly Section[]): void => {
    for (const field of fields) {
      if (field.types.length > 0 && field.types.every((type) => SCALAR.test(type))) continue;
      for (const anchor of new Set(field.links)) {
        const target = sectionAt(all, anchor);
        if (!target || path.includes(target) || own.includes(target)) continue;
        if (++links > MOST_LINKS) continue;
        const children = take(target);
        attach(children, [...path, target]);
        field.children.push(...children);
      }
    }
  };
  attach(flat, []);
  if (links > MOST_LINKS)
    reading.problem(own[0]?.line ?? 1, `more than ${MOST_LINKS} tables by links from row to row`);
  const tree = nest(flat);
  const owners = new Owners(tree);
  for (const section of [...below, ...beyond]) {
    if (used.has(section) || !hasFields(section)) continue;
    const owner = owners.of(section.heading);
    const goesOn = FURTHER.test(sameName(section.heading));
    const isBelow = below.includes(section);
    if (!owner && !isBelow) continue;
    const children = take(section);
    attach(children, [section]);
    if (owner) {
      owner.field.children.push(...children);
      owners.add(children, owner.path);
    } else if (goesOn) {
      tree.push(...children);
      owners.add(children);
    } else reading.problem(section.line, `the table under '${section.heading}' belongs to no row above`);
  }
  return { flat, tree };
}

/** Where tables link each other, each row with each, there is no end to what stands within what. */
const MOST_LINKS = 2000;

function copyOf(fields: readonly Field[]): Field[] {
  return fields.map((field) => ({ ...field, children: copyOf(field.children) }));
}

/** Types of values without fields: a row of such a type that links a table speaks of it. */
const SCALAR =
  /^(string|text|char|integer|int|double|float|number|boolean|bool|date|datetime|time|timestamp|enum|null)$/;

/** A table that goes on with the rows of the one above. */
const FURTHER = /^(additional|further|other|optional) parameters$|^(дополнительные|прочие) параметры$/;

/** Whether a section shows a field table itself. */
export function hasFields(section: Section): boolean {
  for (const block of shown(section.blocks))
    if (block.kind === 'table' && block.rows.length > 1 && isFieldTable(block)) return true;
  return false;
}

/** Rows of the field tables that a section shows itself. */
export function fieldsOf(section: Section, reading: Reading): Field[] {
  return shown(section.blocks).flatMap((block) =>
    block.kind === 'table' && isFieldTable(block) ? readFields(block, reading) : [],
  );
}

/** The same; a table beneath words that name a row above them is of that row, as if the words were a heading. */
function ownFields(section: Section, reading: Reading): Field[] {
  const found: Field[] = [];
  let title = '';
  for (const block of shown(section.blocks)) {
    if (block.kind === 'table' && isFieldTable(block)) {
      const rows = readFields(block, reading);
      const owner = title === '' ? undefined : new Owners(found).of(title)?.field;
      if (owner && owner.children.length === 0) owner.children.push(...rows);
      else found.push(...rows);
    }
    title = block.kind === 'paragraph' ? titleIn(block.text) : '';
  }
  return found;
}

/** Words that stand for a heading: bold ones, or what leads to a table and names a row in code marks. */
function titleIn(text: string): string {
  const bold = /^\*\*([^*\n]+)\*\*:?$/.exec(text)?.[1];
  if (bold !== undefined) return bold;
  const [named = '', ...others] = codeSpans(text);
  return text.endsWith(':') && text.length < 80 && others.length === 0 ? named : '';
}

/** `a.b` becomes a child of `a`, where there is an `a`; so does `b (a)`. */
function nest(flat: readonly Field[]): Field[] {
  const byName = new Map<string, Field>();
  return flat.filter((field) => {
    const [, inner = '', outer = ''] = /^(\w+) \((\w+)\)$/.exec(field.name) ?? [];
    const around = byName.get(outer);
    if (around) {
      around.children.push({ ...field, name: inner });
      return false;
    }
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
