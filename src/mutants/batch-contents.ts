import { wrapStage } from '../mock/index.ts';
import { isList, isMap, key } from './batch-values.ts';
import { type Body, batchField, errorOf, isOf, ofBatch, received, result, setParameter } from './changes.ts';
import type { Mutant } from './mutant.ts';

/** Batches: the maps of the result, errors of commands, encodings. */

export const batchContents: readonly Mutant[] = [
  {
    id: 'batch-without-result-total',
    breaks: 'The result of a batch has no result_total.',
    kills: ['batch.envelope'],
    ...result('batch', (found) => key(found, 'result_total') ?? null),
  },
  {
    id: 'batch-result-next-null',
    breaks: 'result_next is null where there is no further page.',
    kills: ['batch.envelope'],
    ...batchField('result_next', (found, call) => (call.format === 'json' ? null : found)),
  },
  {
    id: 'batch-next-for-everything',
    breaks: 'result_next has an entry for a command without a further page.',
    kills: ['batch.result_next'],
    ...batchField('result_next', () => ({ typing: 50 })),
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
    ...batchField('result_total', (found) => key(found, 'people', 2)),
  },
  {
    id: 'batch-time-of-commands-lost',
    breaks: 'result_time has nothing for a command.',
    kills: ['batch.result_time'],
    ...batchField('result_time', (found) => key(found, 'typing')),
  },
  {
    id: 'batch-time-of-commands-without-duration',
    breaks: 'result_time does not tell how long a command took.',
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
    kills: ['batch.status', 'batch.errors.status'],
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
    kills: ['batch.errors.place'],
    ...batchField('result_error', (found) => key(found, 'fails')),
  },
  {
    id: 'batch-errors-without-key',
    breaks: 'The errors of commands come in a list, without their keys.',
    // Whatever is looked for under a name is gone.
    kills: [
      'batch.errors.place',
      'batch.errors.scope',
      'batch.encoding.query',
      'batch.length.beyond',
      'batch.nested',
      'batch.method-unknown',
    ],
    ...batchField('result_error', (found) => (isMap(found) ? Object.values(found) : found)),
  },
  {
    id: 'batch-error-described-by-null',
    breaks: 'The error of a command is described by null.',
    kills: ['batch.errors.described', 'batch.errors.undescribed'],
    ...batchField('result_error', (found) =>
      key(found, 'typing', { error: 'insufficient_scope', error_description: null }),
    ),
  },
  {
    id: 'batch-error-without-description',
    breaks: 'The error of a command has no description.',
    kills: ['batch.errors.described', 'batch.errors.undescribed'],
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
    breaks: 'A single command in a JSON body is taken as encoded once more and loses its parameters.',
    kills: ['batch.encoding.json'],
    ...received((call) => {
      const commands = call.parameters.get('CMD') as Record<string, unknown> | undefined;
      if (ofBatch(call) && Object.keys(commands ?? {}).join() === 'typing')
        setParameter(call, 'CMD', { typing: String(commands?.typing).replaceAll('&', '%26') });
    }),
  },
  {
    id: 'batch-query-commands-decoded-twice',
    breaks: 'An encoded & in a command of a query ends the value.',
    kills: ['batch.encoding.query'],
    ...received((call) => {
      const commands = call.parameters.get('CMD') as Record<string, unknown> | undefined;
      if (isOf('batch')(call) && commands?.whole !== undefined)
        setParameter(call, 'CMD', { whole: decodeURIComponent(String(commands.whole)) });
    }),
  },
];
