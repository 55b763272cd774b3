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
  survey?: PageSurvey;
}

/** Left, top, width and height. */
export type Box = [number, number, number, number];

/**
 * A survey as the page keeps it: columns of numbers that stand for texts in lists, since 20,000 claims have few different
 * ones. All columns of claims have the same length.
 */
export interface PageSurvey {
  sections: PageGroup[];
  /** Methods of a section whose names begin alike. */
  families: PageGroup[];
  /** By section and name. */
  methods: {
    name: string;
    /** Address of its page. */
    page: string;
    /** `reads`, `makes`, `changes`, `never`. */
    safety: string;
    /** Number in `layers` of the best layer confirmed, -1 for none. */
    best: number;
    contradicted: number;
    confirmed: number;
    /** 1 it is there, 0 it is not, -1 nobody knows. */
    exists: number;
    /** First of its claims, and how many. */
    first: number;
    claims: number;
  }[];
  layers: string[];
  verdicts: string[];
  texts: string[];
  /** Of each claim: what follows its method's name in its id, what it says, why or what came (-1 for nothing), as texts. */
  ids: number[];
  says: number[];
  whys: number[];
  /** Where it stands: a text, and the address of the heading. */
  places: number[];
  links: number[];
  /** Numbers in `layers` and `verdicts`; 0 for `must`, 1 for `should`, 2 for `observed`. */
  layer: number[];
  verdict: number[];
  strength: number[];
  looksAt: number[];
  /** Numbers of exchanges, of those that have any. */
  shown: Record<number, number[]>;
  maps: Record<'wide' | 'tall', PageMap>;
}

/** Methods that stand one after the other. */
export interface PageGroup {
  name: string;
  first: number;
  methods: number;
}

export interface PageMap {
  size: [number, number];
  sections: Box[];
  /** In the map of their section alone. */
  families: Box[];
  /** Of every method, in the map of all sections, and in that of its own section alone. */
  methods: Box[];
  alone: Box[];
}
