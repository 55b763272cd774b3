import type { CallPlan, ParameterChoice } from '../contract/spec.ts';
import { coverPairs } from './cover-pairs.ts';
import type { Form } from './forms.ts';
import { type Choices, plainest } from './request.ts';

/** A form of transport in which parameters travel. */
export interface Carrier {
  form: Form;
  /** Whether numbers and texts are distinguished. */
  isJson: boolean;
  kind: 'webhook' | 'token';
}

/** A valid request whose parameters are not all the plainest. */
export interface ParameterRow {
  carrier: Form;
  /** Those that are not the plainest, by parameter. */
  choices: Choices;
}

/** The dimension of the carriers among those of the parameters; no parameter has such a name. */
const CARRIER = ' carrier';

/**
 * Requests that try the values of a method's parameters: each value one at a time, in every carrier where nothing need be
 * spared, and rows in which every pair of values stands, carriers included. Grows with the number of pairs; no product is
 * built.
 *
 * @param carriers the plainest first
 * @param together for methods beside the one that shows the forms of transport: not in pairs with a query, and what no page says
 *   is accepted is tried in one request
 */
export function parameterRows(
  plan: CallPlan,
  carriers: readonly Carrier[],
  selection: 'full' | 'pairwise',
  together = false,
): ParameterRow[] {
  const varied = Object.entries(plan.parameters).filter(([, values]) => Object.keys(values).length > 1);
  if (varied.length === 0) return [];
  const choiceOf = (name: string, value: string): ParameterChoice | undefined =>
    plan.parameters[name]?.[value];
  const fits = (name: string, value: string, carrier: Carrier | undefined): boolean => {
    const choice = choiceOf(name, value);
    if (!choice || !carrier) return true;
    return (
      (!choice.onlyJson || carrier.isJson) && (choice.only === undefined || choice.only === carrier.kind)
    );
  };
  const single =
    selection === 'full'
      ? varied.flatMap(([name, values]) =>
          Object.keys(values)
            .slice(1)
            .flatMap((value) =>
              carriers
                .filter((carrier) => fits(name, value, carrier))
                .map((carrier): ParameterRow => ({ carrier: carrier.form, choices: { [name]: value } })),
            ),
        )
      : [];
  const byName = new Map(carriers.map((carrier) => [Object.values(carrier.form).join(), carrier]));
  // By webhook in JSON, in a query, and by token: what tells parameters apart. Queries show it beside others elsewhere.
  const few = [...byName].filter(
    ([, carrier], index) => index < (together ? 1 : 2) || carrier.kind === 'token',
  );
  const isAllowed = (part: Readonly<Record<string, string>>): boolean => {
    const carrier = byName.get(part[CARRIER] ?? '');
    return Object.entries(part).every(([name, value]) => name === CARRIER || fits(name, value, carrier));
  };
  const dimensions = {
    [CARRIER]: few.map(([name]) => name),
    ...Object.fromEntries(
      varied.map(([name, values]) => [
        name,
        Object.keys(values).filter((value) => !(together && values[value]?.undocumented)),
      ]),
    ),
  };
  const baseline = {
    [CARRIER]: few[0]?.[0] ?? '',
    ...Object.fromEntries(varied.map(([name]) => [name, plainest(plan, name)])),
  };
  const rows = coverPairs(dimensions, baseline, isAllowed).flatMap((row): ParameterRow[] => {
    const choices = Object.fromEntries(
      varied.flatMap(([name]) => (row[name] === plainest(plan, name) ? [] : [[name, row[name] ?? '']])),
    );
    const carrier = byName.get(row[CARRIER] ?? '')?.form;
    return carrier && Object.keys(choices).length > 0 ? [{ carrier, choices }] : [];
  });
  const known = new Set(single.map(keyOf));
  const all = [...rows, ...(together ? undocumentedRow(varied, carriers) : [])];
  return [...single, ...all.filter((row) => !known.has(keyOf(row)))];
}

/** The plainest request with everything that no page says is accepted. */
function undocumentedRow(
  varied: readonly [string, CallPlan['parameters'][string]][],
  carriers: readonly Carrier[],
): ParameterRow[] {
  const choices = Object.fromEntries(
    varied.flatMap(([name, values]) =>
      Object.keys(values)
        .filter((value) => values[value]?.undocumented)
        .slice(0, 1)
        .map((value) => [name, value]),
    ),
  );
  const carrier = carriers.find(({ isJson }) => isJson)?.form;
  return carrier && Object.keys(choices).length > 0 ? [{ carrier, choices }] : [];
}

const keyOf = ({ carrier, choices }: ParameterRow): string =>
  JSON.stringify([Object.values(carrier), Object.entries(choices).sort()]);
