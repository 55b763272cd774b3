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
