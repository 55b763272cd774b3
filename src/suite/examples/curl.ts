import { accessSync, constants } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { ExampleRunner, Observed } from './example.ts';
import { fill } from './fill.ts';
import { execute, inScratch } from './scratch.ts';

const WITNESS = 'b24-witness';

/**
 * cURL examples in a restricted bash that knows one command, the real curl. curl itself tells where it went; everywhere
 * but to the target it would have to go through a proxy that is not there.
 */
export const curlRunner: ExampleRunner = {
  async run(example, target) {
    const [bash, curl] = [findProgram('bash'), findProgram('curl')];
    if (bash === undefined || curl === undefined) return { missing: 'bash and curl in PATH' };
    const webhook = /put_your_webhook_here/.test(example.text);
    const text = fill(example.text, target, webhook ? 'webhook' : 'token');
    return inScratch(async (directory) => {
      const bin = join(directory, 'bin');
      await mkdir(bin);
      const format = `\\n${WITNESS} %{http_code} %{url_effective}\\n`;
      await writeFile(
        join(bin, 'curl'),
        `#!${bash}\nexec '${curl}' -sS --max-time 15 --write-out '${format}' "$@"\n`,
      );
      await chmod(join(bin, 'curl'), 0o755);
      await writeFile(join(directory, 'example.sh'), `${text}\n`);
      const ca = join(directory, 'ca.pem');
      if (target.ca !== undefined) await writeFile(ca, target.ca);
      const nowhere = 'http://127.0.0.1:9';
      const ended = await execute(bash, ['--noprofile', '--norc', '--restricted', 'example.sh'], {
        cwd: directory,
        env: {
          PATH: bin,
          HOME: directory,
          http_proxy: nowhere,
          https_proxy: nowhere,
          no_proxy: new URL(target.origin('https')).hostname,
          ...(target.ca === undefined ? {} : { CURL_CA_BUNDLE: ca }),
        },
      });
      return observe(ended.stdout, ended.stderr, ended.code);
    });
  },
};

function observe(stdout: string, stderr: string, code: number): Observed {
  const parts = stdout.split(new RegExp(`^${WITNESS} (\\d{3}) (.*)$`, 'm'));
  const calls: Observed['calls'] = [];
  for (let index = 0; index + 2 < parts.length; index += 3) {
    const [body = '', status = '', url = ''] = parts.slice(index, index + 3);
    const method = methodOf(url);
    if (status !== '000' && method !== undefined)
      calls.push({ method, status: Number(status), error: errorOf(body) });
  }
  const [first] = stderr.trim().split('\n');
  return {
    calls,
    fault: code === 0 ? undefined : (first?.replace(/^example\.sh: /, '') ?? `exit code ${code}`),
  };
}

/** The method of an address `…/rest/…/METHOD`. */
export function methodOf(url: string): string | undefined {
  return /\/rest\/(?:[^?]*\/)?([\w.-]+?)(?:\.json|\.xml)?\/?(?:\?|$)/.exec(url)?.[1];
}

function errorOf(body: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null || !('error' in value)) return undefined;
    return typeof value.error === 'string' ? value.error : JSON.stringify(value.error);
  } catch {
    return 'no JSON in the answer';
  }
}

function findProgram(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((directory) => join(directory, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
