import { askScopes } from '../portal/identify.ts';
import { renderPlan } from '../portal/plan.ts';
import { loadCases } from '../run/case-list.ts';
import { loadContract, loadDeviations } from '../run/load.ts';
import { createRunner } from '../run/runner.ts';
import { selectionFor } from '../run/selection.ts';
import { openTarget } from '../shell/open-target.ts';
import { startPortalRun } from '../shell/portal-run.ts';
import { addressOf, planOfSurvey } from '../shell/survey-plan.ts';
import { createCaller } from '../target/call.ts';
import { ConfigError, type Settings } from '../target/environment.ts';
import { createClient } from '../wire/client.ts';

/**
 * Prints what a run would do, or removes what killed runs left on the portal.
 *
 * @throws ConfigError when there is nothing to tidy up; DataError; TargetError when the portal cannot be asked
 */
export async function showOrTidy(what: 'plan' | 'cleanup', settings: Settings): Promise<void> {
  loadDeviations(settings, loadContract());
  if (settings.target === 'portal') {
    await startPortalRun(settings, what);
    return;
  }
  if (what === 'cleanup') throw new ConfigError('--cleanup is for portals: B24_TARGET is not portal');
  const { target, close } = await openTarget(settings);
  const contract = loadContract();
  const client = createClient({ ca: target.ca });
  const { skip } = createRunner(contract, target, client);
  const cases = loadCases(selectionFor(settings.target));
  console.log(renderPlan({ contract, cases, skip, target: 'embedded mock portal', secondsFor: () => 0 }));
  const own = addressOf(target, 'own');
  const surveyed = await planOfSurvey({
    scopes: own === undefined ? undefined : await askScopes(createCaller(client, own)),
    hasNoScope: addressOf(target, 'noScope') !== undefined,
    hasLeave: settings.get('B24_ALLOW_PROVISION') === '1',
  });
  if (surveyed) console.log(surveyed.text);
  await client.close();
  await close();
}
