import type { Contract } from '../../contract/contract.ts';
import { type Call, wrapStage } from '../../mock/index.ts';
import { EVERYWHERE, type LiveOperator, type When } from '../operator.ts';
import { formsOf } from '../where.ts';

/** Values that do not arrive as they were sent. */

type Misread = (value: unknown, depth: number) => unknown;

const decoded = (code: string): string => {
  try {
    return decodeURIComponent(code);
  } catch {
    return code;
  }
};

/** What becomes of parts of a text. */
const TEXTS: readonly (readonly [id: string, says: string, RegExp, becomes: (part: string) => string])[] = [
  ['plus-read-as-blank', 'A plus sign becomes a blank', /\+/g, () => ' '],
  ['blank-read-as-plus', 'A blank becomes a plus sign', / /g, () => '+'],
  ['blanks-trimmed-inside', 'Blanks get lost', / /g, () => ''],
  ['decoded-twice', 'Values are decoded twice', /%[0-9A-Fa-f]{2}/g, decoded],
  ['percent-lost', 'Percent signs get lost', /%/g, () => ''],
  ['cut-at-hash', 'Values end at a #', /#.*/s, () => ''],
  ['cut-at-ampersand', 'Values end at an &', /&.*/s, () => ''],
  ['cut-at-equals', 'Values end at an =', /=.*/s, () => ''],
  ['brackets-lost', 'Brackets in values get lost', /[[\]]/g, () => ''],
  ['two-bytes-lost', 'Characters of two bytes become question marks', /[\u0080-\u07ff]/g, () => '?'],
  [
    'three-bytes-lost',
    'Characters of three bytes become question marks',
    /[\u0800-\ud7ff\ue000-\uffff]/g,
    () => '?',
  ],
  [
    'four-bytes-lost',
    'Characters of four bytes become question marks',
    /[\u{10000}-\u{10ffff}]/gu,
    () => '?',
  ],
  ['latin-1', 'Texts are read as ISO 8859-1', /.+/s, (text) => Buffer.from(text, 'utf8').toString('latin1')],
];

const ofMap =
  (change: (entries: [string, unknown][]) => [string, unknown][]): Misread =>
  (value) =>
    isMap(value) ? Object.fromEntries(change(Object.entries(value))) : value;
const ofList =
  (change: (items: unknown[]) => unknown[]): Misread =>
  (value) =>
    isList(value) ? change(value) : value;

const MISREADINGS: readonly (readonly [id: string, says: string, change: Misread])[] = [
  ...TEXTS.map(([id, says, parts, becomes]): (typeof MISREADINGS)[number] => [
    id,
    says,
    (value) => (typeof value === 'string' ? value.replace(parts, becomes) : value),
  ]),
  ['lists-cut', 'Of a list only the first item arrives', ofList((items) => items.slice(0, 1))],
  ['lists-reversed', 'Lists arrive from the last item to the first', ofList((items) => items.toReversed())],
  ['first-key-lost', 'The first key of a structure gets lost', ofMap((entries) => entries.slice(1))],
  ['last-key-lost', 'The last key of a structure gets lost', ofMap((entries) => entries.slice(0, -1))],
  [
    'third-level-lost',
    'What is nested three levels deep gets lost',
    (value, depth) => (depth < 2 ? value : undefined),
  ],
];

const isList = (value: unknown): value is unknown[] => Array.isArray(value) && value.length > 1;
const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 1;

/** A value changed however deep it stands. */
function misread(value: unknown, change: Misread, depth = 0): unknown {
  const changed = change(value, depth);
  if (typeof changed !== 'object' || changed === null) return changed;
  if (Array.isArray(changed)) return changed.map((item) => misread(item, change, depth + 1));
  return Object.fromEntries(
    Object.entries(changed)
      .map(([key, item]) => [key, misread(item, change, depth + 1)] as const)
      .filter(([, item]) => item !== undefined),
  );
}

const misreadAll = (all: Call['parameters'], change: Misread): Map<string, unknown> =>
  new Map([...all].map(([name, value]) => [name, misread(value, change)]));

/** Misread values of calls in each encoding, those of batches with the commands in them. */
export function valueOperators(contract: Contract): LiveOperator[] {
  const forms = formsOf(contract).filter(({ dimension }) => dimension === 'request');
  return MISREADINGS.map(([id, says, change]): LiveOperator => {
    const isMisread: When = ({ parameters, inBatch, endpoint }) =>
      !inBatch &&
      endpoint === 'rest' &&
      JSON.stringify([...misreadAll(parameters, change)]) !== JSON.stringify([...parameters]);
    return {
      id,
      kind: 'value-misread',
      says,
      mayStrike: isMisread,
      attach: (strikes) => (stages) =>
        wrapStage(stages, 'transport', async (call, run) => {
          const answer = await run(call);
          if (answer !== undefined || !isMisread(call) || !strikes(call)) return answer;
          call.spelledParameters = misreadAll(call.spelledParameters, change);
          call.parameters = misreadAll(call.parameters, change);
          return answer;
        }),
      wheres: [EVERYWHERE, ...forms],
      isWanted: true,
    };
  });
}
