import qs from 'qs';

/** A command of a batch and what it was answered, as if it had been called by itself. */
export interface Command {
  method: string;
  /** Undefined where they cannot be known: some are results of commands before it. */
  parameters: ReadonlyMap<string, unknown> | undefined;
  body: Record<string, unknown>;
}

/**
 * The commands that were run (batch.md, Returned Data). What stands in the answer under no command's key, or under two
 * places for one, is left alone.
 *
 * @param body of the answer
 */
export function commandsOf(parameters: ReadonlyMap<string, unknown> | undefined, body: unknown): Command[] {
  const cmd = [...(parameters ?? [])].find(([name]) => name.toLowerCase() === 'cmd')?.[1];
  const { result } = fieldsOf(body);
  const parts = fieldsOf(result);
  if (typeof cmd !== 'object' || cmd === null) return [];
  return Object.entries(cmd).flatMap(([key, command]): Command[] => {
    const sent = typeof command === 'string' ? readCommand(command) : undefined;
    const [value, error, time] = ['result', 'result_error', 'result_time'].map((part) =>
      at(parts[part], key),
    );
    if (!sent || (value === undefined) === (error === undefined)) return [];
    if (value !== undefined)
      return [{ ...sent, body: { result: value, ...(time === undefined ? {} : { time }) } }];
    const { error: code, error_description: text } = fieldsOf(error);
    if (typeof code !== 'string') return [];
    return [{ ...sent, body: { error: code, ...(text === undefined ? {} : { error_description: text }) } }];
  });
}

/** `method?query`, with or without the query. */
function readCommand(text: string): Omit<Command, 'body'> | undefined {
  const [, method, query = ''] = /^\/?([a-z][\w.-]*?)(?:\.json|\.xml)?(?:\?(.*))?$/is.exec(text.trim()) ?? [];
  if (method === undefined) return undefined;
  const isReferring = /\$result\b/i.test(query) || /%24result\b/i.test(query);
  const parameters = qs.parse(query, { depth: 10, allowPrototypes: false }) as Record<string, unknown>;
  return { method, parameters: isReferring ? undefined : new Map(Object.entries(parameters)) };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** In a list or an object: PHP makes one of the other. */
function at(holder: unknown, key: string): unknown {
  return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key)
    ? (holder as Record<string, unknown>)[key]
    : undefined;
}
