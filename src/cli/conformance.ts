/**
 * `npm run conformance`: the main job, a thin command around Playwright Test. Own options are taken out, all others go
 * to Playwright. Exit codes: 0 nothing contradicted, 1 contradicted, 2 the run could not be made or tidied up.
 */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { messageOf } from '../base/message.ts';
import { commandLine, isPackaged } from '../base/program.ts';
import { decide, type Policy } from '../judge/policy.ts';
import { leftBy } from '../portal/ledger.ts';
import type { ClaimsReport } from '../report/claims.gen.ts';
import { loadContract, loadDeviations } from '../run/load.ts';
import { optimizeLate } from '../run/optimize-late.mjs';
import { HOME, ROOT } from '../run/root.ts';
import { compiledFile } from '../shell/compiled.mjs';
import { documentationRoot, documentPlaces } from '../shell/documentation-root.ts';
import { checkPlaces, historyFile, ledgerPath, resultsFolder, surveyJournal } from '../shell/places.ts';
import { loadsOursAlone } from '../shell/reporters.ts';
import { keepToOneRun } from '../shell/results-lock.ts';
import { handOn, openRunFolder } from '../shell/run-folder.ts';
import { EXIT_NOT_MADE, loadSettings, orExit, orExitAsync } from '../shell/settings.ts';
import { ConfigError } from '../target/environment.ts';
import { HELP, takeOwnOptions } from './conformance-options.ts';
import { freeWords } from './playwright-words.ts';

optimizeLate();
const options = orExit(() => takeOwnOptions(process.argv.slice(2), process.env));
if (options.step === 'help') {
  console.log(HELP);
  process.exit(0);
}
const settings = orExit(loadSettings);

const { step } = options;
if (step === 'plan' || step === 'cleanup') {
  // A run needs none of what these do, and starts sooner without.
  const { showOrTidy } = await import('./plan-or-cleanup.ts');
  await orExitAsync(() => showOrTidy(step, settings));
  process.exit(0);
}

orExit(() => checkPlaces(settings));
if (!options.passed.includes('--list')) orExit(() => keepToOneRun(resultsFolder(settings)));

const { merge, from, record, suggest } = options;
// What a verdict may need, and not every run: a process that is ending loads nothing any more.
const suggestDeviations =
  suggest === undefined ? undefined : (await import('../report/suggest.ts')).suggestDeviations;
const history = settings.get('B24_FAIL_ON') === 'new' ? await import('../shell/history-file.ts') : undefined;
if (from !== undefined) {
  const { judgeFrom } = await import('../shell/judge-from.ts');
  const report = await orExitAsync(() => judgeFrom(from, settings));
  suggestFor(report);
  process.exit(decide(report, policyFor(report)).exitCode);
}
// Before Playwright is loaded, which comes to the same again.
orExit(() => {
  loadDeviations(settings, loadContract());
  documentationRoot(settings);
  documentPlaces(settings);
});
if (options.resume) {
  const { checkSurveyJournal } = await import('../shell/survey-journal.ts');
  orExit(() => checkSurveyJournal(surveyJournal(settings)));
}
openRunFolder();
handOn({
  ...(options.resume ? { resume: true } : {}),
  reporters: options.reporters,
  lacking: merge === undefined ? [] : await lackingIn(merge),
});
if (record !== undefined) {
  const { startRecording } = await import('../shell/recording.ts');
  orExit(() => startRecording(record, settings));
}

/** Whether the run loads no TypeScript and nobody looks for the tests' sources by name. */
const isCompiled =
  loadsOursAlone(options.reporters, options.passed, process.env) && freeWords(options.passed).length === 0;
/** Playwright's. */
const configuration =
  isPackaged || isCompiled ? await compiledFile('playwright.config') : join(ROOT, 'playwright.config.ts');
const require = createRequire(import.meta.url);
const playwright = join(dirname(require.resolve('@playwright/test/package.json')), 'cli.js');
const claimsFile = join(resultsFolder(settings), 'claims.json');
const claimsBefore = lastWritten();
for (const signal of ['SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => process.kill(process.pid, 'SIGINT'));
// While Playwright listens it breaks the run off and tidies up; by npm, a Ctrl-C comes twice, which it takes for one.
process.on('SIGINT', () => {
  if (process.listenerCount('SIGINT') > 1) return;
  console.error(
    `\nThe run was ended at once.${orExit(isUntidy) ? ` What it made is still on the portal: ${commandLine('cleanup')} removes it.` : ''}`,
  );
  process.exit(EXIT_NOT_MADE);
});
process.on('exit', (code) => {
  process.exitCode = outcome(code);
});
process.chdir(HOME);
// Playwright starts a thread beside each of its processes that would translate TypeScript.
if (isCompiled) process.env.PW_DISABLE_TS_ESM = '1';
// In this process, which it ends: another would have to load again what both need.
process.argv = [process.execPath, playwright, ...command()];
require(playwright);

/** What is not needed by every run is loaded where it is. */
async function lackingIn(folder: string): Promise<string[]> {
  const { checkShards } = await import('../shell/shards.ts');
  return orExit(() => checkShards(folder));
}

function policyFor(report: ClaimsReport): Policy {
  if (history === undefined) return { strict: settings.strict };
  // The reporter has named broken lines.
  const runs = orExit(() => history.readHistory(historyFile(settings), () => {}));
  return history.policyOf(settings, runs, report);
}

function command(): string[] {
  const config = ['--config', configuration];
  return merge === undefined ? ['test', ...config, ...options.passed] : ['merge-reports', ...config, merge];
}

function suggestFor(report: ClaimsReport): void {
  if (suggest === undefined || suggestDeviations === undefined) return;
  const text = suggestDeviations(report);
  if (suggest === '-') console.log(text);
  else orExit(() => writeSuggestion(suggest, text));
}

/** When the claims were last written, in milliseconds; undefined where they never were. */
function lastWritten(): number | undefined {
  return statSync(claimsFile, { throwIfNoEntry: false })?.mtimeMs;
}

function outcome(code: number): number {
  if (lastWritten() === claimsBefore) {
    // To list is not to run.
    if (options.passed.includes('--list')) return code;
    if (code === 0) console.error('The run left no claims.json: this is not a success.');
    return EXIT_NOT_MADE;
  }
  const report = JSON.parse(readFileSync(claimsFile, 'utf8')) as ClaimsReport;
  suggestFor(report);
  const verdict = decide(report, policyFor(report)).exitCode;
  // A test may also fail for another reason than a contradiction, or the run be broken off: that is not a verdict.
  // Green would hide from a nightly job, which reads no output, that its portal fills with bots. The last line says it.
  return verdict || (code === 0 && !orExit(isUntidy) ? 0 : EXIT_NOT_MADE);
}

/** @throws ConfigError where the file cannot be written */
function writeSuggestion(path: string, text: string): void {
  try {
    writeFileSync(path, `${text.trimEnd()}\n`, { flag: 'wx' });
  } catch (error) {
    throw new ConfigError(`--suggest-deviations: ${messageOf(error)}`);
  }
  console.log(`  known deviations to go through by hand: ${path}`);
}

/** Whether the run left something on the portal. */
function isUntidy(): boolean {
  return settings.target === 'portal' && leftBy(ledgerPath(settings), process.pid);
}
