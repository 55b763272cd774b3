import { type Case, needsOwnWorld, ownerKind } from '../cases/case.ts';
import { tellSteps } from '../cases/story.ts';
import type { Contract, EvidenceKind } from '../contract/contract.ts';
import { explain } from '../judge/explain.ts';
import { type Finding, judge } from '../judge/judge.ts';
import type { JudgedCase, SkippedCase } from '../judge/tally.ts';
import { barest, type RedactedExchange, toRedactedExchange } from '../report/redacted-exchange.ts';
import { shortenAround } from '../report/shorten.ts';
import { printable } from '../report/text.ts';
import type { OwnWorld, Target } from '../target/target.ts';
import { createClient, type HttpClient } from '../wire/client.ts';
import { lookUpIn } from '../wire/encode.ts';
import type { Circumstances, StepExchange } from '../wire/exchange.ts';
import { learn } from '../wire/handed-out.ts';
import { createRedactor, type Redactor, redactDeep, type Secret } from '../wire/redact.ts';
import { type ExecutedCase, type ExecutionContext, executeCase } from './execute.ts';
import { createJournal, type Journal } from './journal.ts';
import type { Tape } from './tape.ts';

/** One executed case and what it contradicts, each in words for a stranger. */
export interface CaseOutcome extends JudgedCase<RedactedExchange> {
  problems: { claim: string; strength: 'must' | 'should' | 'observed'; text: string }[];
}

export interface Runner {
  /** Why the target cannot carry the case; undefined when it can. */
  skip(testCase: Case): SkippedCase | undefined;
  /** Carries out and judges one case; what it returns is redacted. */
  run(testCase: Case): Promise<CaseOutcome>;
}

/** Characters of what a finding says; the whole answer is in the evidence. */
const LONGEST_REASON = 400;

/** Why a run saw nothing that would stand for a case. */
const NOT_SEEN: Readonly<Record<EvidenceKind, string>> = {
  renewal: 'the access token of this run needed no renewal',
  move: 'the portal has not moved',
};

export interface RunnerOptions {
  /** Account of what cases make; by default only names are given out. */
  journal?: Journal;
  renew?: ExecutionContext['renew'] | undefined;
  /** Why the portal itself cannot carry the case. */
  unavailable?: ((testCase: Case) => string | undefined) | undefined;
  /** Keeps what cases send, or answers in the target's place. */
  tape?: Tape | undefined;
  /** Bodies, headers and steps of exchanges are kept only of cases that contradict something. */
  contradictionsOnly?: boolean | undefined;
  /** Nothing is kept of what was sent and answered, nor in words what is wrong; for who wants verdicts alone. */
  verdictsOnly?: boolean | undefined;
  /** For who runs the same cases again and again. */
  memory?: Memory | undefined;
}

/** What became of cases, by what they were answered. */
export interface Memory {
  /** Undefined where the case was not answered so before. */
  recall(testCase: Case, executed: ExecutedCase): CaseOutcome | undefined;
  keep(testCase: Case, executed: ExecutedCase, outcome: CaseOutcome): void;
}

/** Binds contract, target and client; knows nothing of any test runner. */
export function createRunner(
  contract: Contract,
  target: Target,
  client: HttpClient,
  {
    journal = createJournal({ run: 'local', origin: '', pid: process.pid }),
    renew,
    unavailable,
    tape,
    contradictionsOnly = false,
    verdictsOnly = false,
    memory,
  }: RunnerOptions = {},
): Runner {
  const shared: ExecutionContext['shared'] = new Map();
  const inTurn = createTurns();
  const judged = (testCase: Case, { target }: ExecutionContext, executed: ExecutedCase): CaseOutcome => {
    const known = memory?.recall(testCase, executed);
    if (known) return known;
    const findings = judgeExecuted(contract, testCase, target, executed);
    const isBare =
      contradictionsOnly && findings.length > 0 && findings.every(({ outcome }) => outcome === 'confirmed');
    const outcome =
      verdictsOnly || isBare
        ? bareOutcome(testCase, executed, findings)
        : tellOutcome(contract, testCase, target, executed, findings);
    memory?.keep(testCase, executed, outcome);
    return outcome;
  };
  const carryOut = async (testCase: Case, plain: ExecutionContext): Promise<CaseOutcome> => {
    const { context, close } = tape?.open(testCase, plain) ?? { context: plain, close: () => {} };
    const executed = await executeCase(testCase, context);
    learn(executed.handedOut);
    const outcome = judged(testCase, context, executed);
    close(executed);
    return outcome;
  };
  return {
    skip(testCase) {
      const isOutOfReach = needsOwnWorld(testCase) && !target.ownWorld;
      // A variable is not asked for where it would not help.
      const reason =
        isOutOfReach && testCase.evidence === undefined
          ? 'cannot be provoked on a portal, only on the mock'
          : (target.unable?.(testCase) ??
            unavailable?.(testCase) ??
            target.whyMissing(testCase) ??
            (isOutOfReach && testCase.evidence ? NOT_SEEN[testCase.evidence] : undefined));
      return reason === undefined ? undefined : { case: testCase.id, claims: testCase.claims, reason };
    },
    async run(testCase) {
      if (!needsOwnWorld(testCase))
        return inTurn(fewOf(contract, testCase), () =>
          carryOut(testCase, { contract, target, client, journal, renew, shared }),
        );
      const world = await openWorld(target);
      const ownClient = world.client ?? createClient({ ca: world.target.ca });
      try {
        return await carryOut(testCase, {
          contract,
          target: world.target,
          client: ownClient,
          journal,
          world,
          // Nothing of another world is in this one.
          shared: new Map(),
        });
      } finally {
        if (ownClient !== world.client) await ownClient.close();
        await world.close();
      }
    },
  };
}

