import { confidenceOfProcess } from '../run/load.ts';
import { ConfigError } from '../target/environment.ts';
import type { Target } from '../target/target.ts';

export interface SurveyMeans {
  /** Scopes of the webhook; undefined where the target does not list them. */
  scopes: readonly string[] | undefined;
  /** Whether there is a webhook that must be refused. */
  hasNoScope: boolean;
  /** Whether that may call methods that change something. */
  hasLeave: boolean;
  /** Requests a second; undefined where nothing holds them back. */
  rate?: number;
}

/** What asking about every documented method takes, where the run does that; no other run loads what that needs. */
export async function planOfSurvey({
  scopes = [],
  rate,
  ...given
}: SurveyMeans): Promise<{ text: string; requests: number } | undefined> {
  if (confidenceOfProcess() !== 'parsed') return undefined;
  const [{ loadSubjects }, { planSurvey, renderSurveyPlan }] = await Promise.all([
    import('../run/load-subjects.ts'),
    import('../survey/plan.ts'),
  ]);
  const plan = planSurvey(loadSubjects(), { scopes: new Set(scopes), ...given });
  return { text: renderSurveyPlan(plan, rate), requests: plan.requests };
}

/** Where calls by a webhook of the target go; undefined where it has none. */
export function addressOf(target: Target, webhook: 'own' | 'noScope'): string | undefined {
  try {
    return `${target.origin('https')}${target.access({ webhook }, 'https').path}`;
  } catch (error) {
    // It is not given.
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}
