import type { Settings } from '../target/environment.ts';

/** What examples need of the user's machine, beside programs in PATH and packages from npm. */
export interface Libraries {
  /** A saved https://api.bitrix24.com/api/v1/. */
  bx24?: string | undefined;
  /** Path of crest.php. */
  crest?: string | undefined;
  /** Folder in which Composer installed bitrix24/b24phpsdk. */
  phpSdk?: string | undefined;
  /** Interpreter that has b24pysdk. */
  python?: string | undefined;
  /** Checkout of github.com/bitrix24/b24gosdk. */
  goSdk?: string | undefined;
}

export function librariesOf(settings: Pick<Settings, 'get'>): Libraries {
  return {
    bx24: settings.get('B24_BX24'),
    crest: settings.get('B24_CREST'),
    phpSdk: settings.get('B24_PHP_SDK'),
    python: settings.get('B24_PYTHON'),
    goSdk: settings.get('B24_GO_SDK'),
  };
}
