/**
 * `npm run report` shows the page of the last run; `npm run report -- A.json B.json …` writes a page with several runs side
 * by side from their `claims.json`. Exit codes: 0 there is a page, 2 there is none.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../base/message.ts';
import type { ClaimsReport } from '../report/claims.gen.ts';
import { type MatrixRun, renderMatrix } from '../report/html/matrix.ts';
import { loadSchemas } from '../run/load.ts';
import { loadPageAssets } from '../shell/page-assets.ts';
import { resultsFolder } from '../shell/places.ts';
import { loadSettings, orExit } from '../shell/settings.ts';
import { ConfigError } from '../target/environment.ts';

const HELP = `npm run report                       shows the page of the last run
npm run report -- A.json B.json …    sets several runs side by side, from their claims.json

The page opens where there is a desktop; its path is printed anyhow. B24_RESULTS names another folder than results.
Playwright's own report of the last run: npx playwright show-report results/playwright`;

const files = process.argv.slice(2);
if (files.includes('--help') || files.includes('-h')) {
  console.log(HELP);
  process.exit(0);
}
show(orExit(files.length === 0 ? lastPage : writeMatrix));

function lastPage(): string {
  const page = join(resultsFolder(loadSettings()), 'index.html');
  if (!existsSync(page))
    throw new ConfigError(`there is no report yet at ${page}: npm run conformance makes one`);
  return page;
}

function writeMatrix(): string {
  if (files.length === 1)
    throw new ConfigError('a matrix compares two runs or more: name the claims.json of each');
  const runs = files.map((name): MatrixRun => ({ name, report: readReport(name) }));
  const folder = resultsFolder(loadSettings());
  const page = join(folder, 'matrix.html');
  mkdirSync(folder, { recursive: true });
  writeFileSync(page, renderMatrix(runs, loadPageAssets('matrix')));
  return page;
}

/** @throws ConfigError when the file is no `claims.json` */
function readReport(path: string): ClaimsReport {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ConfigError(`${path} cannot be read: ${messageOf(error)}`);
  }
  const validate = loadSchemas().validator('claims.schema.json');
  if (validate(value)) return value as ClaimsReport;
  const [first] = validate.errors ?? [];
  throw new ConfigError(
    `${path} is not a claims.json: ${first?.instancePath || 'the file'} ${first?.message ?? ''}`,
  );
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
