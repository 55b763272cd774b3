import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Answer,
  type Call,
  type MockOptions,
  type MockPortal,
  type Stage,
  startMockPortal,
  wrapStage,
} from '../../../src/mock/index.ts';

/** A mock portal in this process that tells what it is asked and what is on it. */
export interface WatchedPortal {
  mock: MockPortal;
  /** Variables of a user who has one webhook and leave to provision; with the usual pace only where there is a limit. */
  oneWebhook: Record<string, string>;
  /** Methods called, in order. */
  calls: string[];
  /** Resolves as soon as so many calls have come. */
  reached(count: number): Promise<void>;
  /** What the portal holds; undefined before the first call. */
  readonly state: Call['portal'] | undefined;
  /** Pairs of tokens that the authorization server gave out. */
  readonly issued: number;
  /** Answers of the rate limit. */
  readonly refused: number;
  /** Codes of the bots that are there now. */
  bots(): string[];
  chats(): number[];
  close(): Promise<void>;
  /** Stages of a portal that comes back with all that was on this one. */
  revive(stages: readonly Stage[]): readonly Stage[];
}

export interface WatchOptions extends MockOptions {
  /** Wraps the stage `method`: other answers, or none in time. */
  answer?: (call: Call, run: Stage['run']) => ReturnType<Stage['run']>;
  /** Milliseconds that each request takes on its way. */
  latencyMs?: number;
  /** For everything that this portal's runs leave. */
  scratch: string;
}

/** Of a portal that has no request limit: whoever keeps to the usual one waits most of the time. */
const UNPACED = { B24_RATE: '1000', B24_BURST: '1000' };

export async function watchPortal({
  answer,
  latencyMs,
  scratch,
  ...options
}: WatchOptions): Promise<WatchedPortal> {
  const calls: string[] = [];
  const waiting = new Map<number, () => void>();
  let refused = 0;
  let issued = 0;
  let portal: Call['portal'] | undefined;
  const stages = (standard: readonly Stage[]): readonly Stage[] => {
    let wrapped = wrapStage(standard, 'transport', async (call, run) => {
      portal = call.portal;
      if (latencyMs !== undefined) await new Promise((resolve) => setTimeout(resolve, latencyMs));
      const early = await run(call);
      waiting.get(calls.push(call.method))?.();
      return early;
    });
    wrapped = wrapStage(wrapped, 'rate-limit', async (call, run) => {
      const refusal: Answer | undefined = await run(call);
      if (refusal) refused++;
      return refusal;
    });
    wrapped = wrapStage(wrapped, 'oauth', async (call, run) => {
      const answered = await run(call);
      if (answered?.body && 'access_token' in answered.body) issued++;
      return answered;
    });
    if (answer) wrapped = wrapStage(wrapped, 'method', answer);
    return options.stages ? options.stages(wrapped) : wrapped;
  };
  const mock = await startMockPortal({ ...options, stages });
  const folder = mkdtempSync(join(scratch, 'portal-'));
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, mock.ca);
  return {
    mock,
    oneWebhook: {
      B24_TARGET: 'portal',
      B24_WEBHOOK: mock.environment.B24_WEBHOOK ?? '',
      B24_HTTP_URL: mock.httpUrl,
      B24_CA_FILE: caFile,
      B24_ALLOW_PROVISION: '1',
      B24_LEDGER: join(folder, 'ledger.jsonl'),
      ...(options.limits ? {} : UNPACED),
    },
    calls,
    reached: (count) =>
      new Promise((resolve) => (calls.length >= count ? resolve() : waiting.set(count, resolve))),
    get state() {
      return portal;
    },
    get issued() {
      return issued;
    },
    get refused() {
      return refused;
    },
    bots: () => [...(portal?.bots.values() ?? [])].map(({ code }) => code).sort(),
    chats: () => [...(portal?.chats.keys() ?? [])].sort((one, other) => one - other),
    close: () => mock.close(),
    revive(standard) {
      const tables = (portal?.tables ?? []).map((table) => [...table]);
      let revived = false;
      return wrapStage(standard, 'moved', (call, run) => {
        const before = revived ? [] : tables;
        revived = true;
        for (const [index, rows] of before.entries())
          for (const [id, row] of rows) call.portal.tables[index]?.set(id, row);
        return run(call);
      });
    },
  };
}

/** Bots of the seed world. */
export const SEED_BOTS = ['mock_bot', 'mock_foreign_bot', 'mock_oauth_bot', 'mock_second_bot'];

/** An error as a portal answers it. */
export const refusal = (status: number, error: string, text = 'for a test'): Answer => ({
  status,
  headers: {},
  body: { error, error_description: text },
});
