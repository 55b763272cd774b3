// Made from schemas/history.schema.json by 'npm run types'; change the schema, not this file.

export type Ids = string[];

/**
 * a line of results/history.jsonl: what one run found, without evidence
 */
export interface RunRecord {
  /**
   * name of the target; runs of the same name and the same selection are compared
   */
  target: string;
  documentation?: DocumentationRevision;
  versions?: Versions;
  selection?: Selection;
  /**
   * ISO 8601, UTC
   */
  startedAt: string;
  durationMs: number;
  requests: number;
  /**
   * above zero, the run is not complete: it is drawn, but nothing is compared with it
   */
  unanswered: number;
  /**
   * the run is not complete for whatever reason; left out where it is
   */
  incomplete?: true;
  totals: VerdictTotals;
  verdicts: ClaimsByVerdict;
}
/**
 * the revision of the documentation that claims were made from
 */
export interface DocumentationRevision {
  /**
   * name of the documentation's repository
   */
  repository: string;
  /**
   * as Git abbreviates it
   */
  revision: string;
  /**
   * day of the revision, YYYY-MM-DD
   */
  date: string;
  pages?: NewerPages;
}
/**
 * pages that were read as a later revision has them: path to revision
 */
export interface NewerPages {
  [k: string]: string;
}
/**
 * what made the report; missing in reports of earlier versions of the suite
 */
export interface Versions {
  /**
   * version of b24-conformance
   */
  suite: string;
  /**
   * of the suite, as Git abbreviates it, with '-dirty' where files differ from it; missing where the suite does not lie in a checkout of its own, or git cannot be run
   */
  commit?: string;
  /**
   * version of Node.js
   */
  node: string;
  /**
   * commit of the checkout of the documentation (B24_DOCS) whose pages were checked; missing where it lies in none
   */
  checkout?: string;
}
/**
 * which part of the claims and cases the run was of; runs of the same selection are compared
 */
export interface Selection {
  /**
   * parsed: drafts that nobody has reviewed were tried as well
   */
  confidence: "reviewed" | "parsed";
  /**
   * what chose tests, as on the command line; empty where none was left out
   */
  tests: string;
  /**
   * which part of the cases the run tried, where its requests are limited
   */
  part?: string;
}
export interface VerdictTotals {
  confirmed: number;
  contradicted: number;
  deviation: number;
  disagreement: number;
  "not-exercised": number;
}
/**
 * ids of the claims by what the run found; claims that were left out of the run are missing
 */
export interface ClaimsByVerdict {
  confirmed?: Ids;
  contradicted?: Ids;
  deviation?: Ids;
  disagreement?: Ids;
  "not-exercised"?: Ids;
}
