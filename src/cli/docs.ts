/**
 * `npm run docs -- COMMAND …`: checks of documentation pages. Exit codes: 0 nothing found, 1 findings, 2 could not run.
 */
import { ArgumentError, EXIT_NOT_MADE, orExit } from '../suite/settings.ts';
import { digests } from './docs/digests.ts';
import { draft } from './docs/draft.ts';
import { drift } from './docs/drift.ts';
import { examples } from './docs/examples.ts';
import { lint } from './docs/lint.ts';
import { read } from './docs/read.ts';
import { type DocsCommand, readArguments } from './docs/shared.ts';

const COMMANDS: Record<string, DocsCommand> = { read, lint, drift, digests, draft, examples };

const HELP = `npm run docs -- COMMAND [FILE|DIR …] [--docs DIR] [--json FILE]

${Object.values(COMMANDS)
  .map(({ help }) => help)
  .join('\n\n')}

Exit codes: 0 nothing found, 1 findings, 2 could not run.`;

const [name = '', ...rest] = process.argv.slice(2);
if (['', '-h', '--help'].includes(name)) {
  console.log(HELP);
  process.exit(name === '' ? EXIT_NOT_MADE : 0);
}
const command = orExit(() => {
  const found = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!found)
    throw new ArgumentError(
      `There is no command '${name}': ${Object.keys(COMMANDS).join(', ')}. See npm run docs -- --help.`,
    );
  return found;
});
const args = orExit(() => readArguments(rest, command));
if (args.help) console.log(command.help);
else process.exitCode = await command.run(args);
