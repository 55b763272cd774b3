/**
 * `npm run conformance`: the main job, a thin command around Playwright Test. Own options are taken out, all others go
 * to Playwright. Exit codes: 0 nothing contradicted, 1 contradicted, 2 the run could not be made.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { generateCases } from '../cases/generate.ts';
import { exitCode } from '../report/build.ts';
import type { ClaimsReport } from '../report/claims.gen.ts';
import { suggestDeviations } from '../report/suggest.ts';
import { loadContract, loadDeviations, ROOT } from '../suite/load.ts';
import { openTarget } from '../suite/open-target.ts';
import { renderPlan } from '../suite/plan.ts';
import { type Step, startPortalRun } from '../suite/portal-run.ts';
import { resultsFolder } from '../suite/results.ts';
import { createRunner } from '../suite/run-cases.ts';
import { selectionFor } from '../suite/selection.ts';
import { EXIT_NOT_MADE, loadSettings, orExit, orExitAsync } from '../suite/settings.ts';
import { ConfigError } from '../target/environment.ts';
import { createClient } from '../wire/client.ts';

const HELP = `npm run conformance -- [options] [Playwright's options]

Tests the target that the environment or .env names (see .env.example); without any, the embedded mock portal.

  --target KIND   mock or portal, whatever B24_TARGET says
  --results DIR   folder for the results; default: results
  --strict        contradicted hints and wording (should) fail the run as well
  --plan          says what a run would do, and how long it would take, and stops
  --cleanup       removes what killed runs left on the portal, and stops
  --suggest-deviations
                  after the run, prints a file of known deviations with what it contradicted
  --help          this text; 'npx playwright test --help' lists Playwright's own options, for example
                  --grep @errors, --workers 4, --list

Results: claims.json, summary.md, junit.xml; 'npm run report' opens Playwright's report of the last run.
Exit codes: 0 nothing contradicted, 1 contradicted, 2 the run could not be made.`;

const { help, step, suggest, passed } = orExit(takeOwnOptions);
if (help) {
  console.log(HELP);
  process.exit(0);
}
const settings = orExit(loadSettings);
orExit(() => loadDeviations(settings, loadContract()));

if (step !== 'run') {
  await orExitAsync(() => showOrTidy(step));
  process.exit(0);
}

const claimsFile = join(resultsFolder(settings), 'claims.json');
rmSync(claimsFile, { force: true });
const playwright = join(
  dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')),
  'cli.js',
);
// A group of its own: Ctrl-C reaches Playwright once, through us, and it has time to tidy up.
const child = spawn(process.execPath, [playwright, 'test', ...passed], {
  cwd: ROOT,
  stdio: ['ignore', 'inherit', 'inherit'],
  detached: true,
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill('SIGINT'));
child.on('close', (code) => {
  process.exitCode = outcome(code ?? EXIT_NOT_MADE);
});

async function showOrTidy(what: 'plan' | 'cleanup'): Promise<void> {
  if (settings.target === 'portal') {
    await startPortalRun(settings, what);
    return;
  }
  if (what === 'cleanup') throw new ConfigError('--cleanup is for portals: B24_TARGET is not portal');
  const { target, close } = await openTarget(settings);
  const contract = loadContract();
  const { skip } = createRunner(contract, target, createClient());
  const cases = generateCases(contract, selectionFor(settings));
  console.log(renderPlan({ contract, cases, skip, target: 'embedded mock portal', secondsFor: () => 0 }));
  await close();
}

/** Own options become settings; what is left is Playwright's. */
function takeOwnOptions(): { help: boolean; step: Step; suggest: boolean; passed: string[] } {
  const given = process.argv.slice(2);
  const left: string[] = [];
  let step: Step = 'run';
  let suggest = false;
  while (given.length > 0) {
    const word = given.shift() ?? '';
    const [name = '', inline] = word.split('=', 2);
    const value = (): string => {
      const text = inline ?? given.shift();
      if (text === undefined) throw new ConfigError(`${name} needs a value; --help lists the options`);
      return text;
    };
    if (name === '--help' || name === '-h') return { help: true, step, suggest, passed: [] };
    if (name === '--strict') process.env.B24_STRICT = '1';
    else if (name === '--plan' || name === '--cleanup') step = name === '--plan' ? 'plan' : 'cleanup';
    else if (name === '--suggest-deviations') suggest = true;
    else if (name === '--target') process.env.B24_TARGET = value();
    else if (name === '--results') process.env.B24_RESULTS = resolve(value());
    else left.push(word);
  }
  return { help: false, step, suggest, passed: left };
}

function outcome(code: number): number {
  if (passed.includes('--list') || !existsSync(claimsFile)) return code;
  const report = JSON.parse(readFileSync(claimsFile, 'utf8')) as ClaimsReport;
  if (suggest) console.log(suggestDeviations(report));
  // A test may also fail for another reason than a contradiction, such as running out of time.
  return exitCode(report, settings.strict) || code;
}
