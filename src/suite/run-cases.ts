import { type Case, needsOwnWorld, type RequestPlan, type Step } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import { explain } from '../judge/explain.ts';
import { judge } from '../judge/judge.ts';
import type { JudgedCase, SkippedCase } from '../judge/tally.ts';
import { type Proof, shorten, toProof } from '../report/proof.ts';
import { printable } from '../report/text.ts';
import type { OwnWorld, Target } from '../target/target.ts';
import { createClient, type HttpClient } from '../wire/client.ts';
import { encodeRequest } from '../wire/encode.ts';
import type { Exchange } from '../wire/exchange.ts';
import { createRedactor, type Redactor, redactDeep, type Secret } from '../wire/redact.ts';
import { captureFrom, mintedSecrets, wasAccepted } from './steps.ts';

/** One carried-out case and what it contradicts, each in words for a stranger. */
export interface CaseOutcome extends JudgedCase<Proof> {
  problems: { claim: string; strength: 'must' | 'should' | 'observed'; text: string }[];
}

export interface Runner {
  /** Why the target cannot carry the case; undefined when it can. */
  skip(one: Case): SkippedCase | undefined;
  /** Carries out and judges one case; what it returns is redacted. */
  run(one: Case): Promise<CaseOutcome>;
}

/** Characters of what a finding says; the whole answer is in the evidence. */
const LONGEST_REASON = 400;

/** Requests of a burst that are under way at once. */
const BURST_WIDTH = 8;

/** Binds contract, target and client; knows nothing of any test runner. */
export function createRunner(contract: Contract, target: Target, client: HttpClient): Runner {
  return {
    skip(one) {
      const missing = [...new Set(target.missing(one))].sort();
      if (missing.length > 0)
        return { case: one.id, claims: one.claims, reason: `needs ${missing.join(' and ')}` };
      if (!needsOwnWorld(one) || target.ownWorld) return undefined;
      return { case: one.id, claims: one.claims, reason: 'cannot be provoked on a portal, only on the mock' };
    },
    async run(one) {
      if (!needsOwnWorld(one)) return finish(contract, one, target, await carryOut(one, target, client));
      const world = await openWorld(target);
      const own = createClient({ ca: world.target.ca });
      try {
        return finish(contract, one, world.target, await carryOut(one, world.target, own, world));
      } finally {
        await own.close();
        await world.close();
      }
    },
  };
}

async function openWorld(target: Target): Promise<OwnWorld> {
  if (!target.ownWorld) throw new Error('this target has no worlds of its own');
  return target.ownWorld();
}

interface CarriedOut {
  exchange: Exchange;
  /** What was sent first. */
  before: Exchange[];
  /** The exchange is a step that failed, so the case could not be tried. */
  unprepared: boolean;
  /** Secrets that came to life on the way. */
  minted: Secret[];
}

async function carryOut(
  one: Case,
  target: Target,
  client: HttpClient,
  world?: OwnWorld,
): Promise<CarriedOut> {
  const captured: Record<string, string> = {};
  const before: Exchange[] = [];
  const send = async (plan: RequestPlan): Promise<Exchange> =>
    client.send(await encodeRequest(plan, target, captured));
  const take = async (step: Step): Promise<Exchange | undefined> => {
    if (step.kind === 'world') {
      Object.assign(captured, world?.change(step.change));
      return undefined;
    }
    let last: Exchange | undefined;
    for (let left = step.times; left > 0; left--) {
      last = await send(step.plan);
      before.push(last);
      if (!wasAccepted(last)) return last;
    }
    if (last) Object.assign(captured, captureFrom(last, step.capture));
    return undefined;
  };
  const done = (exchange: Exchange, unprepared: boolean): CarriedOut => ({
    exchange,
    before: before.filter((each) => each !== exchange),
    unprepared,
    minted: mintedSecrets([...before, exchange], captured),
  });

  for (const step of one.before) {
    const failed = await take(step);
    if (failed) return done(failed, true);
  }
  const exchange =
    one.burst === undefined ? await send(one.request) : await burst(one, () => send(one.request));
  const result = done(exchange, false);
  for (const step of one.after) await take(step);
  return result;
}

/** Repeats the request, several at once, and stops at the first answer that is no success. */
async function burst(one: Case, send: () => Promise<Exchange>): Promise<Exchange> {
  let last = await send();
  for (let sent = 1; sent < (one.burst ?? 1) && wasAccepted(last); sent += BURST_WIDTH) {
    const answers = await Promise.all(Array.from({ length: BURST_WIDTH }, send));
    last = answers.find((answer) => !wasAccepted(answer)) ?? last;
  }
  return last;
}

const redactors = new WeakMap<Target, Redactor>();

function redactorOf(target: Target): Redactor {
  const known = redactors.get(target) ?? createRedactor(target.secrets);
  redactors.set(target, known);
  return known;
}

function finish(contract: Contract, one: Case, target: Target, carried: CarriedOut): CaseOutcome {
  const redact =
    carried.minted.length > 0 ? createRedactor([...target.secrets, ...carried.minted]) : redactorOf(target);
  const trustCa = target.ca !== undefined;
  const circumstances = { ...target.circumstances(one), unprepared: carried.unprepared };
  const findings = redactDeep(judge(contract, one, carried.exchange, circumstances), redact).map((finding) =>
    finding.reason === undefined ? finding : { ...finding, reason: shorten(finding.reason, LONGEST_REASON) },
  );
  const before = carried.before.map((exchange) => toProof(exchange, redact, trustCa));
  const proof = { ...(before.length > 0 ? { before } : {}), ...toProof(carried.exchange, redact, trustCa) };
  const sent = `${proof.request.method} ${proof.request.url}`;
  const problems = findings.flatMap((finding) => {
    const claim = contract.claim(finding.claim);
    if (finding.outcome !== 'contradicted' || !claim) return [];
    return [
      {
        claim: claim.id,
        strength: claim.strength,
        text: printable(explain(claim, one, sent, finding.reason ?? '')),
      },
    ];
  });
  return { case: one.id, findings, proof, problems };
}
