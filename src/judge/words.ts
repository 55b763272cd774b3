import { type Answer, hasKey } from './answer.ts';

/** What came, in a line: status and error code, or what was answered. */
export function summary({ status, body }: Answer): string {
  if (body === undefined) return `HTTP ${status} with a body that cannot be read`;
  const { error, error_description: text } = (body ?? {}) as Record<string, unknown>;
  if (error !== undefined)
    return `HTTP ${status} ${code(error)}${typeof text === 'string' && text ? ` (${text})` : ''}`;
  return `HTTP ${status} ${content(body)}`;
}

/** In quotes where it would be misread: white space, nothing, a number beside the status. */
function code(error: unknown): string {
  return typeof error === 'string' && /^[\w-]+$/.test(error) ? error : `error: ${show(error)}`;
}

/** What was answered, without the times of requests: they say nothing here and are long. */
function content(body: unknown): string {
  if (!hasKey(body, 'result')) return show(body);
  const { time, ...rest } = body as Record<string, unknown>;
  const { result_error: errors } = (rest.result ?? {}) as Record<string, unknown>;
  return errors === undefined ? show(rest) : `for the batch, whose result_error is ${show(errors)}`;
}

/** A long list with the number of its items, which a cut would hide. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const count = Array.isArray(value) && value.length > MOST_COUNTED ? `${value.length} items ` : '';
  return count + stringify(value).slice(0, LONGEST_QUOTE);
}

/** What was parsed may be nested more deeply than it can be written again. */
function stringify(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return 'something nested too deeply to show';
  }
}

/** Items that a reader counts at a glance. */
const MOST_COUNTED = 9;

/**
 * Bounds the work, not the message: what a finding quotes is cut to a readable length only after secrets are replaced,
 * because half a secret is found by no redactor.
 */
const LONGEST_QUOTE = 50_000;
