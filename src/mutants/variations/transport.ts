import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { wrapStage } from '../../mock/index.ts';
import { errorOf, everyNth, inJson, ofTyping, sent, sentHeaders } from '../changes.ts';
import type { Difference, Variation } from '../mutant.ts';

/** How an answer comes: headers, codings, connections, time. */

const slow = (milliseconds: number, when: Parameters<typeof everyNth>[1]): Difference => ({
  stages: (stages) =>
    wrapStage(stages, 'render', async (call, run) => {
      if (when(call)) await sleep(milliseconds);
      return run(call);
    }),
});

const compressed = (coding: string, compress: (text: string | Buffer) => Buffer): Difference =>
  sent((answer) => ({
    ...answer,
    headers: { ...answer.headers, 'content-encoding': coding, vary: 'Accept-Encoding' },
    text: compress(answer.text ?? ''),
  }));

const variations: readonly Variation[] = [
  {
    id: 'header-names-in-capitals',
    changed: 'The names of headers are written Content-Type, Date, Access-Control-Allow-Origin.',
    ...sent((answer) => ({
      ...answer,
      headers: Object.fromEntries(
        Object.entries(answer.headers).map(([name, value]) => [
          name.replace(/(^|-)[a-z]/g, (part) => part.toUpperCase()),
          value,
        ]),
      ),
    })),
  },
  {
    id: 'further-headers',
    changed: 'Answers have headers of servers between.',
    ...sentHeaders({
      server: 'nginx',
      'x-powered-by': 'PHP/8.2',
      'set-cookie': 'BITRIX_SM_SALE_UID=0; path=/; HttpOnly',
      'strict-transport-security': 'max-age=31536000',
    }),
  },
  {
    id: 'header-with-empty-value',
    changed: 'Answers have a header with nothing in it.',
    ...sentHeaders({ 'x-bitrix-note': ' ' }),
  },
  {
    id: 'connection-closed',
    changed: 'The connection is closed after each answer.',
    ...sentHeaders({ connection: 'close' }),
  },
  {
    id: 'connection-kept',
    changed: 'Answers say how long the connection is kept.',
    ...sentHeaders({ connection: 'keep-alive', 'keep-alive': 'timeout=5, max=100' }),
  },
  {
    id: 'answers-in-chunks',
    changed: 'Answers come in chunks, without a length.',
    ...sentHeaders({ 'transfer-encoding': 'chunked' }),
  },
  { id: 'answers-in-gzip', changed: 'Answers are compressed with gzip.', ...compressed('gzip', gzipSync) },
  {
    id: 'answers-in-brotli',
    changed: 'Answers are compressed with Brotli.',
    ...compressed('br', brotliCompressSync),
  },
  {
    id: 'date-of-another-second',
    changed: 'The Date header is a second ahead.',
    ...sent((answer) => ({
      ...answer,
      headers: {
        ...answer.headers,
        date: new Date(Date.parse(answer.headers.date ?? '') + 1000).toUTCString(),
      },
    })),
  },
  {
    id: 'slow-answers',
    changed: 'Every fifth answer takes a fifth of a second.',
    ...everyNth(5, ofTyping, (when) => slow(200, when)),
  },
  {
    id: 'request-limit-now-and-then',
    changed: 'Every seventieth request is refused by the request limit, and may be sent again.',
    sharedOnly: true,
    ...everyNth(70, inJson, (when) => ({
      stages: (stages) =>
        wrapStage(stages, 'rate-limit', (call, run) =>
          when(call)
            ? errorOf({ status: 503, code: 'QUERY_LIMIT_EXCEEDED', text: 'Too many requests' })
            : run(call),
        ),
    })),
  },
];

export const inTransport: readonly Variation[] = variations.map((variation) => ({
  ...variation,
  needsConnection: true,
}));
