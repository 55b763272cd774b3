// Made from schemas/contract.schema.json, schemas/overlay.schema.json, schemas/transport.schema.json by 'npm run types'; change the schema, not this file.

export type ContractData = PageFile | OverlayFile | TransportFile;
export type CredentialKind = "webhook" | "token";
/**
 * of the claim about its code
 */
export type ClaimIds = string[];
/**
 * must (default): stated as fact; should: example, hint, wording; observed: on no page, recorded and never a failure
 */
export type Strength = "must" | "should" | "observed";
/**
 * where the statement stands: '[PAGE.md > ]HEADING[ > PART or ROW]', or a part under the page's title alone; as an object where a heading or a row has '>' in it
 */
export type SourceData =
  | string
  | {
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
    };
/**
 * a constant, or an object of conditions
 */
export type Matcher =
  | string
  | number
  | boolean
  | null
  | {
      /**
       * what is expected, in words, for messages
       */
      says?: string;
      /**
       * the very value; for objects and lists, which would be read as conditions
       */
      is?: string | number | boolean | null | unknown[] | {};
      /**
       * one of these values
       */
      oneOf?: (string | number | boolean | null | unknown[] | {})[];
      /**
       * type of JSON, or one of several
       */
      type?: string | ("string" | "number" | "integer" | "boolean" | "null" | "array" | "object")[];
      /**
       * a text that this regular expression finds a match in
       */
      matches?: string;
      /**
       * a list that holds a value like that (or like each of these)
       */
      contains?: string | number | boolean | null | unknown[] | {};
      /**
       * so many items, or keys
       */
      length?: number;
      /**
       * more items, or keys, than that
       */
      longerThan?: number;
      each?: Matcher;
      /**
       * what stands under 0, 1, … of a list, or of an object with such keys
       */
      entries?: Matcher[];
      /**
       * keys that an object has, with what stands under them
       */
      has?: {
        [k: string]: Matcher;
      };
      /**
       * keys that an object may have, with what stands under those that it has
       */
      may?: {
        [k: string]: Matcher;
      };
      atLeast?: number;
      below?: number;
      /**
       * there, whatever its value
       */
      present?: true;
      /**
       * the key must be missing
       */
      absent?: true;
      /**
       * the value may be missing
       */
      optional?: true;
      /**
       * a shape of schemas/
       */
      $ref?: string;
    };
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
  | "scopes-granted"
  | "server-time-is-now"
  | "records-ascend"
  | "records-descend"
  | "carried-out-again"
  | "tokens-new"
  | "token-expires";
/**
 * claims of the same documentation that cannot be true of the same portal
 */
export type ClaimIds1 = string[];
/**
 * a request that differs from a method's plainest valid one in one way, or a row of steps
 */
export type CaseData = RequestData & {
  id?: string;
  title?: string;
  /**
   * method that is called; default: the method of the overlay, or the representative one
   */
  call?: string;
  /**
   * dimensions of transport, or parameters, whose every value is tried
   */
  over?: string[];
  /**
   * @minItems 1
   */
  steps?: [StepData, ...StepData[]];
  /**
   * success (default), refused (by an error that no page names), any (nothing but what the claims say), or the code of an error
   */
  expect?: string;
  /**
   * claims that it shows, beside those that every case of its kind shows; $method stands for the method's name
   */
  claims?: string[];
  tags?: string[];
  /**
   * what a target may lack
   */
  needs?: string[];
  /**
   * tried for each reviewed method, not for the representative one alone: always (core), or where nothing need be spared (full)
   */
  each?: "core" | "full";
  evidence?: EvidenceKind;
  /**
   * what the commands of the batch are: what a method refuses of itself, of each method with each
   */
  commands?: "refusals";
  /**
   * no page says that this is accepted: a refusal contradicts nothing
   */
  undocumented?: boolean;
  /**
   * repeat the request until the expected error comes, at most so often
   */
  burst?: number;
};
export type StepData = RequestData & {
  /**
   * called first; if it fails, the case is not judged
   */
  arrange?: string;
  /**
   * called, and judged
   */
  act?: string;
  /**
   * called after the act, to see what it did
   */
  observe?: string;
  /**
   * called last, whatever happened
   */
  undo?: string;
  world?: WorldChange;
  /**
   * name to the JSON Pointer of a value in the answer; used as $captured.NAME by later steps
   */
  capture?: {
    [k: string]: string;
  };
  /**
   * how often it is sent
   */
  times?: number;
  expect?: Matchers;
};
/**
 * what a run on a portal does anyway and what stands for the case there
 */
export type EvidenceKind = "renewal" | "move";
/**
 * a call and what its answer is
 */
export type FlowStep = RequestData & {
  /**
   * method that is called
   */
  call: string;
  /**
   * name to the JSON Pointer of a value in the answer; used as $captured.NAME by later steps
   */
  capture?: {
    [k: string]: string;
  };
  /**
   * how often it is sent
   */
  times?: number;
  expect?: Matchers;
};
/**
 * claims that took its place
 */
export type ClaimIds2 = string[];
/**
 * parsed: made by machine, tried and reported, never fails a run; reviewed: a person has checked it against the page
 */
