import type { Parameter } from '../../contract/contract.ts';
import type { Field } from '../reader/fields.ts';
import type { PageData } from '../reader/page.ts';
import { type FindSource, headingAbove, headingOf } from './sources.ts';

/** The type of a parameter of which the page gives none: it is for a reviewer to settle, and nothing is claimed of it. */
export const UNKNOWN_TYPE = 'unknown';

/**
 * Parameters of the page's tables, each with the row it comes from. Ways to call a method have a table each, beneath
 * headings of their own.
 *
 * @param lost is called with the names of parameters whose row cannot be found again
 */
export function parametersOf(
  page: PageData,
  source: FindSource,
  lost: (name: string) => void = () => {},
): Parameter[] {
  return page.params.flatMap((field): Parameter[] => {
    // The key of a row is its first word, without the stars of a family of names.
    const key = (field.name.split(' ')[0] ?? '').replace(/\*$/, '');
    const from =
      source({ heading: headingAbove(page, field.line), row: key }) ??
      source({ heading: headingOf(page, 'parameters'), row: key }) ??
      field.alternatives
        ?.map((other) => source({ heading: headingAbove(page, field.line), row: other }))
        .find(Boolean);
    if (!from) {
      lost(field.name);
      return [];
    }
    const types: [string, ...string[]] = [field.types[0] ?? UNKNOWN_TYPE, ...field.types.slice(1)];
    return [{ name: field.name, types, required: requiredOf(field), ...formatsOf(field), source: from }];
  });
}

/** Code at the start of each item of a list of formats. */
function formatsOf({ text }: Field): Pick<Parameter, 'formats'> {
  const list = /(?:formats?|форматы?):[ \t]*\n+((?:\s*[-*] .*\n?)+)/i.exec(text)?.[1] ?? '';
  const formats = [...list.matchAll(/^\s*[-*] `([^`]+)`/gm)].map((match) => match[1] ?? '');
  return formats.length > 0 ? { formats } : {};
}

/** A condition that the page puts in words is a reader's to settle, but for the one that many pages share. */
function requiredOf({ required, text, alternatives }: Field): Parameter['required'] {
  // One of several names is enough: none of them is required by itself.
  if (required && !alternatives) return 'always';
  return /required only for webhooks|обязателен только для вебхуков/i.test(text) ? 'webhook' : 'never';
}
