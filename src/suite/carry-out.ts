import type { Case, RequestPlan, Step } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import { messageOf } from '../contract/message.ts';
import { worthAsking } from '../judge/judge.ts';
import type { OwnWorld, Target } from '../target/target.ts';
import type { HttpClient, SendOptions } from '../wire/client.ts';
import { encodeRequest } from '../wire/encode.ts';
import type { Exchange } from '../wire/exchange.ts';
import type { Secret } from '../wire/redact.ts';
import { askAgain } from './ask-again.ts';
import type { Journal } from './journal.ts';
import { captureFrom, isExpired, mintedSecrets, wasAccepted } from './steps.ts';

/** What a case is carried out with. */
export interface Means {
  contract: Contract;
  target: Target;
  client: HttpClient;
  journal: Journal;
  /** A valid access token in place of one that has expired. */
  renew?: ((expired: string) => Promise<string>) | undefined;
  world?: OwnWorld | undefined;
}

export interface CarriedOut {
  exchange: Exchange;
  /** What was sent first. */
  before: Exchange[];
  /** Why the case could not be tried; the exchange is what failed. */
  unprepared: string | undefined;
  /** Secrets that came to life on the way. */
  minted: Secret[];
  /** Whether asking again showed that a refusal was about this very request; undefined where it was not asked. */
  disproved: boolean | undefined;
  /** Requests sent, steps and further tries included. */
  requests: number;
}

/** Undefined where there is no other access token. */
type Renewal = (expired: string) => Promise<string | undefined>;

/** Requests of a burst that are under way at once. */
const BURST_WIDTH = 8;

/** Sends a case's requests in their order; never throws for what a target answers. */
export async function carryOut(one: Case, means: Means): Promise<CarriedOut> {
  const { journal, world } = means;
  let noRenewal: string | undefined;
  const renew = async (expired: string): Promise<string | undefined> => {
    try {
      return await means.renew?.(expired);
    } catch (error) {
      noRenewal = messageOf(error);
      return undefined;
    }
  };
  const code = journal.uniqueCode();
  const captured: Record<string, string> = { unique: code };
  const all: Exchange[] = [];
  const send = async (plan: RequestPlan, options?: SendOptions): Promise<Exchange> => {
    const exchange = await sendPlan(plan, captured, { ...means, renew }, options);
    all.push(exchange);
    return exchange;
  };
  /** Returns the exchange that failed, if one did. */
  const take = async (step: Step): Promise<Exchange | undefined> => {
    if (step.kind === 'world') {
      Object.assign(captured, world?.change(step.change));
      return undefined;
    }
    let last: Exchange | undefined;
    for (let left = step.times; left > 0; left--) {
      journal.before(step.plan, code);
      last = await send(step.plan);
      journal.after(step.plan, code, last);
      if (!wasAccepted(last)) return last;
    }
    if (last) Object.assign(captured, captureFrom(last, step.capture));
    return undefined;
  };

  let unprepared: Exchange | undefined;
  for (const step of one.before) {
    unprepared = await take(step);
    if (unprepared) break;
  }
  const before = all.filter((exchange) => exchange !== unprepared);
  const exchange = unprepared ?? (await (one.burst === undefined ? send(one.request) : burst(one, send)));
  for (const step of one.after) await take(step);
  const doubt = worthAsking(means.contract, one, exchange, means.target.circumstances(one));
  const disproved = doubt && (await askAgain(one, doubt, (plan) => send(plan)));
  return {
    exchange,
    before,
    unprepared: unprepared ? 'could not be prepared' : whyNoToken(one, exchange, noRenewal),
    minted: mintedSecrets(all, captured),
    disproved,
    requests: all.reduce((sum, each) => sum + 1 + (each.tries?.length ?? 0), 0),
  };
}

/** An access token that has expired says nothing about the case. */
function whyNoToken(one: Case, exchange: Exchange, noRenewal: string | undefined): string | undefined {
  if (one.request.credential.token !== 'own' || !isExpired(exchange)) return undefined;
  if (noRenewal !== undefined) return `the access token has expired and could not be renewed: ${noRenewal}`;
  return 'the access token has expired and was not renewed (B24_OAUTH_REFRESH_TOKEN and B24_TOKEN_FILE allow it)';
}

async function sendPlan(
  plan: RequestPlan,
  captured: Readonly<Record<string, string>>,
  { target, client, renew }: Pick<Means, 'target' | 'client'> & { renew: Renewal },
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

/** Repeats the request, several at once, and stops at the first answer that is no success. */
async function burst(
  one: Case,
  send: (plan: RequestPlan, options: SendOptions) => Promise<Exchange>,
): Promise<Exchange> {
  const once = (): Promise<Exchange> => send(one.request, { impatient: true });
  let last = await once();
  const most = one.burst ?? 1;
  for (let sent = 1; sent < most && wasAccepted(last); sent += BURST_WIDTH) {
    const length = Math.min(BURST_WIDTH, most - sent);
    const answers = await Promise.all(Array.from({ length }, once));
    last = answers.find((answer) => !wasAccepted(answer)) ?? last;
  }
  return last;
}