export type Confidence = "parsed" | "reviewed";
/**
 * a request that brings the error about
 */
export type Provocation = RequestData & {
  /**
   * how the case's id ends; default: its place
   */
  id?: string;
  title?: string;
  under?: CredentialKind;
  over?: string[];
  /**
   * @minItems 1
   */
  steps?: [StepData, ...StepData[]];
  needs?: string[];
};
/**
 * further claims that a refusal by it shows
 */
export type ClaimIds3 = string[];
/**
 * claims that an accepted request of that form shows
 */
export type ClaimIds4 = string[];

/**
 * what a documentation page says of every call, as data: claims and the cases that show them
 */
export interface PageFile {
  page: Page;
  /**
   * the method that the page is about
   */
  method?: string;
  /**
   * methods that the cases call with more than they say themselves
   */
  calls?: CallData[];
  errors?: ErrorTable;
  claims: ClaimData[];
  /**
   * claims that the page made once; their ids are never used again
   */
  retired?: RetiredClaim[];
  cases?: CaseData[];
}
export interface Page {
  /**
   * path in the documentation repository
   */
  path: string;
  title: string;
}
/**
 * a method that cases of the page call, with one valid request
 */
export interface CallData {
  /**
   * method that is called
   */
  name: string;
  scope?: string;
  /**
   * shape of the success answer, where no facts say it
   */
  answer?: string;
  request?: RequestData;
  /**
   * dimension of transport to forms in which the page does not show it
   */
  except?: {
    [k: string]: string[];
  };
  /**
   * parameters of one valid request; a text may hold $references: $bot.id, $captured.NAME, $unique, …; with ':text' or ':number' behind where the type matters; $$ is a dollar sign
   */
  values?: {
    [k: string]: string | number | boolean | null | unknown[] | {};
  };
  /**
   * parameter to further values of it, by name
   */
  forms?: {
    [k: string]: {
      [k: string]: ParameterForm;
    };
  };
}
/**
 * how a request differs from the plainest valid one
 */
export interface RequestData {
  at?: ValueChoice;
  /**
   * parameters; a text may hold $references: $bot.id, $captured.NAME, $unique, …; with ':text' or ':number' behind where the type matters; $$ is a dollar sign; for a method with values of its own those that differ
   */
  with?: {
    [k: string]: string | number | boolean | null | unknown[] | {};
  };
  /**
   * parameters left out
   */
  without?: string | string[];
  /**
   * parameters that are not percent-encoded in a query
   */
  raw?: string | string[];
  /**
   * parameter to how often its value is repeated in a list
   */
  repeat?: {
    [k: string]: number;
  };
  credential?: Credential;
  scheme?: "https" | "http";
  verb?: "GET" | "POST" | "OPTIONS";
  encoding?: "query" | "json" | "urlencoded" | "multipart";
  suffix?: "" | ".json" | ".xml";
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
   * sent as it is instead of the encoded parameters
   */
  body?: string;
  /**
   * further parameters in the query, whatever the encoding
   */
  query?: {
    [k: string]: string | number | boolean | null | unknown[] | {};
  };
}
/**
 * dimension to value
 */
