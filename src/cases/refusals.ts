import type { Contract, Credential, TransportFile } from '../contract/contract.ts';
import type { CaseSpec } from '../contract/spec.ts';
import { referencesIn } from '../contract/values.ts';
import { credentialKind } from './case.ts';
import { allForms, type Form, isSame } from './forms.ts';
import { planRequest } from './request.ts';

/**
 * In which forms what a method refuses of itself is tried where nothing need be spared. A portal checks an error in one place
 * for all methods, or in one for each method: so each code and each method is tried with each value of each dimension, and
 * each code with as many pairs of values as its provocations allow, without a case for every pair of every provocation; those
 * of the method that stands for all in every pair. Deterministic.
 *
 * @param provocations cases of refusals, in the order of the contract
 * @param pairs few forms in which every pair of values stands
 */
export function formsOfRefusals(
  contract: Contract,
  provocations: readonly CaseSpec[],
  pairs: readonly Form[],
): Map<CaseSpec, readonly Form[]> {
  const { transport } = contract;
  const forms = allForms(transport).map((form) => ({
    form,
    kind: kindOf(transport, form),
    credential: credentialOf(transport, form),
    values: valuesOf(form),
  }));
  const tried = new Set<string>();
  const made = new Map<CaseSpec, Form[]>(provocations.map((spec) => [spec, []]));
  const partsOf = (spec: CaseSpec, values: readonly string[]): string[] => [
    ...values.flatMap((value) => [`${spec.expect} ${value}`, `${spec.method} ${value}`]),
    ...values.flatMap((one, at) => values.slice(at + 1).map((other) => `${spec.expect} ${one} ${other}`)),
  ];
  const take = (spec: CaseSpec, { form, values }: (typeof forms)[number]): void => {
    made.get(spec)?.push(form);
    for (const part of partsOf(spec, values)) tried.add(part);
  };
  const isOpen = (spec: CaseSpec, { form, kind, credential }: (typeof forms)[number]): boolean =>
    (spec.under === undefined || spec.under === kind) &&
    isAt(spec, form) &&
    carries(spec, credential) &&
    !made.get(spec)?.includes(form);
  const add = (spec: CaseSpec, wanted: string): void => {
    const [best] = forms
      .filter((each) => each.kind === wanted && isOpen(spec, each))
      .map((each) => ({
        ...each,
        gain: partsOf(spec, each.values).filter((part) => !tried.has(part)).length,
      }))
      .sort((one, other) => other.gain - one.gain);
    if (best) take(spec, best);
  };
  for (const spec of provocations)
    if (spec.method === transport.representative) {
      const isPair = ({ form }: (typeof forms)[number]) => pairs.some((pair) => isSame(pair, form));
      for (const each of forms.filter(isPair)) if (isOpen(spec, each)) take(spec, each);
    } else for (const kind of ['webhook', 'token']) add(spec, kind);
  // A code of few provocations has not been tried with each value yet.
  for (const spec of provocations)
    for (const each of forms)
      if (isOpen(spec, each) && each.values.some((value) => !tried.has(`${spec.expect} ${value}`)))
        add(spec, each.kind);
  return made;
}

const valuesOf = (form: Form): string[] => Object.entries(form).map(([name, value]) => `${name}=${value}`);

const isAt = ({ at = {} }: CaseSpec, form: Form): boolean =>
  Object.entries(at).every(([name, value]) => !(name in form) || form[name] === value);

const credentialOf = ({ dimensions }: TransportFile, form: Form): Credential | undefined =>
  Object.entries(form).flatMap(([name, value]) => dimensions[name]?.[value]?.set.credential ?? [])[0];

const kindOf = (transport: TransportFile, form: Form): string =>
  credentialKind(credentialOf(transport, form) ?? {}) ?? '';

/** Whether a form is one for the credential that a case sends in its place. */
function carries({ steps }: CaseSpec, ofForm: Credential | undefined): boolean {
  const act = steps.find(({ role }) => role === 'act');
  const wanted = act?.role === 'act' ? act.request.credential : undefined;
  if (wanted === undefined) return true;
  return credentialKind(wanted) === credentialKind(ofForm ?? {}) && (wanted.in ?? ofForm?.in) === ofForm?.in;
}

/** A command of a batch that its method refuses. */
export interface RefusedCommand {
  key: string;
  /** As it stands in a batch: `imbot.chat.get?CHAT_ID=0`. */
  text: string;
  code: string;
}

/** The errors that a method brings about itself by a single call without anything before it, as commands of a batch. */
export function refusedCommands(
  contract: Contract,
  provocations: readonly CaseSpec[],
  form: Form,
  kind: 'webhook' | 'token',
): RefusedCommand[] {
  return provocations.flatMap(({ steps, under, file, method, expect }, index) => {
    const [act, ...others] = steps;
    const { code } = contract.error(expect, file, kind) ?? {};
    const isPlain = act?.role === 'act' && act.call === method && others.length === 0;
    if (!isPlain || code === undefined || (under ?? kind) !== kind) return [];
    const { credential, headers, body, raw, repeat, ...request } = act.request;
    if ([credential, headers, body, raw, repeat].some((part) => part !== undefined)) return [];
    const { parameters } = planRequest(contract, method, form, {}, request);
    const pairs = Object.entries(parameters).flatMap(([name, { value }]) => pairsOf(name, value));
    return [{ key: `refused${index + 1}`, code, text: `${method}?${pairs.join('&')}` }];
  });
}

/** Commands that a batch may have (batch.md), and characters of them that an address may have when they are encoded twice. */
const MOST = 50;
const LONGEST = 3000;

/** Commands in as few batches as hold them, in their order. */
export function batchesOf(commands: readonly RefusedCommand[], isInAddress: boolean): RefusedCommand[][] {
  const batches: RefusedCommand[][] = [];
  let length = 0;
  for (const command of commands) {
    const last = batches.at(-1);
    length += command.text.length;
    if (last && last.length < MOST && !(isInAddress && length > LONGEST)) {
      last.push(command);
    } else {
      batches.push([command]);
      length = command.text.length;
    }
  }
  return batches;
}

/** As PHP reads a query; references stay to be filled, everything else is encoded. */
function pairsOf(name: string, value: unknown): string[] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, item]) => pairsOf(`${name}[${key}]`, item));
  if (value === undefined || value === null) return [];
  return [`${name}=${encoded(String(value))}`];
}

/** A text with what is no reference in percent-encoding. */
function encoded(text: string): string {
  if (referencesIn(text).length === 0)
    return encodeURIComponent(text.replaceAll('$$', '$')).replaceAll('$', '$$$$');
  return text.replace(
    /(\$[A-Za-z]+(?:\.[A-Za-z][A-Za-z0-9_]*)?)(?::(?:text|number))?|[^$]+/g,
    (part, name?: string) => name ?? encodeURIComponent(part),
  );
}
