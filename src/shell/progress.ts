import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import type { FullConfig, Reporter, Suite, TestCase, TestError, TestResult } from '@playwright/test/reporter';
import { PAGE_ATTACHMENT } from '../report/health.ts';
import { CASES_ANNOTATION, OUTCOME_ATTACHMENT, type Outcome } from '../report/outcome.ts';
import type { Tone } from '../report/terminal.ts';
import { count, printable } from '../report/text.ts';
import { isFinding } from './contradiction.ts';
import { painterFor, status } from './status-line.ts';

/** Tests that are one line: those of a method, or of the documentation. */
interface Line {
  name: string;
  /** Tests that have not ended. */
  left: number;
  cases: number;
  /** Pages of the documentation that were checked. */
  pages: number;
  skipped: number;
  contradicting: number;
  hinted: number;
  /** Tests that failed by more than what they found. */
  broken: number;
}

/**
 * Shows how the run goes on: a line for each method whose tests have ended. What is contradicted stands once, at the end, and
 * is the other reporter's to tell; here stands what went wrong besides.
 */
export default class ProgressReporter implements Reporter {
  readonly #paint = painterFor(process.stdout, process.env);
  readonly #lines = new Map<string, Line>();
  #nameOf = (method: string): string => method;
  #width = 0;
  #cases = 0;
  #done = 0;
  #contradicting = 0;

  onBegin({ workers }: FullConfig, suite: Suite): void {
    const tests = suite.allTests();
    this.#nameOf = namesOfLines(new Set(tests.map(methodOf)));
    for (const test of tests) {
      const line = this.#lineOf(test);
      line.left++;
      this.#cases += casesOf(test);
    }
    this.#width = Math.max(0, ...Array.from(this.#lines.keys(), (name) => name.length));
    status.say(`\n  ${count(this.#cases, 'case')}, ${count(workers, 'worker')}\n`);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const line = this.#lineOf(test);
    const outcomes = result.attachments
      .filter(({ name }) => name === OUTCOME_ATTACHMENT)
      .map(({ body, path = '' }) => JSON.parse((body ?? readFileSync(path)).toString('utf8')) as Outcome);
    for (const { judged, skipped, contradicting = 0, hinted = 0 } of outcomes) {
      line.cases += judged.length;
      line.skipped += skipped.length;
      line.contradicting += contradicting;
      line.hinted += hinted;
      this.#contradicting += contradicting;
    }
    if (!test.ok() && !isFinding(outcomes, result)) {
      line.broken++;
      this.#complain(test.titlePath().slice(3).join(' › '), result.errors);
    }
    if (result.attachments.some(({ name }) => name === PAGE_ATTACHMENT)) line.pages++;
    this.#done += casesOf(test);
    line.left--;
    if (line.left === 0) status.say(this.#render(line));
    status.set('cases', this.#done < this.#cases ? this.#standing() : undefined);
  }

  onStdOut(chunk: string | Buffer): void {
    status.say(chunk.toString().trimEnd());
  }

  onStdErr(chunk: string | Buffer): void {
    status.clear();
    process.stderr.write(chunk);
  }

  onError(error: TestError): void {
    this.#complain('outside of the tests', [error]);
  }

  onEnd(): void {
    status.clear();
  }

  printsToStdio(): boolean {
    return true;
  }

  #standing(): string {
    const against = this.#contradicting > 0 ? `, ${this.#contradicting} contradict something` : '';
    return `${this.#done} of ${count(this.#cases, 'case')}${against}`;
  }

  #lineOf(test: TestCase): Line {
    const name = this.#nameOf(methodOf(test));
    const line = this.#lines.get(name) ?? {
      name,
      left: 0,
      cases: 0,
      pages: 0,
      skipped: 0,
      contradicting: 0,
      hinted: 0,
      broken: 0,
    };
    this.#lines.set(name, line);
    return line;
  }

  #render({ name, cases, pages, skipped, contradicting, hinted, broken }: Line): string {
    const [sign, tone] = signOf({ cases: cases + pages, contradicting, hinted, broken });
    const notes = [
      contradicting > 0 && `${contradicting} contradict the documentation`,
      hinted > 0 && `${hinted} only a hint or wording`,
      skipped > 0 && `${skipped} skipped`,
      broken > 0 && `${count(broken, 'test')} broke off`,
    ].filter((note) => note !== false);
    // '1 case' stands where '2 cases' would.
    const counted = (number: number, noun: string): string =>
      `${count(number, noun)}${number === 1 ? ' ' : ''}`;
    const made = pages > 0 ? counted(pages, 'page') : cases + skipped > 0 ? counted(cases, 'case') : '';
    const text = `${name.padEnd(this.#width)}  ${made.padStart(9)}`;
    return `  ${this.#paint(tone, sign)} ${text}${notes.length > 0 ? this.#paint(tone, `   ${notes.join(', ')}`) : ''}`.trimEnd();
  }

  #complain(where: string, errors: readonly TestError[]): void {
    const texts = errors.map(({ message = '', value = '', snippet }) =>
      stripVTControlCharacters([message || value, ...(snippet ? [snippet] : [])].join('\n')),
    );
    status.say(this.#paint('bad', `  ! ${printable(where)}`));
    for (const text of texts) status.say(printable(text).replace(/^/gm, '    '));
  }
}

/** How many cases a test is made of, as its annotation says; the pages of the documentation have none. */
function casesOf({ annotations }: TestCase): number {
  return Number(annotations.find(({ type }) => type === CASES_ANNOTATION)?.description ?? 0);
}

/** Of project, file, method and group. */
function methodOf(test: TestCase): string {
  return test.titlePath()[3] ?? '';
}

/** Lines that leave room on a screen for what is contradicted. */
const MOST_LINES = 12;

/**
 * Names of the lines of methods: their own, or where there are too many of them that of their family, `imbot.chat.*`, and
 * one for all that have no family; where these are still too many, families are those of the first word.
 */
export function namesOfLines(methods: ReadonlySet<string>): (method: string) => string {
  const ways = [
    (method: string) => method,
    inFamilies(methods, (method) => method.split('.').slice(0, -1).join('.')),
    inFamilies(methods, (method) => (method.includes('.') ? (method.split('.')[0] ?? '') : '')),
  ] as const;
  const isShort = (way: (method: string) => string): boolean =>
    new Set([...methods].map(way)).size <= MOST_LINES;
  return ways.find(isShort) ?? ways[2];
}

function inFamilies(
  methods: ReadonlySet<string>,
  familyOf: (method: string) => string,
): (method: string) => string {
  const sizes = new Map<string, number>();
  for (const method of methods) sizes.set(familyOf(method), (sizes.get(familyOf(method)) ?? 0) + 1);
  const hasFamily = (method: string): boolean =>
    familyOf(method) !== '' && (sizes.get(familyOf(method)) ?? 0) > 1;
  const alone = [...methods].filter((method) => !hasFamily(method));
  return (method) => {
    if (hasFamily(method)) return `${familyOf(method)}.* (${sizes.get(familyOf(method))})`;
    return alone.length > 1 ? `other methods (${alone.length})` : method;
  };
}

function signOf({
  cases,
  contradicting,
  hinted,
  broken,
}: Pick<Line, 'cases' | 'contradicting' | 'hinted' | 'broken'>): [string, Tone] {
  if (broken > 0) return ['!', 'hint'];
  if (contradicting > 0) return ['✘', 'bad'];
  if (hinted > 0) return ['△', 'hint'];
  return cases > 0 ? ['✔', 'good'] : ['–', 'faint'];
}
