import type { Case } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import type { ExecutionContext } from '../run/execute.ts';
import type { CaseOutcome } from '../run/runner.ts';
import { createRunner } from '../run/runner.ts';
import { givingOnceMore, type Tape } from '../run/tape.ts';
import { ADVICE, type Target } from '../target/target.ts';
import type { HttpClient } from '../wire/client.ts';
import type { Exchange } from '../wire/exchange.ts';
import type { Secret } from '../wire/redact.ts';
import { fromEntry } from './entry.ts';
import type { GivenToCase, HarEntry, RecordedTarget } from './har.gen.ts';
import { digestOf } from './recorder.ts';

/** What a case asks for is not in the recording: the case was another one then. */
class NotRecorded extends Error {}

const notRecorded = (): never => {
  throw new NotRecorded();
};

/** The entries of one case. */
export interface RecordedCase {
  id: string;
  given: GivenToCase;
  /** In the order in which they were sent. */
  entries: readonly HarEntry[];
}

/**
 * Judges a case by what it was answered then; everything but the answers is as it is today. Sends nothing.
 *
 * @returns undefined where the case sends something today that it did not send then
 */
export async function replay(
  contract: Contract,
  testCase: Case,
  recorded: RecordedCase,
  target: RecordedTarget,
): Promise<CaseOutcome | undefined> {
  const tape = tapeOf(recorded);
  const runner = createRunner(contract, targetOf(recorded, target), NO_CLIENT, { tape });
  try {
    const outcome = await runner.run(testCase);
    return tape.isAtEnd() ? outcome : undefined;
  } catch (error) {
    if (error instanceof NotRecorded) return undefined;
    throw error;
  }
}

const nothing = (): never => {
  throw new Error('a recording is judged without a network');
};

const NO_CLIENT: HttpClient = { sent: 0, send: nothing, close: async () => {} };

interface Send {
  exchange: Exchange;
  plan: string | undefined;
  borrowed: string | undefined;
}

/** Requests with their earlier tries, in their order. */
function sendsOf(entries: readonly HarEntry[]): Send[] {
  const tries: Exchange[] = [];
  return entries.flatMap((entry): Send[] => {
    const exchange = fromEntry(entry);
    const { send, plan, borrowed } = entry._b24 ?? {};
    if (send === undefined) {
      tries.push(exchange);
      return [];
    }
    const earlier = tries.splice(0);
    return [{ exchange: earlier.length > 0 ? { ...exchange, tries: earlier } : exchange, plan, borrowed }];
  });
}

function tapeOf({ given, entries }: RecordedCase): Tape & { isAtEnd(): boolean } {
  const left = sendsOf(entries);
  const next = (plan: string): Exchange => {
    const send = left.shift();
    return send?.plan === plan ? send.exchange : notRecorded();
  };
  return {
    isAtEnd: () => left.length === 0,
    open(_, context) {
      const ofCase: Partial<ExecutionContext> = {
        ...givingOnceMore(context, given, notRecorded),
        noRenewal: given.noRenewal,
        send: async (plan) => next(digestOf(plan)),
        borrow: (key, plan) =>
          left[0]?.borrowed === key ? Promise.resolve(next(digestOf(plan))) : undefined,
      };
      return { context: { ...context, ...ofCase }, close() {} };
    },
  };
}

/** The target as the case saw it. */
function targetOf({ given, entries }: RecordedCase, { kind, profile, origin }: RecordedTarget): Target {
  const values = new Map(Object.entries(given.values));
  const target: Target = {
    kind,
    ...(profile === undefined ? {} : { profile }),
    name: origin,
    ca: entries.map(caOf).find((ca) => ca !== undefined),
    secrets: secretsOf(entries),
    oauthServer: '',
    useToken() {},
    origin: nothing,
    access: nothing,
    value(reference, credential = 'webhook') {
      const value = values.get(`${reference}@${credential}`);
      if (value === undefined) throw new NotRecorded();
      return value;
    },
    known: (reference, credential = 'webhook') => values.get(`${reference}@${credential}`),
    missing: () => [],
    whyMissing: () => undefined,
    circumstances: () => ({ madeUpCredential: given.madeUpCredential, advice: ADVICE }),
    ownWorld: async () => ({ target, client: NO_CLIENT, change: () => ({}), close: async () => {} }),
  };
  return target;
}

/** Reports show stand-ins as what they stand for would be shown. */
export function secretsOf(entries: readonly HarEntry[]): Secret[] {
  return entries.flatMap(({ _b24 }) =>
    Object.entries(_b24?.standIns ?? {}).map(([value, placeholder]) => ({ value, placeholder })),
  );
}

/** No certificate: only whether cURL lines must name one. */
export const caOf = ({ _b24 }: HarEntry): string | undefined =>
  _b24?.given?.privateCa ? 'the CA of the recorded target' : undefined;
