import { guess } from '../../base/guess.ts';
import { documents, leadsElsewhere } from '../wire/documents.ts';
import { type Fault, prefixNames } from './faults.ts';
import { faultCodes, oauthFaultNames } from './refusals.ts';

/** Names of each kind of fault. */
export const faultNames = {
  code: Object.keys(faultCodes),
  page: Object.keys(documents),
  prefix: prefixNames,
  oauth: oauthFaultNames,
} as const satisfies Record<string, readonly string[]>;

const kinds = ['code', 'error', 'page', 'prefix', 'oauth'] as const;
const credentialKinds = ['webhook', 'token', 'none'] as const;

/**
 * Checks what types and the schema cannot: that a fault does one thing, by a name that exists, and strikes at all.
 * @throws {RangeError} that says what to change
 */
export function checkFault(fault: Fault): void {
  const given = fault as unknown as Readonly<Record<string, unknown>>;
  const named = kinds.filter((kind) => given[kind] !== undefined);
  if (named.length !== 1) {
    const found = named.length === 0 ? 'none of them' : named.join(' and ');
    throw new RangeError(`A fault has exactly one of ${kinds.join(', ')}, not ${found}`);
  }
  for (const [kind, names] of Object.entries(faultNames)) {
    const name = given[kind];
    if (name !== undefined) isNamed(kind, String(name), names);
  }
  const { count, after, credential, location, text, page } = given;
  if (count !== undefined && count !== 'every' && !isWhole(count, 1))
    throw new RangeError("A fault strikes at least once: count is a whole number from 1, or 'every'");
  if (after !== undefined && !isWhole(after, 0))
    throw new RangeError('after is a whole number of calls that pass first, from 0');
  if (credential !== undefined) isNamed('credential', String(credential), credentialKinds);
  if (text !== undefined && given.code === undefined)
    throw new RangeError('text replaces the text of a code; this fault has none');
  if (location !== undefined && !leadsElsewhere.some((name) => name === page))
    throw new RangeError(`location goes with a page that redirects: ${leadsElsewhere.join(', ')}`);
  if (given.oauth !== undefined && (given.method !== undefined || credential !== undefined))
    throw new RangeError('A fault of the authorization server knows neither method nor credential');
}

/** The fault that a bare name stands for, whatever its kind. @throws {RangeError} when there is no such name */
export function faultNamed(name: string): Fault {
  for (const [kind, names] of Object.entries(faultNames)) {
    if ((names as readonly string[]).includes(name)) return { [kind]: name } as unknown as Fault;
  }
  throw new RangeError(
    `There is no fault '${name}'${guess(name, Object.values(faultNames).flat()) || '; docs/mock.md lists them'}`,
  );
}

function isNamed(kind: string, name: string, names: readonly string[]): void {
  if (!names.includes(name)) {
    const all = names.length > 8 ? 'docs/mock.md lists them' : `there are ${names.join(', ')}`;
    throw new RangeError(`There is no ${kind} '${name}' of faults${guess(name, names) || `; ${all}`}`);
  }
}

function isWhole(value: unknown, least: number): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least;
}
