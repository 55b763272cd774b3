import type { Case } from '../cases/case.ts';
import { GATE } from '../cases/gate.ts';

/** Names of the groups whose tests were selected, by --grep for example; undefined as long as nobody knows. */
let selected: ReadonlySet<string> | undefined;

/** Told by the reporter, which sees the tests of a run, to the run on a portal, which plans its requests. */
export function selectGroups(names: Iterable<string>): void {
  selected = new Set(names);
}

export function groupName(method: string, group: string): string {
  return `${method} › ${group}`;
}

/** Title of the test that a case is carried out in: cases of the gate have tests of their own, so that a tag selects them. */
export function testTitle({ group, tags }: Pick<Case, 'group' | 'tags'>): string {
  return tags.includes(GATE) ? `${group}, in the gate` : group;
}

export function isSelected(testCase: Pick<Case, 'method' | 'group' | 'tags'>): boolean {
  return selected?.has(groupName(testCase.method, testTitle(testCase))) ?? true;
}
