import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type Credential, credentialFor } from './access.ts';
import { CAUGHT, readCaught, tellCaught } from './caught.ts';
import { fill } from './fill.ts';
import { lacking, programOf } from './programs.ts';
import type { ExampleRunner, Stage } from './runner.ts';
import { execute, faultOf, inScratch, isolated } from './scratch.ts';

/** What starts programs or opens connections other than curl's. */
const FORBIDDEN =
  'exec,passthru,shell_exec,system,proc_open,popen,pcntl_exec,mail,fsockopen,pfsockopen,stream_socket_client,dl,putenv';

/** Beside what was caught, a function of the reader's own, by the name that pages give it. */
const PRELUDE = `function processData(): void
{
}

function caught(Throwable $error): void
{
    $line = get_class($error) . ': ' . strtok($error->getMessage(), "\\n") . "\\n";
    file_put_contents(__DIR__ . '/${CAUGHT}', $line, FILE_APPEND);
}`;

/** What PHP examples call. */
export interface PhpLibrary {
  /** The library, where it is not there. */
  missing: string | undefined;
  /** A folder of its own outside the example's directory, which may be read. */
  folder?: string | undefined;
  /** Code that makes what examples take for granted. */
  prelude(credential: Credential, stage: Stage): string;
  /** Whether it forgets the port of an address, so that a proxy has to lead to the target. */
  forgetsPort?: boolean;
  /** Files that it looks for beside the example. */
  files?(credential: Credential, stage: Stage): Record<string, string>;
}

/**
 * PHP examples with the user's own php and library. Other files cannot be read, no program can be started; other hosts are
 * behind a proxy that is not there.
 */
export const phpRunner = (library: PhpLibrary): ExampleRunner => ({
  missing: async () => lacking(['php'], library.missing) ?? lacksCurl(),
  async run(example, stage) {
    const credential = credentialFor(example.text);
    const text = tellCaught(fill(example.text, stage, credential));
    return inScratch(async (directory) => {
      const files = {
        ...library.files?.(credential, stage),
        'prelude.php': `<?php\n${PRELUDE}\n${library.prelude(credential, stage)}\n`,
        'example.php': /^\s*<\?php/.test(text) ? text : `<?php ${text}`,
        'ca.pem': stage.relay.ca,
      };
      for (const [name, what] of Object.entries(files)) await writeFile(join(directory, name), what);
      const options: Record<string, string> = {
        'curl.cainfo': join(directory, 'ca.pem'),
        open_basedir: [directory, ...(library.folder ? [library.folder] : [])].join(delimiter),
        disable_functions: FORBIDDEN,
        allow_url_fopen: '0',
        auto_prepend_file: join(directory, 'prelude.php'),
        display_errors: 'stderr',
      };
      const words = Object.entries(options).flatMap(([name, value]) => ['-d', `${name}=${value}`]);
      const env = {
        ...isolated(directory),
        ...(library.forgetsPort ? { https_proxy: stage.relay.proxy, no_proxy: '' } : {}),
      };
      const ended = await execute(programOf('php'), [...words, 'example.php'], { cwd: directory, env });
      const [, error] = /(?:Fatal|Parse) error:\s*(.*?)(?: in \S+ on line \d+|$)/m.exec(ended.stderr) ?? [];
      return { fault: faultOf(ended, error) ?? (await readCaught(directory)) };
    });
  },
});

/** Every library here sends with PHP's curl; Debian has it in a package of its own. */
async function lacksCurl(): Promise<string | undefined> {
  const check = 'exit(extension_loaded("curl") ? 0 : 1);';
  const { code } = await execute(programOf('php'), ['-r', check], { cwd: '/', env: {} });
  return code === 0 ? undefined : "php's extension curl";
}

/** A text as PHP writes it. */
export const phpString = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
