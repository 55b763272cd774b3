import type { EvidenceKind } from '../contract/contract.ts';
import { accountText, leftBehindText, pendingText } from '../portal/account.ts';
import { announceWaiting } from '../portal/announce-waiting.ts';
import { checkGiven } from '../portal/check-given.ts';
import { serveCoordinator } from '../portal/coordinator.ts';
import { identify } from '../portal/identify.ts';
import { isAtWork, openLedger } from '../portal/ledger.ts';
import { createLifeline, type Lifeline } from '../portal/lifeline.ts';
import { openPaceFile } from '../portal/pace-file.ts';
import { createPacer } from '../portal/pacer.ts';
import { BESIDE_CASES, leftForLater, nameOf, type Part, partOf } from '../portal/parts.ts';
import { createPatientClient } from '../portal/patient-client.ts';
import { renderPlan, requestsOfAll } from '../portal/plan.ts';
import { createProvisioner, newRunId } from '../portal/provision.ts';
import {
  findMissing,
  type RunContext,
  scopesByMethod,
  scopesOf,
  whyUnavailable,
} from '../portal/run-context.ts';
import { isDerived } from '../portal/secrets.ts';
import { openTokens } from '../portal/tokens.ts';
import { whySilent } from '../portal/watched-client.ts';
import { count } from '../report/text.ts';
import { loadCases } from '../run/case-list.ts';
import { handOver, judgeEvidence } from '../run/evidence.ts';
import { loadContract, loadResources } from '../run/load.ts';
import { createRunner } from '../run/runner.ts';
import type { Settings } from '../target/environment.ts';
import { checkMove, checkReachable } from '../target/preflight.ts';
import { createClient, type HttpClient } from '../wire/client.ts';
import type { Exchange } from '../wire/exchange.ts';
import { openTarget } from './open-target.ts';
import { ledgerPath, paceFile } from './places.ts';
import { recorderOfRun } from './recording.ts';
import { handedOn, handOn } from './run-folder.ts';
import { casesSelectedBy, isSelected } from './selected-groups.ts';
import { adopt, adopted, loadSettings, redactSettings } from './settings.ts';
import { status } from './status-line.ts';
import { planOfSurvey } from './survey-plan.ts';

/** Milliseconds that the question whether the portal is there may take. */
const CHECK_MS = 20_000;

/** Milliseconds between two lines of progress where there is no terminal to show a status. */
const PROGRESS_MS = 15_000;

/** Milliseconds between two states of the status. */
const LIVE_MS = 1_000;

/** Everything around the cases of a run on a portal. */
export interface PortalRun {
  /** Stops pacing, removes what was made and says what became of it. */
  close(): Promise<void>;
}

export type Step = 'run' | 'plan' | 'cleanup';

/**
 * Reaches the portal, tidies up after killed runs, finds out what can be tested, makes what is missing and starts what
 * the workers share. Prints the plan.
 *
 * @param step how far to go: only tidy up, up to the plan, or all the way
 * @throws ConfigError, TargetError when the run cannot be made
 */
