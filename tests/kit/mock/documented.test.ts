import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { optionsIn } from '../../../src/cli/npm-options.ts';
import { usage } from '../../../src/mock/cli/options.ts';
import { faultNames } from '../../../src/mock/control/check-fault.ts';
import { commandNames, isCommand } from '../../../src/mock/control/command.ts';
import { loadWorld, profiles } from '../../../src/mock/index.ts';

const at = (path: string) => new URL(`../../../${path}`, import.meta.url);
const page = readFileSync(at('docs/mock.md'), 'utf8');

/** What stands in backticks in the first cells of the rows of a section. */
function keysOf(heading: string): string[] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
}

test('docs/mock.md names every command, every key of a world and every profile, and no other', () => {
  assert.deepEqual(keysOf('Commands').sort(), commandNames().sort());
  const schema = JSON.parse(readFileSync(at('src/mock/world/world.schema.json'), 'utf8'));
  assert.deepEqual(keysOf('Worlds').sort(), Object.keys(schema.properties).sort());
  assert.deepEqual(
    keysOf('Profiles').filter((name) => /^[a-z-]+$/.test(name) && Object.hasOwn(profiles, name)),
    Object.keys(profiles),
  );
});

test('docs/mock.md names every fault, and options that exist', () => {
  const named = new Set(
    [...page.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
  // The errors of the system have a page of their own.
  const system = /^[A-Z_]+$|^(expired_token|insufficient_scope|user_access_error)$/;
  for (const [kind, names] of Object.entries(faultNames))
    for (const name of names)
      assert.ok(named.has(name) || (kind === 'code' && system.test(name)), `${kind} ${name}`);
  const options = optionsIn(usage).map(({ name }) => name);
  for (const [, name = ''] of page.matchAll(/(?<![\w-])(--[a-z][a-z-]+)/g))
    assert.ok(options.includes(name) || name === '--cacert', name);
});

test('the commands of docs/mock.md are commands', () => {
  const shown = [...page.matchAll(/^command '(.*?)'/gm)].map(([, text = '']) => JSON.parse(text) as unknown);
  assert.equal(shown.length, 6);
  assert.deepEqual(
    shown.filter((command) => !isCommand(command)),
    [],
  );
});

test('the example of a bot in docs/mock.md is what its world holds', async () => {
  const { bots, webhooks, chats } = await loadWorld(new URL(at('fixtures/world/bot.yaml')).pathname);
  assert.ok(page.includes(`/rest/1/${webhooks[0]?.code}/imbot.chat.sendTyping`));
  assert.ok(
    page.includes(
      `-d BOT_ID=${bots[0]?.id} -d DIALOG_ID=chat${chats[0]?.id} -d CLIENT_ID=${bots[0]?.webhookClientId}`,
    ),
  );
});
