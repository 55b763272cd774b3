/** A mock under load: medians. */
export interface MockFigures {
  name: string;
  /** Microseconds of processor time of the server for a request. */
  micros: number;
  perSecond: number;
  /** Milliseconds. */
  p99: number;
  /** Milliseconds from the start of the process to the first answer. */
  start: number;
  /** MiB after the load. */
  memory: number;
}

/** A runner: milliseconds of processor time of all its processes. */
export interface RunnerFigures {
  name: string;
  /** Of a run with a single check. */
  start: number;
  /** Of each further check. */
  each: number;
}

/** What `bench/results.json` holds. */
/** What a contract of some size costs, in milliseconds of processor time and MiB. */
export interface GrowthFigures {
  methods: number;
  claims: number;
  cases: number;
  compileMs: number;
  casesMs: number;
  tallyMs: number;
  memory: number;
}

export interface BenchResults {
  /** Date. */
  at: string;
  commit: string;
  node: string;
  processor: string;
  requests: number;
  checks: number;
  mocks: MockFigures[];
  runners: RunnerFigures[];
}
