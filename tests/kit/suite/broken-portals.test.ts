import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { generateCases } from '../../../src/cases/generate.ts';
import { type Answer, type Call, type Stage, startMockPortal, wrapStage } from '../../../src/mock/index.ts';
import { isExcused } from '../../../src/report/build.ts';
import type { ClaimsReport } from '../../../src/report/claims.gen.ts';
import { loadContract } from '../../../src/suite/load.ts';
import { runAll } from '../../../src/suite/run-all.ts';
import { readSettings } from '../../../src/target/environment.ts';
import { createTarget } from '../../../src/target/target.ts';

/** A mock portal broken in one way, and the claims that must turn red: these and no others. */
interface Broken {
  breaks: string;
  stages: (stages: readonly Stage[]) => readonly Stage[];
  red: string[];
}

type Body = NonNullable<Answer['body']>;

/** Changes success bodies before they are rendered. */
const success = (change: (body: Body, call: Call) => Body) =>
  rendered((answer, call) =>
    answer.body && 'result' in answer.body ? { ...answer, body: change(answer.body, call) } : answer,
  );

/** Changes error bodies before they are rendered. */
const failure = (change: (answer: Answer & { body: Body }, call: Call) => Answer) =>
  rendered((answer, call) =>
    answer.body && 'error' in answer.body ? change({ ...answer, body: answer.body }, call) : answer,
  );

const time = (name: string, change: (value: number, body: Record<string, number>) => unknown) =>
  success((body) => {
    const fields = body.time as unknown as Record<string, number>;
    const value = change(fields[name] ?? Number.NaN, fields);
    const { [name]: _, ...rest } = fields;
    return { ...body, time: (value === undefined ? rest : { ...fields, [name]: value }) as Body };
  });

function rendered(change: (answer: Answer, call: Call) => Answer): Broken['stages'] {
  return (stages) =>
    wrapStage(stages, 'render', (call, run) => {
      if (call.answer) call.answer = change(call.answer, call);
      return run(call);
    });
}

/** Changes the answer as it goes out. */
function sent(change: (answer: Answer, call: Call) => Answer): Broken['stages'] {
  return (stages) =>
    wrapStage(stages, 'render', async (call, run) => {
      const answer = await run(call);
      return answer && change(answer, call);
    });
}

/** Refuses valid requests for which the condition holds. */
function refuse(when: (call: Call) => boolean): Broken['stages'] {
  return (stages) =>
    wrapStage(stages, 'method', async (call, run) => {
      const answer = await run(call);
      return answer?.body && 'result' in answer.body && when(call)
        ? {
            status: 400,
            headers: {},
            body: { error: 'ERROR_ARGUMENT', error_description: 'Argument is wrong' },
          }
        : answer;
    });
}

const M = 'imbot.chat.sendTyping';
const REFUSED = `${M}.status`;
const contentType = (call: Call): string => String(call.request.headers['content-type'] ?? '');

