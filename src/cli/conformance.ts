/**
 * `npm run conformance`: the main job, a thin command around Playwright Test. Own options are taken out, all others go
 * to Playwright. Exit codes: 0 nothing contradicted, 1 contradicted, 2 the run could not be made.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { generateCases } from '../cases/generate.ts';
import { exitCode } from '../report/build.ts';
import type { ClaimsReport } from '../report/claims.gen.ts';
import { suggestDeviations } from '../report/suggest.ts';
import { freshOf, historyFile, readHistory } from '../suite/history-file.ts';
import { loadContract, loadDeviations, ROOT } from '../suite/load.ts';
import { openTarget } from '../suite/open-target.ts';
import { renderPlan } from '../suite/plan.ts';
import { startPortalRun } from '../suite/portal-run.ts';
import { resultsFolder } from '../suite/results.ts';
import { createRunner } from '../suite/run-cases.ts';
import { selectionFor } from '../suite/selection.ts';
import { EXIT_NOT_MADE, loadSettings, orExit, orExitAsync } from '../suite/settings.ts';
import { ConfigError } from '../target/environment.ts';
import { createClient } from '../wire/client.ts';
import { HELP, takeOwnOptions } from './conformance-options.ts';

const options = orExit(() => takeOwnOptions(process.argv.slice(2), process.env));
if (options.step === 'help') {
  console.log(HELP);
  process.exit(0);
}
const settings = orExit(loadSettings);
orExit(() => loadDeviations(settings, loadContract()));

const { step } = options;
if (step === 'plan' || step === 'cleanup') {
  await orExitAsync(() => showOrTidy(step));
  process.exit(0);
}

/** Broken lines are told of once, by the reporter. */
const history = () => readHistory(historyFile(settings), () => {});
orExit(history);

const claimsFile = join(resultsFolder(settings), 'claims.json');
rmSync(claimsFile, { force: true });
const playwright = join(
  dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')),
  'cli.js',
);
// A group of its own: Ctrl-C reaches Playwright once, through us, and it has time to tidy up.
const child = spawn(process.execPath, [playwright, ...command()], {
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
  const cases = generateCases(contract, selectionFor(settings.target));
  console.log(renderPlan({ contract, cases, skip, target: 'embedded mock portal', secondsFor: () => 0 }));
  await close();
}

function command(): string[] {
  if (options.merge === undefined) return ['test', ...options.passed];
  return ['merge-reports', '--config', 'playwright.config.ts', options.merge];
}

function outcome(code: number): number {
  if (options.passed.includes('--list') || !existsSync(claimsFile)) return code;
  const report = JSON.parse(readFileSync(claimsFile, 'utf8')) as ClaimsReport;
  if (options.suggest) console.log(suggestDeviations(report));
  // A test may also fail for another reason than a contradiction, such as running out of time.
  return exitCode(report, settings.strict, freshOf(settings, history(), report)) || code;
}
