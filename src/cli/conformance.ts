/**
 * `npm run conformance`: the main job, a thin command around Playwright Test. Own options are taken out, all others go
 * to Playwright. Exit codes: 0 nothing contradicted, 1 contradicted, 2 the run could not be made or tidied up.
 */
import { spawn } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { messageOf } from '../base/message.ts';
import { isPackaged } from '../base/program.ts';
import { decide, type Policy } from '../judge/policy.ts';
import { leftBy } from '../portal/ledger.ts';
import type { ClaimsReport } from '../report/claims.gen.ts';
import { HOME, ROOT } from '../run/root.ts';
import { compiledFile } from '../shell/compiled.mjs';
import { checkPlaces, historyFile, ledgerPath, resultsFolder, surveyJournal } from '../shell/places.ts';
import { loadsOursAlone } from '../shell/reporters.ts';
import { keepToOneRun } from '../shell/results-lock.ts';
import { handOn, openRunFolder } from '../shell/run-folder.ts';
import { EXIT_NOT_MADE, loadSettings, orExit, orExitAsync } from '../shell/settings.ts';
import { ConfigError } from '../target/environment.ts';
import { HELP, takeOwnOptions } from './conformance-options.ts';
import { freeWords } from './playwright-words.ts';

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

const { merge, from, record } = options;
if (from !== undefined) {
  const { judgeFrom } = await import('../shell/judge-from.ts');
  const report = await orExitAsync(() => judgeFrom(from, settings));
  await suggestFor(report);
  process.exit(decide(report, await policyFor(report)).exitCode);
}
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
const claimsFile = join(resultsFolder(settings), 'claims.json');
const before = lastWritten();
const playwright = join(
  dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')),
  'cli.js',
);
// A group of its own: Ctrl-C reaches Playwright once, through us, and it has time to tidy up.
const child = spawn(process.execPath, [playwright, ...command()], {
  cwd: HOME,
  env: {
    // From Node 22 on, what V8 made of Playwright's sources and ours is kept beside ours.
    ...(!isPackaged && { NODE_COMPILE_CACHE: join(dirname(await compiledFile('reporter')), 'v8') }),
    ...process.env,
    // Playwright starts a thread beside each of its processes that would translate TypeScript.
    ...(isCompiled && { PW_DISABLE_TS_ESM: '1' }),
  },
  stdio: ['ignore', 'inherit', 'inherit'],
  detached: true,
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill('SIGINT'));
child.on('close', async (code) => {
  process.exitCode = await outcome(code ?? EXIT_NOT_MADE);
});

/** What is not needed by every run is loaded where it is. */
async function lackingIn(folder: string): Promise<string[]> {
  const { checkShards } = await import('../shell/shards.ts');
  return orExit(() => checkShards(folder));
}

async function policyFor(report: ClaimsReport): Promise<Policy> {
  if (settings.get('B24_FAIL_ON') !== 'new') return { strict: settings.strict };
  const { policyOf, readHistory } = await import('../shell/history-file.ts');
  // The reporter has named broken lines.
  const history = orExit(() => readHistory(historyFile(settings), () => {}));
  return policyOf(settings, history, report);
}

function command(): string[] {
  const config = ['--config', configuration];
  return merge === undefined ? ['test', ...config, ...options.passed] : ['merge-reports', ...config, merge];
}

async function suggestFor(report: ClaimsReport): Promise<void> {
  const { suggest } = options;
  if (suggest === undefined) return;
  const { suggestDeviations } = await import('../report/suggest.ts');
  const text = suggestDeviations(report);
  if (suggest === '-') console.log(text);
  else orExit(() => writeSuggestion(suggest, text));
}

/** When the claims were last written, in milliseconds; undefined where they never were. */
function lastWritten(): number | undefined {
  return statSync(claimsFile, { throwIfNoEntry: false })?.mtimeMs;
}

async function outcome(code: number): Promise<number> {
  if (lastWritten() === before) {
    // To list is not to run.
    if (options.passed.includes('--list')) return code;
    if (code === 0) console.error('The run left no claims.json: this is not a success.');
    return EXIT_NOT_MADE;
  }
  const report = JSON.parse(readFileSync(claimsFile, 'utf8')) as ClaimsReport;
  await suggestFor(report);
  const verdict = decide(report, await policyFor(report)).exitCode;
  // A test may also fail for another reason than a contradiction, or the run be broken off: that is not a verdict.
  return verdict || (code === 0 ? orExit(tidiness) : EXIT_NOT_MADE);
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

/** Green would hide from a nightly job, which reads no output, that its portal fills with bots. The last line says it. */
const tidiness = (): number => (leftBy(ledgerPath(settings), child.pid ?? 0) ? EXIT_NOT_MADE : 0);
