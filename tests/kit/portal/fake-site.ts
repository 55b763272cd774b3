import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { identify } from '../../../src/portal/identify.ts';
import { openLedger } from '../../../src/portal/ledger.ts';
import { createProvisioner } from '../../../src/portal/provision.ts';
import { ROOT } from '../../../src/run/load.ts';
import { createCaller } from '../../../src/target/call.ts';
import { readSettings } from '../../../src/target/environment.ts';
import { createClient } from '../../../src/wire/client.ts';
import { type FakeOptions, type FakeState, serveFake } from './fake-portal.ts';
import { scopeOf, withSynthetic } from './synthetic-resources.ts';

/** Where a fake portal is, and where its runs keep their ledger. */
export interface Site {
  url: string;
  ca: string;
  ledger: string;
}

export interface FakePortal {
  site: Site;
  /** Resolves once it has done what it does not answer. */
  hung: Promise<void>;
  state(): Promise<FakeState>;
  close(): Promise<void>;
}

const program = (name: string): string => join(ROOT, 'tests', 'kit', 'portal', `${name}.ts`);
const start = (name: string, ...args: string[]) =>
  spawn(process.execPath, ['--import', 'tsx', program(name), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** Starts a fake portal as a process of its own. */
export async function startFakePortal(options: FakeOptions, scratch: string): Promise<FakePortal> {
  const child = start('fake-portal', JSON.stringify(options));
  const ended = once(child, 'close');
  const lines = createInterface(child.stdout);
  const [where] = (await once(lines, 'line')) as [string];
  const { url, ca } = JSON.parse(where) as { url: string; ca: string };
  const hung = once(lines, 'line').then(() => undefined);
  const client = createClient({ ca });
  return {
    site: { url, ca, ledger: join(mkdtempSync(join(scratch, 'site-')), 'ledger.jsonl') },
    hung,
    state: async () => (await createCaller(client, `${url}/rest/1/c0de/`)('fake.state')).result as FakeState,
    async close() {
      await client.close();
      child.kill();
      await ended;
    },
  };
}

/** Starts one in this process: it answers sooner, and cannot be killed by itself. */
export async function serveFakePortal(options: FakeOptions, scratch: string): Promise<FakePortal> {
  let hang = (): void => {};
  const hung = new Promise<void>((resolve) => {
    hang = resolve;
  });
  const { url, ca, state, close } = await serveFake(options, () => hang());
  return {
    site: { url, ca, ledger: join(mkdtempSync(join(scratch, 'site-')), 'ledger.jsonl') },
    hung,
    state: async () => state,
    close,
  };
}

/** Starts a run that provisions, as a process of its own. */
export function startProvisioning(site: Site, needed: readonly string[]) {
  const child = start('provisioning-run', JSON.stringify(site), ...needed);
  const ended = once(child, 'close') as Promise<[number | null, string | null]>;
  return { kill: () => child.kill('SIGKILL'), ended };
}

/** What provisions and tidies up on a fake portal, with the suite's resources and two more. */
export function toProvision(
  { url, ca, ledger }: Site,
  run: string,
  given: Record<string, string> = {},
  resources = withSynthetic(),
) {
  const environment = { B24_TARGET: 'portal', B24_WEBHOOK: `${url}/rest/1/c0de/`, ...given };
  const settings = readSettings(environment);
  const client = createClient({ ca });
  const said: string[] = [];
  const tokens = { current: () => undefined };
  const { provision, pretend, ...others } = createProvisioner({
    settings,
    client,
    ledger: openLedger(ledger),
    tokens,
    resources,
    run,
    say: (line) => said.push(line),
  });
  const facts = async () => {
    const call = createCaller(client, `${url}/rest/1/c0de/`);
    const namesIn = async (method: string) => (await call(method)).result as string[];
    return {
      user: '',
      admin: true,
      scopes: await namesIn('scope'),
      methods: new Set(await namesIn('methods')),
    } satisfies Awaited<ReturnType<typeof identify>>;
  };
  return {
    provisioner: {
      ...others,
      provision: async (needed: readonly string[]) => provision({ needed, facts: await facts(), scopeOf }),
      pretend: async (needed: readonly string[]) => pretend({ needed, facts: await facts(), scopeOf }),
    },
    said,
    close: () => client.close(),
  };
}
