import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Fault } from './faults.ts';

/** One command, as the control port takes it by POST; shape in `commands.schema.json`. */
export type ControlCommand =
  | ({ readonly do: 'fault' } & Fault)
  | { readonly do: 'clear-faults' | 'typing' | 'reset' }
  | { readonly do: 'set-clock'; readonly now: number }
  | { readonly do: 'advance-clock'; readonly seconds: number }
  | { readonly do: 'set-users'; readonly count: number }
  | { readonly do: 'set-cost'; readonly method: string; readonly seconds: number }
  | { readonly do: 'set-limits'; readonly rate: number; readonly burst: number }
  | { readonly do: 'lift-limits' | 'lift-operating-limit' | 'move-back' }
  | { readonly do: 'set-operating-limit'; readonly seconds: number }
  | { readonly do: 'move-to'; readonly url: string }
  | { readonly do: 'issue-code'; readonly clientId: string; readonly userId: number };

let compiled: ValidateFunction<ControlCommand> | undefined;

/** Compiled when it is first wanted: most portals have no control port. */
function validator(): ValidateFunction<ControlCommand> {
  const file = new URL('./commands.schema.json', import.meta.url);
  compiled ??= new Ajv2020({
    allErrors: true,
    discriminator: true,
    verbose: true,
    allowUnionTypes: true,
    // Tested.
    validateSchema: false,
    meta: false,
  }).compile<ControlCommand>(JSON.parse(readFileSync(file, 'utf8')));
  return compiled;
}

export const isCommand = (value: unknown): value is ControlCommand => validator()(value);

/** What is wrong with a value that is not a command, in one line. */
export function commandProblem(value: unknown): string {
  const validate = validator();
  validate(value);
  const problems = validate.errors ?? [];
  // Where a property is unknown, the schema also complains of the value as a whole.
  const problem = problems.find((each) => each.keyword === 'unevaluatedProperties') ?? problems[0];
  return problem === undefined ? 'the command is wrong' : wordsOf(problem);
}

function wordsOf({ instancePath, keyword, message, params }: ErrorObject): string {
  const place = ['command', ...instancePath.split('/').slice(1)].join('.');
  if (keyword === 'unevaluatedProperties') return `${place} has no property '${params.unevaluatedProperty}'`;
  if (keyword === 'additionalProperties') return `${place} has no property '${params.additionalProperty}'`;
  if (keyword === 'enum') return `${place} must be one of ${params.allowedValues.join(', ')}`;
  return `${place} ${message ?? 'is wrong'}`;
}
