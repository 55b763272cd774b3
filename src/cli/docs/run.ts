import { commandLine } from '../../base/program.ts';
import { ArgumentError, EXIT_NOT_MADE, orExit } from '../../shell/settings.ts';
import { type DocsCommand, helpOf, readArguments, SHARED_OPTIONS } from './shared.ts';

/** Each is loaded when it is asked for: what examples need takes longer to load than pages take to read. */
const COMMANDS: Record<string, () => Promise<DocsCommand>> = {
  read: async () => (await import('./read.ts')).read,
  facts: async () => (await import('./facts.ts')).facts,
  lint: async () => (await import('./lint.ts')).lint,
  differences: async () => (await import('./differences.ts')).differences,
  rules: async () => (await import('./rules.ts')).rules,
  drift: async () => (await import('./drift.ts')).drift,
  pr: async () => (await import('./pr.ts')).pr,
  history: async () => (await import('./history.ts')).history,
  digests: async () => (await import('./digests.ts')).digests,
  draft: async () => (await import('./draft.ts')).draft,
  examples: async () => (await import('./examples.ts')).examples,
};

async function helpOfAll(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  return `${commandLine('docs', 'COMMAND [FILE|DIR …] [options]')}

${commands.map(({ help }) => help).join('\n\n')}

Options of several commands; COMMAND --help says which has which:
${SHARED_OPTIONS.map(([line]) => line).join('\n')}

Exit codes: 0 nothing found, 1 findings, 2 could not run.`;
}

/**
 * Carries out the command that the words name; returns the exit code. What cannot be carried out ends the process.
 *
 * @param words without those that the program was started by
 */
export async function runDocs([name = '', ...rest]: readonly string[]): Promise<number> {
  if (['', '-h', '--help'].includes(name)) {
    console.log(await helpOfAll());
    return name === '' ? EXIT_NOT_MADE : 0;
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
  if (!args.help) return await command.run(args);
  console.log(helpOf(command));
  return 0;
}
