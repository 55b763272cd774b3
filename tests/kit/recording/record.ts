import type { Case } from '../../../src/cases/case.ts';
import { frozenWorld, loadWorld, type MockPortal, type ProfileName } from '../../../src/mock/index.ts';
import type { Difference } from '../../../src/mutants/index.ts';
import { createPortals, openPortal } from '../../../src/mutants/portal.ts';
import { createDirectClient } from '../../../src/mutation/client.ts';
import { beginHar, endHar } from '../../../src/recording/har-file.ts';
import { beginOf, createRecorder, endOf } from '../../../src/recording/recorder.ts';
import type { ClaimsReport } from '../../../src/report/claims.gen.ts';
import { runAll } from '../../../src/run/run-all.ts';
import type { HttpClient } from '../../../src/wire/client.ts';
import type { Secret } from '../../../src/wire/redact.ts';
import { contract } from './bench.ts';

const world = frozenWorld(await loadWorld());
const portals = createPortals();

export const closePortals = (): Promise<void> => portals.close();

/** Without a connection nothing takes time, of which evidence tells. */
function connect(mock: MockPortal): HttpClient {
  const client = createDirectClient(mock);
  return {
    get sent() {
      return client.sent;
    },
    send: async (request) => ({ ...(await client.send(request)), timing: { startedAt: Date.now(), ms: 0 } }),
    close: () => client.close(),
  };
}

/**
 * A run against a portal, the file with its exchanges, and the secrets of that portal. One with a difference is reached as in
 * the matrix: over a connection only where the difference needs one.
 */
export async function record(
  path: string,
  some: readonly Case[],
  beneath: ProfileName = 'documented',
  difference: Difference = {},
): Promise<{ live: ClaimsReport; secrets: readonly Secret[] }> {
  const { target, client, close } = await openPortal(difference, world, {
    beneath,
    portals,
    connect: Object.keys(difference).length > 0 ? connect : undefined,
  });
  try {
    beginHar(path, beginOf(some, 'reviewed', { kind: target.kind, origin: target.name }));
    const live = await runAll(contract, some, target, { client, tape: createRecorder(path) }, (outcome) =>
      endHar(path, endOf(outcome, {})),
    );
    return { live, secrets: target.secrets };
  } finally {
    await close();
  }
}
