import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { own } from '../base/own.ts';
import { commandLine, isPackaged } from '../base/program.ts';
import { ROOT } from '../run/root.ts';
import { readReporters } from '../shell/reporters.ts';
import { ArgumentError } from '../shell/settings.ts';
import { ConfigError } from '../target/environment.ts';
import { explainSwallowed, type KnownOption } from './npm-options.ts';
import { freeWords, PLAYWRIGHT_OPTIONS } from './playwright-words.ts';

export const HELP = `${commandLine('conformance', "[options] [Playwright's options]")}

Tests the target that the environment or .env names (see .env.example); without any, the embedded mock portal.

  --target KIND   mock or portal, whatever B24_TARGET says
  --profile NAME  how the embedded mock portal answers: documented, self-hosted or cloud
  --results DIR   folder for the results; default: results
  --docs DIR      checkout of the documentation: what its pages have wrong is reported as well, and fails nothing
  --confidence parsed
                  every documented method is asked about, and drafts that nobody has reviewed are tried as well;
                  reported apart, fails nothing, changes nothing (docs/survey.md)
  --docs-ru DIR   checkout of the Russian documentation, and
  --schemas DIR   folder with the documentation's official schemas: a survey says which of them and the portal
                  stands alone in what
  --resume        an interrupted survey of --confidence parsed goes on where it stopped
  --strict        contradicted hints and wording (should) fail the run as well
  --deviations FILE
                  known deviations of the target, which fail nothing (docs/nightly.md)
  --history FILE  file that remembers the runs; default: history.jsonl in the results' folder
  --fail-on new   only a contradiction that the previous run of the same target did not have fails the run
  --record FILE   keeps all exchanges in a HAR file, without secrets
  --from FILE     judges a HAR file in place of a target, without a network: the recording of a run, or what a
                  browser, a proxy or an SDK has recorded (docs/recordings.md)
  --plan          says what a run would do, and how long it would take, and stops: ${commandLine('plan')}
  --cleanup       removes what killed runs left on the portal, and stops: ${commandLine('cleanup')}
  --merge DIR     makes one report of the blob reports of all shards of a run
  --suggest-deviations FILE
                  after the run, writes a file of known deviations with what it contradicted; - prints it
  --help          this text; 'npx playwright test --help' lists Playwright's own options, for example
                  --grep @errors, --workers 4, --shard 1/2 --reporter blob, --list.
                  --reporter adds to the suite's own, which always writes the results

${isPackaged ? '' : 'npm keeps options to itself that do not stand behind a -- of their own.\n\n'}Results: index.html ('${commandLine('report')}' opens it), claims.json, summary.md, junit.xml, badge.json.
Exit codes: 0 nothing contradicted, 1 contradicted, 2 the run could not be made or tidied up.`;

/** What the command is to do. */
export interface Options {
  step: 'help' | 'run' | 'plan' | 'cleanup' | 'merge' | 'from';
  /** Folder of blob reports. */
  merge?: string;
  /** Where a file of known deviations is written after the run, or `-`. */
  suggest?: string;
  /** HAR file to judge. */
  from?: string;
  /** HAR file that keeps the run's exchanges. */
  record?: string;
  /** An interrupted survey goes on where it stopped. */
  resume?: true;
  /** Reporters beside the suite's own; none: its progress. */
  reporters: string[];
  /** Playwright's own options. */
  passed: string[];
}

/** Options that only set a variable. */
const SETTINGS: Readonly<Record<string, { variable: string; path?: boolean }>> = {
  '--target': { variable: 'B24_TARGET' },
  '--results': { variable: 'B24_RESULTS', path: true },
  '--docs': { variable: 'B24_DOCS', path: true },
  '--docs-ru': { variable: 'B24_DOCS_RU', path: true },
  '--schemas': { variable: 'B24_SCHEMAS', path: true },
  '--history': { variable: 'B24_HISTORY', path: true },
  '--fail-on': { variable: 'B24_FAIL_ON' },
  '--confidence': { variable: 'B24_CONFIDENCE' },
  '--profile': { variable: 'B24_MOCK_PROFILE' },
  '--deviations': { variable: 'B24_DEVIATIONS', path: true },
};

/**
 * Own options become settings and a step; what is left is Playwright's.
 *
 * @throws ConfigError when an option lacks its value; ArgumentError when options do not go together, when words are left
 * that mean nothing, and when npm kept options to itself
 */
