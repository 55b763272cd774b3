import { pointerKeys } from '../base/json-pointer.ts';
import type { Contract, ContractClaim, Matchers, RelationName } from '../contract/contract.ts';
import { conditionsOf, fillMatcher, referencesInMatchers, toSchema } from '../contract/matcher.ts';
import { fill, type LookUp } from '../contract/values.ts';
import { looksAt } from '../report/looks-at.ts';
import { header, type WireResponse } from '../wire/exchange.ts';
import { foreignDocument } from '../wire/foreign-document.ts';
import { codeOf, elementOf, formatOf, isSuccess, isXml, placesChanged, textOf, valueIn } from './answer.ts';
import { type CarriedOut, placeOfAct, type Send } from './case.ts';

/** What a fault did to one case, against the same case on a portal without it. */
export interface Difference {
  /** Requests that are answered otherwise, by their number in the case, and where. */
  changed: ReadonlyMap<number, readonly string[]>;
  /** The case went on with other requests. */
  isDiverged: boolean;
  /** Relations between fields that do not hold any more, where that is known. */
  broken?: readonly RelationName[] | undefined;
}

/** What is to turn red in one case, computed from contract and exchanges and not from the judge. */
export interface Expectation {
  must: ReadonlySet<string>;
  /** The same for claims that a form is accepted: they fall only where no other case shows it. */
  refusedForms: ReadonlySet<string>;
  /** Claims that a form is accepted which the case shows no more, for whatever reason. */
  silenced: ReadonlySet<string>;
  /** Whether a claim may turn red besides. */
  may(claim: ContractClaim): boolean;
}

export function differenceOf(before: CarriedOut, after: CarriedOut): Difference {
  const changed = new Map<number, readonly string[]>();
  const length = Math.min(before.sends.length, after.sends.length);
  let isDiverged = before.sends.length !== after.sends.length;
  for (let at = 0; at < length; at++) {
    const [one, other] = [before.sends[at] as Send, after.sends[at] as Send];
    if (one.plan !== other.plan) {
      isDiverged = true;
      break;
    }
    const places = [
      ...placesChanged(one.exchange, other.exchange),
      ...((one.exchange.tries ?? []).length === (other.exchange.tries ?? []).length ? [] : ['tries']),
    ];
    if (places.length > 0) changed.set(at, places);
  }
  return { changed, isDiverged };
}

/** One case without and with a fault. */
interface Comparison {
  contract: Contract;
  before: CarriedOut;
  after: CarriedOut;
  difference: Difference;
  /** Place of the request that the case is about. */
  act: number;
  /** What it is answered tells nothing of what it asks for. */
  isObstructed: boolean;
}

export function expectationOf(
  contract: Contract,
  before: CarriedOut,
  after: CarriedOut,
  difference: Difference,
): Expectation {
  const { changed, isDiverged } = difference;
  const must = new Set<string>();
  const refusedForms = new Set<string>();
  const silenced = new Set<string>();
  const { testCase } = before;
  const act = placeOfAct(before);
  const isObstructed = isActObstructed(contract, before, after, act);
  const comparison: Comparison = { contract, before, after, difference, act, isObstructed };
  // What a case builds on is answered otherwise: what follows from that is not computed.
  const isPrepared =
    act >= 0 && [...changed.keys()].every((at) => at >= act) && after.sends[act]?.plan === testCase.request;
  // Of a form that no page states, a refusal says nothing.
  const isDocumented = testCase.expected.kind !== 'success' || testCase.expected.documented;
  const isAccepted = isSuccess(after.sends.find(({ plan }) => plan === testCase.request)?.exchange.response);
  for (const { claim: id, outcome } of before.findings) {
    const claim = contract.claim(id);
    if (!claim || outcome !== 'confirmed' || !testCase.claims.includes(id)) continue;
    if (claim.check?.accepted && !isAccepted) silenced.add(id);
    if (!isPrepared || testCase.burst !== undefined || !(isDocumented || claim.check?.accepted)) continue;
    const falls = claim.check?.flow ? flowFalls(comparison) : actFalls(comparison, claim);
    if (falls) (claim.check?.accepted ? refusedForms : must).add(id);
  }
  return {
    must,
    refusedForms,
    silenced,
    may: (claim) =>
      isDiverged ||
      [...changed].some(([at, places]) => places.some((place) => mayFall(comparison, claim, at, place))),
  };
}

