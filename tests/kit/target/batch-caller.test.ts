import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inBatches } from '../../../src/target/batch-caller.ts';
import type { Reply } from '../../../src/target/call.ts';

const success = (result: unknown): Reply => ({
  status: 200,
  result,
  error: undefined,
  description: undefined,
});
const refusal = (error: string): Reply => ({ status: 400, result: undefined, error, description: 'why' });

type Batch = (cmd: Readonly<Record<string, string>>) => Reply;

/** Calls that reach a portal, and what it says of a batch. */
function portal(batch: Batch) {
  const sent: [string, unknown][] = [];
  const call = inBatches(async (method, parameters) => {
    sent.push([method, parameters]);
    return method === 'batch'
      ? batch((parameters as { cmd: Record<string, string> }).cmd)
      : success(`alone: ${method}`);
  });
  return { call, sent, methods: () => sent.map(([method]) => method) };
}

/** Each command is answered with itself. */
const echo: Batch = (cmd) => success({ result: cmd, result_error: [] });

describe('calls that are made at the same time', () => {
  it('are commands of one batch, with their parameters, and each has its answer', async () => {
    const { call, sent } = portal(echo);
    const replies = await Promise.all([
      call('imbot.unregister', { BOT_ID: 7, CLIENT_ID: 'a&b' }),
      call('imbot.v2.Bot.list', { filter: { type: ['bot', 'personal'] } }),
    ]);
    assert.deepEqual(
      replies.map(({ result }) => result),
      [
        'imbot.unregister?BOT_ID=7&CLIENT_ID=a%26b',
        'imbot.v2.Bot.list?filter%5Btype%5D%5B0%5D=bot&filter%5Btype%5D%5B1%5D=personal',
      ],
    );
    assert.equal(sent.length, 1);
    const [[method, parameters] = []] = sent;
    assert.equal(method, 'batch');
    const { halt } = parameters as { halt: number };
    assert.equal(halt, 0, 'a refusal of one must not keep the others back');
  });

  it('are fifty to a batch', async () => {
    const { call, methods } = portal(echo);
    const replies = await Promise.all(
      Array.from({ length: 120 }, (_, id) => call('imbot.unregister', { id })),
    );
    assert.deepEqual(methods(), ['batch', 'batch', 'batch']);
    assert.deepEqual(
      replies.map(({ result }) => result),
      Array.from({ length: 120 }, (_, id) => `imbot.unregister?id=${id}`),
    );
  });

  it('go by themselves where there is one of them', async () => {
    const { call, sent } = portal(echo);
    await call('imbot.unregister', { BOT_ID: 7 });
    await call('imbot.unregister', { BOT_ID: 8 });
    assert.deepEqual(sent, [
      ['imbot.unregister', { BOT_ID: 7 }],
      ['imbot.unregister', { BOT_ID: 8 }],
    ]);
  });

  it('are refused one by one', async () => {
    const { call } = portal(() =>
      success({
        result: { call1: false },
        result_error: {
          call0: { error: 'BOT_ID_ERROR', error_description: 'Bot not found' },
          call2: { error: '', error_description: 'Something' },
        },
      }),
    );
    const [first, second, third] = await Promise.all([1, 2, 3].map((id) => call('imbot.unregister', { id })));
    assert.deepEqual([first?.error, first?.description], ['BOT_ID_ERROR', 'Bot not found']);
    assert.deepEqual(second, success(false));
    assert.deepEqual([third?.error, third?.description], ['HTTP_200', 'Something']);
  });

  it('go by themselves where the batch is refused, is no answer, or fails', async () => {
    const batches: Batch[] = [
      () => refusal('insufficient_scope'),
      () => ({ ...refusal('HTTP_502'), foreign: 'an HTML page' }),
      () => success([]),
      () => success('text'),
      () => {
        throw new Error('no answer');
      },
    ];
    for (const batch of batches) {
      const { call, methods } = portal(batch);
      const replies = await Promise.all([call('one'), call('two')]);
      assert.deepEqual(methods(), ['batch', 'one', 'two']);
      assert.deepEqual(replies, [success('alone: one'), success('alone: two')]);
    }
  });

  it('go by themselves where the batch says nothing of them', async () => {
    const { call, methods } = portal(() => success({ result: { call1: true }, result_error: [] }));
    assert.deepEqual(await Promise.all([call('one'), call('two')]), [success('alone: one'), success(true)]);
    assert.deepEqual(methods(), ['batch', 'one']);
  });

  it('fail by themselves', async () => {
    const call = inBatches(async (method) => {
      if (method === 'two') return success(true);
      throw new Error(`${method} has no answer`);
    });
    const [one, two] = await Promise.allSettled([call('one'), call('two')]);
    assert.match(String(one?.status === 'rejected' && one.reason), /one has no answer/);
    assert.equal(two?.status, 'fulfilled');
  });
});
