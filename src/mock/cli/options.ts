import { parseArgs } from 'node:util';
import { closest } from 'fastest-levenshtein';
import type { Fault } from '../control/faults.ts';
import { faultOf } from '../control/read-fault.ts';
import type { MockOptions } from '../options.ts';
import { type ProfileName, profiles } from '../profiles/index.ts';

export const usage = `npm run mock -- [options]

  --json                 print one line of JSON for a program
  --profile NAME         documented (default), self-hosted or cloud
  --world FILE           world to start with (default: fixtures/world/world.yaml)
  --https-port N         default: a free port
  --http-port N          default: a free port
  --body-limit BYTES     largest request body (default: 1048576)
  --certificate KIND     valid (default), expired or wrong-host
  --limits               enforce the request limit of ordinary plans (2 a second, 50 at once)
  --fault FAULT          something goes wrong: a name such as bad-gateway, which strikes one call, or JSON
                         such as {"page":"bad-gateway","count":"every"}; may be repeated (docs/mock.md)
  --control              open the control port, guarded by a random token
  --control-port N       default: a free port
  --help                 this text`;

/** Wrong options; the message is all that a person needs to see. */
export class UsageError extends Error {}

const known = {
  json: { type: 'boolean', default: false },
  profile: { type: 'string' },
  world: { type: 'string' },
  'https-port': { type: 'string' },
  'http-port': { type: 'string' },
  'body-limit': { type: 'string' },
  certificate: { type: 'string' },
  limits: { type: 'boolean', default: false },
  fault: { type: 'string', multiple: true },
  control: { type: 'boolean', default: false },
  'control-port': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

export interface MockCommand extends Omit<MockOptions, 'world'> {
  readonly help: boolean;
  readonly json: boolean;
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
  const httpsPort = count('https-port', values['https-port'], 65535);
  const httpPort = count('http-port', values['http-port'], 65535);
  const bodyLimit = count('body-limit', values['body-limit'], 2 ** 31);
  const controlPort = count('control-port', values['control-port'], 65535);
  return {
    help: values.help === true,
    json: values.json === true,
    control: values.control === true || controlPort !== undefined,
    ...(values.limits === true && { limits: { rate: 2, burst: 50 } }),
    ...(Array.isArray(values.fault) && { faults: values.fault.map(readFault) }),
    ...(controlPort !== undefined && { controlPort }),
    world: typeof values.world === 'string' ? values.world : undefined,
    ...(profile && { profile }),
    ...(certificate && { certificate }),
    ...(httpsPort !== undefined && { httpsPort }),
    ...(httpPort !== undefined && { httpPort }),
    ...(bodyLimit !== undefined && { bodyLimit }),
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
    throw new UsageError(
      `There is no option --${name}; did you mean --${closest(name, Object.keys(known))}?`,
    );
  }
  if (option.type === 'string' && !value) throw new UsageError(`--${name} needs a value`);
  if (option.type === 'boolean' && value !== undefined) throw new UsageError(`--${name} takes no value`);
}

function choice<T extends string>(name: string, value: unknown, choices: readonly T[]): T | undefined {
  if (typeof value !== 'string') return undefined;
  const found = choices.find((each) => each === value);
  if (found === undefined) {
    throw new UsageError(`--${name} cannot be '${value}'; did you mean '${closest(value, choices)}'?`);
  }
  return found;
}

function count(name: string, value: unknown, most: number): number | undefined {
  if (typeof value !== 'string') return undefined;
  if (!/^\d{1,10}$/.test(value) || Number(value) > most) {
    throw new UsageError(`--${name} must be a whole number from 0 to ${most}, not '${value}'`);
  }
  return Number(value);
}
