import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { generateCases, type Selection } from '../../../src/cases/generate.ts';
import { change, contextOf, contractOf, FACTS, factsOf, lineWith, problemsOf } from '../contract/sample.ts';

const FILE = 'fixtures/platform/shown.yaml';
const SHOWN = `
page: { path: api/shown.md, title: Shown }
method: shown.method
calls:
  - name: shown.method
    except: { suffix: [xml], request: [get] }
    forms:
      A:
        plain: { title: A plain, value: a }
        other: { title: A other, value: b }
claims:
  - { id: shown.status, says: It is answered with 200., source: paragraph 2, check: { status: 200 } }
cases:
  - { id: over, title: over, over: [request, suffix], claims: [shown.status] }
`;
const context = contextOf([...FACTS, factsOf('shown.method')]);

function idsOf(text = SHOWN, selection: Selection = 'full'): string[] {
  return generateCases(contractOf({ [FILE]: text }, context), selection)
    .filter(({ method }) => method === 'shown.method')
    .map(({ id }) => id);
}

describe('forms in which a page does not show its method', () => {
  for (const selection of ['full', 'pairwise'] as const)
    it(`are not tried (${selection})`, () => {
      const ids = idsOf(SHOWN, selection);
      assert.ok(ids.includes('shown.method/webhook,post,none'));
      assert.ok(ids.includes('shown.method/token,post,none/A=other'), ids.join(' '));
      assert.deepEqual(
        ids.filter((id) => /get|xml/.test(id)),
        [],
      );
      assert.ok(
        idsOf(change(SHOWN, '    except: { suffix: [xml], request: [get] }\n', ''), selection).some((id) =>
          /get|xml/.test(id),
        ),
      );
    });

  it('are left out of cases over their dimension', () => {
    const over = (except: string): string[] =>
      idsOf(change(SHOWN, 'except: { suffix: [xml], request: [get] }', `except: ${except}`)).filter((id) =>
        id.startsWith('over'),
      );
    assert.deepEqual(over('{}'), ['over/get,none', 'over/get,xml', 'over/post,none', 'over/post,xml']);
    assert.deepEqual(over('{ suffix: [xml] }'), ['over/get,none', 'over/post,none']);
    assert.deepEqual(over('{ suffix: [xml], request: [get] }'), ['over/post,none']);
  });

  it('may be all of one credential', () => {
    const ids = idsOf(change(SHOWN, 'request: [get]', 'caller: [token]'));
    assert.deepEqual(
      ids.filter((id) => id.includes('token')),
      [],
    );
    assert.ok(ids.includes('shown.method/webhook,get,none/A=other'));
  });

  it('do not change what is tried of other methods', () => {
    const others = (text: string): string[] =>
      generateCases(contractOf({ [FILE]: text }, context), 'full')
        .filter(({ method }) => method !== 'shown.method')
        .map(({ id }) => id);
    assert.deepEqual(others(SHOWN), others(change(SHOWN, 'suffix: [xml], ', '')));
  });

  for (const [title, except, message] of [
    ['an unknown dimension', '{ sufix: [xml] }', /^no dimension is called 'sufix'; did you mean 'suffix'\?$/],
    ['an unknown form', '{ suffix: [xlm] }', /^'suffix' has no value 'xlm'; did you mean 'xml'\?$/],
    ['a name that every object knows', '{ constructor: [xml] }', /^no dimension is called 'constructor'/],
    ['a form that every object knows', '{ suffix: [toString] }', /^'suffix' has no value 'toString'/],
  ] as const)
    it(`with ${title} are a mistake`, () => {
      const text = change(SHOWN, '{ suffix: [xml], request: [get] }', except);
      const problems = problemsOf({ [FILE]: text }, context);
      assert.equal(problems.length, 1);
      assert.match(problems[0]?.message ?? '', message);
      assert.deepEqual([problems[0]?.file, problems[0]?.line], [FILE, lineWith(text, 'except:')]);
    });

  it('that leave nothing of a case are a mistake', () => {
    const text = change(SHOWN, 'over: [request, suffix]', 'at: { suffix: xml }');
    const [problem] = problemsOf({ [FILE]: text }, context);
    assert.equal(
      problem?.message,
      "'over' has no case left: 'except' of transport or of the method's call excludes them all",
    );
    assert.equal(problem?.line, lineWith(text, 'id: over'));
  });
});
