import type { ClaimResult, ClaimsReport } from '../../src/report/claims.gen.ts';
import { tellLies } from '../kit/survey-portals/lies.ts';
import { truthfulModel } from '../kit/survey-portals/model.ts';
import { isReading, needsNothing, surveyOf } from '../kit/survey-portals/run-survey.ts';
import { startFactsPortal } from '../kit/survey-portals/server.ts';

/** The same report with a survey of a portal that is made from facts of all documented methods and lies 60 times. */
export async function withSurvey(report: ClaimsReport): Promise<ClaimsReport> {
  const model = truthfulModel(isReading);
  tellLies(model, { seed: 1, total: 60, canRead: needsNothing });
  const portal = await startFactsPortal(model);
  try {
    const { claims, exchanges, survey } = await surveyOf(portal);
    const numbers = { ...survey.numbers, seconds: 7 };
    return { ...report, drafts: claims, exchanges, survey: { ...survey, numbers } };
  } finally {
    await portal.close();
  }
}

/**
 * The same survey of a portal that tells other lies: of what was contradicted, every other claim holds, and of what held, one
 * in 300 does not. A second survey takes as long as the first, and a comparison looks at verdicts alone.
 */
export function withOtherLies(report: ClaimsReport): ClaimsReport {
  let lies = 0;
  let truths = 0;
  const drafts = (report.drafts ?? []).map((claim): ClaimResult => {
    if (claim.verdict === 'contradicted' && lies++ % 2 === 0) return { ...claim, verdict: 'confirmed' };
    if (claim.verdict === 'confirmed' && truths++ % 300 === 0) return { ...claim, verdict: 'contradicted' };
    return claim;
  });
  return { ...report, drafts };
}
