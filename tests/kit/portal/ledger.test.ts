import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { type Creation, isAtWork, openLedger } from '../../../src/portal/ledger.ts';
import { newRunId } from '../../../src/portal/provision.ts';
import { deriveSecret } from '../../../src/portal/secrets.ts';
import { ROOT } from '../../../src/run/load.ts';
import { withFileSystem } from './file-system.ts';

const bot = (code: string): Creation => ({
  resource: 'bot',
  role: 'own',
  by: 'webhook',
  code,
  ending: '',
  derived: true,
  run: 'r1',
  origin: 'https://portal.test',
  pid: 4711,
});

describe('the ledger', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-ledger-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));
  const file = (): string => join(mkdtempSync(join(scratch, 'l-')), 'ledger.jsonl');
  const codes = (path: string): string[] =>
    openLedger(path)
      .pending()
      .map(({ code }) => code);

  it('knows what was begun, made, removed and left, also when opened again', () => {
    const path = file();
    const ledger = openLedger(path);
    assert.deepEqual(ledger.pending(), []);
    for (const code of ['begun', 'made', 'removed', 'left']) ledger.intend(bot(code));
    ledger.created(bot('made'), 54);
    ledger.created(bot('removed'), 55);
    ledger.removed(bot('removed'));
    ledger.left(bot('left'));
    const expected = [bot('begun'), { ...bot('made'), id: 54 }];
    assert.deepEqual(ledger.pending(), expected);
    assert.deepEqual(openLedger(path).pending(), expected);
  });

  it('keeps apart what was made several times under one code', () => {
    const ledger = openLedger(file());
    for (const making of [1, 2, 3]) ledger.intend({ ...bot('same'), making });
    ledger.created({ ...bot('same'), making: 1 }, 54);
    ledger.created({ ...bot('same'), making: 3 }, 56);
    // The portal refused to make the second.
    ledger.removed({ ...bot('same'), making: 2 });
    assert.deepEqual(
      ledger.pending().map(({ making, id }) => [making, id]),
      [
        [1, 54],
        [3, 56],
      ],
    );
    // A case that removes what it made names its code alone.
    ledger.removed({ resource: 'bot', code: 'same' });
    assert.deepEqual(ledger.pending(), []);
  });

  it('goes once nothing is pending, and stays as long as something is', () => {
    const path = file();
    const ledger = openLedger(path);
    ledger.close();
    ledger.intend(bot('one'));
    ledger.close();
    assert.ok(existsSync(path));
    ledger.removed(bot('one'));
    ledger.close();
    assert.ok(!existsSync(path));
    ledger.close();
  });

  it('makes its folder', () => {
    const path = join(file(), 'of', 'a', 'shard.jsonl');
    openLedger(path).intend(bot('one'));
    assert.deepEqual(codes(path), ['one']);
  });

  it('that cannot be is a mistake in the settings', () => {
    const wrong = { name: 'ConfigError', message: /^B24_LEDGER cannot be read or written: / };
    assert.throws(() => openLedger(scratch).pending(), wrong);
    assert.throws(() => openLedger(scratch).intend(bot('one')), wrong);
  });

  it('is readable by its owner alone', () => {
    const path = file();
    openLedger(path).intend(bot('one'));
    assert.equal(statSync(path).mode & 0o777, 0o600);
  });

  it('forces every line to disk before it goes on', async () => {
    const ledger = openLedger(file());
    const { watched } = await withFileSystem(() => {
      ledger.intend(bot('one'));
      ledger.created(bot('one'), 54);
      ledger.left(bot('one'));
      ledger.removed(bot('one'));
    });
    const line = ['openSync', 'writeSync', 'fsyncSync', 'closeSync'];
    assert.deepEqual(watched.calls, [...line, ...line, ...line, ...line]);
  });

  it('loses nothing but the line under way when the power goes at any moment', async () => {
    for (let crashAt = 0; crashAt <= 8; crashAt++) {
      const path = file();
      openLedger(path).intend(bot('before'));
      const done: string[] = [];
      await withFileSystem(() => {
        const ledger = openLedger(path);
        ledger.intend(bot('one'));
        done.push('one');
        ledger.created(bot('one'), 54);
        done.push('id');
      }, crashAt);
      const pending = new Map(
        openLedger(path)
          .pending()
          .map((each) => [each.code, each]),
      );
      assert.ok(pending.has('before'));
      // What was not yet on disk was not yet asked of the portal.
      if (done.includes('one')) assert.ok(pending.has('one'), `after ${crashAt} calls`);
      if (done.includes('id')) assert.equal(pending.get('one')?.id, 54);
    }
  });

  it('skips half a line at the end, and does not let it swallow the next', () => {
    const path = file();
    openLedger(path).intend(bot('whole'));
    const length = readFileSync(path).length;
    for (let cut = 1; cut < length; cut++) {
      const half = readFileSync(path).subarray(0, cut);
      const crashed = file();
      writeFileSync(crashed, Buffer.concat([readFileSync(path), half]));
      assert.deepEqual(codes(crashed), ['whole'], `cut after ${cut} bytes`);
      openLedger(crashed).intend(bot('next'));
      assert.deepEqual(codes(crashed), ['whole', 'next'], `cut after ${cut} bytes`);
    }
  });

  it('is not led astray by lines that are none', () => {
    const path = file();
    openLedger(path).intend(bot('whole'));
    appendFileSync(path, 'null\n[]\n"x"\n0\n{}\n\u0000\n\n');
    assert.deepEqual(codes(path), ['whole']);
  });

  it('takes lines of several processes at once', async () => {
    const path = file();
    const script = `import { openLedger } from './src/portal/ledger.ts';
      const [, path, who] = process.argv;
      const ledger = openLedger(path);
      for (let index = 0; index < 60; index++) {
        const code = who + '-' + index;
        ledger.intend({ resource: 'bot', role: 'own', by: 'webhook', code, ending: '', derived: true, run: who, origin: 'https://portal.test', pid: 1 });
        ledger.created({ code, resource: 'bot' }, index + 1);
        if (index % 2) ledger.removed({ code, resource: 'bot' });
      }`;
    const ends = ['a', 'b', 'c'].map(async (who) => {
      const args = ['--import', 'tsx', '--input-type=module', '-e', script, path, who];
      const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
      assert.deepEqual(await once(child, 'close'), [0, null]);
    });
    await Promise.all(ends);
    const pending = openLedger(path).pending();
    assert.equal(pending.length, 90);
    assert.ok(pending.every(({ id, code }) => id === Number(code.split('-')[1]) + 1));
  });

  it('holds neither the webhook nor the secret derived from it', () => {
    const path = file();
    const run = newRunId();
    const ledger = openLedger(path);
    ledger.intend({ ...bot(`b24conformance_${run}_bot`), run });
    const text = readFileSync(path, 'utf8');
    assert.ok(!text.includes('mockwebhookcode'));
    assert.ok(!text.includes(deriveSecret('mockwebhookcode', run)));
  });
});

