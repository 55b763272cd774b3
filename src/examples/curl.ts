import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { callsWebhook, fill } from './fill.ts';
import { lacking, programOf } from './programs.ts';
import type { ExampleRunner } from './runner.ts';
import { execute, faultOf, inScratch, isolated, writeFiles } from './scratch.ts';

const ELSEWHERE = 'files elsewhere are out of reach';
/** A path that leads out of the current directory. */
const OUTSIDE = '(/|~|[.][.])';

/** Stands in PATH for the real curl, of which it withholds what names files elsewhere, and schemes other than HTTP. */
const wrapper = (bash: string, curl: string): string => `#!${bash}
elsewhere='^/.|^-[a-zA-Z]+/|^${OUTSIDE}/|[@<]${OUTSIDE}'
structured='^[[{]'
for word in "$@"; do
  if [[ $word =~ $elsewhere && ! $word =~ $structured ]]; then
    echo 'curl: ${ELSEWHERE}' >&2
    exit 26
  fi
done
exec '${curl}' -q -sS --proto =http,https --max-time 15 "$@"
`;

/** A redirection from a file elsewhere, which a restricted shell lets through; texts in quotes are none. */
const REDIRECTED = new RegExp(`(?<!<)<(?!<)\\s*${OUTSIDE}`);

/**
 * cURL examples in a restricted bash that knows one command, the real curl. Everywhere but to the target it would have to
 * go through a proxy that is not there; files elsewhere are refused.
 */
export const curlRunner: ExampleRunner = {
  missing: async () => lacking(['bash', 'curl']),
  async run(example, stage) {
    const [bash, curl] = [programOf('bash'), programOf('curl')];
    const webhook = callsWebhook(example.text);
    const text = fill(example.text, stage, webhook ? 'webhook' : 'token');
    if (REDIRECTED.test(text.replace(/'[^']*'/g, "''").replace(/"(?:[^"\\$`]|\\.)*"/gs, '""')))
      return { fault: `bash: ${ELSEWHERE}` };
    return inScratch(async (directory) => {
      const bin = join(directory, 'bin');
      await mkdir(bin);
      await writeFiles(directory, {
        'bin/curl': wrapper(bash, curl),
        'example.sh': `${text}\n`,
        'ca.pem': stage.relay.ca,
      });
      await chmod(join(bin, 'curl'), 0o755);
      const ended = await execute(bash, ['--noprofile', '--norc', '--restricted', 'example.sh'], {
        cwd: directory,
        env: { ...isolated(directory), PATH: bin, CURL_CA_BUNDLE: join(directory, 'ca.pem') },
      });
      const [first] = ended.stderr.trim().split('\n');
      return { fault: faultOf(ended, first?.replace(/^example\.sh: /, '')) };
    });
  },
};