const BROKEN: Broken[] = [
  {
    breaks: 'result is false',
    stages: success((body) => ({ ...body, result: false })),
    red: [`${M}.result`],
  },
  {
    breaks: 'result is the text true',
    stages: success((body) => ({ ...body, result: 'Y' })),
    red: [`${M}.result`],
  },
  {
    breaks: 'status is 201',
    stages: rendered((answer) => (answer.status === 200 ? { ...answer, status: 201 } : answer)),
    red: [`${M}.status`],
  },
  {
    breaks: 'time is missing',
    stages: success(({ result }) => ({ result: result ?? null })),
    red: [`${M}.time`],
  },
  {
    breaks: 'success carries error',
    stages: success((body) => ({ ...body, error: '' })),
    red: ['answer.success.without-error'],
  },
  { breaks: 'start is text', stages: time('start', String), red: ['time.start.type'] },
  { breaks: 'start is missing', stages: time('start', () => undefined), red: ['time.start.type'] },
  {
    breaks: 'start is in milliseconds',
    stages: time('start', (value) => value * 1000),
    red: [
      'time.start.type',
      'time.start.moment',
      'time.finish.after-start',
      'time.duration.difference',
      'time.date_start.same-instant',
    ],
  },
  { breaks: 'finish is null', stages: time('finish', () => null), red: ['time.finish.type'] },
  {
    breaks: 'duration is zero',
    stages: time('duration', () => 0),
    red: ['time.duration.difference', 'time.processing.part-of-duration'],
  },
  {
    breaks: 'duration is negative',
    stages: time('duration', () => -1),
    red: ['time.duration.type', 'time.duration.difference', 'time.processing.part-of-duration'],
  },
  { breaks: 'processing is text', stages: time('processing', String), red: ['time.processing.type'] },
  {
    breaks: 'date_start has no offset',
    stages: time('date_start', (value) => String(value).slice(0, 19)),
    red: ['time.date_start.type'],
  },
  {
    breaks: 'date_start is in another zone than it says',
    stages: time('date_start', (value) => String(value).replace(/[+-]\d\d:\d\d$/, '+09:00')),
    red: ['time.date_start.same-instant'],
  },
  {
    breaks: 'date_finish is an hour late',
    stages: time('date_finish', () => '2001-01-01T00:00:00+00:00'),
    red: ['time.date_finish.same-instant'],
  },
  { breaks: 'operating is text', stages: time('operating', String), red: ['time.operating.type'] },
  {
    breaks: 'operating_reset_at is text',
    stages: time('operating_reset_at', String),
    red: ['time.operating_reset_at.type'],
  },
  {
    breaks: 'JSON is declared as HTML',
    stages: sent((answer, call) =>
      call.format === 'json'
        ? { ...answer, headers: { ...answer.headers, 'content-type': 'text/html; charset=utf-8' } }
        : answer,
    ),
    red: ['answer.json.media-type'],
  },
  {
    breaks: 'XML is not well-formed',
    stages: sent((answer, call) =>
      call.format === 'xml' ? { ...answer, text: `${String(answer.text)}<` } : answer,
    ),
    red: ['answer.xml.suffix'],
  },
  {
    breaks: 'XML has another root',
    stages: sent((answer, call) =>
      call.format === 'xml'
        ? { ...answer, text: String(answer.text).replaceAll('response>', 'answer>') }
        : answer,
    ),
    red: ['answer.xml.root'],
  },
  {
    breaks: '.xml is answered with JSON',
    stages: (stages) =>
      wrapStage(stages, 'render', (call, run) => {
        call.format = 'json';
        return run(call);
      }),
    red: ['answer.xml.suffix', 'answer.xml.media-type'],
  },
  {
    breaks: 'JSON has a comma too many',
    stages: sent((answer, call) =>
      call.format === 'json' ? { ...answer, text: String(answer.text).replace(/}$/, ',}') } : answer,
    ),
    red: ['answer.json.default', 'answer.json.suffix'],
  },
  {
    breaks: 'multipart is refused',
    stages: refuse((call) => contentType(call).startsWith('multipart/')),
    red: [REFUSED, 'request.post.multipart'],
  },
  {
    breaks: 'GET is refused',
    stages: refuse((call) => call.request.verb === 'GET'),
    red: [REFUSED, 'request.get'],
  },
  {
    breaks: 'chatXXX is refused',
    stages: refuse((call) => String(call.parameters.get('DIALOG_ID') ?? '').startsWith('chat')),
    red: [REFUSED, `${M}.DIALOG_ID.chat`],
  },
  {
    breaks: 'a user id is refused',
    stages: refuse((call) => /^\d+$/.test(String(call.parameters.get('DIALOG_ID') ?? ''))),
    red: [REFUSED, `${M}.DIALOG_ID.user`],
  },
  {
    breaks: 'OAuth without CLIENT_ID is refused',
    stages: refuse((call) => call.caller?.kind === 'oauth' && !call.parameters.has('CLIENT_ID')),
    red: [REFUSED, `${M}.CLIENT_ID.oauth`],
  },
  {
    breaks: 'user ids in XML requests are refused',
    stages: refuse((call) => call.format === 'xml' && call.parameters.get('DIALOG_ID') === '7'),
    red: [REFUSED],
  },
  {
    breaks: 'DIALOG_ID_EMPTY has status 200',
    stages: failure((answer) =>
      answer.body.error === 'DIALOG_ID_EMPTY' ? { ...answer, status: 200 } : answer,
    ),
    red: [`${M}.DIALOG_ID_EMPTY.status`],
  },
  {
    breaks: 'BOT_ID_ERROR is in lower case',
    stages: failure((answer) =>
      answer.body.error === 'BOT_ID_ERROR'
        ? { ...answer, body: { ...answer.body, error: 'bot_id_error' } }
        : answer,
    ),
    red: [`${M}.BOT_ID_ERROR.code`],
  },
  {
    breaks: 'APP_ID_ERROR has another text',
    stages: failure((answer) =>
      answer.body.error === 'APP_ID_ERROR'
        ? { ...answer, body: { ...answer.body, error_description: 'Nope' } }
        : answer,
    ),
    red: [`${M}.APP_ID_ERROR.text`],
  },
  {
    breaks: 'error codes have a hyphen',
    stages: failure((answer) => ({
      ...answer,
      body: { ...answer.body, error: `${String(answer.body.error)}-X` },
    })),
    red: [
      'error.code.form',
      ...['BOT_ID_ERROR', 'APP_ID_ERROR', 'DIALOG_ID_EMPTY'].map((code) => `${M}.${code}.code`),
      ...['NO_AUTH_FOUND', 'INVALID_REQUEST', 'insufficient_scope', 'expired_token', 'user_access_error'].map(
        (code) => `system.${code}.code`,
      ),
    ],
  },
  {
    breaks: 'an error has a result',
    stages: failure((answer) => ({ ...answer, body: { ...answer.body, result: null } })),
    red: ['error.without-result'],
  },
  {
    breaks: 'HTTPS is not required',
    stages: (stages) => stages.filter((stage) => stage.name !== 'https'),
    red: ['system.INVALID_REQUEST.code'],
  },
  {
    breaks: 'the scope is not checked',
    stages: (stages) => stages.filter((stage) => stage.name !== 'scope'),
    red: [`${M}.scope`, 'system.insufficient_scope.code'],
  },
];

describe('a portal broken in one way turns exactly the claims concerned red', { concurrency: 2 }, () => {
  const contract = loadContract();
  const cases = generateCases(contract, 'full');
  for (const { breaks, stages, red } of BROKEN) {
    it(breaks, async () => {
      const report = await runAgainst(stages);
      assert.deepEqual(turnedRed(report).sort(), [...red].sort());
    });
  }
  it('nothing', async () => {
    assert.deepEqual(turnedRed(await runAgainst((stages) => stages)), []);
  });

  async function runAgainst(stages: Broken['stages']): Promise<ClaimsReport> {
    const mock = await startMockPortal({ stages });
    try {
      return await runAll(contract, cases, createTarget(readSettings(mock.environment), { ca: mock.ca }));
    } finally {
      await mock.close();
    }
  }
});

function turnedRed(report: ClaimsReport): string[] {
  return report.claims
    .filter((claim) => claim.verdict === 'contradicted' && !isExcused(claim))
    .map((claim) => claim.id);
}
