import type { Contract } from '../contract/contract.ts';
import type { Case } from './case.ts';

/** Tag of the cases that are enough for a gate. */
export const GATE = 'gate';

/**
 * The cases with those of the gate tagged: few cases of the representative method in which every claim that all of its cases
 * show is shown as well, in every way in which a page or a person has it shown, in every form of a request in which any of
 * them shows it, and with every outcome. So whatever an answer can have wrong that these claims look at is seen.
 * Deterministic.
 */
export function withGate(contract: Contract, cases: readonly Case[]): Case[] {
  const chosen = new Set(coverOf(cases.map((testCase) => shownBy(contract, testCase))));
  return cases.map((testCase, index) =>
    chosen.has(index) ? { ...testCase, tags: [...testCase.tags, GATE] } : testCase,
  );
}

/**
 * What is lost where no case like this one is run. A claim about the representative method counts wherever it is shown, every
 * other one where that method is called: in each of its forms, for a fault may be in one of them alone.
 */
function shownBy(contract: Contract, { request, claims, expected, group, burst }: Case): string[] {
  const { representative } = contract.transport;
  const ofMethod = claims.filter((id) => contract.claim(id)?.method === representative);
  if (request.method !== representative) return ofMethod;
  const { verb, encoding, suffix, credential, scheme, endpoint } = request;
  // Of a refusal of which the code is not known, cases of one title are alike.
  const outcome =
    expected.kind === 'error'
      ? expected.error.key
      : `${expected.kind} ${expected.kind === 'success' ? expected.documented : group}`;
  const sent = `${verb} ${encoding}`;
  const by = JSON.stringify(credential);
  const forms = { sent, suffix, by, scheme, endpoint };
  // In XML, types are not seen; of requests that are repeated until one is refused, no answer before.
  const sight = [suffix === '.xml', burst !== undefined];
  return [
    ...ofMethod,
    // What is refused may be let through by one way of asking, and in one form of it.
    ...(expected.kind === 'success' ? [] : [`title ${group} ${by} ${sent}`, `title ${group} ${suffix}`]),
    `title ${group}`,
    ...Object.entries(forms).flatMap(([dimension, value]) =>
      ['', ...claims].map((id) => [outcome, ...sight, dimension, value, id].join(' ')),
    ),
  ];
}

/**
 * Places of sets that have everything in them that all sets have; of these, none can be left out. Greedy: the set that
 * brings most that is new comes first, the earlier of two that bring as much.
 */
export function coverOf(sets: readonly (readonly string[])[]): number[] {
  const holders = new Map<string, number[]>();
  for (const [place, members] of sets.entries())
    for (const member of new Set(members)) holders.set(member, [...(holders.get(member) ?? []), place]);
  const open = sets.map((members) => new Set(members));
  const chosen: number[] = [];
  for (;;) {
    const best = open.reduce(
      (most, members, place) => (members.size > (open[most]?.size ?? 0) ? place : most),
      0,
    );
    const found = open[best];
    if (!found || found.size === 0) break;
    chosen.push(best);
    for (const member of [...found])
      for (const place of holders.get(member) ?? []) open[place]?.delete(member);
  }
  return withoutNeedless(chosen, sets);
}

/** What came later may have made needless what came first. */
function withoutNeedless(chosen: readonly number[], sets: readonly (readonly string[])[]): number[] {
  const times = new Map<string, number>();
  const membersOf = (place: number): Set<string> => new Set(sets[place]);
  for (const place of chosen)
    for (const member of membersOf(place)) times.set(member, (times.get(member) ?? 0) + 1);
  const kept = chosen.filter((place) => {
    const members = [...membersOf(place)];
    if (members.some((member) => times.get(member) === 1)) return true;
    for (const member of members) times.set(member, (times.get(member) ?? 0) - 1);
    return false;
  });
  return kept.sort((left, right) => left - right);
}
