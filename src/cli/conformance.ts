/**
 * `npm run conformance`: the main job, a thin command around Playwright Test. Own options are taken out, all others go
 * to Playwright. Exit codes: 0 nothing contradicted, 1 contradicted, 2 the run could not be made.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { exitCode } from '../report/build.ts';
import type { ClaimsReport } from '../report/claims.gen.ts';
import { loadContract, ROOT } from '../suite/load.ts';
import { RESULTS } from '../suite/results.ts';
import { EXIT_NOT_MADE, loadSettings, orExit } from '../suite/settings.ts';

const HELP = `npm run conformance -- [options] [Playwright's options]

Tests the target that the environment or .env names (see .env.example); without any, the embedded mock portal.

  --strict     contradicted hints and wording (should) fail the run as well
  --help       this text; 'npx playwright test --help' lists Playwright's own options, for example
               --grep @errors, --workers 4, --list

Results: results/claims.json, summary.md, junit.xml; 'npx playwright show-report results/playwright' opens a report.
Exit codes: 0 nothing contradicted, 1 contradicted, 2 the run could not be made.`;

const own = new Set(['--strict', '--help', '-h']);
const given = process.argv.slice(2);
if (given.includes('--help') || given.includes('-h')) {
  console.log(HELP);
  process.exit(0);
}
if (given.includes('--strict')) process.env.B24_STRICT = '1';
const settings = orExit(loadSettings);
orExit(loadContract);

const claimsFile = join(RESULTS, 'claims.json');
rmSync(claimsFile, { force: true });
const playwright = join(
  dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')),
  'cli.js',
);
const child = spawn(process.execPath, [playwright, 'test', ...given.filter((word) => !own.has(word))], {
  cwd: ROOT,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.on('close', (code) => {
  process.exitCode = outcome(code ?? EXIT_NOT_MADE);
});

function outcome(code: number): number {
  if (given.includes('--list') || !existsSync(claimsFile)) return code;
  const report = JSON.parse(readFileSync(claimsFile, 'utf8')) as ClaimsReport;
  // A test may also fail for another reason than a contradiction, such as running out of time.
  return exitCode(report, settings.strict) || code;
}
