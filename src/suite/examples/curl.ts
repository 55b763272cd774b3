import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fill } from './fill.ts';
import { findProgram } from './programs.ts';
import type { ExampleRunner } from './runner.ts';
import { execute, inScratch } from './scratch.ts';

/**
 * cURL examples in a restricted bash that knows one command, the real curl. Everywhere but to the target it would have to
 * go through a proxy that is not there.
 */
export const curlRunner: ExampleRunner = {
  async run(example, stage) {
    const [bash, curl] = [findProgram('bash'), findProgram('curl')];
    if (bash === undefined || curl === undefined) return { missing: 'bash and curl in PATH' };
    const webhook = /put_your_webhook_here/.test(example.text);
    const text = fill(example.text, stage, webhook ? 'webhook' : 'token');
    return inScratch(async (directory) => {
      const bin = join(directory, 'bin');
      await mkdir(bin);
      await writeFile(join(bin, 'curl'), `#!${bash}\nexec '${curl}' -sS --max-time 15 "$@"\n`);
      await chmod(join(bin, 'curl'), 0o755);
      await writeFile(join(directory, 'example.sh'), `${text}\n`);
      const ca = join(directory, 'ca.pem');
      await writeFile(ca, stage.relay.ca);
      const nowhere = 'http://127.0.0.1:9';
      const { code, stderr } = await execute(bash, ['--noprofile', '--norc', '--restricted', 'example.sh'], {
        cwd: directory,
        env: {
          PATH: bin,
          HOME: directory,
          http_proxy: nowhere,
          https_proxy: nowhere,
          no_proxy: '127.0.0.1',
          CURL_CA_BUNDLE: ca,
        },
      });
      const [first] = stderr.trim().split('\n');
      return {
        fault: code === 0 ? undefined : (first?.replace(/^example\.sh: /, '') ?? `exit code ${code}`),
      };
    });
  },
};
