// What the page's script reads; of types alone, so that the script is checked without the rest of the house.

/** One request and its answer; the request's headers are in its cURL line. */
export interface PageStep {
  /** Its line of the story. */
  step?: string;
  curl: string;
  status?: number;
  headers?: [string, string][];
  body?: string;
  /** From sending the request to the end of the answer. */
  durationMs?: number;
  failure?: string;
}

/** An exchange as the page keeps it: once, however many claims it proves. */
export interface PageExchange extends PageStep {
  /** What the case does, a line a step. */
  story?: string[];
  before?: PageStep[];
  after?: PageStep[];
  tries?: PageStep[];
}

export interface PageClaim {
  /** Number of the exchange, case, problems. */
  evidence: [number, string, string[]][];
  looksAt?: string[];
  /** Start of the text for an issue; the page adds the exchange. */
  issue?: string;
}

/** The data block of a page, read by its script. */
export interface PageData {
  exchanges: PageExchange[];
  claims: Record<string, PageClaim>;
  /** True where bodies were shortened to keep the page small. */
  shortened: boolean;
}
