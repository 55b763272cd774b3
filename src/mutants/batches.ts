import { wrapStage } from '../mock/index.ts';
import { isList, isMap, key } from './batch-values.ts';
import {
  type Body,
  batchField,
  errorOf,
  ofBatch,
  received,
  refuse,
  result,
  setParameter,
} from './changes.ts';
import type { Mutant } from './mutant.ts';

/** Batches: keys, halt, length. */

const halted = (call: Parameters<typeof ofBatch>[0], ...values: unknown[]): boolean =>
  ofBatch(call) && values.includes(call.parameters.get('HALT'));

const KEYS_LOST = [
  'batch.cmd.map',
  'batch.halt.true',
  'batch.halt.false',
  'batch.halt.one',
  'batch.halt.zero',
  'batch.halt.default',
  'batch.halt.goes-on',
  'batch.halt.stops',
  'request.get.brackets',
  'answer.xml.children',
];

/** Changes what stands for references in commands. */
const references = (pattern: RegExp, change: (found: string) => string) =>
  received((call) => {
    const commands = call.parameters.get('CMD');
    if (typeof commands !== 'object' || commands === null || Array.isArray(commands)) return;
    const changed = Object.entries(commands).map(([key, text]) => [
      key,
      String(text).replace(pattern, change),
    ]);
    setParameter(call, 'CMD', Object.fromEntries(changed));
  }, ofBatch);

