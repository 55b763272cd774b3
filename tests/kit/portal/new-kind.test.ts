import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { openLedger } from '../../../src/portal/ledger.ts';
import type { FakeOptions } from './fake-portal.ts';
import {
  type FakePortal,
  serveFakePortal,
  startFakePortal,
  startProvisioning,
  toProvision,
} from './fake-site.ts';

/** What others have on a fake portal. */
const OTHERS = { bot: ['5'], chat: ['7'], deal: ['11'], message: ['13'] };

/** A resource that the suite does not know is one file: a deal, and a message in the chat of a bot. */
describe('a new kind of thing', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-kind-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  async function onPortal(
    options: FakeOptions,
    use: (portal: FakePortal) => Promise<void>,
    start = serveFakePortal,
  ): Promise<void> {
    const portal = await start(options, scratch);
    try {
      await use(portal);
    } finally {
      await portal.close();
    }
  }

  async function assertTidy({ site, state }: FakePortal): Promise<void> {
    const { chat: _, ...left } = Object.fromEntries(
      Object.entries(await state()).map(([kind, things]) => [kind, Object.keys(things)]),
    );
    const { chat: __, ...others } = OTHERS;
    assert.deepEqual(left, others);
    assert.ok(!existsSync(site.ledger));
  }

  it('is made, kept in the ledger, and removed by another process', async () => {
    await onPortal(
      {},
      async (portal) => {
        const [code] = await startProvisioning(portal.site, ['deal.id', 'message.id']).ended;
        assert.equal(code, 0);
        const { deal = {}, message = {} } = await portal.state();
        assert.equal(Object.keys(deal).length, 2);
        assert.equal(Object.keys(message).length, 2);
        const pending = openLedger(portal.site.ledger).pending();
        assert.deepEqual(pending.map(({ resource }) => resource).sort(), ['bot', 'chat', 'deal', 'message']);
        assert.equal(pending.find(({ resource }) => resource === 'deal')?.values, undefined);
        const idOf = (name: string) => pending.find(({ resource }) => resource === name)?.id;
        assert.deepEqual(pending.find(({ resource }) => resource === 'message')?.values, {
          'bot.id': idOf('bot'),
          'chat.id': idOf('chat'),
        });
        const { provisioner, close } = toProvision(portal.site, 'another');
        await provisioner.tidyUp();
        await close();
        await assertTidy(portal);
        // The message goes before the bot, without which nobody could remove it.
        const kinds = provisioner.account().removed.map(({ resource }) => resource);
        assert.deepEqual(
          kinds.filter((kind) => kind !== 'deal'),
          ['message', 'bot'],
        );
        assert.deepEqual(
          provisioner
            .account()
            .left.map(({ resource, why }) => [resource, /^no method deletes a chat/.test(why)]),
          [['chat', true]],
        );
      },
      startFakePortal,
    );
  });

  for (const [hangAt, what] of [
    [1, 'the first'],
    [2, 'the second'],
    [3, 'the third'],
    [4, 'the last'],
  ] as const)
    it(`is found again by its code where the run was killed when ${what} of four was made`, async () => {
      await onPortal({ hangAt }, async (portal) => {
        const run = startProvisioning(portal.site, ['deal.id', 'message.id']);
        // A run that ends by itself never gets there.
        await Promise.race([portal.hung, run.ended]);
        run.kill();
        assert.deepEqual(await run.ended, [null, 'SIGKILL']);
        const pending = openLedger(portal.site.ledger).pending();
        assert.equal(pending.length, hangAt);
        assert.equal(pending.filter(({ id }) => id === undefined).length, 1);
        const { provisioner, close } = toProvision(portal.site, 'another');
        await provisioner.tidyUp();
        await close();
        await assertTidy(portal);
      });
    });

  it('is gone already where the portal says so, by code or by text', async () => {
    await onPortal({}, async (portal) => {
      const { provisioner, close } = toProvision(portal.site, 'run1');
      await provisioner.provision(['deal.id', 'message.id']);
      const ledger = openLedger(portal.site.ledger);
      const pending = ledger.pending();
      await provisioner.tidyUp();
      for (const creation of pending.filter(({ resource }) => ['deal', 'message'].includes(resource)))
        ledger.intend(creation);
      const bot = await provisioner.provision(['bot.id']);
      // Nothing but a bot of the same secret may ask for the message.
      for (const creation of ledger.pending().filter(({ resource }) => resource === 'message'))
        ledger.intend({
          ...creation,
          values: { ...creation.values, 'bot.id': Number(bot.environment.B24_BOT_ID) },
        });
      await provisioner.tidyUp();
      await close();
      await assertTidy(portal);
      assert.deepEqual(
        provisioner.account().left.filter(({ resource }) => resource !== 'chat'),
        [],
      );
    });
  });

  it('of another owner is made with all that belongs to that one', async () => {
    await onPortal({}, async (portal) => {
      const { provisioner, close } = toProvision(portal.site, 'run1');
      const { made } = await provisioner.provision(['message.foreign']);
      const roles = openLedger(portal.site.ledger)
        .pending()
        .map(({ resource, role }) => `${resource}.${role}`);
      assert.deepEqual(roles, ['bot.foreign', 'chat.foreign', 'message.foreign']);
      assert.equal(typeof made['message.foreign'], 'number');
      await provisioner.tidyUp();
      await close();
      await assertTidy(portal);
    });
  });

  it('that nobody needs is not made', async () => {
    await onPortal({}, async (portal) => {
      const { provisioner, close } = toProvision(portal.site, 'run1');
      const { made, environment } = await provisioner.provision(['user.id', 'token', 'deal.unknown']);
      assert.deepEqual([made, environment], [{}, {}]);
      assert.ok(!existsSync(portal.site.ledger));
      await close();
    });
  });

  describe('does not keep the others from being made', () => {
    const ALL = ['deal.id', 'message.id', 'bot.foreign'];
    const CASES: [what: string, options: FakeOptions, made: string[], said: RegExp[], reasons: object][] = [
      [
        'where the scope of one is missing',
        { scopes: ['im', 'imbot'] },
        ['bot', 'bot', 'chat', 'message'],
        [
          /^Not made: deal, as the webhook in B24_WEBHOOK lacks the scope crm; what needs it is .*\. Add it to the webhook\.$/,
        ],
        { 'deal.id': 'needs the scope crm for the webhook in B24_WEBHOOK' },
      ],
      [
        'where a scope is missing that several need: once, with all of them',
        { scopes: ['crm'] },
        ['deal'],
        [
          /^Not made: bot, bot\.foreign, chat and message, as .* lacks the scope imbot; .* Add it to the webhook, or give B24_BOT_ID, B24_FOREIGN_BOT_ID and B24_CHAT_ID\.$/,
        ],
        {
          'bot.id': 'needs the scope imbot for the webhook in B24_WEBHOOK',
          'bot.clientId': 'needs the scope imbot for the webhook in B24_WEBHOOK',
          'bot.foreign': 'needs the scope imbot for the webhook in B24_WEBHOOK',
          'chat.id': 'needs the scope imbot for the webhook in B24_WEBHOOK',
          'message.id': 'needs the scope imbot for the webhook in B24_WEBHOOK',
        },
      ],
      [
        'where only what finds it again lacks its scope',
        { scopes: ['crm', 'imbot'] },
        ['bot', 'bot', 'chat', 'deal'],
        [/^Not made: message, as .* lacks the scope im; /],
        { 'message.id': 'needs the scope im for the webhook in B24_WEBHOOK' },
      ],
      [
        'where the portal does not have the method',
        { missing: ['crm.deal.add'] },
        ['bot', 'bot', 'chat', 'message'],
        [/^Not made: deal, as the portal has no method crm\.deal\.add; what needs it is not exercised\.$/],
        { 'deal.id': 'the portal has no method crm.deal.add, which making and removing a deal needs' },
      ],
      [
        'where nothing would remove it again',
        { missing: ['crm.deal.delete'] },
        ['bot', 'bot', 'chat', 'message'],
        [/^Not made: deal, as the portal has no method crm\.deal\.delete; /],
        { 'deal.id': 'the portal has no method crm.deal.delete, which making and removing a deal needs' },
      ],
      [
        'where one scope and one method are missing: each is said',
        { scopes: ['im', 'imbot'], missing: ['imbot.chat.add'] },
        ['bot', 'bot'],
        [
          /^Not made: deal, as .* lacks the scope crm; /,
          /^Not made: chat and message, as .* no method imbot\.chat\.add; /,
        ],
        {
          'chat.id': 'the portal has no method imbot.chat.add, which making and removing a chat needs',
          'deal.id': 'needs the scope crm for the webhook in B24_WEBHOOK',
          'message.id': 'the portal has no method imbot.chat.add, which making and removing a chat needs',
        },
      ],
    ];
    for (const [what, options, made, said, reasons] of CASES)
      it(what, async () => {
        await onPortal(options, async (portal) => {
          const plan = toProvision(portal.site, 'run0');
          const planned = await plan.provisioner.pretend(ALL);
          assert.ok(!existsSync(portal.site.ledger), 'a plan makes nothing');
          const run = toProvision(portal.site, 'run1');
          const { unusable } = await run.provisioner.provision(ALL);
          const pending = openLedger(portal.site.ledger).pending();
          assert.deepEqual(pending.map(({ resource }) => resource).sort(), made);
          assert.deepEqual(unusable, reasons);
          assert.deepEqual(planned.unusable, reasons, 'a plan says what the run will say');
          assert.equal(run.said.length, said.length, run.said.join('\n'));
          for (const line of said)
            assert.ok(
              run.said.some((each) => line.test(each)),
              run.said.join('\n'),
            );
          assert.deepEqual(plan.said.toSorted(), run.said.toSorted());
          await run.provisioner.tidyUp();
          await plan.close();
          await run.close();
          await assertTidy(portal);
        });
      });
  });
});