/** The resource that a case makes for itself and of which a portal allows few at once. */
function fewOf(contract: Contract, { before, request }: Case): string | undefined {
  const own = before.flatMap((step) =>
    step.kind === 'request' && step.share === undefined ? [step.plan] : [],
  );
  for (const { method, credential } of [...own, request]) {
    const few = contract.makesOneOfFew(method, ownerKind(credential));
    if (few !== undefined) return few;
  }
  return undefined;
}

/** Carries out what has a key one after another, and all else at once. */
function createTurns(): <T>(key: string | undefined, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    if (key === undefined) return work();
    const turn = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, turn);
    return turn;
  };
}

async function openWorld(target: Target): Promise<OwnWorld> {
  if (!target.ownWorld) throw new Error('this target has no worlds of its own');
  return target.ownWorld();
}

const redactors = new WeakMap<readonly Secret[], Redactor>();

/** Kept as long as the target has no further secrets. */
function redactorOf({ secrets }: Target): Redactor {
  const known = redactors.get(secrets) ?? createRedactor(secrets);
  redactors.set(secrets, known);
  return known;
}

/**
 * What a case that was carried out says about each claim; not redacted.
 *
 * @param special for who judges the same again: checks that are left out, and steps of which it is known what they say
 */
export function judgeExecuted(
  contract: Contract,
  testCase: Case,
  target: Target,
  executed: ExecutedCase,
  special: Pick<Circumstances, 'leftOut' | 'knownSteps'> = {},
): Finding[] {
  return judge(contract, testCase, executed.exchange, {
    ...target.circumstances(testCase),
    ...special,
    unprepared: executed.unprepared,
    unpreparedBy: executed.unpreparedBy,
    disproved: executed.disproved,
    steps: executed.steps,
    failedStep: executed.failedStep,
    lookUp: lookUpIn(target, executed.captured, testCase.request.credential, 'https'),
  });
}

/** What a case says of each claim, without a word of what came. */
function bareOutcome(
  { id }: Case,
  { exchange, requests, durationMs }: ExecutedCase,
  judged: readonly Finding[],
): CaseOutcome {
  const findings = judged.map(
    ({ claim, outcome, passing }): Finding => ({ claim, outcome, ...(passing && { passing }) }),
  );
  return { case: id, findings, requests, durationMs, exchange: barest(exchange), problems: [] };
}

/** The same, with what it shows, redacted. */
function tellOutcome(
  contract: Contract,
  testCase: Case,
  target: Target,
  executed: ExecutedCase,
  judged: readonly Finding[],
): CaseOutcome {
  const redact = redactorOf(target);
  const trustCa = target.ca !== undefined;
  const findings = redactDeep(judged, redact).map(({ focus, ...finding }) =>
    finding.reason === undefined
      ? finding
      : { ...finding, reason: shortenAround(finding.reason, focus, LONGEST_REASON) },
  );
  const story = tellSteps(testCase);
  const inStep = ({ number, exchange }: StepExchange) => ({
    step: story[number - 1] ?? '',
    ...toRedactedExchange(exchange, redact, trustCa),
  });
  const before = executed.steps.filter(({ role }) => role === 'arrange').map(inStep);
  const after = executed.steps.filter(({ role }) => role !== 'arrange').map(inStep);
  const tries = (executed.exchange.tries ?? []).map((tried) => toRedactedExchange(tried, redact, trustCa));
  const exchange = {
    ...(story.length > 1 ? { story } : {}),
    ...(before.length > 0 ? { before } : {}),
    ...(tries.length > 0 ? { tries } : {}),
    ...toRedactedExchange(executed.exchange, redact, trustCa),
    ...(after.length > 0 ? { after } : {}),
  };
  const sent = `${exchange.request.method} ${exchange.request.url}`;
  const problems = findings.flatMap((finding) => {
    const claim = contract.claim(finding.claim);
    if (finding.outcome !== 'contradicted' || !claim) return [];
    return [
      {
        claim: claim.id,
        // A draft fails no run, whatever its strength will be.
        strength: claim.confidence === 'parsed' ? ('observed' as const) : claim.strength,
        text: printable(explain(claim, testCase, sent, finding.reason ?? '')),
      },
    ];
  });
  const { requests, durationMs } = executed;
  return { case: testCase.id, findings, requests, durationMs, exchange, problems };
}
