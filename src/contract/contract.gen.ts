// Made from schemas/contract.schema.json by 'npm run types'; change the schema, not this file.

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
  "time-start-is-now" | "time-order" | "time-duration" | "time-processing" | "time-date-start" | "time-date-finish";
export type Tags = string[];
export type WorldThing = "clientId" | "bot" | "foreignBot" | "chat" | "user" | "oauthBot";
export type ClaimId = string;
export type ClaimIds = ClaimId[];

/**
 * One documentation page as data: its claims, and for a method page its parameters, errors and cases.
 */
export interface ContractFile {
  page: Page;
  method?: Method;
  parameters?: Parameter[];
  errors?: ContractError[];
  claims: Claim[];
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
   * key of the table row
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
export interface ContractError {
  code: string;
  status: number;
  text: string;
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
   * the request of the case is answered with an error, not with a server failure
   */
  refused?: true;
  /**
   * HTTP status of every success answer
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
}
/**
 * in every success (or error) answer, the value there has that shape
 */
export interface ValueCheck {
  /**
   * JSON Pointer (RFC 6901) into the body
   */
  at: string;
  schema: SchemaRef;
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
  part: "code" | "status" | "text";
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
  claims?: ClaimIds;
  /**
   * capabilities without which the value proves nothing
   */
  needs?: WorldThing[];
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
  verb?: "GET" | "POST";
  encoding?: "query" | "json" | "urlencoded" | "multipart";
  suffix?: "" | ".json" | ".xml";
  parameters?: {
    [k: string]: ParameterValue;
  };
}
export interface Credential {
  webhook?: "own" | "noScope" | "madeUp";
  token?: "own" | "expired" | "noScope" | "noBot" | "denied" | "madeUp";
  in?: "json" | "form" | "query";
  none?: true;
}
export interface ParameterValue {
  use?: WorldThing;
  /**
   * form on the wire
   */
  as?: "integer" | "string" | "dialog";
  /**
   * sent as it is
   */
  value?: string | number | boolean | null;
  absent?: true;
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
  claims?: ClaimIds;
  tags?: Tags;
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
}
