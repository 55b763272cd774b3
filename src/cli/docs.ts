/**
 * `npm run docs -- COMMAND …`: checks of documentation pages. Exit codes: 0 nothing found, 1 findings, 2 could not run.
 */
import { setFlagsFromString } from 'node:v8';
import { runDocs } from './docs/run.ts';
import { endQuietly } from './docs/shared.ts';

/**
 * Most functions of these commands are done with before code made for speed pays: V8 is to wait longer before it makes that.
 * Later versions of Node have another measure, and refuse the option where it stands in the command line.
 */
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=300000');

endQuietly();
process.exitCode = await runDocs(process.argv.slice(2));