describe('a line of version 0.1.0', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-earlier-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));
  const CASES: [kind: string, owner: string, creation: Partial<Creation>][] = [
    ['bot', '', { resource: 'bot', role: 'own', by: 'webhook', ending: '' }],
    ['bot', '-foreign', { resource: 'bot', role: 'foreign', by: 'webhook', ending: '-foreign' }],
    ['bot', '-encoding', { resource: 'bot', role: 'encoding', by: 'webhook', ending: '-encoding' }],
    ['bot', 'oauth', { resource: 'bot', role: 'token', by: 'token', ending: '' }],
    ['chat', '', { resource: 'chat', role: 'own', by: 'webhook', ending: '' }],
  ];
  for (const [kind, owner, creation] of CASES)
    it(`about a ${kind} of '${owner}' is read as what it meant`, () => {
      const path = join(mkdtempSync(join(scratch, 'l-')), 'ledger.jsonl');
      const rest = { code: 'c', derived: true, run: 'r1', origin: 'https://portal.test', pid: 4711 };
      const lines = [
        { do: 'create', kind, owner, ...rest },
        { do: 'created', code: 'c', id: 54 },
      ];
      writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      assert.deepEqual(openLedger(path).pending(), [{ ...rest, ...creation, id: 54 }]);
    });
});

describe('whether a run is still at work', () => {
  it('is known by its process, and never true of this one', async () => {
    assert.equal(isAtWork({ ...bot('x'), pid: process.pid }), false);
    assert.equal(isAtWork({ ...bot('x'), pid: process.ppid }), true);
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'close');
    assert.equal(isAtWork({ ...bot('x'), pid: child.pid ?? 0 }), false);
  });
});

describe('a secret made for a run', () => {
  it('can be derived again, and differs with run and webhook', () => {
    assert.equal(deriveSecret('code', 'run'), deriveSecret('code', 'run'));
    const made = [deriveSecret('code', 'run'), deriveSecret('code', 'run2'), deriveSecret('code2', 'run')];
    assert.equal(new Set(made).size, 3);
    for (const one of made) assert.match(one, /^b24c[0-9a-f]{28}$/);
  });

  it('comes with an id that no two runs share', () => {
    const ids = Array.from({ length: 200 }, newRunId);
    assert.equal(new Set(ids).size, 200);
    for (const id of ids) assert.match(id, /^\d{10}[0-9a-f]{6}$/);
  });
});
