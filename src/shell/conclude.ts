import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Contract } from '../contract/contract.ts';
import type { Policy } from '../judge/policy.ts';
import { leftBy } from '../portal/ledger.ts';
import { renderAnnotations } from '../report/annotations.ts';
import type { ClaimsReport } from '../report/claims.gen.ts';
import { earlierRuns, newContradictions, toRecord } from '../report/history.ts';
import { validator } from '../report/results.validators.mjs';
import { renderEnd } from '../report/terminal.ts';
import type { Settings } from '../target/environment.ts';
import { appendHistory, policyOf, readHistory } from './history-file.ts';
import { historyFile, ledgerPath, resultsFolder } from './places.ts';
import { painterFor } from './status-line.ts';
import { writeResults } from './write-results.ts';

export interface Conclusion {
  policy: Policy;
  /** Says what came of the run: the last that is said of it. */
  tell(say?: (text: string) => void): void;
}

/**
 * Leaves the results of a run, and remembers it.
 *
 * @param isRemembered false where it is a part of a run, which is remembered once merged
 * @throws Error where the report breaks its own schema; ConfigError where the history cannot be read
 */
export function conclude(
  report: ClaimsReport,
  contract: Contract,
  settings: Settings,
  isRemembered = true,
): Conclusion {
  const validate = validator('claims');
  if (!validate(report))
    throw new Error(`claims.json breaks its own schema: ${JSON.stringify(validate.errors?.slice(0, 3))}`);
  const folder = resultsFolder(settings);
  const history = readHistory(historyFile(settings));
  const policy = policyOf(settings, history, report);
  writeResults(folder, report, history, policy);
  if (report.cases.run > 0 && isRemembered) appendHistory(historyFile(settings), toRecord(report));
  const earlier = earlierRuns(history, report);
  const fresh = earlier.length > 0 ? newContradictions(earlier, report) : undefined;
  return {
    policy,
    tell(say = console.log) {
      const address = pathToFileURL(join(folder, 'index.html')).href;
      const { isTTY, columns } = process.stdout;
      const paint = painterFor(process.stdout, process.env);
      const width = isTTY ? columns : undefined;
      const isUntidy = report.target.kind === 'portal' && leftBy(ledgerPath(settings), process.pid);
      say(`\n${renderEnd(report, { policy, fresh, paint, width, address, isUntidy })}`);
      if (process.env.GITHUB_ACTIONS)
        for (const line of renderAnnotations(report, contract, policy)) console.log(line);
    },
  };
}