export const batches: readonly Mutant[] = [
  {
    id: 'batch-list-as-map',
    breaks:
      'The results of a list of commands come as an object with the keys 0 and 1, which the page allows.',
    kills: ['batch.result.as-list'],
    ...batchField('result', (found, call) =>
      isList(found) && call.format === 'json' && found.length > 0
        ? Object.fromEntries(Object.entries(found))
        : found,
    ),
  },
  {
    id: 'batch-list-loses-the-last',
    breaks: 'The last of two listed commands has no result.',
    kills: [
      'batch.cmd.list',
      'batch.result.as-list',
      'observed.xml.list',
      'request.get.list',
      'batch.reference.nested',
    ],
    ...batchField('result', (found) => (isList(found) && found.length === 2 ? found.slice(0, 1) : found)),
  },
  {
    id: 'batch-list-from-the-last',
    breaks: 'The results of two listed commands come from the last to the first.',
    kills: ['batch.cmd.list', 'request.get.list', 'observed.xml.list', 'batch.reference.nested'],
    ...batchField('result', (found) => (isList(found) && found.length === 2 ? found.toReversed() : found)),
  },
  {
    id: 'batch-keys-lost',
    breaks: 'The results of named commands come as a list.',
    // Whatever is looked for under a name is gone.
    kills: [
      ...KEYS_LOST,
      'batch.cmd.numbers',
      'batch.result',
      'batch.result.empty',
      'method-get.basic',
      'batch.lists.start',
    ],
    ...batchField('result', (found) => (isMap(found) ? Object.values(found) : found)),
  },
  {
    id: 'batch-keys-swapped',
    breaks: 'The results of two named commands stand under the key of the other one.',
    kills: ['batch.cmd.map'],
    ...batchField('result', (found) =>
      isMap(found) && 'now' in found && 'typing' in found
        ? { now: found.typing ?? null, typing: found.now ?? null }
        : found,
    ),
  },
  {
    id: 'batch-halt-true-refused',
    breaks: 'halt as true is refused.',
    kills: ['batch.halt.true', 'batch.halt.stops', 'batch.status'],
    ...refuse((call) => halted(call, true, 'true')),
  },
  {
    id: 'batch-halt-false-refused',
    breaks: 'halt as false is refused.',
    kills: ['batch.halt.false', 'batch.halt.goes-on', 'batch.status'],
    ...refuse((call) => halted(call, false, 'false')),
  },
  {
    id: 'batch-halt-one-refused',
    breaks: 'halt as 1 is refused.',
    kills: ['batch.halt.one', 'batch.halt.stops', 'batch.status'],
    ...refuse((call) => halted(call, 1, '1')),
  },
  {
    id: 'batch-halt-zero-refused',
    breaks: 'halt as 0 is refused.',
    kills: ['batch.halt.zero', 'batch.halt.goes-on', 'batch.status'],
    ...refuse((call) => halted(call, 0, '0')),
  },
  {
    id: 'batch-halts-by-itself',
    breaks: 'Without halt a batch stops after an error.',
    kills: ['batch.halt.default', 'batch.errors.own'],
    ...received(
      (call) => setParameter(call, 'HALT', '1'),
      (call) => ofBatch(call) && !call.parameters.has('HALT'),
    ),
  },
  {
    id: 'batch-halts-in-spite-of-zero',
    breaks: 'A batch stops after an error though halt is 0.',
    kills: ['batch.halt.zero', 'batch.halt.goes-on'],
    ...received(
      (call) => setParameter(call, 'HALT', '1'),
      (call) => halted(call, 0, '0'),
    ),
  },
  {
    id: 'batch-text-false-is-true',
    breaks: "The text 'false' in a form counts as true, as PHP has it.",
    kills: ['batch.halt.false', 'batch.halt.goes-on'],
    ...received(
      (call) => setParameter(call, 'HALT', '1'),
      (call) => halted(call, false, 'false'),
    ),
  },
  {
    id: 'batch-never-halts',
    breaks: 'A batch goes on after an error in spite of halt.',
    kills: ['batch.halt.true', 'batch.halt.one', 'batch.halt.stops', 'batch.halt.effect'],
    ...received((call) => setParameter(call, 'HALT', undefined), ofBatch),
  },
  {
    id: 'batch-halts-for-one-only',
    breaks: 'halt as true does not stop a batch; 1 does.',
    kills: ['batch.halt.true', 'batch.halt.stops'],
    ...received(
      (call) => setParameter(call, 'HALT', undefined),
      (call) => halted(call, true, 'true'),
    ),
  },
  {
    id: 'batch-halt-one-ignored',
    breaks: 'halt as 1 does not stop a batch; true does.',
    kills: ['batch.halt.one', 'batch.halt.stops', 'batch.halt.effect'],
    ...received(
      (call) => setParameter(call, 'HALT', undefined),
      (call) => halted(call, 1, '1'),
    ),
  },
  {
    id: 'batch-halts-before-it-begins',
    breaks: 'With halt nothing is run at all, and nothing fails.',
    kills: ['batch.halt.true', 'batch.halt.one', 'batch.halt.stops'],
    ...result(
      'batch',
      (found) => ({ ...(found as Body), result: [], result_error: [] }),
      (call) =>
        isMap((call.parameters.get('CMD') ?? null) as Body) &&
        'fails' in (call.parameters.get('CMD') as Body) &&
        halted(call, true, 'true', 1, '1'),
    ),
  },
  {
    id: 'batch-of-nothing',
    breaks: 'Fifty commands have results, all of them null.',
    kills: ['batch.length.fifty', 'batch.length.others'],
    ...batchField('result', (found) =>
      isList(found) && found.length === 50 ? found.map(() => null) : found,
    ),
  },
  {
    id: 'batch-of-forty-nine',
    breaks: 'Of fifty commands the last is not run.',
    kills: ['batch.length.fifty', 'batch.length.others'],
    ...batchField('result', (found) => (isList(found) ? found.slice(0, 49) : found)),
  },
  {
    id: 'batch-of-fifty-one',
    breaks: 'The fifty-first command is run as well.',
    kills: ['batch.length.beyond.text', 'batch.length.others', 'batch.length.beyond'],
    ...result('batch', (found) => {
      const { result: list = null, result_error: failed = null } = found as Body;
      return isList(list) && list.length === 50 && isMap(failed)
        ? { ...(found as Body), result: [...list, list[0] ?? null], result_error: [] }
        : found;
    }),
  },
  {
    id: 'batch-too-long-runs-nothing',
    breaks: 'Of fifty-one commands none is run, and only the last has an error.',
    kills: ['batch.length.others'],
    ...result('batch', (found) =>
      isMap((found as Body).result_error ?? null) && '50' in ((found as Body).result_error as Body)
        ? { ...(found as Body), result: [] }
        : found,
    ),
  },
  {
    id: 'batch-too-long-without-error',
    breaks: 'The command past the fiftieth is dropped without an error.',
    kills: ['batch.length.beyond'],
    ...batchField('result_error', (found) => key(found, '50')),
  },
  {
    id: 'batch-in-a-batch-run',
    breaks: 'A batch inside a batch is run.',
    kills: ['batch.nested'],
    ...batchField('result_error', (found) => key(found, 'inner')),
  },
  {
    id: 'batch-too-long-refused',
    breaks: 'A batch of fifty-one fails as a whole.',
    // There is no place to look for the claims about its commands.
    kills: ['batch.status'],
    profile: (profile) => ({ ...profile, batchOverflow: 'whole call' }),
  },
  {
    id: 'batch-in-a-batch-fails-both',
    breaks: 'A batch with a batch inside fails as a whole.',
    kills: ['batch.status'],
    stages: (stages) =>
      wrapStage(stages, 'method', async (call, run) => {
        const answer = await run(call);
        const { result_error: failed = null } = (answer?.body?.result ?? {}) as Body;
        return ofBatch(call) && isMap(failed) && 'inner' in failed
          ? errorOf({
              status: 405,
              code: 'ERROR_BATCH_METHOD_NOT_ALLOWED',
              text: 'Method is not allowed for batch usage',
            })
          : answer;
      }),
  },
  {
    id: 'batch-reference-to-a-field-empty',
    breaks: 'A reference to a field of an earlier result is empty.',
    kills: ['batch.reference.field'],
    ...references(/\$result\[\w+\]\[ID\]/g, () => ''),
  },
  {
    id: 'batch-references-to-fields-unknown',
    breaks: 'A reference to a field of an earlier result stays the text that it is.',
    kills: ['batch.reference.field'],
    ...references(/\$result(?=\[\w+\]\[ID\])/g, () => '$value'),
  },
  {
    id: 'batch-reference-by-index-empty',
    breaks: 'A reference to a record by its index is empty.',
    kills: ['batch.reference.index'],
    ...references(/\$result\[\w+\]\[1\]\[ID\]/g, () => ''),
  },
  {
    id: 'batch-reference-to-the-first-record',
    breaks: 'A reference to a record leads to the first one, whatever its index.',
    kills: ['batch.reference.index'],
    ...references(/(?<=\$result\[\w+\])\[1\]/g, () => '[0]'),
  },
  {
    id: 'batch-commands-side-by-side',
    breaks: 'The commands of a batch are run at the same time.',
    kills: ['batch.order'],
    ...batchField('result_time', (found) =>
      isMap(found)
        ? Object.fromEntries(
            Object.entries(found).map(([name, time]) => [
              name,
              { ...(time as Body), start: Number((time as Body).start) - 1 },
            ]),
          )
        : found,
    ),
  },
  {
    id: 'batch-commands-from-the-last',
    breaks: 'The commands of a batch are run from the last to the first.',
    kills: ['batch.order'],
    ...batchField('result_time', (found) => {
      if (!isMap(found)) return found;
      const times = Object.values(found).reverse();
      return Object.fromEntries(Object.keys(found).map((name, index) => [name, times[index] ?? null]));
    }),
  },
  {
    id: 'batch-commands-from-the-last-named-so',
    breaks:
      'The commands of a batch are run from the last to the first, and the answer has them in that order.',
    kills: ['batch.order'],
    ...batchField('result_time', (found) => {
      if (!isMap(found)) return found;
      const times = Object.values(found);
      return Object.fromEntries(
        Object.keys(found)
          .toReversed()
          .map((name, index) => [name, times[index] ?? null]),
      );
    }),
  },
];
