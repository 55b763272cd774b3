import { existsSync, readFileSync } from 'node:fs';
import { accessToken, type Credential, webhookUrl } from './access.ts';
import { type PhpLibrary, phpString } from './php.ts';
import type { Stage } from './runner.ts';

/**
 * CRest, a file that finds its settings beside it.
 *
 * @param crest path of crest.php
 */
export const crestLibrary = (crest: string | undefined): PhpLibrary => ({
  missing: crest !== undefined && existsSync(crest) ? undefined : 'crest.php, named by B24_CREST',
  prelude: () => "require_once __DIR__ . '/crest.php';",
  files: (credential, stage) => ({
    'crest.php': readFileSync(crest ?? '', 'utf8'),
    'settings.php': settings(credential, stage),
    'settings.json': JSON.stringify(credential === 'webhook' ? {} : authorization(stage)),
  }),
});

function settings(credential: Credential, stage: Stage): string {
  const definitions =
    credential === 'webhook'
      ? `define('C_REST_WEB_HOOK_URL', ${phpString(webhookUrl(stage))});`
      : "define('C_REST_CLIENT_ID', 'none'); define('C_REST_CLIENT_SECRET', 'none');";
  return `<?php\n${definitions}\ndefine('C_REST_BLOCK_LOG', true);\n`;
}

/** What an installed application keeps in its `settings.json`. */
function authorization(stage: Stage): object {
  const { host } = stage.relay;
  return {
    access_token: accessToken(stage),
    expires_in: 3600,
    application_token: 'none',
    refresh_token: 'none',
    domain: host,
    client_endpoint: `https://${host}/rest/`,
  };
}
