import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fill } from './fill.ts';
import { lacking, programOf } from './programs.ts';
import type { ExampleRunner } from './runner.ts';
import { execute, faultOf, inScratch, isolated } from './scratch.ts';

/**
 * cURL examples in a restricted bash that knows one command, the real curl. Everywhere but to the target it would have to
 * go through a proxy that is not there.
 */
export const curlRunner: ExampleRunner = {
  missing: async () => lacking(['bash', 'curl']),
  async run(example, stage) {
    const [bash, curl] = [programOf('bash'), programOf('curl')];
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
      const ended = await execute(bash, ['--noprofile', '--norc', '--restricted', 'example.sh'], {
        cwd: directory,
        env: { ...isolated(directory), PATH: bin, CURL_CA_BUNDLE: ca },
      });
      const [first] = ended.stderr.trim().split('\n');
      return { fault: faultOf(ended, first?.replace(/^example\.sh: /, '')) };
    });
  },
};
