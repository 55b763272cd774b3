import type { Stage } from '../stage.ts';
import { webServerPage } from '../wire/documents.ts';

/** Bytes of path and query that a web server takes by default. */
const MOST = 8 * 1024;

/** Refuses addresses that no web server in front of a portal takes: 12 kB were answered with 414 (observed). */
export const addressLength: Stage = {
  name: 'address-length',
  phase: 'decide',
  run: ({ request }) => (Buffer.byteLength(request.target) > MOST ? webServerPage(414) : undefined),
};

/** A portal that has another address now redirects every call (change-domen.md, Approach 1). */
export const moved: Stage = {
  name: 'moved',
  phase: 'decide',
  run({ portal: { settings }, request }) {
    if (settings.movedTo === undefined) return undefined;
    // Odd clients send bytes in a request line that no header may carry.
    const target = request.target.replace(/[^\x21-\x7e]/g, encodeURIComponent);
    return { status: 302, headers: { location: settings.movedTo.replace(/\/+$/, '') + target } };
  },
};

/** A browser asks by OPTIONS before it sends JSON across origins; the stage `headers` adds what it wants to see. */
export const preflight: Stage = {
  name: 'preflight',
  phase: 'decide',
  run: ({ request }) => (request.verb === 'OPTIONS' ? { status: 200, headers: {} } : undefined),
};
