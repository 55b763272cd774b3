import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { accessToken, credentialFor, webhookUrl } from './access.ts';
import { readCaught } from './caught.ts';
import { fill } from './fill.ts';
import { findProgram } from './programs.ts';
import type { ExampleRunner } from './runner.ts';
import { execute, faultOf, inScratch, isolated, writeFiles } from './scratch.ts';

const PROGRAM = fileURLToPath(new URL('run_example.py', import.meta.url));
/** Nothing of the user's environment, home or current directory; no files left behind. */
const MODE = ['-I', '-B'];

/**
 * Python examples with the user's own interpreter and the SDK installed for it; `client` is an application's, or a
 * webhook's where a CLIENT_ID is passed. What they may do is the business of {@link PROGRAM}.
 *
 * @param named interpreter, for instance of a virtual environment; default: python3 in PATH
 */
export function pythonRunner(named: string | undefined): ExampleRunner {
  const python = named ?? findProgram('python3');
  return {
    missing: () => lacks(python),
    async run(example, stage) {
      const credential = credentialFor(example.text);
      const text = fill(example.text, stage, credential);
      const { host, ca } = stage.relay;
      const access =
        credential === 'webhook'
          ? { webhook: new URL(webhookUrl(stage)).pathname.split('/').slice(2, 4).join('/') }
          : { token: accessToken(stage) };
      return inScratch(async (directory) => {
        const stageFile = JSON.stringify({ host, ...access });
        await writeFiles(directory, { 'example.py': text, 'stage.json': stageFile, 'ca.pem': ca });
        const ended = await execute(python ?? '', [...MODE, PROGRAM], {
          cwd: directory,
          env: { ...isolated(directory), REQUESTS_CA_BUNDLE: join(directory, 'ca.pem') },
        });
        return { fault: faultOf(ended, lastLine(ended.stderr)) ?? (await readCaught(directory)) };
      });
    },
  };
}

async function lacks(python: string | undefined): Promise<string | undefined> {
  const wanted = 'the package b24pysdk';
  if (python === undefined) return `python3 in PATH and ${wanted}`;
  const ended = await execute(python, [...MODE, '-c', 'import b24pysdk, zoneinfo'], { cwd: '/', env: {} });
  const why = faultOf(ended, lastLine(ended.stderr));
  return why && `${wanted} for the interpreter that B24_PYTHON names (default: python3): ${why}`;
}

const lastLine = (text: string): string | undefined => text.trim().split('\n').at(-1) || undefined;
