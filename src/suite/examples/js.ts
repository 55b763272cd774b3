import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Target } from '../../target/target.ts';
import { methodOf } from './curl.ts';
import type { ExampleRunner, Observed } from './example.ts';
import { fill } from './fill.ts';
import { execute, inScratch } from './scratch.ts';

const SDK = '@bitrix24/b24jssdk';

/** Lets connections go to the target alone, and writes down where requests went and how they were answered. */
const GUARD = `
import { appendFileSync } from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import { syncBuiltinESMExports } from 'node:module';
const [host, port] = process.argv.slice(2);
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (typeof options === 'object' && (options.host !== host || String(options.port) !== port))
    throw new Error('examples may go to the target only');
  return connect.apply(this, args);
};
const request = https.request;
https.request = function (...args) {
  const made = request.apply(this, args);
  made.on('response', (answer) =>
    appendFileSync('witness', JSON.stringify({ path: made.path, status: answer.statusCode }) + '\\n'));
  return made;
};
syncBuiltinESMExports();
`;

/** JS examples in Node with the SDK from npm; \`$b24\` is an OAuth client, or a webhook's where a CLIENT_ID is passed. */
export const jsRunner: ExampleRunner = {
  async run(example, target) {
    const sdk = locate();
    if (sdk === undefined) return { missing: `the package ${SDK}` };
    const webhook = /\bCLIENT_ID\b/.test(example.text);
    const text = fill(example.text, target, webhook ? 'webhook' : 'token');
    return inScratch(async (directory) => {
      await writeFile(join(directory, 'guard.mjs'), GUARD);
      await writeFile(join(directory, 'example.mjs'), program(text, sdk, target, webhook));
      const ca = join(directory, 'ca.pem');
      if (target.ca !== undefined) await writeFile(ca, target.ca);
      const { hostname, port } = new URL(target.origin('https'));
      const ended = await execute(
        process.execPath,
        ['--import', './guard.mjs', 'example.mjs', hostname, port === '' ? '443' : port],
        {
          cwd: directory,
          env: { HOME: directory, ...(target.ca === undefined ? {} : { NODE_EXTRA_CA_CERTS: ca }) },
        },
      );
      const witness = await readFile(join(directory, 'witness'), 'utf8').catch(() => '');
      return observe(witness, ended);
    });
  },
};

function locate(): string | undefined {
  try {
    return import.meta.resolve(SDK);
  } catch {
    return undefined;
  }
}

function program(text: string, sdk: string, target: Target, webhook: boolean): string {
  const origin = target.origin('https');
  const client = webhook
    ? `B24Hook.fromWebhookUrl(${JSON.stringify(origin + target.access({ webhook: 'own' }, 'https').path)})`
    : `new B24OAuth(${JSON.stringify({
        applicationToken: 'none',
        userId: 1,
        memberId: 'example',
        domain: origin,
        status: 'L',
        issuer: 'store',
        accessToken: target.access({ token: 'own' }, 'https').token,
        refreshToken: 'none',
        expires: Math.floor(Date.now() / 1000) + 3600,
        expiresIn: 3600,
        scope: 'imbot',
        clientEndpoint: `${origin}/rest/`,
        serverEndpoint: `${origin}/rest/`,
      })}, { clientId: 'none', clientSecret: 'none' })`;
  return `import { B24Hook, B24OAuth } from ${JSON.stringify(sdk)};
const $b24 = ${client};
${text}
$b24.destroy();
`;
}

function observe(witness: string, ended: { code: number; stdout: string; stderr: string }): Observed {
  const calls = witness
    .split('\n')
    .filter(Boolean)
    .flatMap((line): Observed['calls'] => {
      const seen: unknown = JSON.parse(line);
      if (typeof seen !== 'object' || seen === null || !('path' in seen) || !('status' in seen)) return [];
      const method = methodOf(String(seen.path));
      return method === undefined ? [] : [{ method, status: Number(seen.status) }];
    });
  const output = `${ended.stdout}\n${ended.stderr}`.split('\n');
  const deprecated = output.some((line) => /deprecat/i.test(line));
  const thrown = ended.stderr.split('\n').find((line) => /^\s*(\w*Error\b|Error )/.test(line));
  return {
    calls,
    ...(deprecated ? { warnings: ['the SDK calls what it uses deprecated'] } : {}),
    fault: ended.code === 0 ? undefined : (thrown ?? `exit code ${ended.code}`).trim(),
  };
}
