/**
 * `npm run conformance`: the main job, a thin command around Playwright Test. Own options are taken out, all others go
 * to Playwright. Exit codes: 0 nothing contradicted, 1 contradicted, 2 the run could not be made.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { exitCode } from '../report/build.ts';
import type { ClaimsReport } from '../report/claims.gen.ts';
import { loadContract, loadDeviations, ROOT } from '../suite/load.ts';
import { resultsFolder } from '../suite/results.ts';
import { EXIT_NOT_MADE, loadSettings, orExit } from '../suite/settings.ts';
import { ConfigError } from '../target/environment.ts';

const HELP = `npm run conformance -- [options] [Playwright's options]

Tests the target that the environment or .env names (see .env.example); without any, the embedded mock portal.

  --target KIND   mock or portal, whatever B24_TARGET says
  --results DIR   folder for the results; default: results
  --strict        contradicted hints and wording (should) fail the run as well
  --help          this text; 'npx playwright test --help' lists Playwright's own options, for example
                  --grep @errors, --workers 4, --list

Results: claims.json, summary.md, junit.xml; 'npm run report' opens Playwright's report of the last run.
Exit codes: 0 nothing contradicted, 1 contradicted, 2 the run could not be made.`;

const { help, passed } = orExit(takeOwnOptions);
if (help) {
  console.log(HELP);
  process.exit(0);
}
const settings = orExit(loadSettings);
orExit(() => loadDeviations(settings, loadContract()));

const claimsFile = join(resultsFolder(settings), 'claims.json');
rmSync(claimsFile, { force: true });
const playwright = join(
  dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')),
  'cli.js',
);
const child = spawn(process.execPath, [playwright, 'test', ...passed], { cwd: ROOT, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.on('close', (code) => {
  process.exitCode = outcome(code ?? EXIT_NOT_MADE);
});

/** Own options become settings; what is left is Playwright's. */
function takeOwnOptions(): { help: boolean; passed: string[] } {
  const given = process.argv.slice(2);
  const left: string[] = [];
  while (given.length > 0) {
    const word = given.shift() ?? '';
    const [name = '', inline] = word.split('=', 2);
    const value = (): string => {
      const text = inline ?? given.shift();
      if (text === undefined) throw new ConfigError(`${name} needs a value; --help lists the options`);
      return text;
    };
    if (name === '--help' || name === '-h') return { help: true, passed: [] };
    if (name === '--strict') process.env.B24_STRICT = '1';
    else if (name === '--target') process.env.B24_TARGET = value();
    else if (name === '--results') process.env.B24_RESULTS = resolve(value());
    else left.push(word);
  }
  return { help: false, passed: left };
}

function outcome(code: number): number {
  if (passed.includes('--list') || !existsSync(claimsFile)) return code;
  const report = JSON.parse(readFileSync(claimsFile, 'utf8')) as ClaimsReport;
  // A test may also fail for another reason than a contradiction, such as running out of time.
  return exitCode(report, settings.strict) || code;
}
