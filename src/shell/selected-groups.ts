import type { Case } from '../cases/case.ts';
import { groupCases, groupTitle } from '../cases/group.ts';
import type { Settings } from '../target/environment.ts';

/** Names of the groups whose tests were selected, by --grep for example; undefined as long as nobody knows. */
let selected: ReadonlySet<string> | undefined;

/** Told by the reporter, which sees the tests of a run, to the run on a portal, which plans its requests. */
export function selectGroups(names: Iterable<string>): void {
  selected = new Set(names);
}

export function groupName(method: string, group: string): string {
  return `${method} › ${group}`;
}

/** Playwright's projects of a run: the target, and what disturbs it where that is allowed. */
export function projectNames(settings: Settings): [name: string, apart?: string] {
  return settings.get('B24_ALLOW_DISRUPTIVE') ? [settings.target, 'disruptive'] : [settings.target];
}

export function isSelected(testCase: Pick<Case, 'method' | 'group' | 'tags'>): boolean {
  return selected?.has(groupName(testCase.method, groupTitle(testCase))) ?? true;
}

/** Names of the file that declares the tests, a part of the titles by which Playwright selects them; the second is compiled. */
const FILES = ['conformance.spec.ts', 'conformance.spec.mjs'];

/**
 * Which groups a command line may select, as far as it can be told before Playwright does: it leaves to Playwright what it
 * does not understand.
 *
 * @param words of a command line of Playwright's
 */
export function selectedBy(
  words: readonly string[],
  settings: Settings,
): (method: string, title: string, tags: readonly string[]) => boolean {
  const { pattern } = grepOf(words);
  if (pattern === undefined) return () => true;
  const files = projectNames(settings).flatMap((project) => FILES.map((file) => `${project} ${file}`));
  return (method, title, tags) =>
    files.some((file) => pattern.test(['', file, method, title, ...tags].join(' ')));
}

/** Cases of the groups that a command line may select. */
export function casesSelectedBy(
  words: readonly string[],
  settings: Settings,
  cases: readonly Case[],
): readonly Case[] {
  if (grepOf(words).pattern === undefined) return cases;
  const isSelected = selectedBy(words, settings);
  const groups = groupCases(cases).filter(({ method, title, tags }) => isSelected(method, title, tags));
  const selected = new Set(groups.flatMap((group) => group.cases));
  return cases.filter((_, place) => selected.has(place));
}

/**
 * The pattern of `--grep` in a command line of Playwright's, as Playwright reads it; undefined where there is none, or where
 * it cannot be matched against a test whose whole title is not known: with an anchor or a look-around.
 */
export function grepOf(words: readonly string[]): { pattern?: RegExp } {
  const given = words.flatMap((word, index) => {
    const [, attached] = /^(?:--grep=|-g=?)(.+)$/s.exec(word) ?? [];
    return attached ?? (word === '--grep' || word === '-g' ? (words[index + 1] ?? []) : []);
  });
  const [text] = given;
  if (text === undefined || given.length > 1 || /[\^]|\(\?/.test(text)) return {};
  const [, source = text, flags = 'i'] = /^\/(.*)\/([gi]*)$/.exec(text) ?? [];
  try {
    return { pattern: new RegExp(source, flags.replace('g', '')) };
  } catch {
    // Playwright says what is wrong with it.
    return {};
  }
}
