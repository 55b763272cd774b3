import { everyField, type Field } from '../reader/fields.ts';
import { partOf } from '../reader/sections.ts';
import { isObject } from './curl.ts';
import type { Rule } from './finding.ts';

/** Keys of the success example, beside those of the table: top level only, where a page must name them all. */
export const returnedKeys: Rule = (page) => {
  const { sample } = page.success;
  if (!isObject(sample?.value) || page.returns.length === 0) return [];
  const names = [...everyField(page.returns)].map(({ name }) => name);
  const firsts = new Set(names.flatMap((name) => [name, name.split(/[.[]/)[0] ?? '']));
  if (!firsts.has('result')) return [];
  return Object.keys(sample.value)
    .filter((key) => !firsts.has(key))
    .map((key) => ({
      line: sample.line,
      message: `the answer's example has ${key}, which the table does not have`,
    }));
};

/** Rows whose name the example has in other letters only. */
export const returnedCase: Rule = (page) => {
  const { sample } = page.success;
  if (sample?.value === undefined) return [];
  const keys = new Set<string>();
  JSON.stringify(sample.value, (key: string, value: unknown) => {
    keys.add(key);
    return value;
  });
  const lower = new Map([...keys].map((key) => [key.toLowerCase(), key]));
  return page.returns.flatMap(({ name, line }) => {
    const last = name.split('.').at(-1)?.replace(/\[\]$/, '') ?? '';
    const other = keys.has(last) ? undefined : lower.get(last.toLowerCase());
    return other === undefined
      ? []
      : [{ line, message: `the table has ${name}, the answer's example ${other}` }];
  });
};

const TYPES: [RegExp, (value: unknown) => boolean][] = [
  [/^(boolean|bool)$/, (value) => typeof value === 'boolean'],
  [/^(integer|int)$/, (value) => typeof value === 'number' && Number.isInteger(value)],
  [/^(double|float|number)$/, (value) => typeof value === 'number'],
  [/^(string|text|char|date|datetime)$/, (value) => typeof value === 'string'],
  // PHP writes an empty object as an empty array, and a list with gaps as an object.
  [/^(object|array|.*\[\])$/, (value) => typeof value === 'object'],
];

/** A returned field of another type than its value in the example. */
export const returnedType: Rule = (page) => {
  const { sample } = page.success;
  if (!isObject(sample?.value)) return [];
  const root = sample.value;
  const tree = page.returns.filter(({ name }) => !name.includes('.') && isUnique(name, page.returns));
  return tree.flatMap((field) => (field.name in root ? mistyped(field, root[field.name], field.name) : []));
};

function mistyped(
  { types, children, line }: Field,
  value: unknown,
  path: string,
): { line: number; message: string }[] {
  if (value === null || value === undefined || isDescription(value)) return [];
  const checks = types.map((type) => TYPES.find(([pattern]) => pattern.test(type))?.[1]);
  if (checks.length > 0 && checks.every((check) => check !== undefined && !check(value)))
    return [
      {
        line,
        message: `${path} is ${types.join(' | ')} in the table and ${JSON.stringify(value).slice(0, 40)} in the example`,
      },
    ];
  if (!isObject(value)) return [];
  return children.flatMap((child) =>
    child.name in value && isUnique(child.name, children)
      ? mistyped(child, value[child.name], `${path}.${child.name}`)
      : [],
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
  const found: { line: number; message: string }[] = [];
  const { success, errors } = page;
  if (success.sample && success.statuses.length === 0)
    found.push({ line: success.sample.line, message: 'the success answer has no status' });
  const prose =
    partOf(page.sections, 'errors')?.own.blocks.map((block) => ('text' in block ? block.text : '')) ?? [];
  // A status told in a sentence is told.
  if (
    errors.sample &&
    errors.statuses.length === 0 &&
    !prose.some((text) => /\*\*[2-5]\d\d\*\*|\b[2-5](\dx|xx)\b/.test(text))
  )
    found.push({ line: errors.sample.line, message: 'the error answer has no status' });
  for (const status of success.statuses)
    if (!/^[123]/.test(String(status)))
      found.push({ line: success.line ?? 1, message: `${status} is no status of success` });
  for (const status of errors.statuses)
    if (!/^[2-5]/.test(String(status)) || Number(status) > 599)
      found.push({ line: errors.line ?? 1, message: `${status} is no HTTP status` });
  // The status above belongs to the example below it; others of the table stand in their rows.
  const code = isObject(errors.sample?.value) ? errors.sample.value.error : undefined;
  const rows = errors.table.filter((row) => row.code !== '' && row.code === code);
  const told = rows.flatMap(({ status }) => status ?? []);
  if (errors.statuses.length > 0 && told.length > 0 && !told.some((one) => errors.statuses.includes(one)))
    found.push({
      line: errors.line ?? 1,
      message: `the error example's ${code} has the status ${[...new Set(told)].join(' or ')} in the table, ${errors.statuses.join(', ')} here`,
    });
  return found;
};
