import assert from 'node:assert/strict';
import { it } from 'node:test';
import { startMockPortal } from '../../../src/mock/index.ts';
import { NO_LEDGER } from '../../../src/portal/ledger.ts';
import { createProvisioner } from '../../../src/portal/provision.ts';
import { loadResources } from '../../../src/run/load.ts';
import { readSettings } from '../../../src/target/environment.ts';
import { createTarget } from '../../../src/target/target.ts';
import { createClient } from '../../../src/wire/client.ts';

it('what the seed of the mock portal does not have is made on it by the same recipes', async () => {
  const mock = await startMockPortal();
  const client = createClient({ ca: mock.ca });
  try {
    // A chat of the foreign bot needs a foreign bot whose secret the run knows.
    const { B24_FOREIGN_BOT_ID: foreign, ...given } = mock.environment;
    assert.ok(foreign);
    const settings = readSettings(given);
    const resources = loadResources();
    const provisioner = createProvisioner({
      settings,
      client,
      ledger: NO_LEDGER,
      tokens: { current: () => undefined },
      resources,
      run: 'run1',
    });
    const needed = ['chat.foreign', 'bot.id', 'chat.id'];
    const { made, environment } = await provisioner.provision({ needed, scopeOf: () => undefined });
    assert.deepEqual(Object.keys(made), ['chat.foreign']);
    assert.deepEqual(Object.keys(environment), ['B24_FOREIGN_BOT_ID']);
    const target = createTarget(readSettings({ ...given, ...environment }), { resources, made });
    assert.equal(target.value('chat.foreign'), made['chat.foreign']);
    assert.notEqual(target.value('chat.foreign'), target.value('chat.id'));
    assert.equal(target.whyMissing({ needs: needed }), undefined);
  } finally {
    await client.close();
    await mock.close();
  }
});
