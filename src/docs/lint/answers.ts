import { posix } from 'node:path';
import { everyField, type Field } from '../reader/fields.ts';
import type { PageData } from '../reader/page.ts';
import { partOf, walk } from '../reader/sections.ts';
import type { Cell } from '../reader/table.ts';
import { codeSpans, plain } from '../reader/text.ts';
import { isObject } from './curl.ts';
import type { Found, Rule } from './finding.ts';
import { alike, isFamily, within } from './objects.ts';
import { hasWholeReturns, sayMoreFields, textsOf } from './parts.ts';
import { isOfNoType } from './wire-types.ts';

/** Keys of the success example, beside those of the table: top level only, where a page must name them all. */
export const returnedKeys: Rule = (page) => {
  const { sample } = page.success;
  if (!isObject(sample?.value) || page.returns.length === 0) return [];
  const names = everyField(page.returns).map(({ name }) => name);
  const firsts = new Set(names.flatMap((name) => [name, name.split(/[.[]/)[0] ?? '']));
  if (!firsts.has('result')) return [];
  return Object.keys(sample.value)
    .filter((key) => !firsts.has(key))
    .map((key) => ({
      line: lineOfKey(sample, key),
      message: `the answer's example has ${key}, which the table does not have`,
    }));
};

/** The line of a printed example on which a key stands. */
function lineOfKey({ text, line }: { text: string; line: number }, key: string): number {
  const at = text.indexOf(`${JSON.stringify(key)}`);
  return at < 0 ? line : line + text.slice(0, at).split('\n').length;
}

/** Keys within the answer that the tables of their objects do not have. */
export const returnedInner: Rule = (page) => {
  const { sample } = page.success;
  if (!isObject(sample?.value) || !hasWholeReturns(page)) return [];
  if (sayMoreFields(textsOf(partOf(page.sections, 'returned')))) return [];
  const everywhere = new Set(everyField(page.returns).flatMap(({ name }) => name.split(/[.[\]]+/)));
  const found: string[] = [];
  const look = (fields: readonly Field[], object: Record<string, unknown>, path: string): void => {
    for (const { name, children, text } of fields) {
      if (isDescription(object[name])) continue;
      const isWhole =
        children.length > 0 &&
        children.every((child) => /^[\w[\]]+$/.test(child.name) && !isFamily(child.name)) &&
        !isPartial(text);
      for (const inner of within(object[name], children)) {
        // A table of which the object has nothing describes something else.
        const isItsTable = children.some((child) => child.name in inner);
        if (isWhole && isItsTable)
          for (const key of Object.keys(inner))
            if (
              /^[A-Za-z_]\w*$/.test(key) &&
              !everywhere.has(key) &&
              !CUSTOM.test(key) &&
              alike(
                key,
                children.map((child) => child.name),
              ) === undefined
            )
              found.push(`${path}${name}.${key}`);
        look(children, inner, `${path}${name}.`);
      }
    }
  };
  look(
    page.returns.filter(({ name }) => !name.includes('.')),
    sample.value,
    '',
  );
  return [...new Set(found)].map((name) => ({
    line: lineOfKey(sample, name.split('.').at(-1) ?? ''),
    message: `the answer's example has ${name}, which the table does not have`,
  }));
};

const CUSTOM = /^(UF_|uf[A-Z_]|PROPERTY_?\d|property\d|parentId\d|PARENT_ID_)/;

/** Words by which a row says that there may be more. */
function isPartial(text: string): boolean {
  return /\b(may (also )?(contain|include)|other|any|depend|additional|example|varies|etc|for instance|some of|main|key fields|such as|custom)\b|\]\((?!#|[^)]*data-types)[^)]*\.md/i.test(
    text,
  );
}

/** Rows whose name the example has in other letters only: anywhere for rows of the answer itself, of inner ones in their object. */
export const returnedCase: Rule = (page) => {
  const { sample } = page.success;
  if (sample?.value === undefined) return [];
  const keys = new Set<string>();
  JSON.stringify(sample.value, (key: string, value: unknown) => {
    keys.add(key);
    return value;
  });
  const lower = new Map([...keys].map((key) => [key.toLowerCase(), key]));
  const found = page.returns.flatMap(({ name, line }): Found[] => {
    const last = name.split('.').at(-1)?.replace(/\[\]$/, '') ?? '';
    const other = keys.has(last) ? undefined : lower.get(last.toLowerCase());
    return other === undefined
      ? []
      : [{ line, message: `the table has ${name}, the answer's example ${other}` }];
  });
  const rows = ownRows(page);
  const look = (fields: readonly Field[], object: Record<string, unknown>): void => {
    for (const { name, children } of fields)
      for (const inner of within(object[name], children)) {
        for (const child of children) {
          const other = child.name in inner ? undefined : alike(child.name, Object.keys(inner));
          const isRow = children.some((one) => one.name === other);
          const message = `the table has ${child.name}, the answer's example ${other}`;
          if (other === undefined || isRow || !rows.has(child.line)) continue;
          if (!found.some((one) => one.line === child.line)) found.push({ line: child.line, message });
        }
        look(children, inner);
      }
  };
  if (isObject(sample.value)) look(page.returned, sample.value);
  return found;
};

/** Values of `boolean` in this documentation, where its page on types is not at hand. */
const BOOLEANS = ['Y', 'N', '0', '1'];

/** A returned field of another type than its value in the example. */
export const returnedType: Rule = (page, find) => {
  const { sample } = page.success;
  if (!isObject(sample?.value)) return [];
  const root = sample.value;
  const booleans = booleansOf(page, find);
  const tree = page.returns.filter(({ name }) => !name.includes('.') && isUnique(name, page.returns));
  const found = tree.flatMap((field) =>
    field.name in root ? mistyped(field, root[field.name], field.name, booleans) : [],
  );
  // Elements of a list are of one kind: one of them is enough.
  const rows = ownRows(page);
  return found
    .filter((one, index) => found.findIndex(({ line }) => line === one.line) === index)
    .map(({ line, message }) => ({ line: rows.has(line) ? line : sample.line, message }));
};

/** Lines at which this page's tables have rows: those of included ones are of another file. */
function ownRows(page: PageData): ReadonlySet<number> {
  return new Set(
    page.sections
      .filter(({ file }) => file === page.file)
      .flatMap(({ blocks }) => walk(blocks))
      .flatMap((block) => (block.kind === 'table' ? block.rows : []))
      .flatMap(([first]) => (first ? [first.line] : [])),
  );
}

/** The values that the documentation's page on types gives for `boolean`, found by the links of this page. */
function booleansOf(page: PageData, find: Parameters<Rule>[1]): readonly string[] {
  const file = posix.join(posix.dirname(page.file), relativeTypes(page) ?? '');
  const said = find(file)?.booleans;
  return said ?? BOOLEANS;
}

function relativeTypes(page: PageData): string | undefined {
  for (const section of page.sections)
    for (const block of walk(section.blocks))
      if (block.kind === 'table')
        for (const row of block.rows) {
          const path = /\]\(([^)#\s]*data-types\.md)/.exec(row[0]?.text ?? '')?.[1];
          if (path !== undefined) return path;
        }
  return undefined;
}

function mistyped(
  { types, children, line, text }: Field,
  value: unknown,
  path: string,
  booleans: readonly string[],
): Found[] {
  if (value === null || value === undefined || isDescription(value)) return [];
  // Placeholders and dots stand for a value.
  if (typeof value === 'string' && /^(\.\.\.|…|<.*>|\*\*.*\*\*)$/.test(value)) return [];
  const isSaid =
    (typeof value !== 'object' &&
      codeSpans(text).some((span) => span.replace(/["']/g, '') === String(value))) ||
    saysForm(plain(text), value);
  const own =
    !isSaid && isOfNoType(value, types, booleans)
      ? [
          {
            line,
            message: `${path} is ${types.join(' | ')} in the table and ${JSON.stringify(value).slice(0, 40)} in the example`,
          },
        ]
      : [];
  // What stands in an object that should be a list, or in a list that should be an object, is still of its table.
  const inner = within(value, children).flatMap((object) =>
    children.flatMap((child) =>
      child.name in object && isUnique(child.name, children)
        ? mistyped(child, object[child.name], `${path}.${child.name}`, booleans)
        : [],
    ),
  );
  return [...own, ...inner];
}

/** Whether a row says in words that the value may also come as a text, as a list, or as `false`. */
function saysForm(text: string, value: unknown): boolean {
  if (typeof value === 'string') return /\bas (?:a )?(?:string|text)\b|строк(?:ой|и|а)(?!\p{L})/iu.test(text);
  if (typeof value === 'boolean') return new RegExp(`\\b${value}\\b`, 'i').test(text);
  return (
    Array.isArray(value) &&
    /\bor (?:an? )?(?:array|list)\b|\bif multiple\b|или (?:массив|список)|множественн/i.test(text)
  );
}

/** A table that gives a name twice describes alternatives. */
function isUnique(name: string, fields: readonly Field[]): boolean {
  return new Set(fields.filter((field) => field.name === name).map(({ types }) => types.join())).size === 1;
}

/** Methods that list fields answer with a description of each, the table tells the field's own type. */
function isDescription(value: unknown): boolean {
  return isObject(value) && typeof value.type === 'string';
}

/** Statuses that are missing, or that no answer of that kind can have. */
export const statuses: Rule = (page) => {
  if (page.kind !== 'method') return [];
  const found: Found[] = [];
  const { success, errors } = page;
  // Old pages print a result as code would see it, not as an answer is sent.
  if (success.sample?.value !== undefined && success.statuses.length === 0)
    found.push({ line: success.sample.line, message: 'the success answer has no status' });
  const prose =
    partOf(page.sections, 'errors')?.own.blocks.map((block) => ('text' in block ? block.text : '')) ?? [];
  // A status told in a sentence is told.
  if (
    isObject(errors.sample?.value) &&
    errors.statuses.length === 0 &&
    !prose.some((text) => /\*\*[2-5]\d\d\*\*|\b[2-5](\dx|xx)\b|\bHTTP\b\D{0,12}[2-5]\d\d\b/i.test(text))
  )
    found.push({ line: errors.sample.line, message: 'the error answer has no status' });
  for (const status of success.statuses)
    if (!/^[123]/.test(String(status)))
      found.push({ line: success.line ?? 1, message: `${status} is not a status of success` });
  for (const status of errors.statuses)
    if (!/^[2-5]/.test(String(status)) || Number(status) > 599)
      found.push({ line: errors.line ?? 1, message: `${status} is not an HTTP status` });
  found.push(...impossibleRows(page));
  // The status above belongs to the example below it; others of the table stand in their rows.
  const code = isObject(errors.sample?.value) ? errors.sample.value.error : undefined;
  const rows = errors.table.filter((row) => row.code !== '' && row.code === String(code));
  const said = rows.flatMap(({ status }) => status ?? []);
  if (
    errors.statuses.length > 0 &&
    said.length > 0 &&
    !said.some((status) => errors.statuses.includes(status))
  )
    found.push({
      line: errors.line ?? 1,
      message: `the error example's ${code} has the status ${[...new Set(said)].join(' or ')} in the table, ${errors.statuses.join(', ')} here`,
    });
  return found;
};

/** Rows of a column of statuses that hold none, or none of an HTTP answer to a failed request. */
function impossibleRows(page: PageData): Found[] {
  const part = partOf(page.sections, 'errors') ?? partOf(page.sections, 'codes');
  const own = part ? [part.own, ...part.below].filter(({ file }) => file === page.file) : [];
  return own.flatMap(({ blocks }) =>
    walk(blocks).flatMap((block) => {
      if (block.kind !== 'table') return [];
      const column = (block.rows[0] ?? []).findIndex(({ text }) =>
        /^(http[ -]?)?(status|статус)( code)?$/i.test(plain(text)),
      );
      if (column < 0) return [];
      const named = (row: readonly Cell[]): string =>
        plain(row.find((_, index) => index !== column)?.text ?? '').slice(0, 40);
      return block.rows.slice(1).flatMap((row): Found[] => {
        const cell = row[column];
        const said = plain(cell?.text ?? '');
        const status = /^\D*(\d+)\D*$/.exec(said)?.[1];
        if (cell && said === '' && row.some(({ text }) => text !== ''))
          return [{ line: row[0]?.line ?? block.line, message: `the row ${named(row)} has no status` }];
        return cell && status !== undefined && !/^[2-5]\d\d$/.test(status)
          ? [
              {
                line: cell.line,
                message: `the row ${named(row)} has the status ${status}, which is not an HTTP status`,
              },
            ]
          : [];
      });
    }),
  );
}
