import { existsSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fill } from './fill.ts';
import { findProgram } from './programs.ts';
import type { ExampleRunner, Stage } from './runner.ts';
import { execute, inScratch } from './scratch.ts';

/** What starts programs or opens connections other than curl's. */
const FORBIDDEN =
  'exec,passthru,shell_exec,system,proc_open,popen,pcntl_exec,mail,fsockopen,pfsockopen,stream_socket_client,dl,putenv';

/**
 * PHP CRest examples with the user's own php and crest.php. Files outside their directory cannot be read; other hosts are
 * behind a proxy that is not there.
 *
 * @param crest path of crest.php
 */
export const crestRunner = (crest: string | undefined): ExampleRunner => ({
  async run(example, stage) {
    const php = findProgram('php');
    const there = crest !== undefined && existsSync(crest);
    if (php === undefined || !there) {
      const missing = [...(php ? [] : ['php in PATH']), ...(there ? [] : ['crest.php, named by B24_CREST'])];
      return { missing: missing.join(' and ') };
    }
    const webhook = /\bCLIENT_ID\b/.test(example.text);
    const text = fill(example.text, stage, webhook ? 'webhook' : 'token');
    return inScratch(async (directory) => {
      const write = (name: string, what: string) => writeFile(join(directory, name), what);
      await copyFile(crest, join(directory, 'crest.php'));
      await write('settings.php', settings(stage, webhook));
      await write('settings.json', JSON.stringify(webhook ? {} : authorization(stage)));
      await write('example.php', /^\s*<\?php/.test(text) ? text : `<?php\n${text}`);
      await write('ca.pem', stage.relay.ca);
      const options: Record<string, string> = {
        'curl.cainfo': join(directory, 'ca.pem'),
        open_basedir: directory,
        disable_functions: FORBIDDEN,
        allow_url_fopen: '0',
        auto_prepend_file: join(directory, 'crest.php'),
        display_errors: 'stderr',
      };
      const words = Object.entries(options).flatMap(([name, value]) => ['-d', `${name}=${value}`]);
      const nowhere = 'http://127.0.0.1:9';
      const { code, stderr } = await execute(php, [...words, 'example.php'], {
        cwd: directory,
        env: { HOME: directory, https_proxy: nowhere, http_proxy: nowhere, no_proxy: '127.0.0.1' },
      });
      const [, error] = /(?:Fatal|Parse) error:\s*(.*?)(?: in \S+ on line \d+|$)/m.exec(stderr) ?? [];
      return { fault: code === 0 ? undefined : (error ?? `exit code ${code}`) };
    });
  },
});

function settings({ target, relay }: Stage, webhook: boolean): string {
  const { path } = target.access({ webhook: 'own' }, 'https');
  const own = webhook
    ? `define('C_REST_WEB_HOOK_URL', 'https://${relay.host}${path}');`
    : "define('C_REST_CLIENT_ID', 'none'); define('C_REST_CLIENT_SECRET', 'none');";
  return `<?php\n${own}\ndefine('C_REST_BLOCK_LOG', true);\n`;
}

/** What an installed application keeps in its `settings.json`. */
function authorization({ target, relay }: Stage): object {
  return {
    access_token: target.access({ token: 'own' }, 'https').token,
    expires_in: 3600,
    application_token: 'none',
    refresh_token: 'none',
    domain: relay.host,
    client_endpoint: `https://${relay.host}/rest/`,
  };
}
