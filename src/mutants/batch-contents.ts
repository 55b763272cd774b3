import { wrapStage } from '../mock/index.ts';
import { HALTS, isList, isMap, key } from './batch-values.ts';
import {
  type Body,
  batchField,
  contentType,
  errorOf,
  ofBatch,
  received,
  result,
  setParameter,
} from './changes.ts';
import type { Mutant } from './mutant.ts';

/** Batches: the maps of the result, errors of commands, encodings. */

const isJson = (call: Parameters<typeof ofBatch>[0]): boolean =>
  contentType(call).startsWith('application/json');
/** Changes the texts of the commands that rename a bot. */
const commands = (change: (call: Parameters<typeof ofBatch>[0], text: string) => string) =>
  received((call) => {
    const given = call.parameters.get('CMD') as Record<string, unknown> | undefined;
    if (ofBatch(call) && given && 'rename' in given)
      setParameter(
        call,
        'CMD',
        Object.fromEntries(Object.entries(given).map(([key, text]) => [key, change(call, String(text))])),
      );
  });

export const batchContents: readonly Mutant[] = [
  {
    id: 'batch-without-result-total',
    breaks: 'The result of a batch has no result_total.',
    kills: ['batch.envelope', 'batch.result_total'],
    ...result('batch', (found) => key(found, 'result_total') ?? null),
  },
  {
    id: 'batch-result-next-null',
    breaks: 'result_next is null where there is no further page.',
    kills: ['batch.envelope', 'batch.result_next.further'],
    ...batchField('result_next', (found, call) => (call.format === 'json' ? null : found)),
  },
  {
    id: 'batch-next-for-everything',
    breaks: 'result_next has an entry for a command that lists and has no further page.',
    kills: ['batch.result_next'],
    ...batchField('result_next', (found, call) => {
      const lists = (call.answer?.body?.result as Body | undefined)?.result_total ?? null;
      return isMap(lists)
        ? { ...Object.fromEntries(Object.keys(lists).map((name) => [name, 50])), ...(found as Body) }
        : found;
    }),
  },
  {
    id: 'batch-next-never',
    breaks: 'result_next is always empty.',
    kills: ['batch.result_next.further'],
    ...batchField('result_next', () => []),
  },
  {
    id: 'batch-next-a-page-number',
    breaks: 'result_next has the number of the next page.',
    kills: ['batch.result_next.further'],
    ...batchField('result_next', (found) => key(found, 'people', 2)),
  },
  {
    id: 'batch-result-error-of-nothing',
    breaks: 'result_error is a list with an empty object where there are no errors.',
    kills: ['batch.result_error.object', 'batch.result_error.empty-list', 'batch.result_error.empty'],
    ...batchField('result_error', (found) => (isList(found) && found.length === 0 ? [{}] : found)),
  },
  {
    id: 'batch-result-error-of-successes',
    breaks: 'result_error has an empty entry for each named command that succeeded.',
    kills: ['batch.result_error.empty'],
    ...result('batch', (found) => {
      const { result: kept = null, result_error: failed = null } = found as Body;
      return isMap(kept) && isList(failed)
        ? {
            ...(found as Body),
            result_error: Object.fromEntries(Object.keys(kept).map((name) => [name, []])),
          }
        : found;
    }),
  },
  {
    id: 'batch-result-error-left-out',
    breaks: 'The result of a batch has no result_error where no command failed.',
    kills: [
      'batch.result_error.present',
      'batch.result_error.empty',
      'batch.result_error.object',
      'batch.result_error.empty-list',
      'batch.envelope',
    ],
    about: 'batch.result_error.present',
    ...result('batch', (found) =>
      isList((found as Body).result_error ?? null) ? (key(found, 'result_error') ?? null) : found,
    ),
  },
  {
    id: 'batch-result-error-null',
    breaks: 'result_error is null where there are no errors.',
    kills: [
      'batch.result_error.object',
      'batch.result_error.empty-list',
      'batch.result_error.empty',
      'batch.result_error.present',
      'batch.envelope',
    ],
    ...batchField('result_error', (found, call) => (isList(found) && call.format === 'json' ? null : found)),
  },
  {
    id: 'batch-total-of-all-records',
    breaks: 'result_total counts all records, not those that were found.',
    kills: ['batch.result_total'],
    ...batchField('result_total', (found) =>
      'nobody' in Object(found) ? key(found, 'All_People2', 2) : found,
    ),
  },
  {
    id: 'batch-total-always-one',
    breaks: 'result_total is 1 for a list of none.',
    kills: ['batch.result_total'],
    ...batchField('result_total', (found) => key(found, 'nobody', 1)),
  },
  {
    id: 'batch-total-of-every-command',
    breaks: 'result_total is 1 for a command that does not list.',
    kills: ['batch.result_total.others'],
    ...batchField('result_total', (found, call) => {
      const { result: all } = (call.answer?.body?.result ?? {}) as Body;
      const names = Object.keys((all ?? {}) as Body);
      return { ...Object.fromEntries(names.map((name) => [name, 1])), ...(found as Body) };
    }),
  },
  {
    id: 'batch-time-of-commands-lost',
    breaks: 'result_time has nothing for a command.',
    kills: ['batch.result_time'],
    ...batchField('result_time', (found) => key(found, 'typing')),
  },
  {
    id: 'batch-time-of-commands-without-duration',
    breaks: 'result_time does not say how long a command took.',
    kills: ['batch.result_time'],
    ...batchField('result_time', (found) =>
      isMap(found)
        ? Object.fromEntries(Object.entries(found).map(([name, time]) => [name, key(time, 'duration')]))
        : found,
    ),
  },
  {
    id: 'batch-fails-as-a-whole',
    breaks: 'A batch fails with HTTP status 400 when one of its commands does.',
    about: 'batch.errors.status',
    kills: ['batch.status', 'batch.errors.status', ...HALTS],
    stages: (stages) =>
      wrapStage(stages, 'render', (call, run) => {
        const failed = ofBatch(call)
          ? ((call.answer?.body?.result as Body | undefined)?.result_error ?? null)
          : null;
        if (isMap(failed) && 'fails' in failed)
          call.answer = errorOf({ status: 400, code: 'ERROR_BATCH', text: 'A command failed' });
        return run(call);
      }),
  },
  {
    id: 'batch-errors-lost',
    breaks: 'The error of a command is nowhere in the answer.',
    // Whether a batch stopped at an error cannot be told without it.
    about: 'batch.errors.place',
    kills: ['batch.errors.place', ...HALTS],
    ...batchField('result_error', (found) => key(found, 'fails')),
  },
  {
    id: 'batch-errors-without-key',
    breaks: 'The errors of commands come in a list, without their keys.',
    // Whatever is looked for under a name is gone.
    kills: [
      'batch.length.beyond.text',
      'limits.operating.nested',
      'batch.errors.place',
      ...HALTS,
      'batch.errors.scope',
      'batch.length.beyond',
      'batch.nested',
      'batch.method-unknown',
      'batch.errors.own',
    ],
    ...batchField('result_error', (found) => (isMap(found) ? Object.values(found) : found)),
  },
  {
    id: 'batch-error-described-by-null',
    breaks: 'The error of a command is described by null.',
    kills: ['limits.operating.nested', 'batch.errors.described', 'batch.errors.undescribed'],
    ...batchField('result_error', (found) =>
      key(found, 'typing', { error: 'insufficient_scope', error_description: null }),
    ),
  },
  {
    id: 'batch-error-without-description',
    breaks: 'The error of a command has no description.',
    kills: ['limits.operating.nested', 'batch.errors.described', 'batch.errors.undescribed'],
    ...batchField('result_error', (found) => key(found, 'typing', { error: 'insufficient_scope' })),
  },
  {
    id: 'batch-unknown-method-left-out',
    breaks: 'A command of an unknown method is left out in silence.',
    kills: ['batch.method-unknown'],
    ...batchField('result_error', (found) => key(found, 'unknown')),
  },
  {
    id: 'batch-json-commands-decoded-twice',
    breaks: 'The commands in a JSON body are taken as encoded once more.',
    kills: ['batch.encoding.json'],
    ...commands((call, text) => (isJson(call) ? decodeURIComponent(text) : text)),
  },
  {
    id: 'batch-query-commands-decoded-twice',
    breaks: 'Encoded values in a command of a query are decoded once too often.',
    kills: ['batch.encoding.query'],
    ...commands((call, text) => (call.request.verb === 'GET' ? decodeURIComponent(text) : text)),
  },
  {
    id: 'batch-percent-in-commands-decoded-twice',
    breaks: 'A percent sign in a value of a command is decoded once too often in JSON.',
    kills: ['batch.encoding.json'],
    ...commands((call, text) => (isJson(call) ? text.replaceAll('%25', '%') : text)),
  },
  {
    id: 'batch-percent-in-query-commands-decoded-twice',
    breaks: 'A percent sign in a value of a command is decoded once too often in a query.',
    kills: ['batch.encoding.query'],
    ...commands((call, text) => (call.request.verb === 'GET' ? text.replaceAll('%25', '%') : text)),
  },
];
