/** Playwright's options that take a value, as the word behind them or after an equals sign (`npx playwright test --help`). */
const VALUED = new Set([
  '--add-reporter',
  '--browser',
  '--config',
  '-c',
  '--global-timeout',
  '--grep',
  '-g',
  '--grep-invert',
  '-G',
  '--last-failed-file',
  '--max-failures',
  '--output',
  '--project',
  '--repeat-each',
  '--reporter',
  '--retries',
  '--run-agents',
  '--shard',
  '--test-list',
  '--test-list-invert',
  '--timeout',
  '--trace',
  '--tsconfig',
  '--ui-host',
  '--ui-port',
  '--update-source-method',
  '--workers',
  '-j',
]);

/** Options whose value may be left out: a word behind them is theirs. */
const PERHAPS_VALUED = new Set(['--debug', '--only-changed', '--shuffle', '--update-snapshots', '-u']);

/** The other options of Playwright that a user of the suite may want. */
const BARE = [
  '--fail-on-flaky-tests',
  '--forbid-only',
  '--fully-parallel',
  '--headed',
  '--last-failed',
  '--list',
  '--no-deps',
  '--pass-with-no-tests',
  '--quiet',
  '--ui',
  '-x',
];

/** Long names of Playwright's options, by whether they take a value. */
export const PLAYWRIGHT_OPTIONS: ReadonlyMap<string, { valued: boolean }> = new Map(
  [...VALUED, ...PERHAPS_VALUED, ...BARE]
    .filter((name) => name.startsWith('--'))
    .map((name) => [name, { valued: VALUED.has(name) }]),
);

/** Words that stand for themselves: neither options nor values of one. Playwright takes them for names of test files. */
export function freeWords(words: readonly string[]): string[] {
  return words.filter((word, index) => {
    if (word.startsWith('-')) return false;
    const before = words[index - 1] ?? '';
    return !VALUED.has(before) && !PERHAPS_VALUED.has(before) && !isFurtherProject(words, index);
  });
}

/** `--project a b` takes as many words as come. */
function isFurtherProject(words: readonly string[], index: number): boolean {
  const option = words.slice(0, index).findLastIndex((word) => word.startsWith('-'));
  return words[option] === '--project';
}
