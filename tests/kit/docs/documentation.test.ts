import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { PageOutcome } from '../../../src/report/health.ts';
import { loadCases } from '../../../src/run/case-list.ts';
import { loadContract } from '../../../src/run/load.ts';
import { harmless, openDocumentation } from '../../../src/shell/documentation.ts';
import { documentedPages } from '../../../src/shell/documentation-root.ts';
import { openTarget } from '../../../src/shell/open-target.ts';
import { readSettings } from '../../../src/target/environment.ts';
import type { Target } from '../../../src/target/target.ts';
import { createClient } from '../../../src/wire/client.ts';
import { runConformance } from '../suite/support.ts';
import { INCLUDES, SHOP } from './pages.ts';

const METHOD = 'imbot.chat.sendTyping';
const PAGE = 'api-reference/chat-bots/outdated/chats/imbot-chat-send-typing.md';
const contract = loadContract();

/** A made-up page about the method, that has nothing of the real one: the contract must miss everything. */
const TEXT = SHOP.replaceAll('shop.thing.sell', METHOD)
  .replaceAll('../_includes', '/_includes')
  .replace('"THING_ID":1,"TAGS":["a"],"BUYER":{"NAME":"Ann"}', '"BOT_ID":39,"DIALOG_ID":"chat123"')
  .replace("callMethod('imbot.chat.sendTyping'", "callMethod('user.add'");

const scratch = mkdtempSync(join(tmpdir(), 'b24-docs-'));
for (const [file, text] of Object.entries({ ...INCLUDES, [PAGE]: TEXT })) {
  mkdirSync(dirname(join(scratch, file)), { recursive: true });
  writeFileSync(join(scratch, file), text);
}
after(() => rmSync(scratch, { recursive: true, force: true }));

async function check(page: string, change: Partial<Target> = {}): Promise<PageOutcome> {
  const { target, close } = await openTarget(readSettings({}));
  const client = createClient({ ca: target.ca });
  const documentation = openDocumentation(scratch, contract, { target: { ...target, ...change }, client });
  try {
    return await documentation.check(page);
  } finally {
    await documentation.close();
    await client.close();
    await close();
  }
}

describe('checking a page that claims come from', () => {
  it('runs its examples, lints it, and compares it with the contract', async () => {
    const { page, requests } = await check(PAGE);
    assert.deepEqual(
      page.examples.map(({ tab, verdict, reason }) => [tab, verdict, reason]),
      [
        [
          'cURL (Webhook)',
          'sends something else',
          'sends BOT_ID, DIALOG_ID, which the table does not have; leaves out the required THING_ID, TAGS, BUYER; answered with 403 ACCESS_DENIED',
        ],
        ['JS', 'sends something else', 'calls user.add'],
      ],
    );
    assert.deepEqual([...new Set(page.lint.map(({ rule }) => rule))].sort(), [
      'other-method',
      'parameter-unknown',
      'required-missing',
      'returned-keys',
    ]);
    assert.ok(page.drift.some(({ kind, claim }) => kind === 'removed' && claim?.startsWith(METHOD)));
    assert.ok(page.drift.some(({ kind, row }) => kind === 'new' && row === 'THING_ID'));
    assert.deepEqual(page.unread, []);
    assert.equal(requests, 2);
  });

  it('says so where the checkout does not have it', async () => {
    const { page } = await check('limits.md');
    assert.equal(page.missing, 'the checkout does not have the page');
    assert.ok(page.drift.length > 0 && page.drift.every(({ kind }) => kind === 'removed'));
  });

  it('changes nothing on a portal that the contract is not about', async () => {
    const { page } = await check(PAGE, { kind: 'portal' });
    assert.deepEqual(
      [page.examples[1]?.verdict, page.examples[1]?.reason],
      ['not exercised', 'would call user.add on the portal'],
    );
  });

  const lets = harmless(loadCases('pairwise'));
  for (const [allowed, method, parameters] of [
    [true, METHOD, {}],
    [true, 'imbot.chat.sendtyping', {}],
    [true, 'server.time', {}],
    [true, 'crm.deal.list', {}],
    [false, 'crm.deal.add', {}],
    [true, 'batch', { cmd: { a: 'user.current', b: 'crm.deal.list?order[ID]=ASC' } }],
    [true, 'batch', { cmd: ['user.current'] }],
    [false, 'batch', { cmd: { a: 'user.current', b: 'crm.deal.add?fields[TITLE]=x.list' } }],
    [false, 'batch', { cmd: [['crm.deal.add', {}]] }],
    [false, 'batch', {}],
  ] as const)
    it(`${allowed ? 'lets' : 'does not let'} ${method} ${JSON.stringify(parameters)} through to a portal`, () => {
      assert.equal(lets(method, parameters), allowed);
    });
});

describe('a whole run with a checkout of the documentation', () => {
  it('tells of its pages and does not fail by them, through the blob reports of shards as well', async () => {
    const blobs = join(scratch, 'blobs');
    const { code, output } = await runConformance(
      scratch,
      { B24_DOCS: scratch, PLAYWRIGHT_BLOB_OUTPUT_FILE: join(blobs, '1.zip') },
      [
        '--reporter',
        'blob',
        '--grep',
        'documentation.*(send-typing|limits)|feature.get without CODE',
        '--workers',
        '1',
      ],
    );
    assert.equal(code, 0, output);
    const merged = await runConformance(scratch, {}, ['--merge', blobs]);
    assert.equal(merged.code, 0, merged.output);
    const { pages = [], totals } = merged.report;
    assert.ok(totals.confirmed > 0);
    assert.deepEqual(
      pages.map(({ page }) => page),
      documentedPages(contract).filter((page) => page === PAGE || page === 'limits.md'),
    );
    assert.equal(pages[0]?.examples[1]?.reason, 'calls user.add');
    assert.ok(pages.every(({ drift }) => drift.length > 0));
    assert.match(merged.output, /documentation +2 pages, 1 not in the checkout, 0 of 2 examples work/);
  });

  it('cannot be made where the checkout is not there', async () => {
    const { code, output } = await runConformance(scratch, { B24_DOCS: join(scratch, 'nowhere') }, [
      '--grep',
      'feature.get without CODE',
    ]);
    assert.equal(code, 2, output);
    assert.match(output, /B24_DOCS \(.*nowhere\) is not a directory/);
    assert.doesNotMatch(output, /at .*\.ts:/);
  });
});
