// Made from schemas/har.schema.json by 'npm run types'; change the schema, not this file.

/**
 * HTTP Archive 1.2 as far as this suite writes and reads it; what it does not name may be there and is not looked at
 */
export interface Har {
  log: HarLog;
}
export interface HarLog {
  version: string;
  creator: HarCreator;
  _b24?: RunBegin;
  entries: HarEntry[];
  _b24End?: RunEnd;
}
export interface HarCreator {
  name: string;
  version: string;
}
/**
 * of a recorded run of this suite
 */
export interface RunBegin {
  /**
   * 1; another number is of another version of this suite
   */
  format: number;
  confidence: "parsed" | "reviewed";
  /**
   * digest of all cases that there were, run or not
   */
  cases: string;
  target: RecordedTarget;
}
export interface RecordedTarget {
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
 * one request and what came back
 */
export interface HarEntry {
  /**
   * ISO 8601
   */
  startedDateTime?: string;
  /**
   * milliseconds
   */
  time?: number;
  request: HarRequest;
  response: HarResponse;
  cache?: {};
  timings?: {};
  _b24?: PlaceInRun;
}
export interface HarRequest {
  method: string;
  url: string;
  httpVersion?: string;
  headers?: HarPair[];
  queryString?: unknown[];
  cookies?: unknown[];
  postData?: HarPostData;
  headersSize?: number;
  bodySize?: number;
}
export interface HarPair {
  name: string;
  value: string;
}
export interface HarPostData {
  mimeType?: string | null;
  text?: string | null;
  params?: HarParam[];
  /**
   * how the text is encoded: base64; some producers say so
   */
  encoding?: string;
}
export interface HarParam {
  name: string;
  value?: string | null;
}
export interface HarResponse {
  /**
   * HTTP status; 0 where no answer came
   */
  status: number;
  statusText?: string;
  httpVersion?: string;
  headers?: HarPair[];
  cookies?: unknown[];
  content?: HarContent;
  redirectURL?: string | null;
  headersSize?: number;
  bodySize?: number;
}
export interface HarContent {
  /**
   * bytes
   */
  size?: number;
  mimeType?: string | null;
  text?: string | null;
  /**
   * how the text is encoded: base64
   */
  encoding?: string | null;
}
/**
 * which request of which case an exchange of a recorded run is
 */
export interface PlaceInRun {
  /**
   * id of the case
   */
  case?: string;
  /**
   * not of a case: what the run itself sent and cases are judged by
   */
  evidence?: "renewal" | "move";
  /**
   * place among the requests of the case, from 0
   */
  send?: number;
  /**
   * the method called
   */
  step?: string;
  /**
   * digest of what the case said to send
   */
  plan?: string;
  /**
   * place among the entries of the case, from 0
   */
  at?: number;
  /**
   * so many entries before this are earlier tries of the same request
   */
  tries?: number;
  /**
   * key of what another case made and this one used as well; the entry is its exchange
   */
  borrowed?: string;
  failure?: RecordedFailure;
  given?: GivenToCase;
  /**
   * what stands in the entry for a secret, and the placeholder by which reports show it
   */
  standIns?: {
    [k: string]: string;
  };
}
/**
 * why no answer came
 */
export interface RecordedFailure {
  code: string;
  message: string;
}
/**
 * what a case was given beside answers; stands on one of its entries
 */
export interface GivenToCase {
  /**
   * how many entries the case has
   */
  entries: number;
  /**
   * its own name
   */
  unique?: string;
  /**
   * id of the run
   */
  run: string;
  /**
   * what each lever of the mock portal gave out, in their order
   */
  levers: {
    [k: string]: string;
  }[];
  /**
   * what references stood for, such as bot.id@webhook
   */
  values: {
    [k: string]: string | number | boolean;
  };
  /**
   * why the access token could not be renewed
   */
  noRenewal?: string;
  /**
   * the real credential was held back
   */
  madeUpCredential: boolean;
  /**
   * the target's certificate is by a private CA
   */
  privateCa: boolean;
}
/**
 * what is known when a run has ended
 */
export interface RunEnd {
  target: RecordedTarget1;
  /**
   * cases that the target could not carry
   */
  skipped: RecordedSkip[];
  /**
   * what broke the run off
   */
  brokenOff: string[];
  /**
   * it was one shard of a run
   */
  isPart: boolean;
}
/**
 * as it turned out to be
 */
export interface RecordedTarget1 {
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
export interface RecordedSkip {
  case: string;
  reason: string;
}
