import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadContract } from '../../../src/run/load.ts';

const contract = loadContract();
const SNAPSHOT = join(import.meta.dirname, 'claim-ids.txt');
const RETIRED = join(import.meta.dirname, 'retired-ids.txt');
const linesOf = (path: string): string[] => readFileSync(path, 'utf8').split('\n').filter(Boolean);

describe('the contract of this suite', () => {
  it('has the method it starts from', () => {
    assert.ok(contract.methods.some(({ name }) => name === 'imbot.chat.sendTyping'));
  });

  it('has unique claim ids', () => {
    const ids = contract.claims.map((claim) => claim.id);
    assert.deepEqual([...new Set(ids)], ids);
  });

  it('has the frozen claim ids, no more and no fewer', () => {
    const frozen = linesOf(SNAPSHOT);
    const ids = contract.claims.map((claim) => claim.id).sort();
    const added = ids.filter((id) => !frozen.includes(id));
    const gone = frozen.filter((id) => !ids.includes(id));
    assert.deepEqual(
      gone,
      [],
      `These claim ids are gone: ${gone.join(', ')}. Ids are in deviation files and in reports of earlier runs: ` +
        'an id is never renamed. Where the documentation no longer makes the claim, retire it: give id, revision and ' +
        "reason under 'retired' in the contract data of its page, and move its line from " +
        'tests/kit/contract/claim-ids.txt to retired-ids.txt.',
    );
    assert.deepEqual(
      added,
      [],
      `These claim ids are new: ${added.join(', ')}. Add each as a line of its own to ` +
        'tests/kit/contract/claim-ids.txt, sorted; from then on it is stable for ever.',
    );
    assert.deepEqual(frozen, ids, 'tests/kit/contract/claim-ids.txt is not sorted or has a line twice');
  });

  it('keeps the retired claim ids for ever', () => {
    const ids = [...contract.retired.keys()].sort();
    assert.deepEqual(
      linesOf(RETIRED),
      ids,
      "tests/kit/contract/retired-ids.txt and 'retired' in the contract data differ: a claim that was retired stays so, " +
        'and each has its line, sorted',
    );
    assert.deepEqual(
      linesOf(SNAPSHOT).filter((id) => contract.retired.has(id)),
      [],
    );
  });

  it('says which revision of the documentation it was made from', () => {
    const { documentation, pages, claims } = contract;
    assert.ok(documentation);
    assert.match(documentation.revision, /^[0-9a-f]{8,}$/);
    const cited = new Set([
      ...claims.map(({ source }) => source.page),
      ...pages.map(({ page }) => page.path),
    ]);
    for (const page of Object.keys(documentation.pages ?? {}))
      assert.ok(cited.has(page), `no claim comes from ${page}`);
  });

  it('finds a claim by its id and knows where it stands', () => {
    const claim = contract.claim('imbot.chat.sendTyping.result');
    assert.equal(claim?.method, 'imbot.chat.sendTyping');
    const line = readFileSync(join(import.meta.dirname, '../../..', claim?.file ?? ''), 'utf8').split('\n')[
      (claim?.line ?? 0) - 1
    ];
    assert.equal(line?.trim(), 'result: The result of an accepted command is the boolean true.');
    assert.equal(contract.claim('imbot.chat.sendTyping.nothing'), undefined);
  });

  it('binds each error claim to its error', () => {
    const bound = contract.claims.filter((claim) => claim.check?.error);
    assert.ok(bound.length > 0);
    for (const { id, check, error } of bound) assert.equal(error?.key, check?.error?.code, id);
  });

  it('checks of each error what the end of the id names', () => {
    const CODE = /([A-Za-z]+_[A-Za-z_]+)\.(code|status|text)(?:\.(webhook|token))?$/;
    for (const { id, check } of contract.claims) {
      const [, code, part, credential] = CODE.exec(id) ?? [];
      if (code !== undefined && check?.error)
        assert.deepEqual(
          check.error,
          { code, part, ...(credential === undefined ? {} : { credential }) },
          id,
        );
    }
  });

  it('words each claim of an error as the error says', () => {
    for (const { id, check, error, says } of contract.claims) {
      if (check?.error?.part === 'status') assert.ok(says.includes(error?.statuses.join(' or ') ?? '?'), id);
      if (check?.error?.part === 'text')
        assert.ok(says.includes(error?.text ?? '?') || says.includes(JSON.stringify(error?.text)), id);
    }
  });

  it('ends every statement with a full stop and uses each once for a method and a page', () => {
    const seen = new Set<string>();
    for (const { id, method, says, source } of contract.claims) {
      assert.match(says, /\.$/, id);
      assert.ok(!seen.has(`${method} ${source.page} ${says}`), `${id} repeats a statement`);
      seen.add(`${method} ${source.page} ${says}`);
    }
  });
});
