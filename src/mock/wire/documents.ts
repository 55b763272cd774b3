import type { Answer } from '../call.ts';

/** Answers that are none of the REST interface: web servers and the site itself give them (observed on live portals). */

const titles = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Request Entity Too Large',
  414: 'Request-URI Too Large',
  502: 'Bad Gateway',
  504: 'Gateway Time-out',
} as const;

/** A page of the web server in front of the portal. */
export function webServerPage(status: keyof typeof titles): Answer {
  const title = `${status} ${titles[status]}`;
  return html(
    status,
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
  );
}

const redirect = (status: number, location: string): Answer => ({
  ...html(status, ''),
  headers: { 'content-type': 'text/html; charset=UTF-8', location },
});

/** What a client may find in place of an answer, by name. `location` serves the redirects that may lead anywhere. */
export const documents = {
  login: () =>
    html(
      200,
      '<!DOCTYPE html>\n<html><head><title>Log in</title></head><body><form action="/?login=yes" method="post"><input name="USER_LOGIN"><input name="USER_PASSWORD" type="password"></form></body></html>\n',
    ),
  forbidden: () => webServerPage(403),
  'not-found': () => webServerPage(404),
  'too-large': () => webServerPage(413),
  'address-too-long': () => webServerPage(414),
  'bad-gateway': () => webServerPage(502),
  maintenance: () =>
    html(
      503,
      '<!DOCTYPE html>\n<html><head><title>Maintenance</title></head><body>The site is being updated. Please come back later.</body></html>\n',
    ),
  'gateway-timeout': () => webServerPage(504),
  'licence-expired': () => redirect(302, '/bitrix/coupon_activation.php'),
  'moved-permanently': (location?: string) => redirect(301, location ?? '/moved/'),
  moved: (location?: string) => redirect(302, location ?? '/moved/'),
  'temporary-redirect': (location?: string) => redirect(307, location ?? '/moved/'),
  empty: () => html(200, ''),
} as const satisfies Record<string, (location?: string) => Answer>;

export type DocumentName = keyof typeof documents;

/** Documents that a fault may lead to an address of its own. */
export const leadsElsewhere: readonly DocumentName[] = ['moved-permanently', 'moved', 'temporary-redirect'];

/** What PHP writes ahead of an answer when warnings are shown. */
export const PHP_WARNING =
  '<br />\n<b>Warning</b>:  Undefined array key "handler" in <b>/home/bitrix/www/bitrix/modules/rest/lib/handler.php</b> on line <b>47</b><br />\n';

function html(status: number, text: string): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=UTF-8' }, text, outside: true };
}
