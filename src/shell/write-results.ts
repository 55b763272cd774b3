import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../judge/policy.ts';
import { renderBadge } from '../report/badge.ts';
import type { ClaimsReport } from '../report/claims.gen.ts';
import type { RunRecord } from '../report/history.ts';
import { renderPage } from '../report/html/page.ts';
import { renderJunit } from '../report/junit.ts';
import { renderSummary } from '../report/summary.ts';
import { loadPageAssets } from './page-assets.ts';

/** All files of a run, and the step summary where GitHub asks for one. */
export function writeResults(
  folder: string,
  report: ClaimsReport,
  history: readonly RunRecord[],
  policy: Policy,
): void {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const summary = renderSummary(report, policy);
  // First what everything else is made of.
  write('claims.json', `${JSON.stringify(report, null, 2)}\n`);
  write('summary.md', summary);
  write('junit.xml', renderJunit(report, policy));
  write('badge.json', `${JSON.stringify(renderBadge(report, policy))}\n`);
  write('index.html', renderPage(report, history, loadPageAssets(), policy));
  const stepSummary = process.env.GITHUB_STEP_SUMMARY;
  if (stepSummary) appendFileSync(stepSummary, summary);
}
