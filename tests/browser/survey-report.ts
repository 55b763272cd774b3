import type { ClaimsReport } from '../../src/report/claims.gen.ts';
import { tellLies } from '../kit/survey-portals/lies.ts';
import { truthfulModel } from '../kit/survey-portals/model.ts';
import { isReading, needsNothing, surveyOf } from '../kit/survey-portals/run-survey.ts';
import { startFactsPortal } from '../kit/survey-portals/server.ts';

/** The same report with a survey of a portal that is made from facts of all documented methods and lies 60 times. */
export async function withSurvey(report: ClaimsReport, seed: number): Promise<ClaimsReport> {
  const model = truthfulModel(isReading);
  tellLies(model, { seed, total: 60, canRead: needsNothing });
  const portal = await startFactsPortal(model);
  try {
    const { claims, exchanges, survey } = await surveyOf(portal);
    const numbers = { ...survey.numbers, seconds: 7 };
    return { ...report, drafts: claims, exchanges, survey: { ...survey, numbers } };
  } finally {
    await portal.close();
  }
}
