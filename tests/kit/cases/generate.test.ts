import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { generateCases } from '../../../src/cases/generate.ts';
import { sampleContract } from '../contract/sample.ts';

const ids = (...edit: [from?: string, to?: string]) =>
  generateCases(sampleContract(...edit), 'full').map((one) => one.id);
const named = (id: string, ...edit: [from?: string, to?: string]) => {
  const found = generateCases(sampleContract(...edit), 'full').find((one) => one.id === id);
  assert.ok(found, `no case ${id}`);
  return found;
};

describe('cases of a small contract', () => {
  it('are the product without the exceptions, then the groups', () => {
    assert.deepEqual(ids(), [
      'some.method/get,short',
      'some.method/post,short',
      'some.method/post,long',
      'some.method.thing-wrong/get',
      'some.method.thing-wrong/post',
    ]);
  });

  it('take verb, encoding and parameters from the chosen values', () => {
    const { request } = named('some.method/get,short');
    assert.equal(request.verb, 'GET');
    assert.equal(request.encoding, 'query');
    assert.deepEqual(request.parameters, { THING: { value: 's' } });
    assert.equal(named('some.method/post,short').request.encoding, 'json');
  });

  it('go over HTTPS without a suffix unless told otherwise', () => {
    const { request } = named('some.method/post,short');
    assert.deepEqual([request.scheme, request.suffix], ['https', '']);
  });

  it('replace exactly what a group sets', () => {
    const { request } = named('some.method.thing-wrong/post');
    assert.deepEqual(request, {
      ...named('some.method/post,short').request,
      parameters: { THING: { value: 'wrong' } },
    });
  });

  it('are grouped by the dimensions named for it and titled by the others', () => {
    const one = named('some.method/post,long');
    assert.deepEqual([one.group, one.title], ['by POST', 'long thing']);
    const wrong = named('some.method.thing-wrong/get');
    assert.deepEqual([wrong.group, wrong.title], ['wrong thing', 'by GET']);
  });

  it('name the claims of their values and those about every success', () => {
    assert.deepEqual([...named('some.method/post,short').claims].sort(), [
      'some.method.result',
      'some.method.short',
      'some.method.status',
    ]);
    assert.deepEqual([...named('some.method/post,long').claims].sort(), [
      'some.method.result',
      'some.method.status',
    ]);
  });

  it('that expect an error name no claim that something is accepted', () => {
    assert.deepEqual([...named('some.method.thing-wrong/post').claims].sort(), [
      'some.method.WRONG_THING.code',
      'some.method.refused',
    ]);
  });

  it('of a form that no page shows name no claim about the forms that pages show', () => {
    const other =
      'cases:\n  - { id: other, title: other, expect: { success: true }, claims: [some.method.result]';
    const shown = named('other', 'cases:', `${other} }`).claims;
    const unshown = named('other', 'cases:', `${other}, undocumented: true }`).claims;
    assert.ok(shown.includes('some.method.short'));
    assert.deepEqual(
      shown.filter((id) => !unshown.includes(id)),
      ['some.method.short'],
    );
  });

  it('never name an untestable claim', () => {
    for (const { id, claims } of generateCases(sampleContract(), 'full'))
      assert.ok(!claims.includes('some.method.fast'), id);
  });

  it('need the credential they use', () => {
    assert.deepEqual(named('some.method/post,short').needs, ['webhook']);
  });

  it('need the things their parameters use, and those the value is about', () => {
    const edit = ['{ THING: { value: s } }', '{ THING: { use: chat, as: dialog } } '] as const;
    assert.deepEqual(named('some.method/post,short', ...edit).needs, ['webhook', 'chat']);
    const about = ['title: short thing', 'title: short thing\n        needs: [bot]'] as const;
    assert.deepEqual(named('some.method/post,short', ...about).needs, ['webhook', 'bot']);
  });

  it('need plain HTTP where they use it', () => {
    const edit = [
      'title: short thing\n        set: { parameters',
      'title: short thing\n        set: { scheme: http, parameters',
    ] as const;
    assert.deepEqual(named('some.method/post,short', ...edit).needs, ['webhook', 'plainHttp']);
  });

  it('need nothing for made-up credentials', () => {
    const edit = [
      'set: { parameters: { THING: { value: wrong } } }',
      'set: { credential: { webhook: madeUp } }',
    ] as const;
    assert.deepEqual(named('some.method.thing-wrong/post', ...edit).needs, []);
  });

  it('use and need the renamed thing where a value renames it', () => {
    const edit = [
      'title: short thing\n        set: { parameters: { THING: { value: s } } }',
      'title: short thing\n        rename: { bot: oauthBot }\n        set: { parameters: { THING: { use: bot } } }',
    ] as const;
    const { needs, request } = named('some.method/post,short', ...edit);
    assert.deepEqual(needs, ['webhook', 'oauthBot']);
    assert.deepEqual(request.parameters, { THING: { use: 'oauthBot' } });
  });

  it('expect a success that is documented, unless a value is undocumented', () => {
    assert.deepEqual(named('some.method/post,short').expected, { kind: 'success', documented: true });
    const edit = ['title: short thing', 'title: short thing\n        undocumented: true'] as const;
    assert.deepEqual(named('some.method/post,short', ...edit).expected, {
      kind: 'success',
      documented: false,
    });
    assert.deepEqual(named('some.method/post,long', ...edit).expected, {
      kind: 'success',
      documented: true,
    });
  });

  it('expect the error that the contract states', () => {
    const { expected } = named('some.method.thing-wrong/post');
    assert.deepEqual(expected, {
      kind: 'error',
      error: { code: 'WRONG_THING', status: 400, text: 'Thing is wrong', when: 'the thing is wrong' },
    });
  });

  it('expect just a refusal where the documentation says no more', () => {
    const edit = [
      'expect: { error: WRONG_THING }\n    claims: [some.method.refused]',
      'expect: { refused: true }\n    claims: [some.method.refused]\n  - { id: code, title: code, expect: { error: WRONG_THING } }',
    ] as const;
    assert.deepEqual(named('some.method.thing-wrong/post', ...edit).expected, { kind: 'refused' });
  });

  it('may name the method whose baseline they start from', () => {
    assert.throws(
      () =>
        generateCases(
          sampleContract('title: wrong thing\n', 'title: wrong thing\n    method: other\n'),
          'full',
        ),
      /'other' is no method with variants/,
    );
    assert.equal(
      named(
        'some.method.thing-wrong/get',
        'title: wrong thing\n',
        'title: wrong thing\n    method: some.method\n',
      ).method,
      'some.method',
    );
  });

  it('leave a parameter marked absent to the encoder', () => {
    assert.deepEqual(
      named('some.method.thing-wrong/post', '{ THING: { value: wrong } }', '{ THING: { absent: true } }')
        .request.parameters,
      { THING: { absent: true } },
    );
  });
});