export function takeOwnOptions(words: readonly string[], environment: NodeJS.ProcessEnv): Options {
  const swallowed = explainSwallowed(KNOWN_OPTIONS, words, environment);
  if (swallowed !== undefined) throw new ArgumentError(swallowed);
  const left = [...words];
  const options: Options = { step: 'run', reporters: [], passed: [] };
  const given = new Set<string>();
  const enter = (step: Options['step']): void => {
    if (options.step !== 'run' && options.step !== step)
      throw new ArgumentError(`--${options.step} and --${step} do not go together: each is a run of its own`);
    options.step = step;
  };
  while (left.length > 0) {
    const word = left.shift() ?? '';
    const [name = '', ...parts] = word.split('=');
    const value = (): string => {
      const text = parts.length > 0 ? parts.join('=') : left.shift();
      if (!text || (parts.length === 0 && text.startsWith('--')))
        throw new ConfigError(`${name} needs a value; --help lists the options`);
      return text;
    };
    const setting = own(SETTINGS, name);
    given.add(name);
    if (setting) environment[setting.variable] = setting.path ? resolve(value()) : value();
    else if (name === '--help' || name === '-h') return { ...options, step: 'help' };
    else if (name === '--strict') environment.B24_STRICT = '1';
    else if (name === '--resume') {
      options.resume = true;
      environment.B24_CONFIDENCE = 'parsed';
    } else if (name === '--plan') enter('plan');
    else if (name === '--cleanup') enter('cleanup');
    else if (name === '--suggest-deviations') options.suggest = placeOf(value());
    else if (name === '--merge') {
      enter('merge');
      options.merge = resolve(value());
    } else if (name === '--from') {
      enter('from');
      options.from = resolve(value());
    } else if (name === '--record') options.record = resolve(value());
    else if (name === '--reporter') options.reporters.push(...readReporters(value()));
    else options.passed.push(word);
  }
  checkPassed(options);
  if (options.record !== undefined && options.step !== 'run')
    throw new ArgumentError(`--record keeps what a run sends, and --${options.step} sends nothing to keep`);
  if (options.resume && options.step !== 'run')
    throw new ArgumentError(`--resume goes on with a run, and --${options.step} makes none`);
  const ofRuns =
    options.step === 'from' ? ['--target', '--profile', '--docs'].filter((name) => given.has(name)) : [];
  if (ofRuns.length > 0)
    throw new ArgumentError(`--from judges what is recorded, and ${ofRuns.join(' and ')} would be of a run`);
  return options;
}

/** @throws ArgumentError where the file would take the place of another, which may have been gone through by hand */
function placeOf(file: string): string {
  if (file === '-') return file;
  const path = resolve(file);
  if (existsSync(path))
    throw new ArgumentError(`--suggest-deviations ${file}: that file is there already; name a new one`);
  if (!existsSync(dirname(path)))
    throw new ArgumentError(`--suggest-deviations ${file}: there is no folder ${dirname(path)}`);
  return path;
}

/** What values look like that tell by their look whose they are. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  '--target': /^(mock|portal)$/,
  '--fail-on': /^(any|new)$/,
  '--profile': /^(documented|self-hosted|cloud)$/,
  '--workers': /^\d+%?$/,
  '--retries': /^\d+$/,
  '--shard': /^\d+\/\d+$/,
  '--grep': /^@/,
  '--reporter': /^(list|line|dot|failures|json|junit|null|github|html|blob)$/,
};

function shapeOf(name: string): { shape?: RegExp } {
  const shape = own(SHAPES, name);
  return shape ? { shape } : {};
}

/** What a user may write behind `npm run conformance` and forget the `--` before. */
const KNOWN_OPTIONS: readonly KnownOption[] = [
  ...Object.keys(SETTINGS).map((name) => ({ name, valued: true, ...shapeOf(name) })),
  ...['--strict', '--plan', '--cleanup', '--resume'].map((name) => ({ name, valued: false })),
  ...['--merge', '--suggest-deviations', '--record', '--from'].map((name) => ({ name, valued: true })),
  ...[...PLAYWRIGHT_OPTIONS].map(([name, { valued }]) => ({ name, valued, ...shapeOf(name) })),
];

/** The suite's test files, as Playwright's filters are matched against them. */
const TEST_FILES = ['conformance', 'documentation'].map((name) =>
  isPackaged ? `dist/${name}.spec.mjs` : `tests/conformance/${name}.spec.ts`,
);

/** @throws ArgumentError where options would be left out in silence, or words select nothing */
function checkPassed({ step, passed }: Options): void {
  if (step !== 'run') {
    if (passed.length === 0) return;
    throw new ArgumentError(`--${step} is about all of a run and takes nothing else: ${passed.join(' ')}`);
  }
  for (const word of freeWords(passed)) {
    if (TEST_FILES.some((file) => isMatch(word, file))) continue;
    throw new ArgumentError(
      `'${word}' is neither an option nor the name of a test file (${TEST_FILES.join(', ')}).\n` +
        `As the value of an option it has to follow it: ${commandLine('conformance', `--OPTION ${word}`)}`,
    );
  }
}

/** Whether a word is found in the name of a file, and not in the folders above alone, in which every file stands. */
function isMatch(word: string, file: string): boolean {
  const pattern = word.replace(/:\d+(:\d+)?$/, '');
  try {
    const found = [...join(ROOT, file).matchAll(new RegExp(pattern, 'gi'))];
    return (
      found.some(({ index, 0: text }) => index + text.length > ROOT.length + 1) || file.includes(pattern)
    );
  } catch {
    return file.includes(pattern);
  }
}
