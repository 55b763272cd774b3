import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadTypeScript } from '../docs/typescript.ts';
import { accessToken, type Credential, credentialFor, webhookUrl } from './access.ts';
import { CAUGHT, readCaught, tellCaught } from './caught.ts';
import { fill } from './fill.ts';
import type { ExampleRunner, Ran, Stage } from './runner.ts';
import { type Ended, execute, faultOf, inScratch, writeFiles } from './scratch.ts';

export const SDK = '@bitrix24/b24jssdk';

/** Lets connections go to the target alone. */
const GUARD = `
import net from 'node:net';
const [host, port] = process.argv.slice(2);
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (typeof options === 'object' && (options.host !== host || String(options.port) !== port))
    throw new Error('examples may go to the target only');
  return connect.apply(this, args);
};
`;

/**
 * JS examples in Node with the SDK from npm, as modules of their own; `$b24` is an OAuth client, or a webhook's where a
 * CLIENT_ID is passed. TypeScript loses its types on the way. Other files and programs are out of reach, connections
 * go to the target alone.
 */
export const jsRunner = (language: 'mjs' | 'mts'): ExampleRunner => ({
  missing: async () => (packageFolder() === undefined ? `the package ${SDK}` : undefined),
  async run(example, stage) {
    const credential = credentialFor(example.text);
    const text = tellCaught(fill(example.text, stage, credential));
    return inScratch(async (directory) => {
      await mkdir(dirname(join(directory, 'node_modules', SDK)), { recursive: true });
      await symlink(packageFolder() ?? '', join(directory, 'node_modules', SDK));
      await writeFiles(directory, {
        'guard.mjs': GUARD,
        'ca.pem': stage.relay.ca,
        'main.mjs': program(stage, credential),
        'example.mjs': language === 'mts' ? withoutTypes(text) : text,
      });
      const readable = [directory, join(packageFolder() ?? '', '..', '..')];
      const words = [
        ...PERMISSION,
        ...readable.map((folder) => `--allow-fs-read=${folder}/*`),
        `--allow-fs-write=${directory}/*`,
        '--import',
        './guard.mjs',
        'main.mjs',
        ...stage.relay.host.split(':'),
      ];
      const env = { HOME: directory, TMPDIR: directory, NODE_EXTRA_CA_CERTS: join(directory, 'ca.pem') };
      const ended = await execute(process.execPath, words, { cwd: directory, env });
      return observe(ended, await readCaught(directory));
    });
  },
});

const isOption = (name: string): boolean => process.allowedNodeEnvironmentFlags.has(name);

/**
 * Node's permission model: no other files, no programs, no threads. Its option has lost a word on the way to stability; from
 * Node 25 on it closes the network as well, where `GUARD` lets the relay alone be reached.
 */
const PERMISSION = [
  isOption('--permission') ? '--permission' : '--experimental-permission',
  ...(isOption('--allow-net') ? ['--allow-net'] : []),
];

function withoutTypes(text: string): string {
  const ts = loadTypeScript();
  const compilerOptions = { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}

/** The SDK's own folder; undefined where it is not installed. */
export function packageFolder(): string | undefined {
  try {
    return join(fileURLToPath(import.meta.resolve(SDK)), '..', '..', '..');
  } catch {
    return undefined;
  }
}

function program(stage: Stage, credential: Credential): string {
  const origin = `https://${stage.relay.host}`;
  const client =
    credential === 'webhook'
      ? `B24Hook.fromWebhookUrl(${JSON.stringify(webhookUrl(stage))})`
      : `new B24OAuth(${JSON.stringify({
          applicationToken: 'none',
          userId: 1,
          memberId: 'example',
          domain: origin,
          status: 'L',
          issuer: 'store',
          accessToken: accessToken(stage),
          refreshToken: 'none',
          expires: Math.floor(Date.now() / 1000) + 3600,
          expiresIn: 3600,
          scope: 'imbot',
          clientEndpoint: `${origin}/rest/`,
          serverEndpoint: `${origin}/rest/`,
        })}, { clientId: 'none', clientSecret: 'none' })`;
  return `import { appendFileSync } from 'node:fs';
import { B24Hook, B24OAuth } from ${JSON.stringify(SDK)};
globalThis.caught = (error) => appendFileSync('${CAUGHT}', String(error) + '\\n');
// The reader's own, and the browser's.
globalThis.processResult = globalThis.alert = () => {};
globalThis.$b24 = ${client};
await import('./example.mjs');
$b24.destroy();
`;
}

const DEPRECATED = 'the SDK calls what it uses deprecated';

function observe(ended: Ended, caught: string | undefined): Ran {
  const output = `${ended.stdout}\n${ended.stderr}`.split('\n');
  const thrown = ended.stderr.split('\n').find((line) => /^\s*(\w*Error\b|Error )/.test(line));
  return {
    ...(output.some((line) => /deprecat/i.test(line)) ? { warnings: [DEPRECATED] } : {}),
    fault: faultOf(ended, thrown?.trim()) ?? caught,
    said: thrown?.trim(),
  };
}
