import type { Case } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import { explain } from '../judge/explain.ts';
import { judge } from '../judge/judge.ts';
import type { JudgedCase, SkippedCase } from '../judge/tally.ts';
import { type Proof, toProof } from '../report/proof.ts';
import type { Target } from '../target/target.ts';
import type { HttpClient } from '../wire/client.ts';
import { encodeRequest } from '../wire/encode.ts';
import { createRedactor, redactDeep } from '../wire/redact.ts';

/** One carried-out case and what it contradicts, each in words for a stranger. */
export interface CaseOutcome extends JudgedCase<Proof> {
  problems: { strength: 'must' | 'should' | 'observed'; text: string }[];
}

export interface Runner {
  /** Carries out one case; undefined where the target lacks something (then `skip` tells what). */
  run(one: Case): Promise<CaseOutcome>;
  skip(one: Case): SkippedCase | undefined;
}

/** Binds contract, target and client; knows nothing of any test runner. */
export function createRunner(contract: Contract, target: Target, client: HttpClient): Runner {
  const redact = createRedactor(target.secrets);
  return {
    skip(one) {
      const missing = target.missing(one);
      return missing.length === 0 ? undefined : { case: one.id, claims: one.claims, missing };
    },
    async run(one) {
      const exchange = await client.send(await encodeRequest(one.request, target));
      const findings = redactDeep(judge(contract, one, exchange, target.circumstances(one)), redact);
      const proof = toProof(exchange, redact, target.ca !== undefined);
      const sent = `${proof.request.method} ${proof.request.url}`;
      const problems = findings.flatMap((finding) => {
        const claim = contract.claim(finding.claim);
        if (finding.outcome !== 'contradicted' || !claim) return [];
        return [{ strength: claim.strength, text: explain(claim, one, sent, finding.reason ?? '') }];
      });
      return { case: one.id, findings, proof, problems };
    },
  };
}
