import { readFileSync } from 'node:fs';
import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
} from '@playwright/test/reporter';
import { buildReport, type RunFacts } from '../report/build.ts';
import type { ReportTarget } from '../report/claims.gen.ts';
import { PAGE_ATTACHMENT, type PageOutcome } from '../report/health.ts';
import {
  OUTCOME_ATTACHMENT,
  type Outcome,
  SURVEY_ATTACHMENT,
  type SurveyOutcome,
} from '../report/outcome.ts';
import { count } from '../report/text.ts';
import { endingOf } from '../report/verdict.ts';
import { listCases } from '../run/case-list.ts';
import { withEvidence } from '../run/evidence.ts';
import { loadContract, loadDeviations } from '../run/load.ts';
import { selectionFor } from '../run/selection.ts';
import { conclude } from './conclude.ts';
import { isFinding } from './contradiction.ts';
import { documentationRoot } from './documentation-root.ts';
import { endRecording } from './recording.ts';
import { handedOn, handOn } from './run-folder.ts';
import { groupName, selectGroups } from './selected-groups.ts';
import { loadSettings } from './settings.ts';
import { MARK, type RunMark } from './shards.ts';
import { readVersions } from './versions.ts';

/**
 * Turns what the tests attached into `results/` and the closing table.
 *
 * Stands before all other reporters: a test that ends in a contradiction is an expected failure for its worker, which
 * goes on, and a failure like any other for whoever shows or counts it. Playwright counts after its reporters.
 */
export default class ClaimsReporter implements Reporter {
  readonly #outcomes: Outcome[] = [];
  readonly #pages: PageOutcome[] = [];
  #survey: SurveyOutcome | undefined;
  readonly #startedAt = new Date();

  /** A test failed for another reason than what it contradicts, such as running out of time. */
  #otherFailures = false;

  /** Something failed outside of the tests. */
  #errors = false;

  #interrupted = false;

  /** After so many failures, as `-x` asks for, Playwright interrupts what is under way. */
  #stopsByItself = false;

  /** Which part of a run this is. */
  #shard: FullConfig['shard'] = null;

  /** Names of the reporters at work. */
  #reporters: readonly string[] = [];
  #suite: Suite | undefined;

  /** Says which part of the claims and cases it is of. */
  #selected: FullConfig | undefined;

  /** Read while the tests run. */
  #versions: ReturnType<typeof readVersions> | undefined;

  /** What is said last, after all other reporters. */
  #ending = (): void => {};

  onBegin(config: FullConfig, suite: Suite): void {
    this.#shard = config.shard;
    this.#stopsByItself = config.maxFailures > 0;
    this.#reporters = config.reporter.map(([name]) => name);
    this.#suite = suite;
    const groups = suite.allTests().map((test) => {
      const [method = '', group = ''] = test.titlePath().slice(3);
      return groupName(method, group);
    });
    selectGroups(groups);
    handOn({ groups, isShard: config.shard !== null });
    this.#selected = config;
    this.#versions = readVersions(documentationRoot(loadSettings()));
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const read = <T>(name: string): T[] =>
      result.attachments
        .filter((attachment) => attachment.name === name)
        .map(({ body, path = '' }) => JSON.parse((body ?? readFileSync(path)).toString('utf8')) as T);
    const outcomes = read<Outcome>(OUTCOME_ATTACHMENT);
    this.#outcomes.push(...outcomes);
    this.#pages.push(...read<PageOutcome>(PAGE_ATTACHMENT));
    this.#survey ??= read<SurveyOutcome>(SURVEY_ATTACHMENT)[0];
    if (outcomes.some((outcome) => outcome.failed)) test.expectedStatus = 'passed';
    if (!test.ok() && !isFinding(outcomes, result)) this.#otherFailures = true;
    // Of shards one that failed hides in the merged result that another was interrupted.
    if (isInterrupted(result)) this.#interrupted = true;
  }

  onError({ message = '' }: TestError): void {
    // That a selection is empty is said by what was exercised.
    if (!/No tests found/.test(message)) this.#errors = true;
  }

  async onEnd(result: FullResult): Promise<{ status?: FullResult['status'] }> {
    const settings = loadSettings();
    const contract = loadContract();
    const fallback: ReportTarget = { kind: settings.target, origin: settings.webhook?.origin ?? 'embedded' };
    // The outcomes know better than the settings, which say nothing of the target when shards are merged.
    const target = this.#outcomes[0]?.target ?? fallback;
    const outcomes = withEvidence(this.#outcomes);
    const ended = { brokenOff: this.#brokenOff(result), isPart: this.#shard !== null };
    endRecording(target, outcomes, ended);
    const report = buildReport(contract, outcomes, {
      startedAt: this.#startedAt,
      versions: await this.#versions,
      selection: this.#selected && selectionOf(this.#selected, this.#outcomes),
      durationMs: result.duration,
      target,
      all: listCases('full').length,
      selected: listCases(selectionFor(target.kind)).all(),
      deviations: loadDeviations(settings, contract),
      pages: this.#pages,
      survey: this.#survey,
      ...ended,
      // Its report is merged with those of the others, and that is the run.
      ...(this.#shard && this.#has('blob') ? { shard: this.#shard } : {}),
    });
    // What is kept to be merged is remembered once merged.
    const { policy, tell } = conclude(report, contract, settings, !this.#has('blob'));
    const ending = endingOf(report, policy);
    this.#ending = () => tell(this.#has('json') ? console.error : console.log);
    if (result.status === 'interrupted') return {};
    if (ending.exitCode !== 0) return { status: 'failed' };
    // Tests fail by every contradiction; where only a new one counts, they have not failed the run.
    return policy.fresh && result.status === 'failed' ? { status: 'passed' } : {};
  }

  async onExit(): Promise<void> {
    this.#ending();
  }

  #has(name: string): boolean {
    return this.#reporters.includes(name);
  }

  /** Why not every test came to its end. */
  #brokenOff({ status }: FullResult): string[] {
    const { lacking = [] } = handedOn();
    if (status === 'interrupted' || (this.#interrupted && !this.#stopsByItself))
      return [...lacking, 'Interrupted'];
    const left = this.#suite?.allTests().filter(({ results }) => results.every(isInterrupted)).length ?? 0;
    return [
      ...lacking,
      ...new Set(this.#outcomes.flatMap(({ lost }) => lost ?? [])),
      ...(this.#otherFailures ? ['A test failed for another reason than a contradiction'] : []),
      ...(this.#errors ? ['Something failed outside of the tests'] : []),
      ...(left === 0 ? [] : [`${count(left, 'test')} did not run`]),
    ];
  }

  printsToStdio(): boolean {
    return true;
  }
}

const isInterrupted = ({ status }: TestResult): boolean => status === 'interrupted';

/** As the run was started with, and how its requests were limited; of a merged one, as its shards were. */
function selectionOf({ metadata, shard }: FullConfig, outcomes: readonly Outcome[]): RunFacts['selection'] {
  const { compared } = (metadata[MARK] ?? {}) as Partial<RunMark>;
  if (compared === undefined) return undefined;
  const parts = [...new Set(outcomes.flatMap(({ part }) => part ?? []))];
  const ofShard = shard === null ? [] : [`--shard ${shard.current}/${shard.total}`];
  return {
    ...compared,
    tests: [compared.tests, ...ofShard].filter(Boolean).join(' '),
    ...(parts.length === 0 ? {} : { part: parts.join(', ') }),
  };
}
