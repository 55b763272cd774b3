import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Case } from '../../src/cases/case.ts';
import { loadWorld, profiles } from '../../src/mock/index.ts';
import type { Difference } from '../../src/mutants/mutant.ts';
import { openPortal } from '../../src/mutants/portal.ts';
import type { ClaimsReport } from '../../src/report/claims.gen.ts';
import type { RunRecord } from '../../src/report/history.ts';
import { renderMatrix } from '../../src/report/html/matrix.ts';
import { renderPage } from '../../src/report/html/page.ts';
import { loadCases } from '../../src/run/case-list.ts';
import { loadContract } from '../../src/run/load.ts';
import { runAll } from '../../src/run/run-all.ts';
import { loadPageAssets } from '../../src/shell/page-assets.ts';
import { HOSTILE, reportSaying } from '../kit/report/bench.ts';
import { PAGES, type PageName } from './pages.ts';
import { withOtherLies, withSurvey } from './survey-report.ts';
import {
  checked,
  drafting,
  enlarged,
  excusing,
  FRESH,
  fewClaims,
  isShown,
  madeNow,
  ofClaims,
  ofFewMethods,
  ofPart,
  pastRuns,
  THREE,
} from './worlds.ts';

/** The pictures of the documents show a report as it is. */
const ofAll = process.env.UPDATE_IMAGES !== undefined;

/** Makes every page once, from real runs on the embedded mock portal, in a folder that goes away again. */
export default async function makePages(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'b24-pages-'));
  process.env[PAGES] = folder;
  const write = (name: PageName, text: string): void => writeFileSync(join(folder, `${name}.html`), text);
  const assets = loadPageAssets();
  const page = (name: PageName, report: ClaimsReport, history: RunRecord[] = []): void =>
    write(name, renderPage(report, history, assets));

  const documented = madeNow(await run({}));
  const contradicting = await run(OTHER);
  const few = fewClaims(contradicting);
  const ofFew = (report: ClaimsReport) => madeNow(ofAll ? report : ofClaims(report, few));
  const other = ofFew(contradicting);
  const withThree = (report: ClaimsReport) => checked(excusing(report, (id) => !THREE.includes(id)));
  const three = withThree(other);
  const known = excusing(other, () => true);
  const green = ofFew(documented);
  page('green', green, pastRuns(green));
  page('three', three, pastRuns(three));
  page('deviations', known, pastRuns(known));
  page('first', three);
  page(
    'hints',
    excusing(other, (id) => id !== FRESH),
  );
  page('empty', ofFew(await run({}, () => false)), pastRuns(ofFew(documented)));
  page('part', ofPart(ofFew(await run({}, ({ method }) => method === 'batch'))), pastRuns(ofFew(documented)));
  page('drafts', drafting(other, 'imbot.chat.updateTitle'));
  // A text of many lines is long enough.
  const hostile = Object.values(HOSTILE).map((text) => text.slice(0, 2000));
  page('hostile', reportSaying(hostile.join('\n')));
  page('large', enlarged(withThree(madeNow(contradicting)), 2000));
  write(
    'matrix',
    renderMatrix(
      [
        { name: 'monday.json', report: ofFew(documented) },
        { name: 'tuesday.json', report: three },
      ],
      loadPageAssets('matrix'),
    ),
  );
  write(
    'hostile-matrix',
    renderMatrix(
      hostile.map((text) => ({ name: text, report: reportSaying(text) })),
      loadPageAssets('matrix'),
    ),
  );
  const surveyed = await withSurvey(green);
  page('survey', surveyed);
  write(
    'survey-matrix',
    renderMatrix(
      [
        { name: 'monday.json', report: surveyed },
        { name: 'tuesday.json', report: withOtherLies(surveyed) },
      ],
      loadPageAssets('matrix'),
    ),
  );
  return () => rmSync(folder, { recursive: true, force: true });
}

/** A self-hosted portal that refuses for want of a scope as pages had it until August 2026: a fact that is contradicted. */
const OTHER: Difference = {
  profile: () => {
    const { errors, ...rest } = profiles['self-hosted'];
    return { ...rest, errors: { ...errors, noScope: { ...errors.noScope, status: 403 } } };
  },
};

async function run(
  difference: Difference,
  isSelected: (testCase: Case) => boolean = () => true,
): Promise<ClaimsReport> {
  const contract = loadContract();
  const cases = loadCases('pairwise').filter(
    (testCase) => (ofAll || isShown(testCase.method)) && isSelected(testCase),
  );
  const { target, close } = await openPortal(difference, await loadWorld());
  try {
    const report = await runAll(contract, cases, target);
    return ofAll ? report : ofFewMethods(report);
  } finally {
    await close();
  }
}
