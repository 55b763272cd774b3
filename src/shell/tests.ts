import { groupBy } from '../base/group-by.ts';
import type { Case } from '../cases/case.ts';
import { CASES_ANNOTATION } from '../report/outcome.ts';
import { type ListedGroup, listCases } from '../run/case-list.ts';
import { confidenceOfProcess, loadContract } from '../run/load.ts';
import { selectionFor } from '../run/selection.ts';
import { documentationRoot, documentedPages } from './documentation-root.ts';
import { handedOn } from './run-folder.ts';
import { groupName, selectedBy } from './selected-groups.ts';
import { loadSettings } from './settings.ts';

export { test } from './fixture.ts';

/** A group of cases, and what Playwright is to know of it. */
export interface TestGroup {
  title: string;
  /** Parsed when the test begins: a worker has those of few tests. */
  cases(): readonly Case[];
  details: { tag: string[]; annotation: { type: string; description: string }[] };
}

/** The groups of the target's cases, by method. */
export function testGroups(): Map<string, TestGroup[]> {
  const groups = listCases(selectionFor(loadSettings().target)).groups();
  const isWanted = selectedBefore();
  return new Map(
    [...groupBy(groups, ({ method }) => method)].map(([method, ofMethod]) => [
      method,
      ofMethod.filter(isWanted).map(toTestGroup),
    ]),
  );
}

/**
 * Whether this run may go through a group, as far as that is known: Playwright goes through all tests that it is given several
 * times over. A worker begins when the tests have been selected; before that, the command line says what it can.
 */
function selectedBefore(): (group: ListedGroup) => boolean {
  if (process.env.TEST_WORKER_INDEX === undefined) {
    const isSelected = selectedBy(process.argv.slice(2), loadSettings());
    return ({ method, title, tags }) => isSelected(method, title, tags);
  }
  const { groups } = handedOn();
  const selected = groups && new Set(groups);
  return ({ method, title }) => selected?.has(groupName(method, title)) ?? true;
}

function toTestGroup({ title, tags, claims, size, cases }: ListedGroup): TestGroup {
  return {
    title,
    cases,
    details: {
      tag: tags,
      annotation: [
        { type: CASES_ANNOTATION, description: String(size) },
        ...claims.map((id) => ({ type: 'claim', description: id })),
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
