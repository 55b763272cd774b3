import { readFileSync } from 'node:fs';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { guess } from '../../base/guess.ts';
import { pointerKeys } from '../../base/json-pointer.ts';
import { validator } from './commands.validators.mjs';
import type { Fault } from './faults.ts';

/** One command, as the control port takes it by POST; shape in `commands.schema.json`. */
export type ControlCommand =
  | ({ readonly do: 'fault' } & Fault)
  | { readonly do: 'clear-faults' | 'typing' | 'events' | 'reset' }
  | { readonly do: 'write'; readonly userId: number; readonly dialogId: string; readonly text: string }
  | { readonly do: 'set-clock'; readonly now: number }
  | { readonly do: 'advance-clock'; readonly seconds: number }
  | { readonly do: 'set-users'; readonly count: number }
  | { readonly do: 'set-cost'; readonly method: string; readonly seconds: number }
  | { readonly do: 'set-limits'; readonly rate: number; readonly burst: number }
  | { readonly do: 'lift-limits' | 'lift-operating-limit' | 'move-back' }
  | { readonly do: 'set-operating-limit'; readonly seconds: number }
  | { readonly do: 'move-to'; readonly url: string }
  | { readonly do: 'issue-code'; readonly clientId: string; readonly userId: number };

const schemaFile = new URL('./commands.schema.json', import.meta.url);

/** In the order of the schema. */
export function commandNames(): string[] {
  const { oneOf } = JSON.parse(readFileSync(schemaFile, 'utf8')) as {
    oneOf: readonly { properties: { do: { const: string } } }[];
  };
  return oneOf.map(({ properties }) => properties.do.const);
}

const validate = (): ValidateFunction<ControlCommand> =>
  validator('command') as ValidateFunction<ControlCommand>;

export const isCommand = (value: unknown): value is ControlCommand => validate()(value);

/** What is wrong with a value that is not a command, in one line. */
export function commandProblem(value: unknown): string {
  const isRight = validate();
  isRight(value);
  const problems = isRight.errors ?? [];
  // Where a property is unknown, the schema also complains of the value as a whole.
  const problem = problems.find((each) => each.keyword === 'unevaluatedProperties') ?? problems[0];
  return problem === undefined ? 'the command is wrong' : wordsOf(problem);
}

function wordsOf({ instancePath, keyword, message, params, parentSchema }: ErrorObject): string {
  const place = ['command', ...pointerKeys(instancePath)].join('.');
  const extra: unknown = params.unevaluatedProperty ?? params.additionalProperty;
  if (typeof extra === 'string') {
    const known = Object.keys((parentSchema?.properties as object | undefined) ?? {});
    return `${place} has no property '${extra}'${guess(extra, known)}`;
  }
  if (keyword === 'discriminator') {
    const names = commandNames();
    const name = String(params.tagValue);
    return `There is no command '${name}'${guess(name, names) || `; there are ${names.join(', ')}`}`;
  }
  if (keyword === 'required') return `${place} needs the property '${params.missingProperty}'`;
  if (keyword === 'enum') return `${place} must be one of ${params.allowedValues.join(', ')}`;
  return `${place} ${message ?? 'is wrong'}`;
}
