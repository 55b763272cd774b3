import { type Markup, html as xml } from './html/markup.ts';

/** What came of one check, as JUnit has it. */
export interface JunitCase {
  name: string;
  classname: string;
  failure?: JunitMessage;
  error?: JunitMessage;
  skipped?: JunitMessage;
  /** Shown with a case that passed. */
  output?: string;
}

export interface JunitMessage {
  /** Kind of a failure. */
  type?: string;
  message: string;
  text?: string;
}

export interface JunitSuite {
  name: string;
  /** When it began, in ISO 8601. */
  timestamp?: string;
  cases: readonly JunitCase[];
}

const OUTCOMES = ['failure', 'error', 'skipped'] as const;

/** JUnit's XML, each suite and the whole with their numbers of cases. What XML cannot hold of a text is made visible. */
export function toJunitXml(name: string, suites: readonly JunitSuite[], durationMs?: number): string {
  const cases = suites.flatMap((suite) => suite.cases);
  // HTML's five characters are XML's as well.
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${name}" ${numbersOf(cases)}${durationMs !== undefined && xml` time="${durationMs / 1000}"`}>
${suites.map(
  (suite) => xml`  <testsuite name="${suite.name}" ${numbersOf(suite.cases)}${
    suite.timestamp !== undefined && xml` timestamp="${suite.timestamp}"`
  }>
${suite.cases.map(toElement)}  </testsuite>
`,
)}</testsuites>
`.toString();
}

function toElement(testCase: JunitCase): Markup {
  const { name, classname, output } = testCase;
  const inner = OUTCOMES.map((outcome) => toOutcome(outcome, testCase[outcome]));
  return xml`    <testcase name="${name}" classname="${classname}">
${inner}${
  output !== undefined &&
  xml`      <system-out>${output}</system-out>
`
}    </testcase>
`;
}

function toOutcome(name: (typeof OUTCOMES)[number], outcome: JunitMessage | undefined): Markup {
  if (outcome === undefined) return xml``;
  const { message, type, text } = outcome;
  return xml`      <${name} message="${message}"${type !== undefined && xml` type="${type}"`}>${text}</${name}>
`;
}

function numbersOf(cases: readonly JunitCase[]): Markup {
  const count = (name: (typeof OUTCOMES)[number]): number =>
    cases.filter((element) => element[name] !== undefined).length;
  return xml`tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
}
