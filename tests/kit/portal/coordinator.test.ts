import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import {
  type Coordinator,
  type CoordinatorServer,
  connectCoordinator,
  PortalLost,
  serveCoordinator,
} from '../../../src/portal/coordinator.ts';

const QUIET: Coordinator = {
  take: async () => {},
  refused: async () => {},
  accepted: async () => {},
  finished: async () => {},
  renew: async () => 'fresh',
  found: async () => ({}),
  part: async () => ({ limit: 600, number: 1, of: 1, later: [] }),
  unanswered: async () => {},
  lost: () => new Promise(() => {}),
};

describe('the coordinator', () => {
  it('hands over what the run found, as it is when a worker asks', async () => {
    let token = 'first';
    const found = async () => ({ B24_BOT_ID: '7', B24_OAUTH_ACCESS_TOKEN: token });
    await serving({ ...QUIET, found }, async ({ address }) => {
      const worker = await connectCoordinator(address);
      assert.deepEqual(await worker.found(), { B24_BOT_ID: '7', B24_OAUTH_ACCESS_TOKEN: 'first' });
      token = 'second';
      const late = await connectCoordinator(address);
      assert.equal((await late.found()).B24_OAUTH_ACCESS_TOKEN, 'second');
      worker.close();
      late.close();
    });
  });

  it('answers many askers at once, each its own question, however long another waits', async () => {
    const waiting: (() => void)[] = [];
    const told: string[] = [];
    await serving(
      {
        ...QUIET,
        take: () => new Promise((resolve) => waiting.push(resolve)),
        refused: async () => void told.push('refused'),
        accepted: async () => void told.push('accepted'),
        renew: async (expired) => `fresh for ${expired}`,
      },
      async ({ address }) => {
        const workers = await Promise.all(Array.from({ length: 3 }, () => connectCoordinator(address)));
        const went: number[] = [];
        const takes = workers.flatMap((worker, index) =>
          Array.from({ length: 40 }, () => worker.take().then(() => went.push(index))),
        );
        assert.deepEqual(await Promise.all(workers.map((worker, index) => worker.renew(`token ${index}`))), [
          'fresh for token 0',
          'fresh for token 1',
          'fresh for token 2',
        ]);
        await Promise.all(workers.flatMap((worker) => [worker.refused(), worker.accepted()]));
        assert.deepEqual(told.sort(), ['accepted', 'accepted', 'accepted', 'refused', 'refused', 'refused']);
        assert.deepEqual(went, []);
        assert.equal(waiting.length, 120);
        for (const go of waiting) go();
        await Promise.all(takes);
        assert.equal(went.length, 120);
        for (const worker of workers) worker.close();
      },
    );
  });

  it('passes on why there is no fresh token', async () => {
    const refused: Coordinator = {
      ...QUIET,
      renew: () => Promise.reject(new Error('invalid_grant, in words')),
    };
    await serving(refused, async ({ address }) => {
      const worker = await connectCoordinator(address);
      await assert.rejects(worker.renew('old'), new Error('invalid_grant, in words'));
      await worker.take();
      worker.close();
    });
  });

  it('hangs up on whoever does not know the secret word, and goes on for the others', async () => {
    const told: string[] = [];
    const telling: Coordinator = {
      ...QUIET,
      async renew() {
        told.push('renew');
        return 'fresh';
      },
    };
    await serving(telling, async ({ address }) => {
      const [port = ''] = address.split(':');
      const stranger = await connectCoordinator(`${port}:${'0'.repeat(32)}`);
      await assert.rejects(stranger.renew('x'), /the run is being ended/);
      for (const line of ['{}', 'null', '[]', '"x"', '{', 'GET / HTTP/1.1', '{"secret":null}', '\u0000'])
        assert.equal(await speak(Number(port), `${line}\n`), '', line);
      assert.deepEqual(told, []);
      const worker = await connectCoordinator(address);
      assert.equal(await worker.renew('x'), 'fresh');
      worker.close();
    });
  });

  it('passes on that the portal is lost as what it is, to those who ask and those who wait', async () => {
    const lost: Coordinator = {
      ...QUIET,
      take: () => Promise.reject(new PortalLost('gone since noon')),
      lost: async () => 'gone since noon',
    };
    await serving(lost, async ({ address }) => {
      const worker = await connectCoordinator(address);
      await assert.rejects(worker.take(), new PortalLost('gone since noon'));
      assert.equal(await worker.lost(), 'gone since noon');
      worker.close();
    });
  });

  it('answers no question but its own', async () => {
    await serving(QUIET, async ({ address }) => {
      const [port = '', secret = ''] = address.split(':');
      for (const operation of ['close', 'constructor', '__proto__', 1, undefined])
        assert.equal(await speak(Number(port), `${JSON.stringify({ id: 1, secret, operation })}\n`), '');
    });
  });

  it('listens on loopback alone, at another address with each run', async () => {
    const [one, other] = await Promise.all([serveCoordinator(QUIET), serveCoordinator(QUIET)]);
    assert.match(one.address, /^\d+:[0-9a-f]{32}$/);
    assert.notEqual(one.address.split(':')[1], other.address.split(':')[1]);
    await Promise.all([one.close(), other.close()]);
  });

  it('refuses what is asked when the run ends, and afterwards, and keeps nobody waiting', async () => {
    const server = await serveCoordinator({ ...QUIET, take: () => new Promise(() => {}) });
    const worker = await connectCoordinator(server.address);
    const underWay = assert.rejects(worker.take(), /the run is being ended/);
    await worker.accepted();
    await server.close();
    await underWay;
    await assert.rejects(worker.take(), /the run is being ended/);
    await assert.rejects(worker.renew('old'), /the run is being ended/);
    await assert.rejects(connectCoordinator(server.address), /ECONNREFUSED/);
  });

  it('survives a worker that is killed, and whose connection is reset', async () => {
    await serving(QUIET, async ({ address }) => {
      const [port = '', secret = ''] = address.split(':');
      const killed = connect(Number(port), '127.0.0.1');
      await once(killed, 'connect');
      killed.write(`${JSON.stringify({ id: 1, secret, operation: 'accepted' })}\n`);
      await once(killed, 'data');
      killed.resetAndDestroy();
      const worker = await connectCoordinator(address);
      assert.equal(await worker.renew('x'), 'fresh');
      worker.close();
    });
  });

  it('answers into the void when a worker dies, and goes on', async () => {
    let go = (): void => {};
    const slow: Coordinator = { ...QUIET, take: () => new Promise((resolve) => (go = resolve)) };
    await serving(slow, async ({ address }) => {
      const [dying, living] = await Promise.all([connectCoordinator(address), connectCoordinator(address)]);
      const lost = assert.rejects(dying.take(), /the run is being ended/);
      await dying.accepted();
      dying.close();
      await lost;
      go();
      assert.equal(await living.renew('x'), 'fresh');
      living.close();
    });
  });
});

async function serving(coordinator: Coordinator, use: (server: CoordinatorServer) => Promise<void>) {
  const server = await serveCoordinator(coordinator);
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

/** What comes back until the other side hangs up. */
async function speak(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (part: string) => {
    answer += part;
  });
  socket.on('error', () => {});
  socket.write(text);
  await once(socket, 'close');
  return answer;
}
