import { everyField, type Field } from '../reader/fields.ts';
import type { PageData } from '../reader/page.ts';
import { partOf, walk } from '../reader/sections.ts';
import { codeSpans } from '../reader/text.ts';
import { type CurlCall, isCurl, isObject, readCurl } from './curl.ts';
import type { Rule } from './finding.ts';

function curls(page: PageData): CurlCall[] {
  return page.examples.filter(isCurl).map(readCurl);
}

/** Calls of the page's own method whose parameters can be compared with its table. */
function comparable(page: PageData): (CurlCall & { parameters: Record<string, unknown> })[] {
  if (page.params.length === 0 || page.problems.length > 0) return [];
  return curls(page).flatMap((call) =>
    call.parameters && call.method === page.method ? [{ ...call, parameters: call.parameters }] : [],
  );
}

/** What any method takes. */
const COMMON = new Set(['auth', 'start', 'halt']);

/** A required parameter that an example leaves out; one that the page speaks of elsewhere may have an alternative. */
export const requiredMissing: Rule = (page) => {
  const part = partOf(page.sections, 'parameters');
  const prose = part ? [part.own, ...part.below].flatMap(({ blocks }) => [...walk(blocks)]) : [];
  const mentioned = new Set(
    [
      ...prose.flatMap((block) => (block.kind !== 'code' && 'text' in block ? block.text : [])),
      ...[...everyField(page.params)].map(({ text }) => text),
    ].flatMap(codeSpans),
  );
  return comparable(page).flatMap(({ example, parameters }) => {
    const names = missing(page.params, parameters, '').filter(
      (name) => !mentioned.has(name) && !mentioned.has(name.split('.').at(-1) ?? ''),
    );
    return names.length === 0
      ? []
      : [{ line: example.line, message: `'${example.tab}' leaves out the required ${names.join(', ')}` }];
  });
};

const CONDITIONAL = /\b(optional|required|mandatory)\b[^.]*\b(if|when|for|only|unless)\b/i;

function missing(fields: readonly Field[], given: Record<string, unknown>, path: string): string[] {
  return fields.flatMap(({ name, required, children, text }) => {
    const value = given[name];
    // One that is there in other letters is another rule's.
    if (value === undefined)
      return required && !CONDITIONAL.test(text) && !alike(name, Object.keys(given))
        ? [`${path}${name}`]
        : [];
    return isObject(value) && unambiguous(children) ? missing(children, value, `${path}${name}.`) : [];
  });
}

/** Tables that give a name twice describe alternatives. */
function unambiguous(fields: readonly Field[]): boolean {
  return new Set(fields.map(({ name }) => name)).size === fields.length;
}

/** A parameter of an example that neither the table nor the words of its rows have. */
export const parameterUnknown: Rule = (page) => {
  const mentioned = new Set([...everyField(page.params)].flatMap(({ text }) => codeSpans(text)));
  const names = page.params.map(({ name }) => name);
  return comparable(page).flatMap(({ example, parameters }) => {
    const unknown = Object.keys(parameters).filter(
      (key) => !COMMON.has(key) && !mentioned.has(key) && !hasName(page.params, key) && !alike(key, names),
    );
    return unknown.length === 0
      ? []
      : [
          {
            line: example.line,
            message: `'${example.tab}' sends ${unknown.join(', ')}, which the table does not have`,
          },
        ];
  });
};

/** Parameters that differ from the table by case only. */
export const parameterCase: Rule = (page) =>
  comparable(page).flatMap(({ example, parameters }) => {
    const pairs = misspelt(page.params, parameters);
    const list = (side: 0 | 1): string => pairs.map((pair) => pair[side]).join(', ');
    return pairs.length === 0
      ? []
      : [{ line: example.line, message: `'${example.tab}' sends ${list(0)}, the table has ${list(1)}` }];
  });

function misspelt(fields: readonly Field[], given: Record<string, unknown>): [string, string][] {
  const names = fields.map(({ name }) => name);
  return Object.entries(given).flatMap(([key, value]): [string, string][] => {
    const other = hasName(fields, key) ? undefined : alike(key, names);
    if (other !== undefined) return [[key, other]];
    const children = fields.find(({ name }) => name === key)?.children ?? [];
    return isObject(value) ? misspelt(children, value) : [];
  });
}

function hasName(fields: readonly Field[], key: string): boolean {
  return fields.some(
    ({ name }) =>
      name === key ||
      name.split(/[.[]/)[0] === key ||
      (/\.\.\.|[{}]|XXX/.test(name) && key.startsWith(name.split(/\.\.\.|\{|XXX/)[0] ?? '')),
  );
}

function alike(key: string, names: readonly string[]): string | undefined {
  return names.find((name) => name !== key && name.toLowerCase() === key.toLowerCase());
}
