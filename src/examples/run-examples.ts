import { shorten } from '../report/shorten.ts';
import { ConfigError } from '../target/environment.ts';
import { createRedactor } from '../wire/redact.ts';
import { bx24Runner } from './bx24.ts';
import { crestLibrary } from './crest.ts';
import { curlRunner } from './curl.ts';
import { type ExamplePage, type ExampleResult, judge, type PrintedExample } from './example.ts';
import { Unfilled } from './fill.ts';
import { openFrames } from './frame.ts';
import { goRunner } from './go.ts';
import { jsRunner } from './js.ts';
import type { Libraries } from './libraries.ts';
import { phpRunner } from './php.ts';
import { phpSdkLibrary } from './php-sdk.ts';
import { pythonRunner } from './python.ts';
import { openRelay, type RelayMeans } from './relay.ts';
import type { ExampleRunner, Ran, Stage } from './runner.ts';
import { SCRATCH } from './scratch.ts';
import { umdRunner } from './umd.ts';

/** Characters of what a program says. */
const LONGEST_REASON = 400;

/** Names of tabs, and who runs what stands there. */
type Entry = [tab: RegExp, runner: ExampleRunner];

/** What the examples of a suite share. */
interface Bench extends Pick<ExampleMeans, 'reserve'> {
  stage: Stage;
  runners: readonly Entry[];
  missing(runner: ExampleRunner): Promise<string | undefined>;
}

/** What examples are run with. */
export interface ExampleMeans extends RelayMeans {
  libraries?: Libraries | undefined;
  /** Waits until there is room in the target's request limit. */
  reserve?: (() => Promise<void>) | undefined;
}

/** Runs the examples of pages on one target; what they share stays open until it is closed. */
export interface ExampleSuite {
  run(page: ExamplePage): Promise<ExampleResult[]>;
  close(): Promise<void>;
}

/** Their output is never passed on as it is: it may hold what the placeholders stand for. */
export async function openExamples(means: ExampleMeans): Promise<ExampleSuite> {
  const { target, libraries = {} } = means;
  const relay = await openRelay(means);
  const stage: Stage = { target, relay };
  const frames = openFrames();
  const asked = new Map<ExampleRunner, Promise<string | undefined>>();
  /** Asked once: to find out may mean to start an interpreter. */
  const missing = (runner: ExampleRunner): Promise<string | undefined> => {
    const answer = asked.get(runner) ?? runner.missing();
    asked.set(runner, answer);
    return answer;
  };
  const runners: Entry[] = [
    [/^curl/i, curlRunner],
    [/^js$/i, jsRunner('mjs')],
    [/^js \(ts\)/i, jsRunner('mts')],
    [/^js \(umd\)/i, umdRunner(frames)],
    [/^bx24/i, bx24Runner(libraries.bx24, frames)],
    [/^php crest/i, phpRunner(crestLibrary(libraries.crest))],
    [/^php/i, phpRunner(phpSdkLibrary(libraries.phpSdk))],
    [/^python/i, pythonRunner(libraries.python)],
    [/^go/i, goRunner(libraries.goSdk)],
  ];
  /** Where examples stand, and where they find the target, differs from run to run. */
  const tell = (text: string): string => {
    const redacted = createRedactor(target.secrets)(text);
    const lasting = redacted
      .replaceAll(relay.host, '**put_your_bitrix24_address**')
      .replace(SCRATCH, (path) => (path.endsWith('/') ? '' : '.'));
    return shorten(lasting.replace(/\s+/g, ' '), LONGEST_REASON);
  };
  return {
    async run(page) {
      const results: ExampleResult[] = [];
      // One after another: what was sent in between is the example's.
      for (const example of page.examples) {
        relay.calls();
        const { tab, line } = example;
        const { reason, ...result } = await runOne(example, page, {
          stage,
          runners,
          missing,
          reserve: means.reserve,
        });
        results.push({ tab, line, ...result, ...(reason === undefined ? {} : { reason: tell(reason) }) });
      }
      return results;
    },
    async close() {
      try {
        await frames.close();
      } finally {
        await relay.close();
      }
    },
  };
}

async function runOne(
  example: PrintedExample,
  page: ExamplePage,
  { stage, runners, missing, reserve }: Bench,
): Promise<Omit<ExampleResult, 'tab' | 'line'>> {
  // Some tabs are called PHP and hold CRest: the code tells (first-steps/how-to-use-examples.md).
  const language = /^php/i.test(example.tab) && /\bCRest::/.test(example.text) ? 'PHP CRest' : example.tab;
  const runner = runners.find(([tab]) => tab.test(language))?.[1];
  const needs = (missing: string) => ({ verdict: 'not exercised', reason: `needs ${missing}` }) as const;
  if (language === '')
    return { verdict: 'not exercised', reason: 'is in no tab, so its language is unknown' };
  if (!runner) return { verdict: 'not exercised', reason: `nothing runs '${example.tab}'` };
  const lack = await missing(runner);
  if (lack !== undefined) return needs(lack);
  await reserve?.();
  let ran: Ran;
  try {
    ran = await runner.run(example, stage);
  } catch (error) {
    if (error instanceof Unfilled) return { verdict: 'not exercised', reason: error.message };
    // A portal need have no more than a webhook.
    const variable =
      error instanceof ConfigError ? /^(B24_\w+) is missing/.exec(error.message)?.[1] : undefined;
    if (variable !== undefined) return needs(variable);
    throw error;
  }
  return judge(page, { ...ran, calls: stage.relay.calls() }, stage.target.kind);
}
