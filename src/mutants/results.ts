import { inXml, isOf, result, successes } from './changes.ts';
import { METHOD, type Mutant } from './mutant.ts';

/** What a success carries as result, and beside it. */

const RESULT = `${METHOD}.result`;

export const results: readonly Mutant[] = [
  {
    id: 'result-false',
    breaks: 'The result of an accepted command is false.',
    kills: [RESULT],
    ...result(METHOD, () => false),
  },
  {
    id: 'result-text-true',
    breaks: "The result is the text 'true'.",
    kills: [RESULT],
    ...result(
      METHOD,
      () => 'true',
      (call) => !inXml(call),
    ),
  },
  { id: 'result-y', breaks: "The result is 'Y'.", kills: [RESULT], ...result(METHOD, () => 'Y') },
  {
    id: 'result-one',
    breaks: 'The result is the number 1 in JSON.',
    kills: [RESULT],
    ...result(METHOD, () => 1),
  },
  { id: 'result-null', breaks: 'The result is null.', kills: [RESULT], ...result(METHOD, () => null) },
  {
    id: 'result-list',
    breaks: 'The result true stands in a list.',
    kills: [RESULT],
    ...result(METHOD, () => [true]),
  },
  {
    id: 'result-object',
    breaks: 'The result is an object with success: true.',
    kills: [RESULT],
    ...result(METHOD, () => ({ success: true })),
  },
  {
    id: 'result-false-in-xml',
    breaks: 'The result of an accepted command is false in XML only.',
    kills: [RESULT],
    ...result(METHOD, () => false, inXml),
  },
  {
    id: 'result-false-for-users',
    breaks: 'The result is false for dialogs with a user.',
    kills: [RESULT],
    ...result(
      METHOD,
      () => false,
      (call) => /^\d+$/.test(String(call.parameters.get('DIALOG_ID'))),
    ),
  },
  {
    id: 'result-called-data',
    breaks: 'server.time gives its answer as data instead of result.',
    // Another method goes on while one is blocked: server.time.
    kills: ['answer.success.result', 'server-time.format', 'limits.operating.others'],
    ...successes(({ result: data, ...rest }) => ({ data: data ?? null, ...rest }), isOf('server.time')),
  },
  {
    id: 'success-with-empty-error',
    breaks: 'An XML success has an empty element error.',
    kills: ['answer.success.without-error'],
    ...successes((body) => ({ ...body, error: '' }), inXml),
  },
  {
    id: 'success-with-null-error',
    breaks: 'A success of server.time has error: null.',
    kills: ['answer.success.without-error'],
    ...successes((body) => ({ ...body, error: null }), isOf('server.time')),
  },
];
