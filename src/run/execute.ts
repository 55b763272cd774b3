import { messageOf } from '../base/message.ts';
import type { Case, RequestPlan, Step } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import { worthAsking } from '../judge/judge.ts';
import type { OwnWorld, Target } from '../target/target.ts';
import type { HttpClient, SendOptions } from '../wire/client.ts';
import { type Captured, encodeRequest } from '../wire/encode.ts';
import type { Exchange, StepExchange } from '../wire/exchange.ts';
import type { Secret } from '../wire/redact.ts';
import { askAgain } from './ask-again.ts';
import type { Journal } from './journal.ts';
import { capturedBy, captureFrom, handedOutSecrets, isExpired, wasAccepted } from './steps.ts';

/** What a case is executed with. */
export interface ExecutionContext {
  contract: Contract;
  target: Target;
  client: HttpClient;
  journal: Journal;
  /** A valid access token in place of one that has expired. */
  renew?: ((expired: string) => Promise<string>) | undefined;
  /** Why the access token could not be renewed, where it is known beforehand. */
  noRenewal?: string | undefined;
  world?: OwnWorld | undefined;
  /** What cases have made that others use as well: the exchange of making it, by key. */
  shared: Map<string, Promise<Exchange>>;
  /** Keeps what is sent, or answers in its place; without it, requests are sent and that is all. */
  send?: ((plan: RequestPlan, live: () => Promise<Exchange>) => Promise<Exchange>) | undefined;
  /**
   * The same for what another case has made; undefined where none has.
   *
   * @param made in this run, if it was
   */
  borrow?:
    | ((key: string, plan: RequestPlan, made?: Promise<Exchange>) => Promise<Exchange> | undefined)
    | undefined;
}

export interface ExecutedCase {
  exchange: Exchange;
  /** What was sent beside it, in its order. */
  steps: StepExchange[];
  /** The step without which the case could not be tried; the exchange is its answer. */
  failedStep: StepExchange | undefined;
  /** Why the case could not be tried; the exchange is what failed. */
  unprepared: string | undefined;
  /** What was sent in place of the case's request, where a step before it failed, also one that another case made. */
  unpreparedBy: RequestPlan | undefined;
  /** Secrets that came to life on the way. */
  handedOut: Secret[];
  /** Whether asking again showed that a refusal was about this very request; undefined where it was not asked. */
  disproved: boolean | undefined;
  /** Requests sent, steps and further tries included. */
  requests: number;
  /** How long all of them took, in milliseconds; what was waited between them does not count. */
  durationMs: number;
  /** What the case captured, and its unique name. */
  captured: Captured;
}

/** Undefined where there is no other access token. */
type Renewal = (expired: string) => Promise<string | undefined>;

/** Requests of a burst that are under way at once. */
const BURST_WIDTH = 8;

