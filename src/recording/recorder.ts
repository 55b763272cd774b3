import { createHash } from 'node:crypto';
import type { Case, RequestPlan } from '../cases/case.ts';
import type { EvidenceKind } from '../contract/contract.ts';
import type { RunFacts } from '../report/build.ts';
import type { Outcome } from '../report/outcome.ts';
import { secretsOfEvidence } from '../run/evidence.ts';
import { notingWhatIsGiven, type Tape } from '../run/tape.ts';
import type { Target } from '../target/target.ts';
import type { Exchange } from '../wire/exchange.ts';
import { createRedactor, type Redactor, redactDeep, type Secret } from '../wire/redact.ts';
import { toEntry } from './entry.ts';
import type { GivenToCase, HarEntry, PlaceInRun, RecordedTarget, RunBegin, RunEnd } from './har.gen.ts';
import { addToHar, FORMAT } from './har-file.ts';
import { createStandIns } from './stand-ins.ts';

/** Keeps what the cases of a run send, so that they can be judged again without the target. */
export interface Recorder extends Tape {
  /** Keeps what the run itself sent and cases are judged by. */
  evidence(kind: EvidenceKind, exchange: Exchange, target: Pick<Target, 'secrets' | 'ca'>): void;
}

/**
 * Adds to a HAR that has begun: each case at once, when it is judged and its secrets are known. Secrets are replaced by
 * value; different ones by different stand-ins, so that what is compared with each other compares as it did.
 */
export function createRecorder(path: string): Recorder {
  const standIns = createStandIns();
  const redactors = new WeakMap<readonly Secret[], Redactor>();
  const redactorOf = (secrets: readonly Secret[]): Redactor => {
    const redact = redactors.get(secrets) ?? createRedactor(secrets, standIns.of);
    redactors.set(secrets, redact);
    return redact;
  };
  const write = (kept: readonly { exchange: Exchange; place: PlaceInRun }[], redact: Redactor): void => {
    standIns.forget();
    const entries = kept.map(({ exchange, place }): HarEntry => {
      const entry = toEntry(exchange, redact);
      const { given, ...rest } = place;
      const shown = given && { given: redactGiven(given, redact) };
      return { ...entry, _b24: { ...rest, ...entry._b24, ...shown } };
    });
    const used = standIns.used();
    const [first] = entries;
    if (first?._b24 && Object.keys(used).length > 0) first._b24.standIns = used;
    addToHar(path, entries);
  };
  return {
    open(testCase, context) {
      const kept: { exchange: Exchange; place: PlaceInRun }[] = [];
      const { target, journal, renew } = context;
      const given: Omit<GivenToCase, 'entries'> = {
        run: journal.run,
        levers: [],
        values: {},
        madeUpCredential: target.circumstances(testCase).madeUpCredential ?? false,
        privateCa: target.ca !== undefined,
      };
      let sends = 0;
      const keep = (exchange: Exchange, place: PlaceInRun): void => {
        const tries = exchange.tries ?? [];
        for (const tried of tries) kept.push({ exchange: tried, place: { case: testCase.id } });
        kept.push({
          exchange,
          place: { case: testCase.id, ...place, ...(tries.length > 0 ? { tries: tries.length } : {}) },
        });
      };
      const placeOf = (plan: RequestPlan, send: number): PlaceInRun => ({
        send,
        step: plan.method,
        plan: digestOf(plan),
      });
      // The answers to a burst come in any order.
      const answers: { exchange: Exchange; place: PlaceInRun }[] = [];
      return {
        context: {
          ...context,
          target: noting(target, given.values),
          ...notingWhatIsGiven(context, given),
          renew:
            renew &&
            ((expired) =>
              renew(expired).catch((error: unknown) => {
                given.noRenewal = error instanceof Error ? error.message : String(error);
                throw error;
              })),
          async send(plan, live) {
            const place = placeOf(plan, sends++);
            const exchange = await live();
            answers.push({ exchange, place });
            return exchange;
          },
          borrow(key, plan, made) {
            const place = { ...placeOf(plan, sends), borrowed: key };
            if (made) sends++;
            return made?.then((exchange) => {
              answers.push({ exchange, place });
              return exchange;
            });
          },
        },
        close() {
          const inOrder = answers.sort((one, other) => (one.place.send ?? 0) - (other.place.send ?? 0));
          for (const { exchange, place } of inOrder) keep(exchange, place);
          const last = kept.at(-1);
          if (last) last.place = { ...last.place, given: { entries: kept.length, ...given } };
          for (const [at, { place }] of kept.entries()) place.at = at;
          write(kept, redactorOf(target.secrets));
        },
      };
    },
    evidence(kind, exchange, target) {
      const given = { ...NOTHING_GIVEN, entries: 1, run: '', privateCa: target.ca !== undefined };
      const redact = redactorOf(secretsOfEvidence(exchange, target));
      write([{ exchange, place: { evidence: kind, given } }], redact);
    },
  };
}

/** What a recording says of its run when it begins. */
export function beginOf(
  cases: readonly Case[],
  confidence: RunBegin['confidence'],
  target: RecordedTarget,
): RunBegin {
  return { format: FORMAT, confidence, cases: digestOfCases(cases), target };
}

/** What it says when the run has ended, with whatever outcome. */
export function endOf(
  { target, skipped }: Pick<Outcome, 'target' | 'skipped'>,
  { brokenOff = [], isPart = false }: Pick<RunFacts, 'brokenOff' | 'isPart'>,
): RunEnd {
  return {
    target,
    skipped: skipped.map(({ case: id, reason }) => ({ case: id, reason })),
    brokenOff: [...brokenOff],
    isPart,
  };
}

const NOTHING_GIVEN = { levers: [], values: {}, madeUpCredential: false };

/** What a case sends is told by its plan: another plan would have been answered otherwise. */
export const digestOf = (plan: RequestPlan): string => hash(plan);

/** Cases that are not in a recording were left out of the run, if they are the cases that there were. */
export const digestOfCases = (cases: readonly Case[]): string =>
  hash(cases.map(({ id, before, request, after }) => [id, before, request, after]));

const hash = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

/** The target, which notes what references stand for. */
function noting(target: Target, values: GivenToCase['values']): Target {
  const value: Target['value'] = (reference, kind = 'webhook', scheme = 'https') => {
    const found = target.value(reference, kind, scheme);
    if (scheme === 'https') values[`${reference}@${kind}`] = found;
    return found;
  };
  return Object.assign(Object.create(target) as Target, { value });
}

/** A secret of digits alone may stand there as a number. */
function redactGiven(given: GivenToCase, redact: Redactor): GivenToCase {
  const values = Object.fromEntries(
    Object.entries(given.values).map(([name, value]) => {
      const shown = redact(String(value));
      return [name, typeof value === 'string' ? shown : shown === String(value) ? value : Number(shown)];
    }),
  );
  return { ...redactDeep(given, redact), values };
}
