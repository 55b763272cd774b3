// Made from schemas/facts.schema.json by 'npm run types'; change the schema, not this file.

/**
 * A line of a file in fixtures/facts, or the whole of its revision.json: what the documentation states as names, types, marks, codes, numbers and digests, without its sentences. Made by `npm run docs -- facts`.
 */
export type FactsRecord = MethodFacts | PlatformFacts | FactsRevision;
/**
 * first 16 hex digits of a SHA-256
 */
export type Digest = string;
/**
 * heading beneath which it stands, as the page writes it
 */
export type Heading = string;
/**
 * HTTP statuses as stated; a text where digits are left open, such as 40x
 */
export type Statuses = (number | string)[];

/**
 * what the page of a method states; `lacks`: what the page itself lacks or has wrong; `unread`: what it has and the reader cannot read; `unused`: tables, lists and code from which nothing was read
 */
export interface MethodFacts {
  method: string;
  /**
   * 3 where the page is of the newer REST API, beneath /rest/api/
   */
  rest?: 3;
  /**
   * path in the documentation repository
   */
  page: string;
  /**
   * the page's own heading, as it is written
   */
  title: string;
  digest: Digest;
  scope?: string;
  deprecated?: true;
  successor?: string;
  sources: FactSources;
  parameters: FieldFact[];
  success: SuccessFacts;
  returned: FieldFact[];
  errors: MethodErrors;
  /**
   * statuses named in sentences, each once for each place
   */
  mentions?: StatusMention[];
  examples: ExampleFact[];
  lacks?: FactCounts;
  unread?: FactCounts;
  unused?: FactCounts;
}
/**
 * of what the page states outside of tables, each where the page states it: scope; who may call (authorized); deprecation and successor; statuses of success and of errors
 */
export interface FactSources {
  scope?: FactSource;
  authorized?: FactSource;
  deprecated?: FactSource;
  successor?: FactSource;
  success?: FactSource;
  errors?: FactSource;
}
/**
 * where it is stated, in the form of `source` of the contract
 */
export interface FactSource {
  /**
   * of another page than the line's
   */
  page?: string;
  heading: Heading;
  row?: string;
  part?: string;
  digest: Digest;
}
/**
 * a row of a table of parameters or of returned fields
 */
export interface FieldFact {
  name: string;
  /**
   * further names, of which one is enough
   */
  alternatives?: string[];
  types: string[];
  /**
   * true: always; webhook: only of a caller with a webhook; left out where it may be
   */
  required?: true | "webhook";
  /**
   * all that are allowed
   */
  values?: string[];
  /**
   * templates of the value, one of which it has, such as chatXXX
   */
  formats?: string[];
  default?: string;
  range?: FactRange;
  /**
   * anchors of the page that the row links to
   */
  links?: string[];
  /**
   * the included page that the row stands on
   */
  page?: string;
  heading: Heading;
  /**
   * key of the row as `source.row` of the contract has it; left out where it is the name
   */
  row?: string;
  digest?: Digest;
  fields?: FieldFact[];
}
export interface FactRange {
  min?: number;
  max?: number;
  /**
   * the value itself, or its characters
   */
  of: "value" | "length";
}
export interface SuccessFacts {
  statuses: Statuses;
  /**
   * JSON types in the example of an answer by JSON Pointer; `*` stands for the elements of a list
   */
  shape?: {
    [k: string]: "array" | "boolean" | "integer" | "null" | "number" | "object" | "string";
  };
}
export interface MethodErrors {
  statuses: Statuses;
  example?: ErrorExample;
  rows: ErrorFact[];
  /**
   * the page also lists the errors that any method may answer
   */
  system?: true;
}
export interface ErrorExample {
  code: string;
  text?: string;
}
/**
 * a row of an error table; a row may have no code, a code several rows
 */
export interface ErrorFact {
  /**
   * empty where the row names none
   */
  code: string;
  status?: number;
  /**
   * the server's own words
   */
  text?: string;
  /**
   * the included page that the row stands on
   */
  page?: string;
  heading: Heading;
  /**
   * key of the row as `source.row` of the contract has it: the code, or, where there is none, a word of the row; `CODE #2` for the second of that key beneath the heading
   */
  row?: string;
  digest?: Digest;
}
export interface StatusMention {
  status: number;
  heading: Heading;
  part: string;
  digest: Digest;
}
export interface ExampleFact {
  tab: string;
  lang: string;
  digest: Digest;
}
/**
 * kinds and how many of each
 */
export interface FactCounts {
  [k: string]: number;
}
/**
 * error tables of a page that is of no method
 */
export interface PlatformFacts {
  /**
   * path in the documentation repository
   */
  page: string;
  /**
   * the page's own heading, as it is written
   */
  title: string;
  digest: Digest;
  errors: PlatformErrors;
  /**
   * statuses named in sentences, each once for each place
   */
  mentions?: StatusMention[];
  lacks?: FactCounts;
  unread?: FactCounts;
}
export interface PlatformErrors {
  statuses: Statuses;
  rows: ErrorFact[];
}
/**
 * what the facts were made from
 */
export interface FactsRevision {
  /**
   * null where nobody said
   */
  repository: string | null;
  commit: string | null;
  /**
   * day of the commit, YYYY-MM-DD
   */
  date: string | null;
  /**
   * pages that were read as a later commit has them: path to commit
   */
  pages?: {
    [k: string]: string;
  };
  /**
   * number of lines of methods
   */
  methods: number;
  /**
   * number of lines of other pages
   */
  platform: number;
}
