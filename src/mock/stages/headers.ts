import type { Answer, Call } from '../call.ts';
import type { Stage } from '../stage.ts';

/** Headers of every answer (observed). */
const common = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'origin, content-type, accept',
  'x-content-type-options': 'nosniff',
};

/** Adds the headers that every answer carries. `date` follows the portal's clock, as `time` does. */
export const headers: Stage = {
  name: 'headers',
  phase: 'finish',
  run(call) {
    const { answer, portal } = call;
    if (answer === undefined) return undefined;
    const date = new Date(portal.clock.now() * 1000).toUTCString();
    if (answer.outside) return { ...answer, headers: { server: 'nginx', date, ...answer.headers } };
    const plain = { ...answer, headers: { ...common, date, ...answer.headers } };
    return portal.profile.liveHeaders ? withLiveHeaders(plain, call) : plain;
  },
};

/** What web server and site add on live portals (observed). The cookies are secrets of a session. */
function withLiveHeaders(answer: Answer, { portal, caller, processing }: Call): Answer {
  const session = portal.nextSecret('mocksession', 32);
  return {
    ...answer,
    headers: {
      server: 'nginx',
      'x-powered-cms': 'Bitrix Site Manager (0123456789abcdef0123456789abcdef)',
      p3p: 'policyref="/bitrix/p3p.xml", CP="NON DSP COR CUR ADM DEV PSA PSD OUR UNR BUS UNI COM NAV INT DEM STA"',
      'strict-transport-security': 'max-age=31536000; includeSubdomains',
      ...(caller?.application !== undefined && { 'x-bitrix-rest-application': caller.application }),
      'x-bitrix-rest-time': processing.toFixed(10),
      'x-bitrix-rest-user-time': processing.toFixed(10),
      'x-bitrix-rest-system-time': (0).toFixed(10),
      ...answer.headers,
      'x-content-type-options': 'nosniff, nosniff',
    },
    cookies: [
      `PHPSESSID=${session}; path=/; secure; HttpOnly`,
      `BITRIX_SM_UIDH=${session.toUpperCase()}; path=/; secure; HttpOnly`,
      'qmb=0.; path=/',
    ],
  };
}
