import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An option that a script of ours takes. */
export interface KnownOption {
  /** With its dashes. */
  name: string;
  valued: boolean;
  /** What its values look like, as far as that tells them from those of other options. */
  shape?: RegExp;
}

/** The options that a help text lists, one a line: `  --name VALUE   meaning`. */
export function optionsIn(help: string): KnownOption[] {
  return [...help.matchAll(/^ {2}(--[a-z][a-z-]*)( [A-Za-z]+\b(?! ?\w))?/gm)].map(([, name = '', value]) => ({
    name,
    valued: value !== undefined,
  }));
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What npm kept to itself of the options of `npm run`: without a second `--` it takes every option for one of its own,
 * hands on the words between them and runs the script as if nothing had been asked for.
 *
 * @param words what npm handed on
 * @returns what happened and the command line to use instead; undefined where npm kept nothing
 */
export function explainSwallowed(
  options: readonly KnownOption[],
  words: readonly string[],
  environment: Environment,
): string | undefined {
  const script = environment.npm_lifecycle_event;
  if (script === undefined) return undefined;
  const kept = keptOptions(options, environment);
  if (kept.length === 0) return undefined;
  // The script itself names its step.
  const { values, rest } = shareOut(
    kept,
    words.filter((word) => word !== `--${script}`),
  );
  const written = kept.map(({ option, value }) => {
    if (!option.valued) return option.name;
    return `${option.name} ${quoted(value ?? values.get(option) ?? 'VALUE')}`;
  });
  const names = kept.map(({ option }) => option.name).join(', ');
  return (
    `npm kept ${names} to itself, and nothing was run: only what stands behind a -- of its own reaches the suite.\n` +
    `npm run ${script} -- ${[...written, ...rest.map(quoted)].join(' ')}`
  );
}

interface Kept {
  option: KnownOption;
  /** Undefined where npm handed it on as a word, or the option was written without one. */
  value: string | undefined;
}

/** Which word that npm handed on is whose value, as far as it can be known: their order is lost. */
function shareOut(
  kept: readonly Kept[],
  words: readonly string[],
): { values: Map<KnownOption, string>; rest: string[] } {
  const values = new Map<KnownOption, string>();
  let rest = [...words];
  const give = (option: KnownOption, word: string): void => {
    values.set(option, word);
    rest = rest.filter((one) => one !== word);
  };
  const free = (): string[] => rest.filter((word) => !word.startsWith('-'));
  const owners = kept.filter(({ option, value }) => option.valued && value === undefined);
  const shapes = owners.map(({ option }) => option.shape?.source);
  for (const { option } of owners) {
    const fitting = free().filter((word) => option.shape?.test(word));
    const alone = shapes.filter((shape) => shape === option.shape?.source).length === 1;
    if (alone && fitting[0] !== undefined && fitting.length === 1) give(option, fitting[0]);
  }
  const open = owners.filter(({ option }) => !values.has(option));
  const left = free();
  if (open.length === 1 && left.length === 1 && open[0] && left[0] !== undefined)
    give(open[0].option, left[0]);
  // A word whose option is not known would look like an option's value wherever it stood.
  return { values, rest: rest.filter((word) => word.startsWith('-') || owners.length === values.size) };
}

function keptOptions(options: readonly KnownOption[], environment: Environment): Kept[] {
  const configured = configuredKeys(environment);
  return options.flatMap((option): Kept[] => {
    const kept = keptValue(option, environment, configured);
    return kept === undefined ? [] : [{ option, value: kept === 'true' || kept === '' ? undefined : kept }];
  });
}

function keptValue(
  { name, valued }: KnownOption,
  environment: Environment,
  configured: ReadonlySet<string>,
): string | undefined {
  if (name === '--plan' && isPlanInLetters(environment, configured)) return 'true';
  // `--no-deps` is for npm the option deps, switched off.
  const negated = name.startsWith('--no-');
  const key = name.slice(negated ? 5 : 2).replaceAll('-', '_');
  const value = environment[`npm_config_${key}`];
  if (value === undefined || configured.has(key)) return undefined;
  if (negated) return value === '' || value === 'false' ? 'true' : undefined;
  if (valued && value === '') return undefined;
  // Tools that build native modules read their target, a version, from such a variable.
  if (name === '--target' && /^v?\d/.test(value)) return undefined;
  return value;
}

/** npm reads `--plan` as its short options p, l, a and n: parseable, long, all and 'no'. */
function isPlanInLetters(environment: Environment, configured: ReadonlySet<string>): boolean {
  return ['parseable', 'long', 'all'].every(
    (key) => environment[`npm_config_${key}`] === 'true' && !configured.has(key),
  );
}

/** Keys, with underscores, that a file of npm's configuration sets: npm hands them on in the same variables. */
function configuredKeys(environment: Environment): Set<string> {
  const { npm_config_userconfig: user, npm_config_globalconfig: global } = environment;
  const { npm_config_local_prefix: project } = environment;
  const files = [user, global, project === undefined ? undefined : join(project, '.npmrc')];
  const lines = files.flatMap((file) =>
    file !== undefined && existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [],
  );
  const keys = lines.flatMap((line) => /^\s*([\w-]+)(\[\])?\s*(=|$)/.exec(line)?.[1] ?? []);
  return new Set(keys.map((key) => key.replaceAll('-', '_').toLowerCase()));
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
