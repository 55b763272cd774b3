import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createMockPool, openMock } from '../../../src/run/embedded-mock.ts';
import type { OwnWorld } from '../../../src/target/target.ts';
import type { Exchange } from '../../../src/wire/exchange.ts';

/** Asks a world for a method by webhook, over the connections that it keeps. */
async function ask({ target, client }: OwnWorld, method: string): Promise<Exchange> {
  const { path } = target.access({ webhook: 'own' }, 'https');
  assert.ok(client);
  return client.send({ method: 'GET', url: `${target.origin('https')}${path}${method}`, headers: [] });
}

const statusOf = ({ response, failure }: Exchange) => response?.status ?? failure?.code;
const bodyOf = ({ response }: Exchange) => JSON.parse(Buffer.from(response?.body ?? []).toString());

describe('worlds of cases', () => {
  it('are the same portals again, with nothing left of the case before', async () => {
    const pool = createMockPool(1);
    after(pool.close);
    const origins: string[] = [];
    for (const change of [{ fault: 'PORTAL_DELETED' }, { movedTo: 'https://else.invalid' }, { users: 60 }]) {
      const world = await pool.world({ profile: 'documented' });
      origins.push(world.target.origin('https'));
      const fresh = await ask(world, 'user.get');
      assert.deepEqual([statusOf(fresh), bodyOf(fresh).total], [200, 2]);
      world.change({ advance: 100_000 });
      world.change(change);
      await ask(world, 'user.get');
      await world.close();
    }
    assert.equal(new Set(origins).size, 1);
    const selfHosted = await pool.world({ profile: 'self-hosted' });
    assert.equal(selfHosted.target.profile, 'self-hosted');
    assert.equal('operating' in bodyOf(await ask(selfHosted, 'profile')).time, false);
  });

  it('wait for each other when all are taken, first come first served', async () => {
    const pool = createMockPool(2);
    after(pool.close);
    const [first, second] = [await pool.world({}), await pool.world({})];
    assert.notEqual(first.target.origin('https'), second.target.origin('https'));
    const served: string[] = [];
    const late = ['third', 'fourth'].map(async (name) => {
      const world = await pool.world({});
      served.push(name);
      return world;
    });
    assert.equal(statusOf(await ask(first, 'profile')), 200);
    assert.deepEqual(served, []);
    await second.close();
    const third = await late[0];
    assert.deepEqual(served, ['third']);
    assert.equal(third?.target.origin('https'), second.target.origin('https'));
    await first.close();
    await late[1];
    assert.deepEqual(served, ['third', 'fourth']);
  });

  it('stay to be had when one cannot begin as it should', async () => {
    const pool = createMockPool(1);
    after(pool.close);
    await assert.rejects(pool.take({ faults: [{ page: 'login', count: 0 }] }), RangeError);
    assert.equal(statusOf(await ask(await pool.world({}), 'profile')), 200);
  });

  it('end with the mock that they belong to', async () => {
    const { target, close } = await openMock('documented');
    const world = await target.ownWorld?.();
    assert.ok(world);
    assert.equal(statusOf(await ask(world, 'profile')), 200);
    await close();
    await assert.rejects(fetch(target.origin('http')), TypeError);
    await assert.rejects(fetch(world.target.origin('http')), TypeError);
  });
});