function isActObstructed(contract: Contract, before: CarriedOut, after: CarriedOut, act: number): boolean {
  const [response, earlier] = [after, before].map(({ sends }) => sends[act]?.exchange.response);
  if (!response || !earlier || !isObstacle(contract, after, response)) return false;
  // Where a case was refused before and confirmed a claim, it is meant to be; 401 may be for another reason than before.
  return !isObstacle(contract, before, earlier) || (response.status === 401 && earlier.status !== 401);
}

function actFalls(
  { contract, before, after, act, isObstructed, difference: { changed, broken = [] } }: Comparison,
  { check, error }: ContractClaim,
): boolean {
  const [response, earlier] = [after, before].map(({ sends }) => sends[act]?.exchange.response);
  const places = changed.get(act) ?? [];
  if (!check || !response || !earlier || places.length === 0) return false;
  const succeeded = isSuccess(response);
  if (check.refused) {
    // A method's own error proves that authorization passed.
    const isThrough = check.refused === 'authorization' && isOfMethod(contract, after, response);
    return (succeeded || isThrough) && !isSuccess(earlier);
  }
  if (isObstructed) return false;
  // What a body that cannot be read would say, nobody knows: that it has another format is what is wrong.
  if (formatOf(response) === undefined && (check.accepted || check.error)) return false;
  if (check.relation !== undefined) return broken.includes(check.relation);
  if (check.format !== undefined)
    return formatOf(response) !== check.format && foreignDocument(response) === undefined;
  if (check.accepted) return !succeeded && isSuccess(earlier);
  if (check.status !== undefined)
    return (
      places.includes('status') && response.status !== check.status && !(check.status >= 400 && succeeded)
    );
  if (check.error) {
    const isSame = !places.includes('/error') && error?.code !== undefined;
    if (check.error.part === 'code')
      return error?.code === undefined ? succeeded : codeOf(response) !== error.code;
    if (check.error.part === 'status')
      return (
        isSame && places.includes('status') && !error?.statuses.some((stated) => stated === response.status)
      );
    return isSame && places.includes('/error_description');
  }
  const contentType = header(response.headers, 'content-type')?.toLowerCase() ?? '';
  if (check.mediaType !== undefined)
    return places.includes('header content-type') && !contentType.startsWith(check.mediaType);
  if (check.charset !== undefined)
    return places.includes('header content-type') && !contentType.includes(`charset=${check.charset}`);
  if (check.xmlRoot !== undefined)
    return new RegExp(`^<\\?xml[^>]*\\?>\\s*<(?!${check.xmlRoot}>)\\w+>`).test(textOf(response));
  if (check.success && response.status >= 400) return false;
  if ((check.failure || check.refusalShows) && succeeded) return false;
  const matchers = check.success ?? check.shows ?? check.failure ?? check.refusalShows;
  return matchers !== undefined && valuesFall(contract, matchers, response, after.lookUp, places);
}

/** The steps after the act are compared in their order; the first that was not answered tells nothing any more. */
function flowFalls({ contract, before, after, act }: Comparison): boolean {
  const { testCase, lookUp } = after;
  const response = after.sends[act]?.exchange.response;
  if (!response || !isSuccess(response)) return false;
  // An answer of the REST API without a result accepts nothing.
  if (testCase.request.endpoint === 'rest' && valueIn(response, '/result') === undefined) return false;
  const ofAct = placesOf(before.sends[act], after.sends[act]);
  if (testCase.expect && valuesFall(contract, testCase.expect, response, lookUp, ofAct)) return true;
  let at = act;
  for (const step of testCase.after) {
    if (step.kind !== 'request') continue;
    for (let left = step.times; left > 0; left--) at++;
    const [one, other] = [before.sends[at], after.sends[at]];
    if (one?.plan !== step.plan || other?.plan !== step.plan) return false;
    if (step.role !== 'observe' || step.expect === undefined) continue;
    const seen = other.exchange.response;
    const asksForError = Object.keys(step.expect).some((pointer) => pointer.startsWith('/error'));
    if (!seen || (!isSuccess(seen) && !asksForError)) return false;
    if (lacksValue(step.expect, lookUp)) return false;
    if (valuesFall(contract, step.expect, seen, lookUp, placesOf(one, other))) return true;
  }
  return false;
}

const placesOf = (one: Send | undefined, other: Send | undefined): readonly string[] =>
  one && other ? placesChanged(one.exchange, other.exchange) : [];

