/**
 * `npm run docs -- COMMAND …`: checks of documentation pages. Exit codes: 0 nothing found, 1 findings, 2 could not run.
 */
import { setFlagsFromString } from 'node:v8';
import { commandLine } from '../base/program.ts';
import { ArgumentError, EXIT_NOT_MADE, orExit } from '../shell/settings.ts';
import { type DocsCommand, endQuietly, helpOf, readArguments, SHARED_OPTIONS } from './docs/shared.ts';

/**
 * Most functions of these commands are done with before code made for speed pays: V8 is to wait longer before it makes that.
 * Later versions of Node have another measure, and refuse the option where it stands in the command line.
 */
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=300000');

/** Each is loaded when it is asked for: what examples need takes longer to load than pages take to read. */
const COMMANDS: Record<string, () => Promise<DocsCommand>> = {
  read: async () => (await import('./docs/read.ts')).read,
  facts: async () => (await import('./docs/facts.ts')).facts,
  lint: async () => (await import('./docs/lint.ts')).lint,
  differences: async () => (await import('./docs/differences.ts')).differences,
  rules: async () => (await import('./docs/rules.ts')).rules,
  drift: async () => (await import('./docs/drift.ts')).drift,
  pr: async () => (await import('./docs/pr.ts')).pr,
  history: async () => (await import('./docs/history.ts')).history,
  digests: async () => (await import('./docs/digests.ts')).digests,
  draft: async () => (await import('./docs/draft.ts')).draft,
  examples: async () => (await import('./docs/examples.ts')).examples,
};

async function helpOfAll(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  return `${commandLine('docs', 'COMMAND [FILE|DIR …] [options]')}

${commands.map(({ help }) => help).join('\n\n')}

Options of several commands; COMMAND --help says which has which:
${SHARED_OPTIONS.map(([line]) => line).join('\n')}

Exit codes: 0 nothing found, 1 findings, 2 could not run.`;
}

endQuietly();
const [name = '', ...rest] = process.argv.slice(2);
if (['', '-h', '--help'].includes(name)) {
  console.log(await helpOfAll());
  process.exit(name === '' ? EXIT_NOT_MADE : 0);
}
const load = orExit(() => {
  const found = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!found)
    throw new ArgumentError(
      `There is no command '${name}': ${Object.keys(COMMANDS).join(', ')}. See ${commandLine('docs', '--help')}.`,
    );
  return found;
});
const command = await load();
const args = orExit(() => readArguments(rest, command));
if (args.help) console.log(helpOf(command));
else process.exitCode = await command.run(args);
