import type { Case } from '../cases/case.ts';
import type { Contract, EvidenceKind } from '../contract/contract.ts';
import { judge } from '../judge/judge.ts';
import type { Outcome } from '../report/outcome.ts';
import { toRedactedExchange } from '../report/redacted-exchange.ts';
import { shorten } from '../report/shorten.ts';
import type { Target } from '../target/target.ts';
import type { Exchange } from '../wire/exchange.ts';
import { createRedactor, redactDeep, type Secret } from '../wire/redact.ts';
import { handedOutSecrets, wasAccepted } from './steps.ts';

/** Characters of what a finding says; the whole answer is in the evidence. */
const LONGEST_REASON = 400;

/**
 * What a request that a run makes anyway says about the cases for which it stands. Redacted.
 *
 * @param target whose secrets are redacted, beside those of the exchange itself
 */
export function judgeEvidence(
  contract: Contract,
  cases: readonly Case[],
  kind: EvidenceKind,
  exchange: Exchange,
  target: Pick<Target, 'secrets' | 'ca'>,
): Outcome['judged'] {
  const redact = createRedactor(secretsOfEvidence(exchange, target));
  // Whether the run's refresh token or code should have served is not known; what came in its place shows nothing.
  const circumstances = wasAccepted(exchange) ? {} : { unprepared: 'the run was refused what it asked for' };
  return cases
    .filter((testCase) => testCase.evidence === kind)
    .map((testCase) => ({
      case: testCase.id,
      findings: redactDeep(judge(contract, testCase, exchange, circumstances), redact).map((finding) =>
        finding.reason === undefined
          ? finding
          : { ...finding, reason: shorten(finding.reason, LONGEST_REASON) },
      ),
      exchange: toRedactedExchange(exchange, redact, target.ca !== undefined),
    }));
}

/** What of such an exchange no file may show. */
export function secretsOfEvidence(exchange: Exchange, { secrets }: Pick<Target, 'secrets'>): Secret[] {
  return [...secrets, ...spentSecrets(exchange), ...handedOutSecrets([exchange], {})];
}

/** Tokens of the token file are in no setting: they stand in the address of the request that spends them. */
function spentSecrets({ request }: Exchange): Secret[] {
  const query = new URL(request.url).searchParams;
  return ['refresh_token', 'client_secret', 'code'].flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [{ value, placeholder: `**put_${name}_here**` }];
  });
}

/** The reporter is loaded apart from the set-up of a run, in the same process. */
const KEPT = Symbol.for('b24-conformance evidence');
type Keeper = { [KEPT]?: Outcome[] };

/** Hands an outcome to the reporter of this process. */
export function handOver(outcome: Outcome): void {
  const keeper = globalThis as Keeper;
  keeper[KEPT] = [...(keeper[KEPT] ?? []), outcome];
}

/**
 * The outcomes of the tests with those that were handed over; what was seen so is not skipped any more.
 */
export function withEvidence(outcomes: readonly Outcome[]): Outcome[] {
  const kept = (globalThis as Keeper)[KEPT] ?? [];
  const seen = new Set(kept.flatMap(({ judged }) => judged.map((judgedCase) => judgedCase.case)));
  return [
    ...outcomes.map((outcome) => ({
      ...outcome,
      skipped: outcome.skipped.filter((skippedCase) => !seen.has(skippedCase.case)),
    })),
    ...kept,
  ];
}
