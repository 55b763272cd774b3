// Made from schemas/claims.schema.json by 'npm run types'; change the schema, not this file.

/**
 * what the run found
 */
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
 * what of a method a claim of the survey is about, in the order of cost: that it exists; its scope; what the portal says of its fields; what it answers; how it refuses; values that its rows state
 */
export type Layer = "existence" | "scope" | "fields" | "read" | "refusal" | "value";
/**
 * what a call does: reads changes nothing; makes what can be removed; changes what is there; never is called without a person who asks for it
 */
export type SafetyClass = "reads" | "makes" | "changes" | "never";
/**
 * who states a fact: the English page, the Russian page, the official schema, the portal's own description, or what it does
 */
export type Authority = "english" | "russian" | "schema" | "description" | "behaviour";
/**
 * who states a fact: the English page, the Russian page, the official schema, the portal's own description, or what it does
 */
export type Authority1 = "english" | "russian" | "schema" | "description" | "behaviour";
/**
 * works: calls the page's own method as documented, and is answered with success
 */
export type ExampleVerdict = "works" | "sends something else" | "fails" | "not exercised";
/**
 * reworded: facts as before; changed: another fact; removed: no longer on the page; new: not in the contract
 */
export type DriftKind = "reworded" | "changed" | "removed" | "new";

/**
 * results/claims.json: what one run found, claim by claim, secrets redacted
 */
export interface ClaimsReport {
  target: ReportTarget;
  documentation?: DocumentationRevision;
  versions?: Versions;
  selection?: Selection;
  /**
   * ISO 8601, UTC
   */
  startedAt: string;
  /**
   * how long the run took, in milliseconds
   */
  durationMs: number;
  /**
   * requests sent
   */
  requests: number;
  /**
   * requests over HTTPS that got no answer
   */
  unanswered: number;
  /**
   * why the run was not made as a whole, and hence is not a success; empty where it was
   */
  incomplete: string[];
  cases: CaseCounts;
  /**
   * how long each case took that was run, the slowest first
   */
  timings?: CaseTiming[];
  totals: Totals;
  /**
   * one for each statement of the contract, in its order
   */
  claims: ClaimResult[];
  /**
   * behaviour that no page states, tried all the same; never a failure
   */
  observations: ClaimResult[];
  /**
   * claims that nobody has reviewed against the page, of drafts and of the survey; never a failure; only where they were asked for
   */
  drafts?: ClaimResult[];
  survey?: Survey;
  /**
   * what the survey sent and what came, each once; `shownBy` of a claim refers to it by its place, from 0
   */
  exchanges?: Evidence[];
  /**
   * deviations that no longer hold
   */
  stale: StaleDeviation[];
  /**
   * claims that the documentation made once, so that earlier runs can be read
   */
  retired?: Retired[];
  /**
   * what changes for a caller who moves from a deprecated method to its successor; never a failure
   */
  migrations?: MigrationResult[];
  shard?: Shard;
  /**
   * with a checkout of the documentation (B24_DOCS): how each page that claims come from fares; never a failure of the run
   */
  pages?: PageHealth[];
}
/**
 * what was tested
 */
