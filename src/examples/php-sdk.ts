import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { accessToken, type Credential, webhookUrl } from './access.ts';
import { type PhpLibrary, phpString } from './php.ts';
import type { Stage } from './runner.ts';

const FACTORY = '\\Bitrix24\\SDK\\Services\\ServiceBuilderFactory';

/**
 * B24PhpSDK as Composer installs it. Pages call the client `$b24Service` or `$serviceBuilder`
 * (first-steps/how-to-use-examples.md).
 *
 * @param folder where `composer require bitrix24/b24phpsdk` was run
 */
export function phpSdkLibrary(folder: string | undefined): PhpLibrary {
  const there = folder !== undefined && existsSync(join(folder, 'vendor', 'autoload.php'));
  // Beside it the project may keep secrets of its own.
  const vendor = there ? realpathSync(join(folder, 'vendor')) : '';
  const load = `require_once ${phpString(join(vendor, 'autoload.php'))};`;
  return {
    missing: there
      ? undefined
      : 'the Composer package bitrix24/b24phpsdk in the vendor folder of the folder that B24_PHP_SDK names',
    check: `${load} class_exists('${FACTORY}') || exit(1);`,
    folder: vendor,
    // With an access token it goes to port 443, whatever the address says (Credentials::getDomainUrl).
    forgetsPort: true,
    prelude: (credential, stage) => `${load}
$b24Service = $serviceBuilder = ${client(credential, stage)};`,
  };
}

function client(credential: Credential, stage: Stage): string {
  if (credential === 'webhook')
    return `${FACTORY}::createServiceBuilderFromWebhook(${phpString(webhookUrl(stage))})`;
  const credentials = '\\Bitrix24\\SDK\\Core\\Credentials';
  const origin = phpString(`https://${stage.relay.host}`);
  // The authorization server is never asked: the relay renews what has expired.
  return `(new ${FACTORY}(new \\Symfony\\Component\\EventDispatcher\\EventDispatcher(), new \\Psr\\Log\\NullLogger()))->init(
    ${credentials}\\ApplicationProfile::initFromArray([
        'BITRIX24_PHP_SDK_APPLICATION_CLIENT_ID' => 'none',
        'BITRIX24_PHP_SDK_APPLICATION_CLIENT_SECRET' => 'none',
        'BITRIX24_PHP_SDK_APPLICATION_SCOPE' => 'imbot',
    ]),
    new ${credentials}\\AuthToken(${phpString(accessToken(stage))}, 'none', time() + 3600),
    ${origin},
    ${origin}
)`;
}
