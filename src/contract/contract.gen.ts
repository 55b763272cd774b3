// Made from schemas/contract.schema.json by 'npm run types'; change the schema, not this file.

/**
 * the row is for calls with that kind of credential; without it, for all that have no row of their own
 */
export type CredentialKind = "webhook" | "token";
/**
 * must: stated as fact; should: example, hint, wording; observed: on no page, recorded and never a failure
 */
export type Strength = "must" | "should" | "observed";
/**
 * file in schemas/, with an optional JSON Pointer
 */
export type SchemaRef = string;
/**
 * a relation between fields of every success answer
 */
export type RelationName =
  | "time-start-is-now"
  | "time-order"
  | "time-duration"
  | "time-processing"
  | "time-date-start"
  | "time-date-finish"
  | "time-operating-reset"
  | "operating-reset"
  | "operating-grows"
  | "batch-order"
  | "batch-reference"
  | "batch-next"
  | "scopes-agree"
  | "carried-out-again"
  | "tokens-new"
  | "token-expires";
/**
 * which row of the code; without it, the one without 'credential'
 */
export type CredentialKind1 = "webhook" | "token";
export type ClaimId = string;
/**
 * claims of the same documentation that cannot be true of the same portal
 */
export type ClaimIds = ClaimId[];
/**
 * claims that took its place
 */
export type ClaimIds1 = ClaimId[];
export type Tags = string[];
export type WorldThing = "clientId" | "bot" | "foreignBot" | "chat" | "user" | "oauthBot";
export type ClaimIds2 = ClaimId[];
/**
 * what a target may lack
 */
export type Capability =
  | "clientId"
  | "bot"
  | "foreignBot"
  | "chat"
  | "user"
  | "oauthBot"
  | "webhook"
  | "webhookNoScope"
  | "token"
  | "expiredToken"
  | "noScopeToken"
  | "noBotToken"
  | "deniedToken"
  | "oauthApplication"
  | "plainHttp"
  | "cloud"
  | "tokenFile"
  | "provision"
  | "disruptive";
/**
 * what a run on a portal does anyway and what stands for the case there
 */
export type EvidenceKind = "renewal" | "move";

/**
 * One documentation page as data: its claims, and for a method page its parameters, errors and cases.
 */
export interface ContractFile {
  page: Page;
  method?: Method;
  parameters?: Parameter[];
  errors?: ContractError[];
  claims: Claim[];
  /**
   * claims that the page made once; their ids are never used again
   */
  retired?: RetiredClaim[];
  variants?: Variants;
  cases?: CaseGroup[];
}
export interface Page {
  /**
   * path in the documentation repository
   */
  path: string;
  title: string;
}
export interface Method {
  /**
   * as the page spells it
   */
  name: string;
  scope: string;
  deprecated: boolean;
  successor?: string;
  /**
   * schema of the success answer
   */
  answer: string;
  /**
   * schema of the parameters
   */
  parameters?: string;
}
export interface Parameter {
  name: string;
  /**
   * @minItems 1
   */
  types: [string, ...string[]];
  required: "always" | "never" | "webhook";
  formats?: string[];
  source: Source;
}
/**
 * where the statement stands; page is the file's own page unless named
 */
export interface Source {
  page?: string;
  /**
   * text of the nearest heading above
   */
  heading: string;
  /**
   * key of the table row; 'KEY #2' is the second row with that key under the heading
   */
  row?: string;
  /**
   * the n-th paragraph, list item or code block under the heading
   */
  part?: string;
  /**
   * first 16 hex digits of the SHA-256 of the normalised source text
   */
  digest: string;
}
/**
 * a row of a table of errors; where a code has several texts, a row for each, and one of them without 'credential'
 */
export interface ContractError {
  code: string;
  /**
   * the method whose own error it is, where the page is not that method's; absent: any call's
   */
  method?: string;
  credential?: CredentialKind;
  status?: number;
  text?: string;
  when: string;
}
export interface Claim {
  /**
   * stable for ever
   */
  id: string;
  /**
   * what the page says, in our words, true or false of a portal
   */
  statement: string;
  strength: Strength;
  source: Source;
  check?: Check;
  /**
   * why no request can confirm or contradict it
   */
  untestable?: string;
  disagreesWith?: ClaimIds;
}
/**
 * how the judge decides; exactly one kind
 */
