import type { ErrorExample, ErrorFact } from '../../contract/facts.gen.ts';
import type { ErrorRow } from '../reader/errors.ts';
import type { Sample } from '../reader/page.ts';
import type { Places } from './places.ts';

/** A row of an error table as a fact. */
export function errorFact(row: ErrorRow, places: Places): ErrorFact {
  const { code, status, text } = row;
  // Where there is no code, a word of the text tells the row better than a status that many rows share.
  const { row: key, ...place } = places.row(row, [code, text.split(' ')[0] ?? '']);
  return {
    code,
    ...(status === undefined ? {} : { status }),
    ...(text === '' ? {} : { text }),
    ...(place.page === undefined ? {} : { page: place.page }),
    heading: place.heading,
    ...(key === undefined ? {} : { row: key }),
    ...(place.digest === undefined ? {} : { digest: place.digest }),
  };
}

/** Code and text of an example of a refusal. */
export function errorExample(sample: Sample | undefined): ErrorExample | undefined {
  const value = sample?.value as { error?: unknown; error_description?: unknown } | null | undefined;
  const { error, error_description: text } = value ?? {};
  if (typeof error === 'object' && error !== null) {
    // The newer form nests code and text.
    const { code, message } = error as { code?: unknown; message?: unknown };
    return code === undefined ? undefined : { code: String(code), ...textOf(message) };
  }
  return error === undefined ? undefined : { code: String(error), ...textOf(text) };
}

function textOf(text: unknown): { text?: string } {
  return typeof text === 'string' && text !== '' ? { text } : {};
}
