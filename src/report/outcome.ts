import type { JudgedCase, SkippedCase } from '../judge/tally.ts';
import type { ClaimResult, Evidence, ReportTarget, Survey } from './claims.gen.ts';
import type { RedactedExchange } from './redacted-exchange.ts';

/** Name of the attachment by which a test hands its outcome to the reporter, also through blob reports. */
export const OUTCOME_ATTACHMENT = 'b24-conformance outcome';

/** Annotation of a test: how many cases it is made of. */
export const CASES_ANNOTATION = 'cases';

/** Everything a group of cases brought, redacted: it may be stored and shown. */
export interface Outcome {
  target: ReportTarget;
  judged: JudgedCase<RedactedExchange>[];
  skipped: SkippedCase[];
  /** Which part of a run it is of, where its requests are limited: `part 1 of 2`. */
  part?: string;
  /** Why the rest of the run was not made: the portal stopped answering. */
  lost?: string;
  /** Cases that contradict what counts. */
  contradicting?: number;
  /** Cases that contradict a hint or wording (`should`) alone, which does not count. */
  hinted?: number;
  /** The test has ended in an error for what was found: a contradiction that counts, or requests without an answer. */
  failed?: true;
}

/** Name of the attachment by which the survey of all documented methods hands over what it found. */
export const SURVEY_ATTACHMENT = 'b24-conformance survey';

/** What the survey found, redacted, as the report keeps it. */
export interface SurveyOutcome {
  claims: ClaimResult[];
  exchanges: Evidence[];
  survey: Survey;
}
