import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Call, Stage } from '../../../src/mock/index.ts';
import { openLedger } from '../../../src/portal/ledger.ts';
import { createProvisioner, type ToProvision } from '../../../src/portal/provision.ts';
import type { Thing } from '../../../src/portal/tidy-up.ts';
import { loadResources } from '../../../src/run/load.ts';
import { type Caller, createCaller } from '../../../src/target/call.ts';
import { readSettings } from '../../../src/target/environment.ts';
import { TargetError } from '../../../src/target/preflight.ts';
import { createClient } from '../../../src/wire/client.ts';
import { refusal, SEED_BOTS, type WatchedPortal, type WatchOptions, watchPortal } from './support.ts';

const TOKEN = 'mockaccesstoken00valid0000000000000000000000000000000000000000000000001';
const EXPIRED = 'mockaccesstoken00expired00000000000000000000000000000000000000000000002';

/** What the cases of this suite need, by a webhook that may do anything. */
const EVERYTHING: ToProvision = {
  needed: ['bot.id', 'bot.clientId', 'bot.foreign', 'bot.id@token', 'chat.id', 'user.id', 'token'],
  facts: { user: '', admin: true, scopes: ['imbot'], methods: undefined },
  scopeOf: () => 'imbot',
};

describe('provisioning', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-provision-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  it('makes a bot, a bot of another application and a chat, and removes the bots again', async () => {
    await onPortal({}, async ({ provisioner, portal, ledger, path }) => {
      const both = await provisioner({}).both();
      const { made } = both;
      assert.deepEqual(Object.keys(made).sort(), [
        'B24_BOT_ID',
        'B24_CHAT_ID',
        'B24_CLIENT_ID',
        'B24_FOREIGN_BOT_ID',
      ]);
      assert.equal(portal.bots().length, SEED_BOTS.length + 2);
      assert.equal(portal.bots().filter((code) => code.startsWith('b24conformancerun1bot')).length, 2);
      assert.equal(ledger.pending().length, 3);
      await provisioner.last().tidyUp();
      assert.deepEqual(portal.bots(), SEED_BOTS);
      assert.deepEqual(ledger.pending(), []);
      assert.ok(!existsSync(path));
      assert.deepEqual(words(both.account.created), ['bot 54', 'bot 55', 'chat 124']);
      assert.deepEqual(words(both.account.removed), ['bot 54', 'bot 55']);
      assert.match(words(both.account.left).join(), /^chat 124: no method deletes a chat/);
    });
  });

  it('makes a bot of the OAuth application where there is a token, by that token', async () => {
    await onPortal({}, async ({ provisioner, portal }) => {
      const { made } = await provisioner({}, TOKEN).both();
      assert.equal(made.B24_OAUTH_BOT_ID, '56');
      await provisioner.last().tidyUp();
      assert.deepEqual(portal.bots(), SEED_BOTS);
    });
  });

  it('goes on without that bot where the token serves no more, or may not register', async () => {
    await onPortal({}, async ({ provisioner }) => {
      assert.equal((await provisioner({}, EXPIRED).both()).made.B24_OAUTH_BOT_ID, undefined);
      await provisioner.last().tidyUp();
    });
    const closed = (call: Call, run: Stage['run']) =>
      call.method === 'imbot.register' && call.caller?.kind === 'oauth'
        ? refusal(400, 'MAX_COUNT_ERROR')
        : run(call);
    await onPortal({ answer: closed }, async ({ provisioner, said, portal }) => {
      const { made } = await provisioner({}, TOKEN).both();
      assert.equal(made.B24_OAUTH_BOT_ID, undefined);
      assert.ok(made.B24_BOT_ID && made.B24_CHAT_ID);
      assert.match(said.join(), /claims are not exercised\. A bot could not be provisioned: MAX_COUNT_ERROR/);
      await provisioner.last().tidyUp();
      assert.deepEqual(portal.bots(), SEED_BOTS);
    });
  });

  it('uses given ids as they are, makes what is missing, and never removes what it did not make', async () => {
    const given = {
      B24_CLIENT_ID: 'mock0webhook0client0id0own000001',
      B24_BOT_ID: '39',
      B24_FOREIGN_BOT_ID: '47',
      B24_CHAT_ID: '123',
    };
    await onPortal({}, async ({ provisioner, portal, path }) => {
      assert.deepEqual((await provisioner(given).both()).made, {});
      assert.deepEqual(portal.calls, []);
      assert.ok(!existsSync(path));
      for (const [missing, prefix] of [
        ['B24_FOREIGN_BOT_ID', 'bot'],
        ['B24_CHAT_ID', 'chat'],
      ] as const) {
        const { made, account } = await provisioner({ ...given, [missing]: undefined }).both();
        assert.deepEqual(Object.keys(made), [missing]);
        assert.deepEqual(account.created.length, 1);
        assert.equal(account.created[0]?.resource, prefix);
        await provisioner.last().tidyUp();
        assert.deepEqual(portal.bots(), SEED_BOTS);
      }
    });
  });

  it('registers the bot by a CLIENT_ID that is given alone', async () => {
    await onPortal({}, async ({ provisioner, portal }) => {
      const { made } = await provisioner({ B24_CLIENT_ID: 'given+/%"client' }).both();
      assert.equal(made.B24_CLIENT_ID, 'given+/%"client');
      await provisioner.last().tidyUp();
      assert.deepEqual(portal.bots(), SEED_BOTS);
    });
  });

  it('makes no chat by a bot whose CLIENT_ID is not known', async () => {
    await onPortal({}, async ({ provisioner }) => {
      const { made } = await provisioner({ B24_BOT_ID: '39' }).both();
      assert.deepEqual(Object.keys(made), ['B24_FOREIGN_BOT_ID']);
      await provisioner.last().tidyUp();
    });
  });

  it('says clearly what could not be made, and leaves nothing behind', async () => {
    for (const [nth, kind] of [
      [1, 'bot'],
      [2, 'bot'],
      [3, 'chat'],
    ] as const) {
      let made = 0;
      const answer = (call: Call, run: Stage['run']) =>
        /imbot\.register|imbot\.chat\.add/.test(call.method) && ++made === nth
          ? refusal(400, 'MAX_COUNT_ERROR', 'Too many')
          : run(call);
      await onPortal({ answer }, async ({ provisioner, portal, path }) => {
        await assert.rejects(
          provisioner({}).provision(),
          (error) =>
            error instanceof TargetError &&
            error.message.startsWith(
              `A ${kind} could not be provisioned: MAX_COUNT_ERROR (Too many).\nGive `,
            ),
        );
        await provisioner.last().tidyUp();
        assert.deepEqual(portal.bots(), SEED_BOTS);
        assert.ok(!existsSync(path));
      });
    }
  });

  it('finds a bot by its code whose registration was answered by a failure of the server', async () => {
    const answer = async (call: Call, run: Stage['run']) => {
      const answered = await run(call);
      return call.method === 'imbot.register' ? refusal(500, 'INTERNAL_SERVER_ERROR') : answered;
    };
    await onPortal({ answer }, async ({ provisioner, portal, path }) => {
      await assert.rejects(provisioner({}).provision(), TargetError);
      assert.equal(portal.bots().length, SEED_BOTS.length + 1);
      await provisioner.last().tidyUp();
      assert.deepEqual(portal.bots(), SEED_BOTS);
      assert.ok(!existsSync(path));
    });
  });

  describe('that was cut off', () => {
    const intended = (
      ledger: ReturnType<typeof openLedger>,
      origin: string,
      pid = 0x7ffffffe,
      run = 'run0',
    ) =>
      ledger.intend({
        resource: 'bot',
        role: 'own',
        by: 'webhook',
        code: `b24conformance_${run}_bot`,
        ending: '',
        derived: true,
        run,
        origin,
        pid,
      });

    it('is tidied up by the next run', async () => {
      await onPortal({}, async ({ provisioner, portal, ledger, path }) => {
        await provisioner({}).provision();
        ledger.intend({ ...(ledger.pending()[0] ?? assert.fail()), code: 'never sent', pid: process.pid });
        await provisioner({}).tidyUp();
        assert.deepEqual(portal.bots(), SEED_BOTS);
        assert.ok(!existsSync(path));
      });
    });

    it('stays as long as its run is at work, or on another portal, and says so', async () => {
      await onPortal({}, async ({ provisioner, portal, ledger }) => {
        intended(ledger, portal.mock.httpsUrl, process.ppid);
        intended(ledger, 'https://other.test', undefined, 'run9');
        await provisioner({}).tidyUp();
        assert.deepEqual(portal.calls, []);
        assert.equal(ledger.pending().length, 2);
        assert.deepEqual(words(provisioner.last().account().left), [
          `bot b24conformance_run0_bot: its run is still at work, as process ${process.ppid}`,
        ]);
      });
    });

    it('by version 0.1.0 is tidied up from the ledger that that wrote', async () => {
      await onPortal({}, async ({ provisioner, portal, ledger, path }) => {
        // What stands on the portal is as that version made it.
        await provisioner({}, TOKEN).provision();
        const owners = { own: '', foreign: '-foreign', token: 'oauth' } as Record<string, string>;
        const lines = ledger
          .pending()
          .flatMap(({ resource: kind, role, by: _, ending: __, values: ___, id, ...rest }) => {
            const create = { do: 'create', kind, owner: owners[role], ...rest };
            return role === 'foreign' ? [create] : [create, { do: 'created', code: rest.code, id }];
          });
        assert.equal(lines.length, 7, 'of the foreign bot only the intention is known');
        writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
        await provisioner({}, TOKEN).tidyUp();
        assert.deepEqual(portal.bots(), SEED_BOTS);
        assert.ok(!existsSync(path));
        assert.match(words(provisioner.last().account().left).join(), /^chat 124: no method deletes a chat/);
      });
    });

    it('is removed by the very secret that a case sent', async () => {
      for (const ending of ['-nested', '-plus', ''])
        await onPortal({}, async ({ provisioner, portal, ledger, path, call }) => {
          const { made } = await provisioner({}).both();
          const secret = `${made.B24_CLIENT_ID}${ending}`;
          const bot = {
            TYPE: 'B',
            EVENT_HANDLER: 'https://none.invalid/',
            PROPERTIES: { NAME: 'of a case' },
          };
          const { result } = await call('imbot.register', { CODE: 'of_a_case', CLIENT_ID: secret, ...bot });
          assert.equal(typeof result, 'number');
          const [first = assert.fail()] = ledger.pending();
          const { id: _, ...intended } = { ...first, code: 'of_a_case', role: 'case', ending };
          ledger.intend(intended);
          await provisioner({}).tidyUp();
          assert.deepEqual(portal.bots(), SEED_BOTS);
          assert.ok(!existsSync(path));
        });
    });

    it('stays where the settings of that run gave the secret and those of this one do not', async () => {
      await onPortal({}, async ({ provisioner, portal, ledger, path }) => {
        await provisioner({ B24_CLIENT_ID: 'given+/%"client' }).provision({ needed: ['bot.id'] });
        await provisioner({}).tidyUp();
        assert.match(
          words(provisioner.last().account().left).join(),
          /^bot 54: the run that made it was given B24_CLIENT_ID, this one is not; --cleanup tries again$/,
        );
        assert.equal(ledger.pending().length, 1);
        await provisioner({ B24_CLIENT_ID: 'given+/%"client' }).tidyUp();
        assert.deepEqual(portal.bots(), SEED_BOTS);
        assert.ok(!existsSync(path));
      });
    });

    it('stays where it is of a kind that this version does not know', async () => {
      await onPortal({}, async ({ provisioner, portal, ledger }) => {
        intended(ledger, portal.mock.httpsUrl);
        ledger.intend({ ...(ledger.pending()[0] ?? assert.fail()), resource: 'constructor', code: 'x' });
        await provisioner({}).tidyUp();
        assert.deepEqual(words(provisioner.last().account().left), [
          'constructor x: this version knows no such resource; the version that made it can remove it',
        ]);
        assert.deepEqual(
          ledger.pending().map(({ code }) => code),
          ['x'],
        );
      });
    });

    it('stays in the ledger where the portal lists no bots, refuses or is gone, with the reason', async () => {
      let broken = true;
      const answer = (call: Call, run: Stage['run']) =>
        broken && call.method !== 'imbot.register' ? refusal(403, 'insufficient_scope') : run(call);
      await onPortal({ answer }, async ({ provisioner, portal, ledger, path }) => {
        intended(ledger, portal.mock.httpsUrl);
        await provisioner({}).tidyUp();
        await provisioner.last().tidyUp();
        const left =
          'bot b24conformance_run0_bot: insufficient_scope (for a test): the credential lacks the scope of the method; ' +
          'grant the scope to the webhook or the application; --cleanup tries again';
        assert.deepEqual(
          words(provisioner.last().account().left),
          [left],
          'once, however often it was tried',
        );
        broken = false;
        await provisioner.last().tidyUp();
        assert.deepEqual(words(provisioner.last().account().left), []);
        assert.ok(!existsSync(path));
      });
      await onPortal({}, async ({ provisioner, portal, ledger }) => {
        intended(ledger, portal.mock.httpsUrl);
        await portal.close();
        await provisioner({}).tidyUp();
        assert.match(words(provisioner.last().account().left).join(), /ECONNREFUSED.*--cleanup tries again/s);
        assert.equal(ledger.pending().length, 1);
      });
    });
  });

  interface Given {
    portal: WatchedPortal;
    provisioner: ReturnType<typeof provisionerFor>;
    ledger: ReturnType<typeof openLedger>;
    path: string;
    said: string[];
    call: Caller;
  }

  async function onPortal(options: Omit<WatchOptions, 'scratch'>, use: (given: Given) => Promise<void>) {
    const portal = await watchPortal({ ...options, scratch });
    const client = createClient({ ca: portal.mock.ca });
    const path = portal.oneWebhook.B24_LEDGER ?? '';
    const said: string[] = [];
    try {
      const provisioner = provisionerFor(portal, client, path, said);
      const call = createCaller(client, portal.oneWebhook.B24_WEBHOOK ?? '');
      await use({ portal, provisioner, ledger: openLedger(path), path, said, call });
    } finally {
      await client.close();
      await portal.close();
    }
  }
});

