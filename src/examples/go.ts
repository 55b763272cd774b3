import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { accessToken, type Credential, credentialFor, webhookUrl } from './access.ts';
import { fill, PLACEHOLDER } from './fill.ts';
import { filesOf, SDK } from './go-files.ts';
import { lacking, programOf } from './programs.ts';
import type { ExampleRunner } from './runner.ts';
import { execute, faultOf, inScratch, isolated, writeFiles } from './scratch.ts';

const PROGRAM = 'example';
/** The toolchain may first have to compile its standard library. */
const FIRST_BUILD_MS = 300_000;

/**
 * Go examples, which are fragments of a function that returns an error, compiled with the user's own go and a checkout of
 * the SDK. They cannot import anything: files, programs, and hosts other than the client's are out of their reach. What
 * placeholders stand for is given to the program when it runs: what is compiled stays in the toolchain's cache.
 *
 * @param sdk folder of the module
 */
export function goRunner(sdk: string | undefined): ExampleRunner {
  let toolchain: Promise<Toolchain> | undefined;
  const prepared = (): Promise<Toolchain> => {
    toolchain ??= prepare(sdk ?? '');
    return toolchain;
  };
  return {
    async missing() {
      const there = sdk !== undefined && existsSync(join(sdk, 'go.mod'));
      const missing = lacking(['go'], there ? undefined : `a checkout of ${SDK}, named by B24_GO_SDK`);
      return missing ?? (await prepared()).missing;
    },
    async run(example, stage) {
      const credential = credentialFor(example.text);
      // They stand within texts in double quotes.
      const names = [...new Set(Array.from(example.text.matchAll(PLACEHOLDER), ([, name = '']) => name))];
      const given = names.map((name) => [name, fill(`**${name}**`, stage, credential)]);
      const text = fill(example.text.replace(PLACEHOLDER, '" + given["$1"] + "'), stage, credential);
      return inScratch(async (directory) => {
        const { error } = await (await prepared()).build(directory, credential, text);
        if (error !== undefined) return { fault: error };
        await writeFiles(directory, { 'ca.pem': stage.relay.ca });
        const ended = await execute(join(directory, PROGRAM), [], {
          cwd: directory,
          env: {
            ...isolated(directory),
            SSL_CERT_FILE: join(directory, 'ca.pem'),
            ENDPOINT: credential === 'webhook' ? webhookUrl(stage) : `https://${stage.relay.host}/rest/`,
            TOKEN: credential === 'webhook' ? '' : accessToken(stage),
            GIVEN: JSON.stringify(Object.fromEntries(given)),
          },
        });
        return { fault: faultOf(ended, firstLine(ended.stderr)) };
      });
    },
  };
}

interface Toolchain {
  /** Why it cannot be used. */
  missing: string | undefined;
  /** Compiles an example; `error` is the compiler's first one. */
  build(directory: string, credential: Credential, text: string): Promise<{ error?: string | undefined }>;
}

/** Compiles the module once, before the time of examples is limited. */
async function prepare(sdk: string): Promise<Toolchain> {
  const go = programOf('go');
  // Nothing runs here yet: the user's own settings say where the toolchain keeps what it has compiled.
  const env = { ...process.env } as Record<string, string>;
  const cache = await execute(go, ['env', 'GOCACHE'], { cwd: sdk, env });
  const compile = async (directory: string, credential: Credential, text: string, limit?: number) => {
    await writeFiles(directory, filesOf(resolve(sdk), credential, text));
    const ended = await execute(go, ['build', '-o', PROGRAM, '.'], {
      cwd: directory,
      env: {
        ...isolated(directory),
        ...SETTINGS,
        GOCACHE: cache.stdout.trim(),
        GOPATH: join(directory, 'go'),
      },
      ...(limit === undefined ? {} : { limit }),
    });
    return { error: faultOf(ended, firstLine(ended.stderr)) };
  };
  const { error } = await inScratch((directory) => compile(directory, 'webhook', '', FIRST_BUILD_MS));
  return { missing: error && `a go that compiles ${SDK}: ${error}`, build: compile };
}

/** Everything is there already, and nothing is to be fetched. */
const SETTINGS = {
  CGO_ENABLED: '0',
  GO111MODULE: 'on',
  GOENV: 'off',
  GOFLAGS: '-mod=mod',
  GOPROXY: 'off',
  GOTOOLCHAIN: 'local',
  GOWORK: 'off',
};

/** The first line that tells something: the compiler names the package before its errors. */
function firstLine(text: string): string | undefined {
  return text
    .split('\n')
    .map((line) => line.replace(/^\.\//, '').trim())
    .find((line) => line !== '' && !line.startsWith('#'));
}
