import assert from 'node:assert/strict';
import test from 'node:test';
import type { MethodFacts } from '../../../src/contract/facts.ts';
import { allSubjects } from '../survey/all-subjects.ts';
import {
  contradictionsOf,
  type NewerAnswer,
  SmallPortal,
  surveyPortal,
  verdictsOf,
} from '../survey/portal.ts';
import { answerOf, written } from './answer.ts';
import { keysOf } from './model.ts';

/** A portal made from the facts of all methods of REST 3.0 that read, and the rows of errors that it can give. */

const subjects = allSubjects().filter(({ facts }) => facts.rest === 3);
const reading = subjects.filter(({ safety }) => safety === 'reads');

type Given = Readonly<Record<string, unknown>>;

/** Code of a class without where it is. */
const classOf = (code: string): string => /([A-Z]+)EXCEPTION$/.exec(code)?.[1] ?? '';

/** The first row that a request deserves, of those whose conditions a portal can tell: its place in the table. */
function rowFor(
  { parameters, errors: { rows } }: MethodFacts,
  given: Given,
): { index: number; field?: string } | undefined {
  const row = (name: string, words = /./) =>
    rows.findIndex(({ code, text = '' }) => classOf(code) === name && words.test(text));
  for (const { name, required, types } of parameters) {
    const about = (words: string) => new RegExp(`(?=.*(${words}))(?=.*\\b${name}\\b)`, 'is');
    const value = given[name];
    if (value === undefined) {
      if (required !== true) continue;
      const index = row('REQUESTVALIDATION', about('required|mandatory|not specified|missing'));
      return { index, field: name };
    }
    const isNumber = types.every((type) => /^int/i.test(type));
    if (isNumber && Number.isNaN(Number(value)))
      return { index: row('REQUESTVALIDATION', about('data type')), field: name };
    if (isNumber && Number(value) > 1_000_000) return { index: row('ENTITYNOTFOUND') };
    if (name === 'name' && String(value).startsWith('b24')) return { index: row('FIELDNOTFOUND') };
    if (name === 'select' && (value as unknown[]).includes('b24conformanceunknown'))
      return { index: row('UNKNOWNDTOPROPERTY') };
    if (name === 'filter' && /b24conformance/.test(JSON.stringify(value)))
      return { index: row('UNKNOWNFILTEROPERATOR') };
    if (name === 'pagination' && (value as { limit: number }).limit < 1)
      return { index: row('INVALIDPAGINATION') };
  }
  return undefined;
}

interface Lie {
  method: string;
  index: number;
  code: string;
}

function portalOf(lie?: Lie): SmallPortal {
  const portal = new SmallPortal({}, [...new Set(subjects.map(({ facts }) => facts.scope ?? ''))]);
  const paths = Object.fromEntries(
    subjects.map(({ facts }) => {
      const properties = Object.fromEntries(facts.parameters.map(({ name }) => [name, {}]));
      const content = { 'application/json': { schema: { type: 'object', properties } } };
      return [`/${facts.method}`, { post: { requestBody: { content } } }];
    }),
  );
  const answers = reading.map(({ facts }) => {
    const answer = written(answerOf(facts).root) as Given;
    const statuses = facts.errors.statuses.filter((status) => typeof status === 'number');
    return [
      facts.method,
      (given: Given): NewerAnswer => {
        const due = rowFor(facts, given);
        if (due === undefined) return { status: 200, body: { time: {}, ...shortened(facts, answer, given) } };
        const { index, field } = due;
        const row = facts.errors.rows[index];
        const isLie = lie?.method === facts.method && lie.index === index;
        const code = isLie
          ? lie.code
          : (row?.code ?? 'BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION');
        const validation = field === undefined ? {} : { validation: [{ field, message: 'wrong' }] };
        return {
          status: row?.status ?? statuses[0] ?? 400,
          body: { error: { code, message: 'wrong', ...validation } },
        };
      },
    ];
  });
  portal.newer = {
    'rest.documentation.openapi': { paths },
    'rest.scope.list': {},
    ...Object.fromEntries(answers),
  };
  return portal;
}

/** The answer with as many items as are asked for, or as come by default, and no more than the maximum. */
function shortened({ parameters }: MethodFacts, answer: Given, given: Given): Given {
  const all = parameters.flatMap((fact) => [fact, ...(fact.fields ?? [])]);
  const stated = all.find(({ name }) => name === 'limit') ?? all.find(({ name }) => name === 'pagination');
  const result = answer.result as Given;
  const [key, items] =
    Object.entries(Array.isArray(answer.result) ? answer : result).find(([, value]) =>
      Array.isArray(value),
    ) ?? [];
  if (stated === undefined || key === undefined) return answer;
  const { limit = given.limit } = (given.pagination ?? {}) as { limit?: unknown };
  const most = Math.min(Number(limit ?? stated.default ?? 50), stated.range?.max ?? 1000);
  const page = { [key]: (items as unknown[]).slice(0, most) };
  return key === 'result' ? { ...answer, ...page } : { ...answer, result: { ...result, ...page } };
}

test('of REST 3.0 a portal that does what its documentation says is contradicted in nothing', async () => {
  const portal = portalOf();
  const outcome = await surveyPortal(portal, subjects);
  assert.deepEqual(contradictionsOf(outcome), {});
  const shown = Object.entries(verdictsOf(outcome)).filter(([id]) => /\.refusal\..*\.code$/.test(id));
  assert.ok(shown.filter(([, verdict]) => verdict === 'confirmed').length > 50, JSON.stringify(shown));
  const changing = new Set(subjects.filter(({ safety }) => safety !== 'reads').map(({ name }) => name));
  assert.deepEqual(
    portal.calledNewer.filter(({ method }) => changing.has(method)),
    [],
  );
});

test('of REST 3.0 another code is found wherever it stands, and nothing else', async () => {
  const truth = verdictsOf(await surveyPortal(portalOf(), subjects));
  const told = reading.flatMap(({ facts }) =>
    keysOf(facts.errors.rows).flatMap((key, index) => {
      const id = `${facts.method}@3.refusal.${key}.code`;
      return truth[id] === 'confirmed' ? [{ id, method: facts.method, index }] : [];
    }),
  );
  const code = 'BITRIX_REST_V3_EXCEPTION_KITOTHEREXCEPTION';
  for (const { id, method, index } of told.filter((_, number) => number % 7 === 0)) {
    const outcome = await surveyPortal(portalOf({ method, index, code }), subjects);
    assert.deepEqual(Object.keys(contradictionsOf(outcome)), [id]);
  }
});
