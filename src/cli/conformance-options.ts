import { resolve } from 'node:path';
import { own } from '../contract/own.ts';
import { ConfigError } from '../target/environment.ts';

export const HELP = `npm run conformance -- [options] [Playwright's options]

Tests the target that the environment or .env names (see .env.example); without any, the embedded mock portal.

  --target KIND   mock or portal, whatever B24_TARGET says
  --results DIR   folder for the results; default: results
  --docs DIR      checkout of the documentation: what its pages have wrong is told as well, and fails nothing
  --strict        contradicted hints and wording (should) fail the run as well
  --history FILE  file that remembers the runs; default: history.jsonl in the results' folder
  --fail-on new   only a contradiction that the previous run of the same target did not have fails the run
  --plan          says what a run would do, and how long it would take, and stops
  --cleanup       removes what killed runs left on the portal, and stops
  --merge DIR     makes one report of the blob reports of several shards
  --suggest-deviations
                  after the run, prints a file of known deviations with what it contradicted
  --help          this text; 'npx playwright test --help' lists Playwright's own options, for example
                  --grep @errors, --workers 4, --shard 1/2 --reporter blob, --list

Results: index.html ('npm run report' opens it), claims.json, summary.md, junit.xml, badge.json.
Exit codes: 0 nothing contradicted, 1 contradicted, 2 the run could not be made or tidied up.`;

/** What the command is to do. */
export interface Options {
  step: 'help' | 'run' | 'plan' | 'cleanup' | 'merge';
  /** Folder of blob reports. */
  merge?: string;
  suggest: boolean;
  /** Playwright's own options. */
  passed: string[];
}

/** Options that only set a variable. */
const SETTINGS: Readonly<Record<string, { variable: string; path?: boolean }>> = {
  '--target': { variable: 'B24_TARGET' },
  '--results': { variable: 'B24_RESULTS', path: true },
  '--docs': { variable: 'B24_DOCS', path: true },
  '--history': { variable: 'B24_HISTORY', path: true },
  '--fail-on': { variable: 'B24_FAIL_ON' },
};

/**
 * Own options become settings and a step; what is left is Playwright's.
 *
 * @throws ConfigError when an option lacks its value
 */
export function takeOwnOptions(words: readonly string[], environment: NodeJS.ProcessEnv): Options {
  const left = [...words];
  const options: Options = { step: 'run', suggest: false, passed: [] };
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
    if (setting) environment[setting.variable] = setting.path ? resolve(value()) : value();
    else if (name === '--help' || name === '-h') options.step = 'help';
    else if (name === '--strict') environment.B24_STRICT = '1';
    else if (name === '--plan') options.step = 'plan';
    else if (name === '--cleanup') options.step = 'cleanup';
    else if (name === '--suggest-deviations') options.suggest = true;
    else if (name === '--merge') {
      options.step = 'merge';
      options.merge = resolve(value());
    } else options.passed.push(word);
  }
  return options;
}
