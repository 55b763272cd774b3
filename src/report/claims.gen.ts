// Made from schemas/claims.schema.json by 'npm run types'; change the schema, not this file.

export type Verdict = "confirmed" | "contradicted" | "not-exercised";
/**
 * untestable: no request can tell; missing: the target lacks something; blocked: tried, but the answer did not show it; not-selected: left out of this run
 */
export type ReasonKind = "untestable" | "missing" | "blocked" | "not-selected";
/**
 * [name, value] as on the wire, in order
 */
export type HeaderList = [string, string][];

/**
 * results/claims.json: what one run found, claim by claim, secrets redacted
 */
export interface ClaimsReport {
  target: ReportTarget;
  /**
   * ISO 8601, UTC
   */
  startedAt: string;
  durationMs: number;
  /**
   * requests sent
   */
  requests: number;
  /**
   * requests over HTTPS that got no answer
   */
  unanswered: number;
  cases: CaseCounts;
  totals: Totals;
  claims: ClaimResult[];
  /**
   * behaviour that no page states, tried all the same; never a failure
   */
  observations: ClaimResult[];
  /**
   * deviations that no longer hold
   */
  stale: StaleDeviation[];
}
export interface ReportTarget {
  kind: "mock" | "portal";
  /**
   * of the embedded mock portal
   */
  profile?: string;
  /**
   * scheme, host and port; 'embedded' for the embedded mock portal
   */
  origin: string;
}
export interface CaseCounts {
  /**
   * cases of the full product
   */
  all: number;
  /**
   * cases chosen for this kind of target
   */
  selected: number;
  /**
   * cases that were run
   */
  run: number;
}
export interface Totals {
  confirmed: number;
  /**
   * counting neither current deviations nor disagreements
   */
  contradicted: number;
  notExercised: number;
  /**
   * contradicted, and known
   */
  deviations: number;
  /**
   * deviations whose claim is confirmed again, or that have expired
   */
  stale: number;
  /**
   * contradicted, but the documentation itself says the opposite elsewhere, and that is confirmed
   */
  disagreements: number;
}
export interface ClaimResult {
  id: string;
  /**
   * 'any' for a claim about every call
   */
  method: string;
  statement: string;
  strength: "must" | "should" | "observed";
  source: ResultSource;
  verdict: Verdict;
  /**
   * why not exercised
   */
  reason?: string;
  reasonKind?: ReasonKind;
  /**
   * the known deviation that excuses it
   */
  deviation?: string;
  counts: FindingCounts;
  /**
   * where in the answer the claim is decided: 'status', 'header NAME' or a JSON Pointer into the body
   */
  looksAt?: string[];
  /**
   * every contradicting exchange up to a limit, else one that confirms
   */
  evidence: Evidence[];
  /**
   * ids of other claims of the documentation that say the opposite, one of them confirmed here
   */
  disagreement?: string[];
}
export interface ResultSource {
  page: string;
  heading: string;
  row?: string;
  part?: string;
  digest: string;
}
/**
 * cases that confirmed and contradicted it, and cases whose answer did not show it
 */
export interface FindingCounts {
  confirmed: number;
  contradicted: number;
  blocked: number;
}
export interface Evidence {
  case: string;
  /**
   * what was sent first to bring the target into the state of the case
   */
  before?: EvidenceStep[];
  request: EvidenceRequest;
  response?: EvidenceResponse;
  /**
   * why no answer came
   */
  failure?: string;
  problems: string[];
}
export interface EvidenceStep {
  request: EvidenceRequest;
  response?: EvidenceResponse;
  failure?: string;
}
export interface EvidenceRequest {
  method: string;
  url: string;
  headers: HeaderList;
  body?: string;
  /**
   * the same request for a shell, credentials as the documentation's placeholders
   */
  curl: string;
}
export interface EvidenceResponse {
  status: number;
  headers: HeaderList;
  body: string;
}
export interface StaleDeviation {
  claim: string;
  why: string;
}
