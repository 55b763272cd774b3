import { guess } from '../base/guess.ts';
import { own } from '../base/own.ts';
import type { DataProblem, YamlFile } from '../base/yaml-file.ts';
import { OTHER_NEEDS } from './application-values.ts';
import type { Contract, OverlayFile, PageFile } from './contract.ts';
import { referencesInMatchers } from './matcher.ts';
import type { Path } from './spec.ts';
import { CAPTURED, referencesIn, unknownCasts } from './values.ts';

/** Names of documented methods, for a guess; and whether a name, in any case, is among them. */
export interface MethodNames {
  has(method: string): boolean;
  all(): readonly string[];
}

/** Names that lead nowhere in what every request of a method starts from: its values, their forms, what they need. */
export function planProblems(
  contract: Contract,
  files: ReadonlyMap<string, YamlFile>,
  methods: MethodNames | undefined,
): DataProblem[] {
  return contract.pages.flatMap((page) => {
    const file = files.get(page.file);
    if (!file) return [];
    const problems: DataProblem[] = [];
    const report = (path: Path, message: string): void => {
      problems.push({ file: file.path, line: file.lineOf(path), message });
    };
    const { values = {}, parameters = {}, result } = file.value as Partial<OverlayFile>;
    const { calls = [], errors } = file.value as Partial<PageFile>;
    const checkValues = (of: Readonly<Record<string, unknown>>, path: Path): void => {
      for (const [name, value] of Object.entries(of))
        for (const fault of valueFaults(contract, value)) report([...path, name], fault);
    };
    const checkNeeds = (needs: readonly string[], path: Path): void => {
      needs.forEach((need, index) => {
        const fault = needFault(contract, need);
        if (fault !== undefined) report([...path, index], fault);
      });
    };
    checkValues(values, ['values']);
    for (const [name, { forms = {}, optional = {} }] of Object.entries(parameters)) {
      for (const [form, { value, needs = [] }] of Object.entries(forms)) {
        const path = ['parameters', name, 'forms', form];
        for (const fault of valueFaults(contract, value)) report([...path, 'value'], fault);
        checkNeeds(needs, [...path, 'needs']);
      }
      checkNeeds(optional.needs ?? [], ['parameters', name, 'optional', 'needs']);
    }
    if (result !== undefined)
      for (const { name } of referencesInMatchers({ '/result': result })) {
        const fault = valueReferenceFault(contract, name);
        if (fault !== undefined) report(['result'], fault);
      }
    for (const [index, call] of calls.entries()) {
      const { name, values: ofCall = {}, forms = {}, request = {}, except = {} } = call;
      const path = ['calls', index];
      // Addresses of the authorization server have no names of methods.
      const fault = (request.endpoint ?? 'rest') === 'rest' ? methodFault(name, methods) : undefined;
      if (fault !== undefined) report([...path, 'name'], fault);
      checkValues(ofCall, [...path, 'values']);
      for (const [dimension, excepted] of Object.entries(except)) {
        const wrong = formFault(contract.transport, dimension, excepted);
        if (wrong !== undefined) report([...path, 'except', dimension], wrong);
      }
      for (const [parameter, choices] of Object.entries(forms))
        for (const [form, { value }] of Object.entries(choices))
          for (const wrong of valueFaults(contract, value))
            report([...path, 'forms', parameter, form, 'value'], wrong);
      for (const wrong of valueFaults(contract, request)) report([...path, 'request'], wrong);
    }
    if (!('confidence' in (file.value as object)))
      for (const [index, { method }] of (errors?.rows ?? []).entries()) {
        const fault = method === undefined ? undefined : methodFault(method, methods);
        if (fault !== undefined) report(['errors', 'rows', index, 'method'], fault);
      }
    return problems;
  });
}

/** Why these are not forms of a dimension of transport; undefined where they are. */
function formFault(
  { dimensions }: Contract['transport'],
  dimension: string,
  forms: readonly string[],
): string | undefined {
  const known = own(dimensions, dimension);
  if (!known) return `no dimension is called '${dimension}'${guess(dimension, Object.keys(dimensions))}`;
  const wrong = forms.find((form) => !Object.hasOwn(known, form));
  return wrong === undefined
    ? undefined
    : `'${dimension}' has no value '${wrong}'${guess(wrong, Object.keys(known))}`;
}

/** Why a method cannot be called by that name; undefined where it can, or where nobody knows the names. */
export function methodFault(method: string, methods: MethodNames | undefined): string | undefined {
  if (!methods || methods.has(method)) return undefined;
  return `no documented method is called '${method}'${guess(method, methods.all())}`;
}

/** References of a value of every request that stand for nothing. */
export function valueFaults(contract: Contract, value: unknown): string[] {
  return [
    ...referencesIn(value).flatMap(({ name }) => valueReferenceFault(contract, name) ?? []),
    ...unknownCasts(value).map(wrongCast),
  ];
}

function valueReferenceFault(contract: Contract, name: string): string | undefined {
  if (name.startsWith(CAPTURED))
    return `$${name} is captured by a step of a case: it cannot stand in what every request has`;
  return referenceFault(contract, name);
}

/** Why a reference stands for nothing, and what may have been meant. */
export function referenceFault(contract: Contract, name: string): string | undefined {
  const fault = contract.referenceFault(name);
  return fault === undefined ? undefined : `${fault}; for a dollar sign write $$`;
}

/** Why a need is none that a target may lack. */
export function needFault(contract: Contract, need: string): string | undefined {
  if (OTHER_NEEDS.includes(need)) return undefined;
  if (need.includes('.')) return contract.referenceFault(need);
  const hint =
    guess(need, OTHER_NEEDS) ||
    `; known: ${OTHER_NEEDS.join(', ')}, and values of resources, such as NAME.id`;
  return `nothing that a target may lack is called '${need}'${hint}`;
}

export const wrongCast = ({ name, as }: { name: string; as: string }): string =>
  `$${name} has ':${as}' behind it; ':text' or ':number' is needed`;
