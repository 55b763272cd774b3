import { parseArgs } from 'node:util';
import { guess } from '../../base/guess.ts';
import { commandLine } from '../../base/program.ts';
import type { CertificateKind } from '../certificate.ts';
import type { Fault } from '../control/faults.ts';
import { faultOf } from '../control/read-fault.ts';
import type { MockOptions } from '../options.ts';
import { type ProfileName, profiles } from '../profiles/index.ts';

export const usage = `${commandLine('mock', '[options]')}

A portal on this machine that answers as Bitrix24 portals do, over HTTPS and plain HTTP, until Ctrl+C.

Where it is
  --port N               HTTPS on port N, plain HTTP on the next one (default: two free ports)
  --http-port N          plain HTTP on port N
  --ca-dir DIR           keep the CA and the certificates in DIR, so that clients trust them once (default: made
                         for each start)
  --certificate KIND     valid (default), expired or wrong-host, to see a client refuse it

How it answers
  --world FILE           what exists on it: users, chats, bots, webhooks, tokens (default: fixtures/world/world.yaml;
                         for a bot of your own: fixtures/world/bot.yaml)
  --profile NAME         documented (default), self-hosted or cloud
  --limits               enforce the request limit of ordinary plans (2 a second, 50 at once)
  --fault FAULT          something goes wrong: a name such as bad-gateway, which strikes one call, or JSON
                         such as {"page":"bad-gateway","count":"every"}; may be repeated
  --latency MS           milliseconds that each answer waits before it is sent, as on a long way (default: 0)
  --body-limit BYTES     largest request body (default: 1048576)

What it shows
  --log                  a line for each request: time, status, milliseconds, form, method, error; secrets replaced
  --log-bodies           the same, with the parameters and the answer of each
  --record FILE          keep all exchanges in a HAR file, secrets replaced, to be judged (docs/recordings.md)
  --json                 addresses and credentials as one line of JSON for a program; the log goes to stderr
  --control              open the control port, for commands while it runs, guarded by a random token
  --control-port N       the same, on port N
  --help                 this text

Examples
  ${commandLine('mock', '--world fixtures/world/bot.yaml --port 8443 --ca-dir ~/.b24-mock --log')}
  ${commandLine('mock', '--profile cloud --limits --fault expired_token --log-bodies')}

docs/mock.md explains profiles, worlds, faults and commands.`;

/** Milliseconds; clients give up before. */
const LONGEST_LATENCY = 600_000;

/** Wrong options; the message is all that a person needs to see. */
export class UsageError extends Error {}

