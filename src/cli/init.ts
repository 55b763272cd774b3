/**
 * `npx b24-conformance init`: writes `.env` and a CI file into the present folder, by asking or by options. Exit codes: 0
 * written, 2 where something is missing or would be overwritten.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { messageOf } from '../base/message.ts';
import { commandLine } from '../base/program.ts';
import { HOME, ROOT } from '../run/root.ts';
import { ArgumentError, orExit, orExitAsync } from '../shell/settings.ts';
import { readSettings } from '../target/environment.ts';

const HELP = `${commandLine('init', '[options]')}

Writes .env, which only you may read, and a file for your CI into this folder, and says what to do next. On a
terminal it asks for what the options do not say.

  --webhook URL      incoming webhook of the portal, https://PORTAL/rest/USER/SECRET/, or 'none' for the embedded
                     mock portal
  --allow-provision  the suite may register bots and a chat of its own, and removes them again
  --ci KIND          github, gitlab or none (default)
  --force            overwrite files that are there
  --help             this text`;

const CI_KINDS = ['github', 'gitlab', 'none'] as const;
type CiKind = (typeof CI_KINDS)[number];

interface Answers {
  /** Empty for the embedded mock portal. */
  webhook: string;
  provision: boolean;
  ci: CiKind;
}

const options = orExit(readOptions);
if (options.help) console.log(HELP);
else await orExitAsync(init);

async function init(): Promise<void> {
  const answers = await complete();
  if (answers.webhook === '' && (answers.ci !== 'none' || answers.provision))
    throw new ArgumentError('--ci and --allow-provision are about a portal: give its --webhook as well.');
  const files = filesFor(answers);
  for (const { path } of files)
    if (existsSync(join(HOME, path)) && !options.force)
      throw new ArgumentError(`${path} is there already. Remove it, or overwrite it with --force.`);
  for (const file of files) write(file);
  console.log(files.map(({ path, what }) => `wrote ${path}: ${what}`).join('\n'));
  for (const line of ignoredBy()) console.log(line);
  console.log(
    `\nNext:\n${nextSteps(answers)
      .map((step) => `  ${step}`)
      .join('\n')}`,
  );
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        webhook: { type: 'string' },
        'allow-provision': { type: 'boolean' },
        ci: { type: 'string' },
        force: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return { ...values, ci: values.ci === undefined ? undefined : ciKind(values.ci) };
  } catch (error) {
    throw new ArgumentError(`${messageOf(error)}\n\n${HELP}`);
  }
}

function ciKind(word: string): CiKind {
  const kind = CI_KINDS.find((known) => known === word.trim());
  if (kind === undefined) throw new ArgumentError(`--ci ${word}: it is one of ${CI_KINDS.join(', ')}`);
  return kind;
}

/** What the options leave open is asked for where somebody can answer. */
async function complete(): Promise<Answers> {
  const { webhook: given, ci = 'none', 'allow-provision': provision = false } = options;
  if (given !== undefined) return { webhook: addressOf(given), provision, ci };
  if (!process.stdin.isTTY)
    throw new ArgumentError(`Nobody can be asked here: there is no terminal. Give --webhook.\n\n${HELP}`);
  return await ask();
}

async function ask(): Promise<Answers> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const webhook = addressOf(
      await terminal.question('Incoming webhook of the portal (empty: the embedded mock portal): '),
    );
    const provision =
      webhook !== '' &&
      (options['allow-provision'] ??
        isYes(
          await terminal.question(
            'May the suite register bots and a chat of its own, and remove them? [y/N] ',
          ),
        ));
    const ci =
      options.ci ?? ciKind((await terminal.question('CI: github, gitlab or none [none]: ')) || 'none');
    return { webhook, provision, ci };
  } finally {
    terminal.close();
  }
}

function isYes(answer: string): boolean {
  return /^y(es)?$/i.test(answer.trim());
}

/**
 * Empty for the embedded mock portal.
 *
 * @throws ConfigError as a run would
 */
function addressOf(word: string): string {
  const webhook = word.trim();
  if (webhook === '' || webhook === 'none') return '';
  readSettings({ B24_TARGET: 'portal', B24_WEBHOOK: webhook });
  return webhook;
}

interface NewFile {
  path: string;
  what: string;
  text: string;
  /** Only its owner may read it. */
  isSecret?: boolean;
}

function filesFor({ webhook, provision, ci }: Answers): NewFile[] {
  const settings = [
    '# What each variable means: node_modules/b24-conformance/.env.example',
    `B24_TARGET=${webhook === '' ? 'mock' : 'portal'}`,
    ...(webhook === '' ? [] : [`B24_WEBHOOK=${webhook}`]),
    ...(provision ? ['B24_ALLOW_PROVISION=1'] : []),
  ];
  const env: NewFile = {
    path: '.env',
    what: 'settings, for you alone',
    text: `${settings.join('\n')}\n`,
    isSecret: true,
  };
  if (ci === 'none') return [env];
  const path = ci === 'github' ? '.github/workflows/b24-conformance.yml' : '.gitlab-ci.yml';
  const template = readFileSync(join(ROOT, 'templates', `conformance.${ci}.yml`), 'utf8');
  const text = provision ? template : template.replace(/^.*B24_ALLOW_PROVISION.*\n/gm, '');
  return [env, { path, what: `the suite on ${ci === 'github' ? 'GitHub' : 'GitLab'}, every night`, text }];
}

/** @throws ArgumentError where it cannot be written */
function write({ path, text, isSecret = false }: NewFile): void {
  const file = join(HOME, path);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, isSecret ? { mode: 0o600 } : {});
    // A file that was there keeps its mode.
    if (isSecret) chmodSync(file, 0o600);
  } catch (error) {
    throw new ArgumentError(`${path} cannot be written: ${messageOf(error)}`);
  }
}

/** A warning where Git would take the secrets. */
function ignoredBy(): string[] {
  const ignore = join(HOME, '.gitignore');
  const lines = existsSync(ignore) ? readFileSync(ignore, 'utf8').split(/\r?\n/) : [];
  const isRepository = existsSync(join(HOME, '.git'));
  if (!isRepository || lines.some((line) => ['.env', '/.env', '.env*', '*.env'].includes(line.trim())))
    return [];
  return ['Git does not ignore .env yet: add the line .env to .gitignore before the next commit.'];
}

function nextSteps({ webhook, ci }: Answers): string[] {
  return [
    ...(webhook === ''
      ? []
      : [`${commandLine('plan')}       says what a run would send, and how long it would take`]),
    `${commandLine('conformance')}              runs it`,
    `${commandLine('report')}       shows the report`,
    ...(ci === 'none'
      ? []
      : [
          `Keep the webhook as a secret named B24_WEBHOOK in the settings of your CI; .env stays on this machine.`,
        ]),
  ];
}