export async function startPortalRun(settings: Settings, step: Step = 'run'): Promise<PortalRun> {
  const say = (line: string): void => status.say(redactSettings(line));
  const { target, close: closeTarget } = await openTarget(settings);
  const paces = openPaceFile(paceFile(settings));
  const origin = target.origin('https');
  const { rate, burst } = settings.limit;
  const pacer = createPacer({ rate, burst, level: paces.level(origin, rate), say });
  const client = createPatientClient(announceWaiting(createClient({ ca: target.ca }), say), pacer);
  let tidyUp: (() => Promise<void>) | undefined;
  const end = async (): Promise<void> => {
    paces.keep(origin, pacer.level);
    await client.close();
    await closeTarget();
  };
  try {
    const seen: [EvidenceKind, Exchange][] = [];
    let witness = (kind: EvidenceKind, exchange: Exchange): void => void seen.push([kind, exchange]);
    const current = await followMove(settings, origin, client, say, (exchange) => witness('move', exchange));
    const tokens = openTokens(current, client, say, (exchange) => witness('renewal', exchange));
    const ledger = openLedger(ledgerPath(current));
    const run = newRunId();
    const resources = loadResources();
    const provisioner = createProvisioner({ settings: current, client, ledger, tokens, resources, run, say });
    if (step !== 'plan') {
      tidyUp = provisioner.tidyUp;
      await tidyUp();
    }
    if (step === 'cleanup') {
      say(accountText(provisioner.account()) || '  nothing was left behind');
      await end();
      return { close: async () => {} };
    }
    const facts = await identify(current, client);
    const contract = loadContract();
    const all = loadCases('pairwise');
    // Only what is tried is planned, and made.
    const cases = casesSelectedBy(process.argv.slice(2), current, all);
    const scopeOf = scopesByMethod(contract);
    const missing = findMissing(cases, facts, scopeOf);
    const { unusable, granted } = await checkGiven(current, client, {
      facts,
      scopes: scopesOf(contract),
      // A plan renews nothing: what a run would renew counts as usable.
      tokens: step === 'run' ? tokens : { current: tokens.current },
      renewable: tokens.renew !== undefined,
      resources,
    });
    const byToken = unusable.token === undefined;
    const needed = cases.flatMap(({ needs }) => needs);
    const mayProvision = current.get('B24_ALLOW_PROVISION') === '1';
    const provide = step === 'run' ? provisioner.provision : provisioner.pretend;
    const provided = mayProvision ? await provide({ needed, facts, scopeOf, byToken }) : undefined;
    if (provided) adopt(provided.environment);
    const access = tokens.current() ?? (step === 'plan' && tokens.renew ? TO_BE_RENEWED : undefined);
    if (access !== undefined) adopt({ B24_OAUTH_ACCESS_TOKEN: access });

    const context: RunContext = {
      coordinator: '',
      run,
      derived: resources.instances
        .filter((instance) => instance.secretOf !== undefined && isDerived(instance, current))
        .map(({ resource }) => resource.name),
      pid: process.pid,
      ledger: ledgerPath(current),
      made: provided?.made ?? {},
      ...missing,
      unusable: { ...provided?.unusable, ...unusable },
      granted,
    };
    const { target: known } = await openTarget(loadSettings(), context.made);
    const runner = createRunner(contract, known, client, {
      unavailable: (testCase) => whyUnavailable(testCase, context, scopeOf),
    });
    const skip = runner.skip;
    const recorder = step === 'run' ? recorderOfRun() : undefined;
    witness = (kind, exchange) => {
      recorder?.evidence(kind, exchange, known);
      handOver({
        target: { kind: 'portal', origin: known.name },
        judged: judgeEvidence(contract, all, kind, exchange, known),
        skipped: [],
      });
    };
    for (const [kind, exchange] of seen) witness(kind, exchange);
    const possible = cases.filter((testCase) => !skip(testCase));
    const { limitOfRun: most, part: number } = current;
    const now = new Date();
    const whole = partOf(possible, { limit: most, number, now });
    say(
      renderPlan({
        contract,
        cases,
        skip: (testCase) => skip(testCase) ?? leftForLater(testCase, whole),
        part: nameOf(whole),
        beside: BESIDE_CASES,
        target: known.name,
        facts,
        missingMethods: Object.keys(missing.missingMethods),
        secondsFor: (count) => pacer.secondsFor(count),
      }),
    );
    const surveyed = await planOfSurvey({
      scopes: facts.scopes,
      hasNoScope: loadSettings().webhookNoScope !== undefined,
      hasLeave: loadSettings().get('B24_ALLOW_PROVISION') === '1',
      rate: pacer.rate,
    });
    if (surveyed) say(surveyed.text);
    if (step === 'plan') {
      const left = pendingText(ledger.pending().filter((each) => each.origin === origin && !isAtWork(each)));
      if (left) say(left);
      await end();
      return { close: async () => {} };
    }

    const asker = createClient({ ca: known.ca, timeoutMs: CHECK_MS });
    const check = () => whySilent(known.origin('https'), asker);
    const lifeline = createLifeline({ origin: known.name, check, say });
    // Requests of the plan whose cases have ended. What is sent again is not in the plan, and brings the end no nearer.
    let done = 0;
    // All selected tests are known once the plan has been said; of a shard, those that others have are not known then.
    let part: Part | undefined;
    const partOfRun = (): Part => {
      part ??= handedOn().isShard ? whole : partOf(possible.filter(isSelected), { limit: most, number, now });
      return part;
    };
    const server = await serveCoordinator({
      async take() {
        await lifeline.pass();
        await pacer.take();
        await lifeline.pass();
      },
      refused() {
        lifeline.answered();
        return pacer.refused();
      },
      accepted() {
        lifeline.answered();
        return pacer.accepted();
      },
      async finished(requests) {
        done += Number(requests);
      },
      async part() {
        const { later, ...rest } = partOfRun();
        return { ...rest, later: [...later] };
      },
      unanswered: lifeline.unanswered,
      lost: lifeline.lost,
      renew: tokens.renew ?? (() => Promise.reject(new Error('no renewal'))),
      async found() {
        const token = tokens.current();
        // A worker that starts late gets the token that serves by then.
        return { ...adopted(), ...(token === undefined ? {} : { B24_OAUTH_ACCESS_TOKEN: token }) };
      },
    });
    handOn({ context: { ...context, coordinator: server.address } });
    const planned = (): number => {
      const { later } = partOfRun();
      const willRun = possible.filter((testCase) => isSelected(testCase) && !later.has(testCase.id));
      return requestsOfAll(willRun) + (surveyed?.requests ?? 0);
    };
    const tell = (): void => {
      const isLost = lifeline.reason !== undefined;
      status.set('requests', isLost ? undefined : `${count(pacer.taken, 'request')} sent`);
      const { waits } = pacer;
      status.set('waits', isLost || waits === 0 ? undefined : `waited ${count(waits, 'time')} for the limit`);
      status.set(
        'outlook',
        isLost ? undefined : outlook(lifeline, Math.max(0, planned() - done) / pacer.rate),
      );
    };
    // It stands first, and is another's to set.
    status.set('cases', undefined);
    const live = setInterval(tell, LIVE_MS).unref();
    const progress = setInterval(() => {
      paces.keep(origin, pacer.level);
      tell();
      if (!process.stdout.isTTY && lifeline.reason === undefined) say(`  … ${status.text}`);
    }, PROGRESS_MS).unref();
    return {
      async close() {
        clearInterval(progress);
        clearInterval(live);
        for (const part of ['requests', 'waits', 'outlook']) status.set(part, undefined);
        await server.close();
        // A portal that is gone would let each attempt to remove something wait for its time limit.
        const gone = lifeline.reason !== undefined && (await check()) !== undefined;
        const mine = ledger.pending().filter(({ pid }) => pid === process.pid);
        const left = gone ? leftBehindText(mine, ledgerPath(current)) : '';
        if (!gone) await provisioner.tidyUp();
        else if (left) say(left);
        await asker.close();
        await end();
        const text = accountText(provisioner.account());
        if (text && !gone) say(text);
      },
    };
  } catch (error) {
    // What was made before the failure goes; if that fails too, the ledger still knows.
    await tidyUp?.().catch(() => undefined);
    await end();
    throw error;
  }
}

/** Stands in a plan for an access token that a run gets from its refresh token. */
const TO_BE_RENEWED = 'an access token that a run renews';

/** The settings, with the portal's new address where it has moved and the settings allow to follow. */
async function followMove(
  settings: Settings,
  from: string,
  client: HttpClient,
  say: (line: string) => void,
  keep: (redirect: Exchange) => void,
): Promise<Settings> {
  const to = await checkReachable(from, client, keep);
  if (to === undefined) return settings;
  checkMove(from, to, settings.followMoved);
  await checkReachable(to, client);
  say(`The portal has moved to ${to}; this run follows it. Put the new address into B24_WEBHOOK.`);
  for (const name of ['B24_WEBHOOK', 'B24_WEBHOOK_NO_SCOPE'] as const) {
    const value = settings.get(name);
    if (value?.startsWith(from)) adopt({ [name]: to + value.slice(from.length) });
  }
  return loadSettings();
}

function outlook({ silence }: Lifeline, seconds: number): string {
  if (silence !== undefined) return `no answer for ${Math.round(silence / 1000)} s`;
  return `about ${Math.ceil(seconds)} s left`;
}
