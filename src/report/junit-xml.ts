import { XMLBuilder } from 'fast-xml-parser';
import { printable } from './text.ts';

/** What came of one check, as JUnit has it: keys that begin with `@` are attributes, `#text` is the element's text. */
export interface JunitCase {
  '@name': string;
  '@classname': string;
  failure?: object;
  error?: object;
  skipped?: object;
  'system-out'?: string;
}

export interface JunitSuite {
  name: string;
  /** When it began, in ISO 8601. */
  timestamp?: string;
  cases: readonly JunitCase[];
}

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
  // Else an attribute whose value is the text 'true' would lose its value.
  suppressBooleanAttributes: false,
});

/** JUnit's XML, each suite and the whole with their numbers of cases. */
export function toJunitXml(name: string, suites: readonly JunitSuite[], durationMs?: number): string {
  const cases = suites.flatMap((suite) => suite.cases);
  const xml: string = builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@name': name,
      ...numbersOf(cases),
      ...(durationMs === undefined ? {} : { '@time': durationMs / 1000 }),
      testsuite: suites.map((suite) => ({
        '@name': printable(suite.name),
        ...numbersOf(suite.cases),
        ...(suite.timestamp === undefined ? {} : { '@timestamp': suite.timestamp }),
        testcase: suite.cases,
      })),
    },
  });
  return xml;
}

function numbersOf(cases: readonly JunitCase[]): Record<string, number> {
  const count = (result: 'failure' | 'error' | 'skipped'): number =>
    cases.filter((element) => result in element).length;
  return {
    '@tests': cases.length,
    '@failures': count('failure'),
    '@errors': count('error'),
    '@skipped': count('skipped'),
  };
}
