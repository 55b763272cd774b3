import { delimiter, join } from 'node:path';
import { type Credential, credentialFor } from './access.ts';
import { CAUGHT, readCaught, tellCaught } from './caught.ts';
import { fill } from './fill.ts';
import { lacking, programOf } from './programs.ts';
import type { ExampleRunner, Stage } from './runner.ts';
import { execute, faultOf, inScratch, isolated, writeFiles } from './scratch.ts';

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
  /** Code that ends well where this PHP can load it. */
  check?: string;
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
  missing: () => lacks(library),
  async run(example, stage) {
    const credential = credentialFor(example.text);
    const text = tellCaught(fill(example.text, stage, credential));
    return inScratch(async (directory) => {
      await writeFiles(directory, {
        ...library.files?.(credential, stage),
        'prelude.php': `<?php\n${PRELUDE}\n${library.prelude(credential, stage)}\n`,
        'example.php': /^\s*<\?php/.test(text) ? text : `<?php ${text}`,
        'ca.pem': stage.relay.ca,
      });
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
      return { fault: faultOf(ended, errorOf(ended.stderr)) ?? (await readCaught(directory)) };
    });
  },
});

async function lacks(library: PhpLibrary): Promise<string | undefined> {
  const missing = lacking(['php'], library.missing);
  if (missing !== undefined) return missing;
  // Every library here sends with it; Debian has it in a package of its own.
  const curl = await complaint('extension_loaded("curl") || exit(1);', "php's extension curl");
  return curl ?? (library.check && complaint(library.check, 'a php that loads the library'));
}

/** What is needed, and why, where PHP does not get through a few lines. */
async function complaint(code: string, needed: string): Promise<string | undefined> {
  const words = ['-d', 'display_errors=stderr', '-r', code];
  const ended = await execute(programOf('php'), words, { cwd: '/', env: {} });
  if (ended.code === 0) return undefined;
  const why = errorOf(ended.stderr) ?? ended.stderr.trim().split('\n')[0];
  return why ? `${needed}: ${why}` : needed;
}

/** What PHP says of an error, without where it stood. */
const errorOf = (stderr: string): string | undefined =>
  /(?:Fatal|Parse) error:\s*(.*?)(?: in \S+ on line \d+|$)/m.exec(stderr)?.[1];

/** A text as PHP writes it. */
export const phpString = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