export interface ValueChoice {
  [k: string]: string;
}
export interface Credential {
  /**
   * otherUser: the own code under another user's id; nearMiss and those after it: nearly the own code, the first with another last character
   */
  webhook?:
    "own" | "noScope" | "madeUp" | "otherUser" | "nearMiss" | "otherMiddle" | "otherCase" | "shorter" | "longer";
  /**
   * nearMiss and those after it: nearly the own token, the first with another last character
   */
  token?:
    | "own"
    | "expired"
    | "noScope"
    | "noBot"
    | "denied"
    | "madeUp"
    | "nearMiss"
    | "otherMiddle"
    | "otherCase"
    | "shorter"
    | "longer";
  /**
   * default: where the form of transport has it
   */
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
export interface ParameterForm {
  title: string;
  value?: string | number | boolean | null | unknown[] | {};
  absent?: true;
}
/**
 * rows of the page's table of errors
 */
export interface ErrorTable {
  /**
   * over the table; then each row makes claims about its code, status and text
   */
  heading?: string;
  /**
   * what the ids of these claims begin with
   */
  id?: string;
  rows: ErrorData[];
}
/**
 * a row of a table of errors; status and text come from the facts of the page, where it does not give them; where a code has several texts, a row for each, and one of them without 'credential'
 */
export interface ErrorData {
  code: string;
  /**
   * the method whose own error it is, where the page is not that method's; absent: any call's
   */
  method?: string;
  credential?: CredentialKind;
  status?: number;
  text?: string;
  /**
   * the condition under which it comes
   */
  when: string;
  disagreesWith?: ClaimIds;
}
export interface ClaimData {
  /**
   * stable for ever; in an overlay without the method's name before it
   */
  id: string;
  /**
   * what the page says, in our words, true or false of a portal
   */
  says: string;
  strength?: Strength;
  source: SourceData;
  check?: Check;
  /**
   * why no request can confirm or contradict it
   */
  untestable?: string;
  disagreesWith?: ClaimIds1;
  case?: CaseData;
  /**
   * steps that show it: the first is the act, what follows reads its effect
   *
   * @minItems 1
   */
  flow?: [FlowStep, ...FlowStep[]];
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
  success?: Matchers;
  failure?: Matchers;
  relation?: RelationName;
  error?: ErrorCheck;
  shows?: Matchers;
  header?: HeaderCheck;
  /**
   * the answer is a redirect with that status to another address, which Location names
   */
  redirect?: number;
  refusalShows?: Matchers;
  /**
   * every step of its flow is answered as the step expects
   */
  flow?: true;
}
/**
 * JSON Pointer (RFC 6901) into the body to what the value there must be; a pointer may hold $references
 */
export interface Matchers {
  [k: string]: Matcher;
}
/**
 * every case that expects that error is answered with it
 */
export interface ErrorCheck {
  /**
   * an error of this contract
   */
  code: string;
  credential?: CredentialKind;
  part: "code" | "status" | "text";
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
  see?: ClaimIds2;
}
/**
 * what a person adds to the facts of a method's page
 */
export interface OverlayFile {
  /**
   * method that is called
   */
  method: string;
  confidence: Confidence;
  /**
   * resource to how the cases have it: shared (default) is what the target gives; fresh is made by the run, since the cases change it: one for each case that looks at what it did, one for all others; own is made by the run for each valid request as well, since it is used up
   */
  uses?: {
    [k: string]: "shared" | "fresh" | "own";
  };
  /**
   * dimension of transport to forms in which valid requests are not tried; refusals are
   */
  except?: {
    [k: string]: string[];
  };
  /**
   * steps that arrange what each valid request needs, beside what it uses
   */
  prepare?: StepData[];
  /**
   * parameters of one valid request; a text may hold $references: $bot.id, $captured.NAME, $unique, …; with ':text' or ':number' behind where the type matters; $$ is a dollar sign; the types come from the facts
   */
  values: {
    [k: string]: string | number | boolean | null | unknown[] | {};
  };
  parameters?: {
    [k: string]: ParameterOverlay;
  };
  result?: Matcher;
  /**
   * ends of ids to the sentences of the rules' claims, where theirs do not say enough
   */
  says?: {
    [k: string]: string;
  };
  /**
   * rows of the page's table of errors, by code, or CODE#2 where a code has several, or #3 for the third row where it has none
   */
  errors?: {
    [k: string]: ErrorOverlay;
  };
  claims?: ClaimData[];
  cases?: CaseData[];
  /**
   * ends of ids of rules' claims to the reason why they are not made
   */
  waived?: {
    [k: string]: string;
  };
  migration?: MigrationData;
  retired?: RetiredClaim[];
}
export interface ParameterOverlay {
  /**
   * where the page's words say it and its mark does not
   */
  required?: "always" | "webhook" | "never";
  /**
   * the claim of its type, in other words
   */
  says?: string;
  optional?: OptionalData;
  /**
   * values that the page distinguishes, by how their claims' ids end; in place of one claim of the type
   */
  forms?: {
    [k: string]: FormData;
  };
}
export interface OptionalData {
  /**
   * how the claim's id ends; default: optional
   */
  id?: string;
  /**
   * the claim's sentence, where the rule's own does not say enough
   */
  says?: string;
  needs?: string[];
  /**
   * why it is not claimed that it may be left out
   */
  waived?: string;
}
export interface FormData {
  value: string | number | boolean | null | unknown[] | {};
  /**
   * the claim's sentence, where the rule's own does not say enough
   */
  says?: string;
  /**
   * no page says that it is accepted
   */
  observed?: true;
  needs?: string[];
}
export interface ErrorOverlay {
  /**
   * the condition under which it comes
   */
  when?: string;
  cases?: Provocation[];
  claims?: ClaimIds3;
  /**
   * why no request can provoke it
   */
  untestable?: string;
  /**
   * what a person has still to find out
   */
  todo?: string;
}
/**
 * of a deprecated method: what takes its place, where the page or the names do not say it
 */
export interface MigrationData {
  /**
   * the successors; default: the one that the page names
   *
   * @minItems 1
   */
  to?: [string, ...string[]];
  /**
   * parameter, or key within one, to what it has become
   */
  parameters?: {
    [k: string]: string;
  };
  /**
   * key of a row of errors to the row of the successor that says the same
   */
  errors?: {
    [k: string]: string;
  };
}
/**
 * how any method may be called; stated once for all methods
 */
export interface TransportFile {
  /**
   * the method for which what holds of every call is tried
   */
  representative: string;
  /**
   * dimensions whose values share one test
   *
   * @minItems 1
   */
  group: [string, ...string[]];
  tags?: string[];
  baseline: ValueChoice;
  dimensions: {
    [k: string]: Dimension;
  };
  /**
   * forms that do not go together, each pair with its reason
   */
  except: Exception[];
}
export interface Dimension {
  [k: string]: TransportForm;
}
export interface TransportForm {
  title: string;
  set: RequestData;
  claims?: ClaimIds4;
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
