import type { PageData } from '../reader/page.ts';
import { type Fact, factsOf } from './facts.ts';

export type DriftKind = 'reworded' | 'changed' | 'removed' | 'new';

/** One difference between a page and what was known of it. */
export interface Drift {
  claim?: string;
  kind: DriftKind;
  page: string;
  heading: string;
  row?: string;
  before?: string;
  after?: string;
}

/** Facts that differ between two revisions of a page. A new or removed code is told once, not once per column. */
export function compareRevisions(before: PageData, after: PageData): Drift[] {
  const [old, now] = [byKey(factsOf(before)), byKey(factsOf(after))];
  const drift: Drift[] = [];
  const add = (
    kind: DriftKind,
    { heading, row }: Fact,
    values: { before?: string; after?: string },
  ): void => {
    drift.push({ kind, page: after.file, heading, ...(row === undefined ? {} : { row }), ...values });
  };
  for (const [key, facts] of now) {
    const known = old.get(key);
    const [fact] = facts;
    if (!fact) continue;
    const values = (list: readonly Fact[]): string =>
      list
        .map(({ value }) => value)
        .sort()
        .join(', ');
    if (known === undefined) {
      if (!hasOwner(key, now, old)) add('new', fact, { after: values(facts) });
    } else if (values(known) !== values(facts))
      add('changed', fact, { before: values(known), after: values(facts) });
  }
  for (const [key, facts] of old) {
    const [fact] = facts;
    if (fact && !now.has(key) && !hasOwner(key, old, now)) add('removed', fact, { before: fact.value });
  }
  return drift;
}

function byKey(facts: readonly Fact[]): Map<string, Fact[]> {
  const map = new Map<string, Fact[]>();
  for (const fact of facts) map.set(fact.key, [...(map.get(fact.key) ?? []), fact]);
  return map;
}

/** Whether the fact is a column of a row that is told as a whole: `error X status` of `error X`, `required` of `type`. */
function hasOwner(
  key: string,
  here: ReadonlyMap<string, unknown>,
  there: ReadonlyMap<string, unknown>,
): boolean {
  const owner = /^(error \S+) (status|text)$/.exec(key)?.[1] ?? key.replace(/ required$/, ' type');
  return owner !== key && here.has(owner) && !there.has(owner);
}
