import { groupBy } from '../base/group-by.ts';
import type { Case, CaseHead } from '../cases/case.ts';
import { CASES_ANNOTATION } from '../report/outcome.ts';
import { type ListedCase, listCases } from '../run/case-list.ts';
import { confidenceOfProcess, loadContract } from '../run/load.ts';
import { selectionFor } from '../run/selection.ts';
import { documentationRoot, documentedPages } from './documentation-root.ts';
import { handedOn } from './run-folder.ts';
import { groupName, selectedBy, tagsOf, testTitle } from './selected-groups.ts';
import { loadSettings } from './settings.ts';

export { test } from './fixture.ts';

/** Cases that a reader wants as one line, and what Playwright is to know of them. */
export interface TestGroup {
  title: string;
  /** Parsed when the test begins: a worker has those of few tests. */
  cases(): readonly Case[];
  details: { tag: string[]; annotation: { type: string; description: string }[] };
}

/** The cases of the target, by method, and within it by the group that its contract data names, those of the gate apart. */
export function testGroups(): Map<string, TestGroup[]> {
  const methods = groupBy(listCases(selectionFor(loadSettings().target)).all(), ({ method }) => method);
  const isWanted = selectedBefore();
  return new Map(
    [...methods].map(([method, ofMethod]) => {
      const groups = [...groupBy(ofMethod, testTitle)]
        .filter(([title, ofGroup]) => isWanted(method, title, ofGroup))
        .map(([title, ofGroup]) => toGroup(title, method, ofGroup));
      return [method, groups];
    }),
  );
}

type IsWanted = (method: string, title: string, group: readonly CaseHead[]) => boolean;

/**
 * Whether this run may go through a group, as far as that is known: Playwright goes through all tests that it is given several
 * times over. A worker begins when the tests have been selected; before that, the command line says what it can.
 */
function selectedBefore(): IsWanted {
  if (process.env.TEST_WORKER_INDEX === undefined) {
    const isSelected = selectedBy(process.argv.slice(2), loadSettings());
    return (method, title, group) => isSelected(method, title, tagsOf(method, group));
  }
  const { groups } = handedOn();
  const selected = groups && new Set(groups);
  return (method, title) => selected?.has(groupName(method, title)) ?? true;
}

function toGroup(title: string, method: string, cases: readonly ListedCase[]): TestGroup {
  const claims = new Set(cases.flatMap((listed) => listed.claims));
  return {
    title,
    cases: () => cases.map((listed) => listed.whole()),
    details: {
      tag: tagsOf(method, cases),
      annotation: [
        { type: CASES_ANNOTATION, description: String(cases.length) },
        ...Array.from(claims, (id) => ({ type: 'claim', description: id })),
      ],
    },
  };
}

/** Whether the run asks about every documented method as well. */
export function isSurveyed(): boolean {
  return confidenceOfProcess() === 'parsed';
}

/** Pages that claims come from, where the settings name a checkout of the documentation. */
export function checkedPages(): string[] {
  return documentationRoot(loadSettings()) === undefined ? [] : documentedPages(loadContract());
}
