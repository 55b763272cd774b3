// Made from schemas/verification.schema.json by 'npm run types'; change the schema, not this file.

/**
 * A file of `npm run report -- --verification DIR`: what a run says of the facts of one method
 */
export interface Verification {
  /**
   * as its page writes it
   */
  method: string;
  /**
   * 3 where it is of the newer REST API
   */
  rest?: 3;
  /**
   * verified: on a portal, every fact that was tried was confirmed, and at least one was; parsed: not so
   */
  confidence: "parsed" | "verified";
  /**
   * when the run began, ISO 8601, UTC; only where verified
   */
  verifiedAt?: string;
  /**
   * why it is not verified; missing where it is
   */
  why?: string;
  docs: VerifiedDocs;
  portal?: VerifiedPortal;
  /**
   * facts that were tried, and what came of it
   */
  rows: VerifiedRow[];
}
/**
 * what the facts were made from
 */
export interface VerifiedDocs {
  repository?: string;
  revision?: string;
  /**
   * path in the documentation repository
   */
  page: string;
  /**
   * of what the page states of the method: with another one, nothing here holds any more
   */
  digest: string;
}
/**
 * on what it was tried, as far as that is known; missing where nothing was
 */
export interface VerifiedPortal {
  kind: "mock" | "portal";
  /**
   * cloud: by its address; missing where the address is the portal's own
   */
  edition?: "cloud";
  /**
   * of a portal in the cloud: the end of its address, such as de
   */
  region?: string;
  /**
   * first words of the documented methods that it has
   */
  modules?: string[];
}
export interface VerifiedRow {
  /**
   * id of the claim, after the method's name
   */
  path: string;
  verdict: "confirmed" | "contradicted";
  evidence: VerifiedEvidence;
}
export interface VerifiedEvidence {
  /**
   * id of what was sent
   */
  case: string;
  /**
   * HTTP status that came; of a command in a batch, the batch's
   */
  status?: number;
  /**
   * what was expected and what came
   */
  problem?: string;
}