export interface Check {
  /**
   * the request of the case is answered with success; one accepted case confirms it
   */
  accepted?: true;
  /**
   * the request of the case is answered with an error, not with a server failure; of the REST API itself (authorization), of the method, or (true) of either
   */
  refused?: "authorization" | "method" | true;
  /**
   * HTTP status of every success answer of the method, and of what else a case names it for
   */
  status?: number;
  /**
   * media type in the answer's content type
   */
  mediaType?: "application/json" | "text/xml";
  /**
   * charset in the answer's content type
   */
  charset?: "utf-8";
  /**
   * the answer can be read as that
   */
  format?: "json" | "xml";
  /**
   * name of the root element, where the answer is XML
   */
  xmlRoot?: string;
  success?: ValueCheck;
  failure?: ValueCheck;
  relation?: RelationName;
  error?: ErrorCheck;
  shows?: CaseCheck;
  header?: HeaderCheck;
  /**
   * the answer is a redirect with that status to another address, which Location names
   */
  redirect?: number;
}
/**
 * in every success (or error) answer, the value there has that shape
 */
export interface ValueCheck {
  /**
   * JSON Pointer (RFC 6901) into the body
   */
  at: string;
  schema?: SchemaRef;
  /**
   * the very value
   */
  equals?: string | number | boolean | null | unknown[] | {};
  /**
   * the value may be missing
   */
  optional?: boolean;
}
/**
 * every case that expects that error is answered with it
 */
export interface ErrorCheck {
  /**
   * an error of this contract
   */
  code: string;
  credential?: CredentialKind1;
  part: "code" | "status" | "text";
}
/**
 * in the answer of the cases that name the claim, the value there has that shape
 */
export interface CaseCheck {
  /**
   * JSON Pointer (RFC 6901) into the body; {earlier} is the result of the first request that the case sent before
   */
  at: string;
  schema?: SchemaRef;
  /**
   * the very value
   */
  equals?: string | number | boolean | null | unknown[] | {};
  /**
   * the value may be missing
   */
  optional?: boolean;
  /**
   * only where the answer is a success, or an error
   */
  of?: "success" | "error";
}
/**
 * a header of the answer of the cases that name the claim
 */
export interface HeaderCheck {
  /**
   * in lower case
   */
  name: string;
  /**
   * its whole value, any case
   */
  value?: string;
  /**
   * a word in it, any case
   */
  includes?: string;
  /**
   * it must not be sent
   */
  absent?: true;
}
/**
 * a claim that the documentation no longer makes; histories and deviation files still know its id
 */
export interface RetiredClaim {
  /**
   * never used again
   */
  id: string;
  /**
   * the last revision of the documentation that made the claim
   */
  until: string;
  /**
   * what the documentation says instead
   */
  why: string;
  see?: ClaimIds1;
}
/**
 * the dimensions of a valid request; every combination that makes sense is a case
 */
export interface Variants {
  /**
   * dimensions whose values share one test
   *
   * @minItems 1
   */
  group: [string, ...string[]];
  tags?: Tags;
  baseline: ValueChoice;
  dimensions: {
    [k: string]: Dimension;
  };
  /**
   * combinations that make no sense, each with its reason
   */
  except: Exception[];
}
/**
 * the plainest valid request: a value for each dimension
 */
