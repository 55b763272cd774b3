import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { loadWorld, WorldError } from '../../../src/mock/index.ts';
import { defaultWorldFile } from '../../../src/mock/world/load.ts';

test('a bad world file is reported by file, line and problem', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-world-'));
  t.after(() => rm(folder, { recursive: true }));
  const good = await readFile(defaultWorldFile, 'utf8');
  const file = join(folder, 'world.yaml');
  const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

  for (const [from, to, problem] of [
    ['id: 123, title', 'id: abc, title', 'chats.0.id must be integer'],
    ['{ id: 7, name: Ines', '{ id: 7, nickname: I, name: Ines', "users.1 has no property 'nickname'"],
    [
      'id: 7, name: Ines',
      'id: 7, logn: ines, name: Ines',
      "users.1 has no property 'logn'; did you mean 'login'?",
    ],
    ['roles:', 'tables: []\nroles:', "the world has no property 'tables'"],
    ['applicationId: *app }', 'applicationId: local.gone }', "there is no application 'local.gone'"],
    ['foreignBotId: 47', 'foreignBotId: 48', "there is no bot '48'"],
    ['{ id: 41, code: mock_second', '{ id: 39, code: mock_second', "duplicate bot '39', first defined at "],
    ['- { id: 123', '- { id: 123 }}', 'Flow map'],
    ['offset: "+03:00"', 'offset: Berlin', 'portal.offset must match pattern'],
  ] as const) {
    assert.ok(good.includes(from), from);
    const bad = good.replace(from, to);
    await writeFile(file, bad);
    await assert.rejects(loadWorld(file), (error) => {
      assert.ok(error instanceof WorldError);
      const [first = ''] = error.message.split('\n');
      if (problem !== 'Flow map') {
        assert.ok(first.startsWith(`${file}:${lineOf(bad, to)}: `), `${first} (line ${lineOf(bad, to)})`);
        assert.ok(error.message.includes(problem), error.message);
      }
      return true;
    });
  }
  const twice = good.replace('{ id: 41, code: mock_second', '{ id: 39, code: mock_second');
  await writeFile(file, twice);
  await assert.rejects(loadWorld(file), {
    message: `${file}:${lineOf(twice, '{ id: 39, code: mock_second')}: duplicate bot '39', first defined at ${file}:${lineOf(good, '{ id: 39,')}`,
  });
  for (const text of ['', '- list', 'just text', '{}', 'users: []']) {
    await writeFile(file, text);
    await assert.rejects(loadWorld(file), WorldError);
  }
  await assert.rejects(loadWorld(join(folder, 'gone.yaml')), /gone\.yaml: cannot be read/);
});

test('a world may be as small as its portal and one user', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-world-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'world.yaml');
  await writeFile(
    file,
    'portal: { offset: "+03:00", memberId: m }\nusers: [{ id: 1, name: A, lastName: B, email: "", admin: true, timeZone: "" }]\n',
  );
  const { portal: _, users, ...others } = await loadWorld(file);
  assert.equal(users.length, 1);
  assert.deepEqual(others, { chats: [], applications: [], bots: [], webhooks: [], tokens: [], roles: {} });
});

test('the schemas of worlds and commands are right themselves, which is not checked at each start', async () => {
  for (const file of ['world/world.schema.json', 'control/commands.schema.json']) {
    const schema = JSON.parse(await readFile(new URL(`../../../src/mock/${file}`, import.meta.url), 'utf8'));
    const ajv = new Ajv2020({ strictRequired: false });
    assert.equal(ajv.validateSchema(schema), true, ajv.errorsText());
    assert.equal(ajv.validateSchema({ ...schema, required: 'do' }), false);
  }
});
