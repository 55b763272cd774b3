/**
 * `npm run report` shows the page of the last run; `npm run report -- PATH …` makes the page of a kept run, or one with
 * several side by side. Exit codes: 0 there is a page, 2 there is none.
 */

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { guess } from '../base/guess.ts';
import { commandLine } from '../base/program.ts';
import { systemCode, systemWords } from '../base/system-words.ts';
import { renderMatrix } from '../report/html/matrix.ts';
import { renderPage } from '../report/html/page.ts';
import { policyOf, readHistory } from '../shell/history-file.ts';
import { loadPageAssets } from '../shell/page-assets.ts';
import { resultsFolder } from '../shell/places.ts';
import { ArgumentError, loadSettings, orExit } from '../shell/settings.ts';
import { ConfigError } from '../target/environment.ts';
import { type KeptRun, readRuns } from './report-files.ts';
import { writeVerifications } from './verification-files.ts';

const HELP = `${commandLine('report')}                  shows the page of the last run
${commandLine('report', 'PATH')}          makes the page of a run that was kept: report.html
${commandLine('report', 'PATH PATH …')}   sets several runs side by side: matrix.html
${commandLine('report', '--verification DIR')} [PATH]
                                writes what a run with --confidence parsed says of each method, a file each

PATH is the claims.json of a run, or a folder with one or with several in the folders below it, such as what CI keeps
of its jobs. Claims on which runs contradict each other come first.

The page opens where there is a desktop; its path is printed anyhow. B24_RESULTS names another folder than results.
Playwright's own report of the last run: npx playwright show-report results/playwright`;

const paths = process.argv.slice(2);
if (paths.includes('--help') || paths.includes('-h')) {
  console.log(HELP);
  process.exit(0);
}
if (paths[0]?.startsWith('--verification')) orExit(verify);
else show(orExit(paths.length === 0 ? lastPage : pageOfRuns));

/** Of one run: the last one, or one that was kept. */
function verify(): void {
  const [first = '', ...rest] = paths;
  const folder = first.includes('=') ? first.slice(first.indexOf('=') + 1) : (rest.shift() ?? '');
  if (folder === '' || folder.startsWith('-'))
    throw new ArgumentError('--verification needs a folder: --verification DIR');
  const runs = readRuns(rest.length === 0 ? [resultsFolder(loadSettings())] : rest);
  const [run] = runs;
  if (run === undefined || runs.length > 1)
    throw new ArgumentError(
      `--verification is of one run, and here are ${runs.length}: ${runs.map(({ name }) => name).join(', ')}`,
    );
  const { written, verified } = writeVerifications(folder, run);
  console.log(`${folder}: ${written} methods written, ${verified} of them verified`);
}

function lastPage(): string {
  const page = join(resultsFolder(loadSettings()), 'index.html');
  if (!existsSync(page))
    throw new ConfigError(`there is no report yet at ${page}: ${commandLine('conformance')} makes one`);
  return page;
}

function pageOfRuns(): string {
  const option = paths.find((path) => path.startsWith('-'));
  if (option !== undefined)
    throw new ArgumentError(
      `there is no option ${option}${guess(option, ['--help', '--verification']) || '; the arguments are paths of runs'}`,
    );
  const runs = readRuns(paths);
  const [run] = runs;
  const folder = resultsFolder(loadSettings());
  return run !== undefined && runs.length === 1
    ? write(folder, 'report.html', pageOf(run))
    : write(folder, 'matrix.html', renderMatrix(runs, loadPageAssets('matrix')));
}

/** With the history beside it, where it has been kept as well. */
function pageOf({ name, report }: KeptRun): string {
  const history = readHistory(join(dirname(name), 'history.jsonl'));
  return renderPage(report, history, loadPageAssets(), policyOf(loadSettings(), history, report));
}

function write(folder: string, name: string, text: string): string {
  const page = join(folder, name);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(page, text);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    throw new ConfigError(`${page} cannot be written (B24_RESULTS): ${systemWords(error)}`);
  }
  return page;
}

function show(page: string): void {
  console.log(page);
  const opener = desktopOpener();
  if (opener === undefined) return;
  const child = spawn(opener, [page], { stdio: 'ignore', detached: true });
  // The path is printed; that nothing opens it is not a fault.
  child.on('error', () => {});
  child.unref();
}

function desktopOpener(): string | undefined {
  if (process.env.CI || !process.stdout.isTTY) return undefined;
  if (process.platform === 'darwin') return 'open';
  if (process.platform === 'win32') return 'explorer';
  return process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? 'xdg-open' : undefined;
}