export interface ReportTarget {
  /**
   * the embedded mock portal, or a portal reached by URL
   */
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
/**
 * cases that exist, were chosen and were run
 */
export interface CaseCounts {
  /**
   * cases in all forms of a request
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
/**
 * a case that was run, and what it cost
 */
export interface CaseTiming {
  /**
   * id of the case
   */
  case: string;
  /**
   * id of a claim that the case is there for
   */
  claim?: string;
  /**
   * from sending each of its requests to the end of the answer, added up, in milliseconds; pauses between them do not count
   */
  durationMs: number;
  /**
   * requests that it took
   */
  requests: number;
}
/**
 * claims by verdict, without the observations
 */
export interface Totals {
  /**
   * at least one case showed it, and none the opposite
   */
  confirmed: number;
  /**
   * counting neither current deviations nor disagreements
   */
  contradicted: number;
  /**
   * neither; each claim has its reason
   */
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
   * contradicted, but another claim of the documentation that cannot be true as well is not
   */
  disagreements: number;
}
export interface ClaimResult {
  /**
   * never changes, and is the same whatever the verdict
   */
  id: string;
  /**
   * 'any' for a claim about every call
   */
  method: string;
  /**
   * what the documentation says, in our words
   */
  statement: string;
  /**
   * must: stated as fact; should: an example, a hint or wording; observed: no page states it
   */
  strength: "must" | "should" | "observed";
  source: ResultSource;
  verdict: Verdict;
  /**
   * why not exercised
   */
  reason?: string;
  reasonKind?: ReasonKind;
  deviation?: KnownDeviation;
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
   * ids of the claims that it disagrees with: they cannot be true as well, and are not contradicted here
   */
  disagreement?: string[];
  layer?: Layer;
  /**
   * 3 where it is of the newer REST API
   */
  rest?: 3;
  /**
   * true where an earlier run on a portal confirmed it (`fixtures/verification`), and the page states the same since
   */
  verified?: true;
  /**
   * of the survey, in place of `evidence`: what shows the claim, where one exchange shows many
   */
  shownBy?: Shown[];
}
/**
 * where the documentation says it
 */
export interface ResultSource {
  /**
   * path in the documentation repository
   */
  page: string;
  /**
   * of the page; missing where nobody has noted it
   */
  title?: string;
  /**
   * heading on that page
   */
  heading: string;
  /**
   * first cell of a table row
   */
  row?: string;
  /**
   * other place under the heading, such as 'paragraph 2'
   */
  part?: string;
  /**
   * of the source text that the claim was made from
   */
  digest?: string;
}
/**
 * the known deviation that excuses a claim
 */
export interface KnownDeviation {
  /**
   * what the target does instead
   */
  reason: string;
  /**
   * where it is followed up
   */
  link: string;
  /**
   * who answers for it
   */
  owner: string;
  /**
   * last day on which it excuses, YYYY-MM-DD
   */
  expires: string;
}
/**
 * cases that confirmed and contradicted it, and cases whose answer did not show it
 */
export interface FindingCounts {
  /**
   * cases that showed it
   */
  confirmed: number;
  /**
   * cases that showed the opposite
   */
  contradicted: number;
  /**
   * cases whose answer did not show it
   */
  blocked: number;
}
/**
 * one exchange, secrets redacted, with the steps of its case
 */
export interface Evidence {
  /**
   * id of the case that was run
   */
  case: string;
  /**
   * what was sent first to bring the target into the state of the case
   */
  before?: EvidenceStep[];
  /**
   * what was sent afterwards, to see what the case did and to tidy up
   */
  after?: EvidenceStep[];
  /**
   * what the case does, a line a step, where it has more than one
   */
  story?: string[];
  /**
   * the same request sent earlier, where what came then was a failure or a limit
   */
  tries?: EvidenceStep[];
  request: EvidenceRequest;
  response?: EvidenceResponse;
  /**
   * from sending the request to the end of the answer, in milliseconds
   */
  durationMs?: number;
  /**
   * why no answer came
   */
  failure?: string;
  /**
   * what was expected and what came; empty where the exchange confirms
   */
  problems: string[];
}
/**
 * one further exchange of the case: of the preparation, or an earlier try
 */
export interface EvidenceStep {
  /**
   * its line of the story
   */
  step?: string;
  request: EvidenceRequest;
  response?: EvidenceResponse;
  /**
   * from sending the request to the end of the answer, in milliseconds
   */
  durationMs?: number;
  /**
   * why no answer came
   */
  failure?: string;
}
/**
 * what was sent
 */
export interface EvidenceRequest {
  /**
   * HTTP method
   */
  method: string;
  /**
   * address, secrets replaced
   */
  url: string;
  headers: HeaderList;
  /**
   * as text, cut after 20,000 characters
   */
  body?: string;
  /**
   * the same request for a shell, credentials as the documentation's placeholders
   */
  curl: string;
}
/**
 * what came back
 */
export interface EvidenceResponse {
  /**
   * HTTP status
   */
  status: number;
  headers: HeaderList;
  /**
   * as text, cut after 20,000 characters
   */
  body: string;
}
/**
 * an exchange that shows a claim
 */
export interface Shown {
  /**
   * place in `exchanges` of the report, from 0
   */
  exchange: number;
  /**
   * what was expected and what came; missing where the exchange confirms
   */
  problem?: string;
}
/**
 * what was asked of every documented method, with --confidence parsed
 */
export interface Survey {
  /**
   * documented methods, those without any claim as well, by section and name
   */
  methods: SurveyedMethod[];
  /**
   * methods that the portal has and no page describes
   */
  undocumented: string[];
  numbers: SurveyNumbers;
  /**
   * what would let more be seen, the most first
   */
  lacking: Lack[];
  /**
   * facts that pages, official schemas and the portal state differently, by method
   */
  differences?: SurveyDifference[];
  rests?: Rests;
  /**
   * why it did not come to its end; --resume goes on from there
   */
  interrupted?: string;
}
export interface SurveyedMethod {
  /**
   * as its page writes it
   */
  method: string;
  /**
   * 3 where it is of the newer REST API
   */
  rest?: 3;
  /**
   * of the documentation, such as crm
   */
  section: string;
  /**
   * path in the documentation repository
   */
  page: string;
  /**
   * of what the page states
   */
  digest: string;
  safety: SafetyClass;
  /**
   * its page says so
   */
  deprecated?: true;
}
/**
 * numbers to quote; methods unless they say otherwise
 */
export interface SurveyNumbers {
  /**
   * that pages describe
   */
  documented: number;
  /**
   * of these, that the portal has
   */
  existing: number;
  /**
   * of these, that the portal does not have
   */
  missing: number;
  /**
   * that answered with success
   */
  read: number;
  /**
   * that refused at least one request as documented, and none otherwise
   */
  refused: number;
  /**
   * claims of the survey
   */
  claims: number;
  /**
   * of these, confirmed or contradicted
   */
  verdicts: number;
  /**
   * requests that it took; a batch is one
   */
  requests: number;
  /**
   * how long it took
   */
  seconds: number;
}
/**
 * something that the target lacks
 */
export interface Lack {
  /**
   * such as 'scope sale' or a variable
   */
  what: string;
  /**
   * methods of which it would show more
   */
  methods: number;
  /**
   * claims that it would show
   */
  claims: number;
}
/**
 * a fact of a method that authorities state differently
 */
export interface SurveyDifference {
  /**
   * as its page writes it
   */
  method: string;
  /**
   * 3 where it is of the newer REST API
   */
  rest?: 3;
  /**
   * such as 'scope', 'parameters.fields.TITLE required', 'read.result.ID', 'refusal.CODE text'
   */
  fact: string;
  /**
   * who says what; who says nothing of it is left out
   */
  said: Said[];
  alone?: Authority1;
}
/**
 * what one authority states of a fact
 */
export interface Said {
  by: Authority;
  /**
   * a type, a value, 'absent', or what was expected and what came
   */
  says: string;
}
/**
 * what waited until its running time was given back; missing where nothing had to
 */
export interface Rests {
  /**
   * of all rests
   */
  seconds: number;
  /**
   * methods whose running time neared the portal's limit, by name
   */
  methods: RestedMethod[];
}
export interface RestedMethod {
  method: string;
  /**
   * seconds of running time, the most that was reported
   */
  operating: number;
  /**
   * calls that were made after a rest
   */
  rested: number;
  /**
   * calls that were left out
   */
  left: number;
}
/**
 * a known deviation to be removed
 */
export interface StaleDeviation {
  /**
   * id of the excused claim
   */
  claim: string;
  /**
   * what makes it stale
   */
  why: string;
}
/**
 * a claim that the documentation no longer makes
 */
export interface Retired {
  /**
   * never used again
   */
  id: string;
  /**
   * the last revision of the documentation that made it
   */
  until: string;
  /**
   * what the documentation says instead
   */
  why: string;
  /**
   * ids of the claims that took its place
   */
  see: string[];
}
/**
 * a deprecated method and its successor, set side by side from the contract of both
 */
export interface MigrationResult {
  /**
   * the deprecated method
   */
  from: string;
  /**
   * the method that takes its place
   */
  to: string;
  /**
   * missing where the contract has no data of the successor
   */
  changes?: ChangeResult[];
}
/**
 * one line of the comparison, with what the run found of it
 */
export interface ChangeResult {
  /**
   * what of the call; credential: a parameter that only a webhook needs
   */
  aspect: "name" | "scope" | "credential" | "parameter" | "result" | "error" | "limit";
  /**
   * same: nothing changes; renamed: nothing but the name does
   */
  change: "same" | "renamed" | "changed" | "added" | "removed";
  /**
   * of the deprecated method; missing where it has nothing of the kind
   */
  before?: string;
  /**
   * of the successor; missing where it has nothing of the kind
   */
  after?: string;
  /**
   * ids of the claims of both methods that show it
   */
  claims: string[];
  /**
   * contradicted: one of these claims is; confirmed: all are that a request can decide; not-exercised otherwise
   */
  verdict: "confirmed" | "contradicted" | "not-exercised";
}
/**
 * which part of a run this is, where its parts are to be merged: what it does not exercise another may
 */
export interface Shard {
  /**
   * from 1 on
   */
  current: number;
  /**
   * parts of the run
   */
  total: number;
}
/**
 * one documentation page: what the run and the checks of the page itself found
 */
export interface PageHealth {
  /**
   * path in the documentation repository
   */
  page: string;
  /**
   * why nothing but its claims could be checked
   */
  missing?: string;
  claims: PageClaims;
  /**
   * code examples of a method page, in its order, as run on the target
   */
  examples: PageExample[];
  /**
   * where the page contradicts itself
   */
  lint: PageFinding[];
  /**
   * in what the page and the contract differ
   */
  drift: PageDrift[];
  /**
   * what of the page could not be read; rules that need it say nothing
   */
  unread: PageProblem[];
}
/**
 * claims that come from the page, by verdict
 */
export interface PageClaims {
  /**
   * as in the totals
   */
  confirmed: number;
  /**
   * as in the totals
   */
  contradicted: number;
  /**
   * as in the totals
   */
  notExercised: number;
  /**
   * as in the totals
   */
  deviations: number;
  /**
   * as in the totals
   */
  disagreements: number;
  /**
   * of those not exercised, how many no request can test
   */
  untestable?: number;
}
/**
 * a code example as printed, placeholders filled in
 */
export interface PageExample {
  /**
   * name of its tab
   */
  tab: string;
  /**
   * of the page, where the code begins
   */
  line: number;
  verdict: ExampleVerdict;
  /**
   * why it does not work, or was not run
   */
  reason?: string;
  /**
   * what a reader of the page should know all the same
   */
  warnings?: string[];
}
/**
 * a place where a page contradicts itself
 */
export interface PageFinding {
  /**
   * id of the lint rule
   */
  rule: string;
  /**
   * path in the documentation repository
   */
  file: string;
  /**
   * of that file
   */
  line: number;
  /**
   * what contradicts what
   */
  message: string;
}
/**
 * a difference between a page and the contract
 */
export interface PageDrift {
  /**
   * id of the claim that it concerns
   */
  claim?: string;
  kind: DriftKind;
  /**
   * heading on the page
   */
  heading: string;
  /**
   * first cell of a table row, or another place under the heading
   */
  row?: string;
  /**
   * what the contract has
   */
  before?: string;
  /**
   * what the page has now
   */
  after?: string;
}
/**
 * a part of a page that could not be read
 */
export interface PageProblem {
  /**
   * of the page
   */
  line: number;
  /**
   * what is missing or unknown
   */
  message: string;
}