export interface ValueChoice {
  [k: string]: string;
}
export interface Dimension {
  [k: string]: DimensionValue;
}
export interface DimensionValue {
  title: string;
  set: RequestPatch;
  claims?: ClaimIds2;
  /**
   * capabilities without which the value proves nothing
   */
  needs?: Capability[];
  /**
   * no page says that this is accepted: a refusal contradicts nothing
   */
  undocumented?: boolean;
  /**
   * capabilities that this value replaces by others
   */
  rename?: {
    [k: string]: WorldThing;
  };
}
export interface RequestPatch {
  scheme?: "https" | "http";
  credential?: Credential;
  verb?: "GET" | "POST" | "OPTIONS";
  encoding?: "query" | "json" | "urlencoded" | "multipart";
  suffix?: "" | ".json" | ".xml";
  parameters?: {
    [k: string]: ParameterValue;
  };
  /**
   * called instead of the case's method
   */
  method?: string;
  /**
   * rest: a method; oauth: the authorization server; portal-oauth: its address on the portal
   */
  endpoint?: "rest" | "oauth" | "portal-oauth";
  slashes?: "trailing" | "doubled";
  /**
   * sent beside or instead of the usual ones; null leaves one out
   */
  headers?: {
    [k: string]: string | null;
  };
  /**
   * further parameters in the query, whatever the encoding
   */
  query?: {
    [k: string]: ParameterValue;
  };
  /**
   * sent as it is instead of the encoded parameters
   */
  body?: string;
}
export interface Credential {
  /**
   * otherUser: the own code under another user's id; nearMiss: the own code but for its last character
   */
  webhook?: "own" | "noScope" | "madeUp" | "otherUser" | "nearMiss";
  token?: "own" | "expired" | "noScope" | "noBot" | "denied" | "madeUp";
  in?: "json" | "form" | "query" | "bearer";
  none?: true;
  /**
   * name of the parameter; default auth
   */
  as?: string;
  /**
   * a token captured by an earlier step, by name
   */
  captured?: string;
}
export interface ParameterValue {
  use?: WorldThing;
  /**
   * form on the wire
   */
  as?: "integer" | "string" | "dialog";
  /**
   * sent as it is; {bot}, {foreignBot}, {oauthBot}, {dialog}, {user}, {clientId} and {captured.NAME} in texts are filled in
   */
  value?: string | number | boolean | null | unknown[] | {};
  absent?: true;
  /**
   * not percent-encoded in a query
   */
  raw?: true;
  /**
   * a list of so many times the value
   */
  repeat?: number;
}
export interface Exception {
  /**
   * dimension to values; a combination that has one of them in each is left out
   */
  when: {
    /**
     * @minItems 1
     */
    [k: string]: [string, ...string[]];
  };
  because: string;
}
/**
 * a request that differs from a method's baseline in one way, over some of its dimensions
 */
export interface CaseGroup {
  id: string;
  title: string;
  /**
   * whose baseline it starts from; default: the file's own
   */
  method?: string;
  at?: ValueChoice1;
  /**
   * dimensions whose every value is tried
   */
  over?: string[];
  set?: RequestPatch;
  expect: Expectation;
  claims?: ClaimIds2;
  tags?: Tags;
  /**
   * requests and changes of the mock's world that come first; if one fails, the case is not judged
   */
  before?: Step[];
  /**
   * requests that tidy up, whatever happened
   */
  after?: Step[];
  needs?: Capability[];
  evidence?: EvidenceKind;
  /**
   * no page says that this is accepted: a refusal contradicts nothing
   */
  undocumented?: boolean;
  /**
   * repeat the request until the expected error comes, at most so often
   */
  burst?: number;
}
/**
 * baseline values replaced
 */
export interface ValueChoice1 {
  [k: string]: string;
}
export interface Expectation {
  success?: true;
  /**
   * an error; the documentation does not say which
   */
  refused?: true;
  /**
   * code of an error of this contract
   */
  error?: string;
  /**
   * nothing but what the named claims say
   */
  any?: true;
}
export interface Step {
  set?: RequestPatch;
  at?: ValueChoice2;
  /**
   * name to the JSON Pointer of a value in the answer; used as {captured.NAME}
   */
  capture?: {
    [k: string]: string;
  };
  times?: number;
  world?: WorldChange;
}
/**
 * baseline values replaced
 */
export interface ValueChoice2 {
  [k: string]: string;
}
/**
 * a lever of the mock portal; portals have none, so such a case runs on the mock only
 */
export interface WorldChange {
  /**
   * code of a system error that strikes every call
   */
  fault?: string;
  cost?: Cost;
  limits?: Limits;
  /**
   * seconds
   */
  operatingLimit?: number;
  /**
   * seconds
   */
  advance?: number;
  /**
   * address to which every call is redirected
   */
  movedTo?: string;
  /**
   * a fresh authorization code of the OAuth application, captured under that name
   */
  issueCode?: string;
  /**
   * so many users in all
   */
  users?: number;
  /**
   * a world of its own, because the case uses something up
   */
  fresh?: true;
}
export interface Cost {
  method: string;
  seconds: number;
}
export interface Limits {
  rate: number;
  burst: number;
}