/** A provisioner for settings beside the webhook, and an access token; `last` is the one made last. */
function provisionerFor(
  portal: WatchedPortal,
  client: ReturnType<typeof createClient>,
  path: string,
  said: string[],
) {
  let last: ReturnType<typeof createProvisioner> | undefined;
  const make = (given: Record<string, string | undefined>, token?: string) => {
    const settings = readSettings({ ...portal.oneWebhook, ...given });
    const tokens = { current: () => token };
    const made = createProvisioner({
      settings,
      client,
      ledger: openLedger(path),
      tokens,
      resources: loadResources(),
      run: 'run1',
      say: (line) => said.push(line),
    });
    last = made;
    const provision = (what: Partial<ToProvision> = {}) => made.provision({ ...EVERYTHING, ...what });
    return {
      ...made,
      provision,
      both: async (what?: Partial<ToProvision>) => {
        const provided = await provision(what);
        return {
          made: provided.environment,
          provided,
          get account() {
            return made.account();
          },
        };
      },
    };
  };
  return Object.assign(make, { last: () => last ?? assert.fail('none was made') });
}

function words(things: readonly (Thing & { why?: string })[]): string[] {
  return things.map(({ resource, name, why }) => `${resource} ${name}${why === undefined ? '' : `: ${why}`}`);
}
