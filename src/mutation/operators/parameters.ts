import type { Contract } from '../../contract/contract.ts';
import { type Call, type Value, wrapStage } from '../../mock/index.ts';
import type { CarriedOut } from '../case.ts';
import type { LiveOperator, When, Where } from '../operator.ts';
import { everyForm, formsOf, withForms } from '../where.ts';
import { isAccepted, otherwise, success } from './otherwise.ts';

/** Parameters that are ignored, not missed, or taken with a value that must be refused. */

/** A call without one of its parameters. */
function without(call: Call, name: string): void {
  const isOther = ([key]: [string, unknown]): boolean => key.toUpperCase() !== name;
  call.parameters = new Map([...call.parameters].filter(isOther));
  call.spelledParameters = new Map([...call.spelledParameters].filter(isOther));
}

/** Each parameter that a method's pages name, unread. */
function ignored(method: string, name: string, wheres: readonly Where[]): LiveOperator {
  const has: When = ({ parameters }) => parameters.has(name);
  return {
    id: `${method}.${name} ignored`,
    kind: 'parameter-ignored',
    says: `${method} does not read ${name}`,
    method,
    mayStrike: has,
    attach: (strikes) => (stages) =>
      wrapStage(stages, 'method', (call, run) => {
        if (has(call) && strikes(call)) without(call, name);
        return run(call);
      }),
    wheres,
  };
}

/** What makes a call one that its method refuses: parameters that are not there, and values that others do not have. */
interface Fault {
  code: string;
  missing: readonly string[];
  given: readonly (readonly [name: string, value: string])[];
}

const spelled = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function faultOf({ parameters, answer }: Call, plain: Call['parameters']): Fault {
  return {
    code: String(answer?.body?.error),
    missing: [...plain.keys()].filter((name) => !parameters.has(name)),
    given: [...parameters]
      .filter(([name, value]) => !plain.has(name) || spelled(plain.get(name)) !== spelled(value))
      .map(([name, value]) => [name, spelled(value)] as const),
  };
}

/** What a method refuses of itself, accepted: each fault that cases send by itself. */
function accepted(
  method: string,
  { code, missing, given }: Fault,
  result: Value,
  wheres: readonly Where[],
): LiveOperator {
  const isFault = ({ parameters }: Call): boolean =>
    missing.every((name) => !parameters.has(name)) &&
    given.every(([name, value]) => parameters.has(name) && spelled(parameters.get(name)) === value);
  const shown = [
    ...missing.map((name) => `without ${name}`),
    ...given.map(([name, value]) => `with ${name} ${shorten(value)}`),
  ];
  const isMissed = given.length === 0;
  return {
    id: `${method} ${code} accepted ${shown.join(' ')}`.trim(),
    kind: isMissed ? 'parameter-not-missed' : 'value-accepted',
    says: `${method} accepts a call ${shown.join(', ') || 'as it stands'} in place of ${code}`,
    method,
    ...otherwise((call, answer) => answer.body?.error === code && isFault(call), success(result)),
    wheres,
  };
}

const shorten = (value: string): string => (value.length > 40 ? `${value.slice(0, 37)}…` : value || "''");

export function parameterOperators(
  contract: Contract,
  methods: readonly string[],
  baseline: readonly CarriedOut[],
): LiveOperator[] {
  const { representative } = contract.transport;
  const calls = baseline.flatMap((one) => one.calls);
  const forms = formsOf(contract).filter(({ dimension }) => dimension === 'request');
  return methods.flatMap((method): LiveOperator[] => {
    const own = calls.filter((call) => call.method === method.toLowerCase());
    const plain = own.find((call) => isAccepted(call, call.answer) && !call.inBatch);
    const names = [...new Set(own.flatMap(({ parameters }) => [...parameters.keys()]))];
    const documented = Object.keys(contract.plan(method)?.parameters ?? {}).map((name) => name.toUpperCase());
    const wheres = method === representative ? everyForm(contract) : withForms(forms);
    const faults = new Map<string, Fault>();
    if (plain)
      for (const call of own)
        if (isOwnError(contract, method, call)) {
          const fault = faultOf(call, plain.parameters);
          faults.set(JSON.stringify(fault), fault);
        }
    return [
      ...names.filter((name) => documented.includes(name)).map((name) => ignored(method, name, wheres)),
      ...[...faults.values()].map((fault) =>
        accepted(method, fault, plain?.answer?.body?.result ?? null, wheres),
      ),
    ];
  });
}

/** Whether it is the method that refused, and not one of the checks before it: only a method brings load about. */
function isOwnError(contract: Contract, method: string, { answer, load }: Call): boolean {
  const code = answer?.body?.error;
  return (
    code !== undefined && (load !== undefined || contract.errorsOf(method).some((row) => row.code === code))
  );
}
