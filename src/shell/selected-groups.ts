import type { Case } from '../cases/case.ts';

/** Names of the groups whose tests were selected, by --grep for example; undefined as long as nobody knows. */
let selected: ReadonlySet<string> | undefined;

/** Told by the reporter, which sees the tests of a run, to the run on a portal, which plans its requests. */
export function selectGroups(names: Iterable<string>): void {
  selected = new Set(names);
}

export function groupName(method: string, group: string): string {
  return `${method} › ${group}`;
}

export function isSelected({ method, group }: Pick<Case, 'method' | 'group'>): boolean {
  return selected?.has(groupName(method, group)) ?? true;
}
