import type { Parameters } from '../call.ts';
import { parseBrackets } from '../wire/brackets.ts';
import { resolveReferences } from './references.ts';

/** One command of a batch: its key in `cmd` and its text `method?query`. */
export interface Command {
  readonly key: string;
  readonly text: string;
}

/** Reads `cmd`: keys are kept, values are strings; anything else names no method (observed). */
export function commandsOf(cmd: unknown): readonly Command[] {
  if (typeof cmd !== 'object' || cmd === null) return [];
  return Object.entries(cmd).map(([key, value]) => ({ key, text: typeof value === 'string' ? value : '' }));
}

/** Splits `method?query`, decodes the query and fills in results of earlier commands. */
export function parseCommand(
  text: string,
  results: ReadonlyMap<string, unknown>,
): { method: string; parameters: Parameters } {
  const [path = '', ...query] = (text.split('#', 1)[0] ?? '').split('?');
  const method = path.trim().split('/').filter(Boolean).join('/').toLowerCase();
  const parameters = new Map<string, unknown>();
  for (const [name, value] of Object.entries(parseBrackets(query.join('?')))) {
    parameters.set(name.toUpperCase(), resolveReferences(value, results));
  }
  return { method, parameters };
}