const known = {
  port: { type: 'string' },
  'http-port': { type: 'string' },
  'ca-dir': { type: 'string' },
  profile: { type: 'string' },
  world: { type: 'string' },
  record: { type: 'string' },
  log: { type: 'boolean', default: false },
  'log-bodies': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  latency: { type: 'string' },
  'body-limit': { type: 'string' },
  certificate: { type: 'string' },
  limits: { type: 'boolean', default: false },
  fault: { type: 'string', multiple: true },
  control: { type: 'boolean', default: false },
  'control-port': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

export interface MockCommand extends Omit<MockOptions, 'world' | 'certificate'> {
  readonly help: boolean;
  readonly json: boolean;
  readonly log: 'lines' | 'bodies' | undefined;
  /** Path of a file that keeps the exchanges. */
  readonly record?: string;
  readonly certificate: CertificateKind;
  /** Path of the folder with the CA. */
  readonly caDir: string | undefined;
  /** Path of a world file. */
  readonly world: string | undefined;
}

/** @throws {UsageError} on anything that is not an option, or a value that does not fit it */
export function readMockOptions(args: readonly string[]): MockCommand {
  const { values, tokens } = parseArgs({ args: [...args], options: known, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'positional') throw new UsageError(`'${token.value}' is not an option; see --help`);
    if (token.kind === 'option') checkOption(token.name, token.value);
  }
  const profile = choice('profile', values.profile, Object.keys(profiles) as ProfileName[]);
  const certificate = choice('certificate', values.certificate, ['valid', 'expired', 'wrong-host']);
  const httpsPort = count('port', values.port, 65535);
  const httpPort = count('http-port', values['http-port'], 65535) ?? nextPort(httpsPort);
  const bodyLimit = count('body-limit', values['body-limit'], 2 ** 31);
  const latencyMs = count('latency', values.latency, LONGEST_LATENCY);
  const controlPort = count('control-port', values['control-port'], 65535);
  checkDifferent({
    '--port': httpsPort,
    'plain HTTP (--http-port)': httpPort,
    '--control-port': controlPort,
  });
  return {
    help: values.help === true,
    json: values.json === true,
    ...(typeof values.record === 'string' && { record: values.record }),
    log: values['log-bodies'] === true ? 'bodies' : values.log === true ? 'lines' : undefined,
    certificate: certificate ?? 'valid',
    caDir: typeof values['ca-dir'] === 'string' ? values['ca-dir'] : undefined,
    control: values.control === true || controlPort !== undefined,
    ...(values.limits === true && { limits: { rate: 2, burst: 50 } }),
    ...(Array.isArray(values.fault) && { faults: values.fault.map(readFault) }),
    ...(controlPort !== undefined && { controlPort }),
    world: typeof values.world === 'string' ? values.world : undefined,
    ...(profile && { profile }),
    ...(httpsPort !== undefined && { httpsPort }),
    ...(httpPort !== undefined && { httpPort }),
    ...(bodyLimit !== undefined && { bodyLimit }),
    ...(latencyMs !== undefined && { latencyMs }),
  };
}

/** @throws {UsageError} when it is neither a name nor a command of faults */
function readFault(given: string | boolean): Fault {
  try {
    return faultOf(String(given));
  } catch (error) {
    throw new UsageError(`--fault: ${(error as Error).message}`);
  }
}

function checkOption(name: string, value: string | undefined): void {
  const option = Object.hasOwn(known, name) ? known[name as keyof typeof known] : undefined;
  if (option === undefined) {
    const hint = guess(name, Object.keys(known), (each) => `--${each}`) || '; --help lists them';
    throw new UsageError(`There is no option --${name}${hint}`);
  }
  if (option.type === 'string' && !value) throw new UsageError(`--${name} needs a value; see --help`);
  if (option.type === 'boolean' && value !== undefined) throw new UsageError(`--${name} takes no value`);
}

function choice<T extends string>(name: string, value: unknown, choices: readonly T[]): T | undefined {
  if (typeof value !== 'string') return undefined;
  const found = choices.find((each) => each === value);
  if (found === undefined) {
    const hint = guess(value, choices) || `; it is one of ${choices.join(', ')}`;
    throw new UsageError(`--${name} cannot be '${value}'${hint}`);
  }
  return found;
}

/** Where plain HTTP is when only the port for HTTPS is named: known beforehand, too. */
function nextPort(port: number | undefined): number | undefined {
  if (port === 65535)
    throw new UsageError('--port 65535 leaves no next one for plain HTTP; add --http-port N');
  return port === undefined || port === 0 ? undefined : port + 1;
}

function checkDifferent(ports: Readonly<Record<string, number | undefined>>): void {
  const given = Object.entries(ports).filter(([, port]) => port !== undefined && port !== 0);
  for (const [index, [name, port]] of given.entries()) {
    const [earlier] = given.slice(0, index).find(([, each]) => each === port) ?? [];
    if (earlier !== undefined)
      throw new UsageError(`${earlier} and ${name} are both on port ${port}; give one of them another`);
  }
}

function count(name: string, value: unknown, most: number): number | undefined {
  if (typeof value !== 'string') return undefined;
  if (!/^\d{1,10}$/.test(value) || Number(value) > most) {
    throw new UsageError(`--${name} must be a whole number from 0 to ${most}, not '${value}'`);
  }
  return Number(value);
}
