import type { Parameter } from '../../contract/contract.ts';
import type { Field } from '../reader/fields.ts';
import type { PageData } from '../reader/page.ts';
import { type FindSource, headingOf } from './sources.ts';

/** Parameters of the page's table, each with the row it comes from. */
export function parametersOf(page: PageData, source: FindSource): Parameter[] {
  const heading = headingOf(page, 'parameters');
  return page.params.flatMap((field): Parameter[] => {
    const from = source({ heading, row: field.name });
    return from
      ? [
          {
            name: field.name,
            types: field.types as Parameter['types'],
            required: requiredOf(field),
            ...formatsOf(field),
            source: from,
          },
        ]
      : [];
  });
}

/** Code at the start of each item of a list of formats. */
function formatsOf({ text }: Field): Pick<Parameter, 'formats'> {
  const list = /(?:formats?|форматы?):[ \t]*\n+((?:\s*[-*] .*\n?)+)/i.exec(text)?.[1] ?? '';
  const formats = [...list.matchAll(/^\s*[-*] `([^`]+)`/gm)].map((match) => match[1] ?? '');
  return formats.length > 0 ? { formats } : {};
}

/** A condition that the page puts in words is a reader's to settle, but for the one that many pages share. */
function requiredOf({ required, text }: Field): Parameter['required'] {
  if (required) return 'always';
  return /required only for webhooks|обязателен только для вебхуков/i.test(text) ? 'webhook' : 'never';
}