/** Whether one of the values that must be something is changed, and is that no more. */
function valuesFall(
  contract: Contract,
  matchers: Matchers,
  response: WireResponse,
  lookUp: LookUp,
  places: readonly string[],
): boolean {
  if (isXml(response)) return elementsFall(matchers, response, places);
  if (valueIn(response, '') === undefined || lacksValue(matchers, lookUp)) return false;
  return Object.entries(matchers).some(([pointer, matcher]) => {
    const keys = pointerKeys(pointer).map((key) => String(fill(key, lookUp)));
    const [place, around] = [keys, keys.slice(0, -1)].map((each) => each.map((key) => `/${key}`).join(''));
    if (place === undefined || around === undefined || !overlaps([place], places)) return false;
    const holder = valueIn(response, around);
    if (typeof holder !== 'object' || holder === null) return false;
    const { optional, absent } = conditionsOf(matcher);
    const last = keys.at(-1) ?? '';
    if (!Object.hasOwn(holder, last)) return !optional && !absent;
    const isAllowed = contract.schemas.inline(toSchema(fillMatcher(matcher, lookUp)));
    return absent === true || !isAllowed((holder as Record<string, unknown>)[last]);
  });
}

/** Whether something is expected to be a value that no answer brought. */
const lacksValue = (matchers: Matchers, lookUp: LookUp): boolean =>
  referencesInMatchers(matchers).some(({ name }) => lookUp(name) === undefined);

/** In XML only that an element is there no more can be told: what its text stands for, pages say. */
function elementsFall(matchers: Matchers, response: WireResponse, places: readonly string[]): boolean {
  return Object.entries(matchers).some(([pointer, matcher]) => {
    if (!places.includes(pointer)) return false;
    const { optional, absent } = conditionsOf(matcher);
    return !optional && !absent && elementOf(response, pointerKeys(pointer).at(-1) ?? '') === undefined;
  });
}

/**
 * A refusal that may be everybody's says nothing of what was asked; a portal of a case's own refuses nobody else. With 401
 * it is the REST API that refuses, also by a code that a method has as well, such as ACCESS_DENIED. A code that no page
 * names stands for the error of every call that was due.
 */
function isObstacle(contract: Contract, { testCase }: CarriedOut, response: WireResponse): boolean {
  if (isSuccess(response)) return false;
  const code = codeOf(response);
  const { expected } = testCase;
  if (expected.kind === 'error' && expected.error.code === code) {
    const { scope, statuses } = expected.error;
    const isOfRest = response.status === 401 && scope !== 'system' && !statuses.includes(401);
    return isOfRest && contract.isSystemError(code);
  }
  if (expected.kind === 'error' && expected.error.scope === 'system' && !contract.isSystemError(code))
    return false;
  return (
    response.status === 401 ||
    response.status === 429 ||
    response.status >= 500 ||
    contract.isSystemError(code)
  );
}

/** Whether it is the method that refused, by an error that is no error of every call. */
function isOfMethod(contract: Contract, { testCase }: CarriedOut, response: WireResponse): boolean {
  const code = codeOf(response);
  const isSystem = response.status === 401 || contract.isSystemError(code);
  return !isSystem && contract.errorsOf(testCase.request.method).some((row) => row.code === code);
}

/** What an answer is at all: with another value there, any claim may see another answer. */
const DECISIVE = ['status', 'body', 'tries', '/error', '/result'];

function mayFall(
  { act, difference: { broken = [] } }: Comparison,
  { check, error }: ContractClaim,
  at: number,
  place: string,
): boolean {
  if (DECISIVE.includes(place)) return true;
  // What a step brought, later requests are made of.
  if (at < act && place.startsWith('/result')) return true;
  if (check?.relation !== undefined && broken.includes(check.relation)) return true;
  if (place.startsWith('/error') && error !== undefined) return true;
  // What a reference in a pointer stands for, any key may be.
  const places = looksAt(check).map((pointer) => pointer.split('/$', 1)[0] ?? '');
  return overlaps(places, [place]) || (check?.flow !== undefined && place.startsWith('/'));
}

/** Whether one of some places lies in one of others. */
function overlaps(ones: readonly string[], others: readonly string[]): boolean {
  return ones.some((one) =>
    others.some(
      (other) => one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`) || one === '',
    ),
  );
}