/** Sends a case's requests in their order; never throws for what a target answers. */
export async function executeCase(testCase: Case, context: ExecutionContext): Promise<ExecutedCase> {
  const { contract, journal, world } = context;
  let { noRenewal } = context;
  const renew = async (expired: string): Promise<string | undefined> => {
    try {
      return await context.renew?.(expired);
    } catch (error) {
      noRenewal = messageOf(error);
      return undefined;
    }
  };
  const code = journal.uniqueCode();
  const captured: Record<string, unknown> = { unique: code, run: journal.run };
  const all: Exchange[] = [];
  const steps: StepExchange[] = [];
  const send = async (plan: RequestPlan, options?: SendOptions): Promise<Exchange> => {
    const live = () => sendPlan(plan, captured, { ...context, renew }, options);
    const exchange = await (context.send ? context.send(plan, live) : live());
    all.push(exchange);
    return exchange;
  };
  const sendNoted = async (plan: RequestPlan, makes?: string): Promise<Exchange> => {
    journal.before(plan, code, makes);
    const exchange = await send(plan);
    journal.after(plan, code, exchange, makes);
    return exchange;
  };
  /** Names of what an answer should hold and does not. */
  const capture = (
    plan: RequestPlan,
    exchange: Exchange,
    wanted: Readonly<Record<string, string>>,
  ): string[] => {
    const typeOf = (path: readonly string[]) => contract.typeAt(plan.method, path);
    const found = captureFrom(exchange, wanted, plan.suffix === '.xml' ? typeOf : undefined);
    Object.assign(captured, found);
    return Object.keys(wanted).filter((name) => !(name in found));
  };
  /** What a step's answer is good for: what went wrong, if something did, else what it captured. */
  const settle = ({ plan, capture: wanted }: RequestStep, exchange: Exchange): Failed | undefined => {
    if (!wasAccepted(exchange)) return { exchange, reason: 'could not be prepared' };
    const [lacking] = capture(plan, exchange, wanted);
    if (lacking === undefined) return undefined;
    return { exchange, reason: `could not be prepared: ${plan.method} answered without ${wanted[lacking]}` };
  };
  /** Returns what went wrong, if something did. */
  const take = async (step: Step, number: number): Promise<Failed | undefined> => {
    if (step.kind === 'world') {
      Object.assign(captured, world?.change(step.change));
      return undefined;
    }
    const { plan, role, expect, makes } = step;
    for (let left = step.times; left > 0; left--) {
      const exchange = await sendNoted(plan, makes);
      steps.push({ number, role, plan, expect, exchange });
      if (left > 1 && wasAccepted(exchange)) continue;
      return settle(step, exchange);
    }
    return undefined;
  };

  /** What other cases have made is used again; whoever comes first makes it for all. */
  const takeShared = async (step: RequestStep, key: string, number: number) => {
    const kept = context.shared.get(key);
    const made = context.borrow ? context.borrow(key, step.plan, kept) : kept;
    if (made) return settle(step, await made);
    const making = take(step, number);
    const exchange = making.then(() => (steps.at(-1) as StepExchange).exchange);
    context.shared.set(key, exchange);
    await exchange;
    return making;
  };

  let failed: Failed | undefined;
  let unpreparedBy: RequestPlan | undefined;
  for (const [index, step] of testCase.before.entries()) {
    const share = step.kind === 'request' ? step.share : undefined;
    failed =
      step.kind === 'request' && share !== undefined
        ? await takeShared(step, share, index + 1)
        : await take(step, index + 1);
    if (failed) {
      unpreparedBy = step.kind === 'request' ? step.plan : undefined;
      break;
    }
  }
  // What failed is the evidence itself.
  const failedStep = failed && steps.at(-1)?.exchange === failed.exchange ? steps.pop() : undefined;
  const exchange =
    failed?.exchange ??
    (await (testCase.burst === undefined ? sendNoted(testCase.request) : burst(testCase, send)));
  if (!failed) capture(testCase.request, exchange, testCase.capture);
  for (const [index, step] of testCase.after.entries()) {
    // There is nothing to see of what was never done; what was made is tidied up all the same.
    if (failed && step.kind === 'request' && step.role === 'observe') continue;
    // What an answer lacked is not sent as the text 'undefined'; whoever expects something of the step finds it missing.
    if (step.kind === 'request' && capturedBy(step.plan).some((name) => !(name in captured))) continue;
    await take(step, testCase.before.length + 2 + index);
  }
  const doubt = worthAsking(contract, testCase, exchange, context.target.circumstances(testCase));
  const disproved =
    doubt &&
    (await askAgain(testCase, doubt, (plan) => send(plan), contract.spellingOf(testCase.request.method)));
  return {
    exchange,
    steps,
    failedStep,
    unpreparedBy,
    unprepared: failed?.reason ?? whyNoToken(testCase, exchange, noRenewal),
    handedOut: handedOutSecrets(all, captured),
    disproved,
    requests: all.reduce((sum, each) => sum + 1 + (each.tries?.length ?? 0), 0),
    durationMs: all
      .flatMap((each) => [each, ...(each.tries ?? [])])
      .reduce((sum, { timing }) => sum + (timing?.ms ?? 0), 0),
    captured,
  };
}

type RequestStep = Step & { kind: 'request' };

/** A step that did not do what it was there for. */
interface Failed {
  exchange: Exchange;
  reason: string;
}

/** An access token that has expired says nothing about the case. */
function whyNoToken(testCase: Case, exchange: Exchange, noRenewal: string | undefined): string | undefined {
  if (testCase.request.credential.token !== 'own' || !isExpired(exchange)) return undefined;
  if (noRenewal !== undefined) return `the access token has expired and could not be renewed: ${noRenewal}`;
  return 'the access token has expired and was not renewed (B24_OAUTH_REFRESH_TOKEN and B24_TOKEN_FILE allow it)';
}

async function sendPlan(
  plan: RequestPlan,
  captured: Captured,
  { target, client, renew }: Pick<ExecutionContext, 'target' | 'client'> & { renew: Renewal },
  options?: SendOptions,
): Promise<Exchange> {
  const token = target.access(plan.credential, plan.scheme).token;
  const exchange = await client.send(await encodeRequest(plan, target, captured), options);
  if (token === undefined || plan.credential.token !== 'own' || !isExpired(exchange)) return exchange;
  // auto-renewal.md, Recommended token handling logic: renew once, repeat with the same parameters.
  const fresh = await renew(token);
  if (fresh === undefined) return exchange;
  target.useToken(fresh);
  const repeated = await client.send(await encodeRequest(plan, target, captured), options);
  return { ...repeated, tries: [...(exchange.tries ?? []), exchange, ...(repeated.tries ?? [])] };
}

/** Repeats the request, several at once, and stops at the first answer that is not a success. */
async function burst(
  testCase: Case,
  send: (plan: RequestPlan, options: SendOptions) => Promise<Exchange>,
): Promise<Exchange> {
  const once = (): Promise<Exchange> => send(testCase.request, { impatient: true });
  let last = await once();
  const most = testCase.burst ?? 1;
  for (let sent = 1; sent < most && wasAccepted(last); sent += BURST_WIDTH) {
    const length = Math.min(BURST_WIDTH, most - sent);
    const answers = await Promise.all(Array.from({ length }, once));
    last = answers.find((answer) => !wasAccepted(answer)) ?? last;
  }
  return last;
}
