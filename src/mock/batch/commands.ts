import type { Call } from '../call.ts';
import { parseBrackets } from '../wire/brackets.ts';
import { type Answered, resolveReferences } from './references.ts';

/** One command of a batch: its key in `cmd` and its text `method?query`. */
export interface Command {
  readonly key: string;
  readonly text: string;
}

/** Reads `cmd`: keys are kept, values are texts; anything else is left out (observed). */
export function commandsOf(cmd: unknown): readonly Command[] {
  if (typeof cmd !== 'object' || cmd === null) return [];
  return Object.entries(cmd).flatMap(([key, value]) =>
    typeof value === 'string' ? [{ key, text: value }] : [],
  );
}

/**
 * Splits `method?query`, decodes the query and fills in what earlier commands answered. The name is taken as it stands: a
 * slash or a blank before it makes it another name (observed).
 */
export function parseCommand(
  text: string,
  answered: Answered,
): Pick<Call, 'method' | 'spelling' | 'parameters' | 'spelledParameters'> {
  const [spelling = '', ...query] = (text.split('#', 1)[0] ?? '').split('?');
  const spelledParameters = new Map<string, unknown>();
  const parameters = new Map<string, unknown>();
  for (const [name, value] of Object.entries(parseBrackets(query.join('?')))) {
    const resolved = resolveReferences(value, answered);
    spelledParameters.set(name, resolved);
    parameters.set(name.toUpperCase(), resolved);
  }
  return { method: spelling.toLowerCase(), spelling, parameters, spelledParameters };
}
