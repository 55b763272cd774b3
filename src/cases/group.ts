import { groupBy } from '../base/group-by.ts';
import type { CaseHead } from './case.ts';
import { GATE } from './gate.ts';

/** Cases that a reader wants as one line: those of a method that its contract data names alike. */
export interface CaseGroup {
  method: string;
  title: string;
  tags: string[];
  /** Ids of what the cases are of, each once. */
  claims: string[];
  /** Places in the list of all cases, from 0. */
  cases: number[];
}

/** The cases by method, and within it by the group that its contract data names, those of the gate apart. */
export function groupCases(cases: readonly CaseHead[]): CaseGroup[] {
  const placed = cases.map((head, place) => ({ ...head, place }));
  return [...groupBy(placed, ({ method }) => method)].flatMap(([method, ofMethod]) =>
    [...groupBy(ofMethod, groupTitle)].map(([title, ofGroup]) => ({
      method,
      title,
      tags: tagsOf(method, ofGroup),
      claims: [...new Set(ofGroup.flatMap(({ claims }) => claims))],
      cases: ofGroup.map(({ place }) => place),
    })),
  );
}

/** Title of the group that a case is of: cases of the gate have groups of their own, so that a tag selects them. */
export function groupTitle({ group, tags }: Pick<CaseHead, 'group' | 'tags'>): string {
  return tags.includes(GATE) ? `${group}, in the gate` : group;
}

/** Tags of a group: the last word of the method's name, and those of its cases. */
function tagsOf(method: string, cases: readonly Pick<CaseHead, 'tags'>[]): string[] {
  const tags = new Set([method.split('.').at(-1) ?? method, ...cases.flatMap((testCase) => testCase.tags)]);
  return Array.from(tags, (tag) => `@${tag}`);
}
