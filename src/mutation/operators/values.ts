import type { Contract } from '../../contract/contract.ts';
import { type Call, wrapStage } from '../../mock/index.ts';
import { EVERYWHERE, type LiveOperator, type When } from '../operator.ts';
import { formsOf } from '../where.ts';

/** Values that do not arrive as they were sent. */

interface Misreading {
  id: string;
  says: string;
  change(value: unknown, depth: number): unknown;
}

const texts =
  (change: (text: string) => string) =>
  (value: unknown): unknown =>
    typeof value === 'string' ? change(value) : value;

const MISREADINGS: readonly Misreading[] = [
  {
    id: 'plus-read-as-blank',
    says: 'A plus sign becomes a blank',
    change: texts((text) => text.replaceAll('+', ' ')),
  },
  {
    id: 'blank-read-as-plus',
    says: 'A blank becomes a plus sign',
    change: texts((text) => text.replaceAll(' ', '+')),
  },
  { id: 'blanks-trimmed-inside', says: 'Blanks get lost', change: texts((text) => text.replaceAll(' ', '')) },
  { id: 'decoded-twice', says: 'Values are decoded twice', change: texts(decodedOnceMore) },
  { id: 'percent-lost', says: 'Percent signs get lost', change: texts((text) => text.replaceAll('%', '')) },
  { id: 'cut-at-hash', says: 'Values end at a #', change: texts((text) => text.split('#')[0] ?? '') },
  { id: 'cut-at-ampersand', says: 'Values end at an &', change: texts((text) => text.split('&')[0] ?? '') },
  { id: 'cut-at-equals', says: 'Values end at an =', change: texts((text) => text.split('=')[0] ?? '') },
  {
    id: 'brackets-lost',
    says: 'Brackets in values get lost',
    change: texts((text) => text.replace(/[[\]]/g, '')),
  },
  {
    id: 'two-bytes-lost',
    says: 'Characters of two bytes become question marks',
    change: texts((text) => text.replace(/[\u0080-\u07ff]/g, '?')),
  },
  {
    id: 'three-bytes-lost',
    says: 'Characters of three bytes become question marks',
    change: texts((text) => text.replace(/[\u0800-\ud7ff\ue000-\uffff]/g, '?')),
  },
  {
    id: 'four-bytes-lost',
    says: 'Characters of four bytes become question marks',
    change: texts((text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, '?')),
  },
  {
    id: 'latin-1',
    says: 'Texts are read as ISO 8859-1',
    change: texts((text) => Buffer.from(text, 'utf8').toString('latin1')),
  },
  {
    id: 'lists-cut',
    says: 'Of a list only the first item arrives',
    change: (value) => (isList(value) ? value.slice(0, 1) : value),
  },
  {
    id: 'lists-reversed',
    says: 'Lists arrive from the last item to the first',
    change: (value) => (isList(value) ? value.toReversed() : value),
  },
  {
    id: 'first-key-lost',
    says: 'The first key of a structure gets lost',
    change: (value) => (isMap(value) ? Object.fromEntries(Object.entries(value).slice(1)) : value),
  },
  {
    id: 'last-key-lost',
    says: 'The last key of a structure gets lost',
    change: (value) => (isMap(value) ? Object.fromEntries(Object.entries(value).slice(0, -1)) : value),
  },
  {
    id: 'third-level-lost',
    says: 'What is nested three levels deep gets lost',
    change: (value, depth) => (depth >= 2 ? undefined : value),
  },
];

const isList = (value: unknown): value is unknown[] => Array.isArray(value) && value.length > 1;
const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 1;

function decodedOnceMore(text: string): string {
  return text.replace(/%[0-9A-Fa-f]{2}/g, (code) => {
    try {
      return decodeURIComponent(code);
    } catch {
      return code;
    }
  });
}

/** A value changed however deep it stands. */
function misread(value: unknown, change: Misreading['change'], depth = 0): unknown {
  const changed = change(value, depth);
  if (typeof changed !== 'object' || changed === null) return changed;
  if (Array.isArray(changed)) return changed.map((item) => misread(item, change, depth + 1));
  return Object.fromEntries(
    Object.entries(changed)
      .map(([key, item]) => [key, misread(item, change, depth + 1)] as const)
      .filter(([, item]) => item !== undefined),
  );
}

const misreadAll = (all: Call['parameters'], change: Misreading['change']): Map<string, unknown> =>
  new Map([...all].map(([name, value]) => [name, misread(value, change)]));

/** Misread values of calls in each encoding, those of batches with the commands in them. */
export function valueOperators(contract: Contract): LiveOperator[] {
  const forms = formsOf(contract).filter(({ dimension }) => dimension === 'request');
  return MISREADINGS.map(({ id, says, change }): LiveOperator => {
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
