import type { Contract } from '../../contract/contract.ts';
import type { ParameterChoice } from '../../contract/spec.ts';
import type { Answer, Call } from '../../mock/index.ts';
import { EVERYWHERE, type LiveOperator, type When } from '../operator.ts';
import { formsOf, IN_BATCH, NOW_AND_THEN, pairsOf, withForms } from '../where.ts';
import { isAccepted, otherwise } from './otherwise.ts';

/** Requests that ought to be accepted and are refused. */

/** An error that says nothing of who calls. */
const REFUSAL: Answer = {
  status: 400,
  headers: {},
  body: { error: 'ERROR_ARGUMENT', error_description: 'Argument is wrong' },
};

/** Refuses what the method accepts. */
const refused = (isIt: When = () => true): Pick<LiveOperator, 'mayStrike' | 'attach'> =>
  otherwise((call, answer) => isAccepted(call, answer) && isIt(call), REFUSAL);

/** For the form in which they travel. */
export function formOperators(contract: Contract, methods: readonly string[]): LiveOperator[] {
  const forms = formsOf(contract);
  return [
    {
      id: 'form-refused',
      kind: 'form-refused',
      says: 'Requests of all methods are refused',
      ...refused(),
      wheres: [...forms, IN_BATCH, ...pairsOf(contract)],
      isWanted: true,
    },
    ...methods.map(
      (method): LiveOperator => ({
        id: `${method} refused`,
        kind: 'method-refused',
        says: `${method} refuses what it must accept`,
        method,
        ...refused(),
        wheres: withForms(forms),
      }),
    ),
  ];
}

/** Values that pages let a parameter have, refused: each form of each parameter by itself. */
export function choiceOperators(contract: Contract, methods: readonly string[]): LiveOperator[] {
  return methods.flatMap((method) =>
    Object.entries(contract.plan(method)?.parameters ?? {}).flatMap(([name, choices]) =>
      Object.entries(choices).map(
        ([choice, data]): LiveOperator => ({
          id: `${method}.${name} ${choice} refused`,
          kind: 'value-refused',
          says: `${method} refuses ${data.title}${data.only === undefined ? '' : ` by ${data.only}`}`,
          method,
          ...refused(isChosen(data, name.toUpperCase())),
          wheres: [EVERYWHERE, ...NOW_AND_THEN],
        }),
      ),
    ),
  );
}

const JSON_TYPES: Readonly<Record<string, string>> = {
  integer: 'number',
  number: 'number',
  text: 'string',
  string: 'string',
  boolean: 'boolean',
};

/** Whether a call has a parameter in that form; outside of JSON there are only texts. */
function isChosen({ absent, value, type, only, onlyJson }: ParameterChoice, name: string): When {
  const [, cast = type ?? ''] = /:(text|number)$/.exec(String(value)) ?? [];
  const expected = JSON_TYPES[cast];
  return ({ parameters, credentials, request, inBatch }: Call) => {
    const given = parameters.get(name);
    if (only !== undefined && credentials.kind !== only) return false;
    if (absent) return given === undefined;
    const isJson = !inBatch && request.body.toString().startsWith('{');
    if (onlyJson && !isJson) return false;
    const isTyped = isJson && expected !== undefined && typeof value !== 'object';
    if (isTyped && typeof given !== expected) return false;
    return typeof value === 'object' ? given !== undefined : looksLike(value, given);
  };
}

/** Whether a value came from such contract data, where `$references` stand for anything. */
function looksLike(data: unknown, value: unknown): boolean {
  if (value === undefined || value === null || typeof value === 'object') return false;
  const parts = String(data)
    .split(/\$[\w.]+(?::(?:text|number))?/)
    .map((part) => part.replace(/[^\w\s]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`, 's').test(String(value));
}
