import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClaimsReport } from '../src/report/claims.gen.ts';
import { ROOT } from '../src/run/root.ts';
import { type Command, median, processorSeconds } from './processor-time.ts';
import type { StartFigures } from './results.ts';

/** A test with a single case. */
const SINGLE = 'a batch in a batch';

const EMPTY_CONFIG = `import { defineConfig } from '@playwright/test';
export default defineConfig({
  testDir: '.',
  fullyParallel: true,
  workers: 2,
  reporter: [['list'], ['html', { outputFolder: 'html', open: 'never' }], ['junit', { outputFile: 'junit.xml' }]],
});
`;
const EMPTY_TEST = `import { test } from '@playwright/test';
test('empty', () => {});
`;

/**
 * What a run costs in processor time of all its processes: its start against an empty Playwright run with the same reporters,
 * each further case, and a run with contradictions against one without. The commands take turns, so that what else the
 * machine does strikes all of them.
 */
export async function measureStart(rounds = 5): Promise<StartFigures> {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-bench-'));
  writeFileSync(
    join(scratch, 'package.json'),
    '{ "type": "module", "scripts": { "test": "playwright test" } }',
  );
  writeFileSync(join(scratch, 'playwright.config.ts'), EMPTY_CONFIG);
  writeFileSync(join(scratch, 'empty.spec.ts'), EMPTY_TEST);
  symlinkSync(join(ROOT, 'node_modules'), join(scratch, 'node_modules'));

  // Both are started by npm, so that the ratio is of what Playwright runs.
  const empty: Command = { words: ['npm', 'run', '-s', 'test'], cwd: scratch };
  const ours = (folder: string, options: readonly string[], profile = 'documented'): Command => ({
    words: ['npm', 'run', '-s', 'conformance', '--', '--target', 'mock', ...options],
    cwd: ROOT,
    env: { B24_RESULTS: join(scratch, folder), B24_MOCK_PROFILE: profile },
  });
  const commands = {
    empty,
    single: ours('single', ['--grep', SINGLE]),
    whole: ours('whole', []),
    red: ours('red', [], 'self-hosted'),
  };
  type Name = keyof typeof commands;
  try {
    const seconds: Record<Name, number[]> = { empty: [], single: [], whole: [], red: [] };
    // The first of each fills caches and is not counted.
    for (let round = 0; round <= rounds; round++)
      for (const [name, command] of Object.entries(commands) as [Name, Command][]) {
        const spent = await processorSeconds(command, name === 'red' ? [1] : [0]);
        if (round > 0) seconds[name].push(spent);
      }
    const casesOf = (folder: string): number =>
      (JSON.parse(readFileSync(join(scratch, folder, 'claims.json'), 'utf8')) as ClaimsReport).cases.run;
    return {
      empty: median(seconds.empty),
      single: median(seconds.single),
      whole: median(seconds.whole),
      red: median(seconds.red),
      further: casesOf('whole') - casesOf('single'),
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
