import { randomBy } from '../../../src/base/random.ts';
import type { Place } from './answer.ts';
import { typeOf } from './answer.ts';
import { typesOfRow } from './facts.ts';
import { ABSENT, type Behaviour, type Model } from './model.ts';
import { isSwitch } from './takes.ts';

export const KINDS = [
  'missing method',
  'other scope',
  'renamed field',
  'retyped field',
  'other error code',
  'other error status',
  'other error text',
  'wrong paging',
  'value outside an enumeration',
  'listed value refused',
  'other default',
  'limit ignored',
  'maximum not kept',
] as const;

export type LieKind = (typeof KINDS)[number];

/** One thing in which a portal differs from its documentation. */
export interface Lie {
  readonly kind: LieKind;
  readonly method: string;
  /** What is different, for who reads a failure. */
  readonly says: string;
  /** Claims that must be contradicted by it. */
  readonly claims: readonly string[];
  /** Claims that it may contradict as well: a page of 55 begins the next one too late. */
  readonly also: readonly string[];
}

interface Candidate extends Lie {
  tell(): void;
}

/**
 * Tells `total` lies, as many of each kind as of the others as far as there are methods for it, one a method, chosen by the
 * seed. The model is changed.
 *
 * @param canRead whether the survey can call a method at all; lies about answers are told of these alone
 */
export function tellLies(
  model: Model,
  { seed, total, canRead }: { seed: number; total: number; canRead: (found: Behaviour) => boolean },
): readonly Lie[] {
  const next = randomBy(seed);
  const taken = new Set<string>();
  const left = KINDS.map((kind) =>
    shuffled(
      [...model.methods.values()].flatMap((found) => candidatesOf(kind, found, canRead(found))),
      next,
    ),
  ).sort((one, other) => one.length - other.length);
  const told: Lie[] = [];
  while (told.length < total) {
    const before = told.length;
    for (const candidates of left) {
      const index = candidates.findIndex(({ method }) => !taken.has(method));
      const [candidate] = index < 0 ? [] : candidates.splice(0, index + 1).slice(-1);
      if (candidate === undefined || told.length === total) continue;
      const { tell, ...lie } = candidate;
      taken.add(lie.method);
      tell();
      told.push(lie);
    }
    if (told.length === before) throw new Error(`only ${told.length} methods can lie, not ${total}`);
  }
  return told;
}

/** Methods by which a portal says what it is: without them there is no survey. */
const NEEDED = new Set(['methods', 'method.get', 'scope', 'batch', 'profile', 'user.current']);

function candidatesOf(kind: LieKind, found: Behaviour, canRead: boolean): readonly Candidate[] {
  const { name, facts, reads, refusals } = found;
  if (NEEDED.has(name.toLowerCase())) return [];
  const lie = (says: string, claim: string, tell: () => void, also: readonly string[] = []): Candidate => ({
    kind,
    method: name,
    says: `${name}: ${says}`,
    claims: [`${name}.${claim}`],
    also: also.map((each) => `${name}.${each}`),
    tell,
  });
  // Another parameter that is required would have to be given, and another row could come.
  const isPlain = facts.parameters.filter((each) => each.required !== undefined).length === 1;
  const isAlone =
    facts.errors.rows.filter((row) => ABSENT.test(`${row.code} ${row.text ?? ''}`)).length === 1;
  const limits =
    canRead && found.answer.list !== undefined ? found.takes.filter(({ isLimit }) => isLimit) : [];
  const absent = reads && isPlain && isAlone ? refusals.filter(({ fault }) => fault === 'missing') : [];
  switch (kind) {
    case 'missing method':
      // A list that is gone takes the ids of others with it.
      if (/\.(list|getlist|get|items)$/i.test(name)) return [];
      return [lie('is not there', 'exists', () => set(found, { exists: false }))];
    case 'other scope':
      if (found.scopes.length !== 1 || found.scopes.includes('basic')) return [];
      return [lie('belongs to another scope', 'scope', () => set(found, { scopes: ['mailservice_other'] }))];
    case 'renamed field':
      if (!canRead) return [];
      return [
        ...leavesOf(found).map((place) =>
          lie(`${place.path} has another name`, `read.${place.path}`, () => rename(place), [
            `fields.${place.key}`,
          ]),
        ),
        ...found.described.map(({ name: key, holder }) =>
          lie(`the field ${key} has another name`, `fields.${key}`, () => rename({ holder, key }), [
            `read.result.${key}`,
          ]),
        ),
      ];
    case 'retyped field': {
      if (!canRead) return [];
      const typed = found.described.filter(({ type, node }) => type !== undefined && node.keys.has('type'));
      return [
        ...typed.map(({ name: key, node }) =>
          lie(`the field ${key} has another type`, `fields.${key}.type`, () =>
            node.keys.set('type', { kind: 'value', value: 'kit_other_type' }),
          ),
        ),
        ...leavesOf(found)
          .filter(({ fact }) => typesOfRow(fact).length > 0 && otherValue(typesOfRow(fact)) !== undefined)
          .map((place) =>
            lie(`${place.path} has another type`, `read.${place.path}`, () =>
              place.holder.keys.set(place.key, {
                kind: 'value',
                value: otherValue(typesOfRow(place.fact)),
              }),
            ),
          ),
      ];
    }
    case 'other error code':
      return absent
        .filter(({ code }) => code !== '')
        .map((row) =>
          lie(`${row.row} has another code`, `refusal.${row.row}.code`, () =>
            set(row, { code: 'KIT_OTHER_CODE' }),
          ),
        );
    case 'other error status':
      return absent
        .filter(({ states }) => states.status)
        .map((row) =>
          lie(`${row.row} has another status`, `refusal.${row.row}.status`, () =>
            set(row, { status: row.status === 422 ? 409 : 422 }),
          ),
        );
    case 'other error text':
      // A row without a code is told by its text, and ERROR_CORE is of the portal where its text is not the method's.
      return absent
        .filter(({ states, code }) => states.text && code !== '' && code !== 'ERROR_CORE')
        .map((row) =>
          lie(`${row.row} has another text`, `refusal.${row.row}.text`, () =>
            set(row, { text: 'Kit says otherwise' }),
          ),
        );
    case 'wrong paging': {
      const { paging } = found;
      const { each, count = 0 } = found.answer.list ?? {};
      if (!canRead || each?.kind !== 'object') return [];
      const hasStart = facts.parameters.some(
        (each) => each.name.toLowerCase() === 'start' && each.required === undefined,
      );
      const states = (row: string) => facts.returned.some((each) => each.name === row);
      return [
        ...(hasStart && count > 50
          ? [
              lie('a page has 55 items', 'read.paging.size', () => set(paging, { size: 55 }), [
                'read.paging.start',
                'read.paging.next',
              ]),
            ]
          : []),
        ...(states('total')
          ? [
              lie(
                'total is below the number of items',
                'read.paging.total',
                () => set(paging, { wrongTotal: -1000 }),
                ['read.paging.next'],
              ),
            ]
          : []),
        ...(states('next') && count > 50
          ? [
              lie('next is not where the next page begins', 'read.paging.next', () =>
                set(paging, { wrongNext: 3 }),
              ),
            ]
          : []),
      ];
    }
    case 'value outside an enumeration':
      return canRead
        ? leavesOf(found)
            .filter(
              ({ fact }) =>
                (fact.values?.length ?? 0) > 1 && fact.values?.every((value) => /^[\w.-]+$/.test(value)),
            )
            .filter(({ fact }) => !typesOfRow(fact).includes('boolean'))
            .map((place) =>
              lie(`${place.path} has a value that is not allowed`, `value.${place.path}`, () =>
                outside(place),
              ),
            )
        : [];
    case 'listed value refused':
      return (canRead ? found.takes : []).flatMap((takes) => {
        const listed = takes.values.filter(
          (value) => value !== takes.default && /^[\w.-]+$/.test(value) && !/^id$/i.test(value),
        );
        const [value] = listed.slice(-1);
        if (value === undefined || takes.values.length < 2) return [];
        return [
          lie(`${takes.name} does not take ${value}`, `takes.${takes.name}`, () =>
            set(takes, { refuses: value }),
          ),
        ];
      });
    case 'other default':
      if (!canRead || found.answer.root.keys.get('result')?.kind !== 'object') return [];
      return found.takes
        .filter(
          (takes) =>
            isSwitch(takes) && (takes.values.length > 1 || /^(Y|N|true|false)$/.test(takes.default ?? '')),
        )
        .map((takes) =>
          lie(`${takes.name} is something else where it is left out`, `default.${takes.name}`, () =>
            set(takes, { default: 'kit' }),
          ),
        );
    case 'limit ignored':
      return limits.map((takes) =>
        lie(`${takes.name} is ignored`, `takes.${takes.name}.items`, () => set(takes, { isIgnored: true })),
      );
    case 'maximum not kept':
      return limits
        .filter(({ maximum }) => maximum !== undefined)
        .map((takes) =>
          lie(`${takes.name} has no maximum`, `takes.${takes.name}.maximum`, () =>
            set(takes, { maximum: undefined }),
          ),
        );
  }
}

/** Documented fields that hold no others and stand in one place alone, so that one lie is one lie. */
function leavesOf({ answer: { places } }: Behaviour): readonly Place[] {
  return places.filter(
    ({ children, holder, key }) =>
      children === 0 &&
      holder.keys.get(key)?.kind === 'value' &&
      places.filter((other) => other.holder === holder && other.key === key).length === 1 &&
      !/^id$/i.test(key),
  );
}

function rename({ holder, key }: Pick<Place, 'holder' | 'key'>): void {
  const node = holder.keys.get(key);
  holder.keys.delete(key);
  if (node !== undefined) holder.keys.set(`${key}_KIT`, node);
}

/** A value of a type that none of these is; undefined where everything would do. */
function otherValue(types: readonly string[]): unknown {
  return [{ kit: { kit: 1 } }, 'kit', 11.5].find((value) => {
    const type = typeOf(value);
    // What is said to be yes or no is written in many ways, and a number is no integer that it is not.
    return !types.includes(type) && !(type === 'string' && types.includes('boolean'));
  });
}

function outside({ holder, key, fact }: Place): void {
  const isNumber =
    fact.values?.every((value) => /^-?\d+$/.test(value)) && typeOf(valueAt(holder, key)) !== 'string';
  holder.keys.set(key, { kind: 'value', value: isNumber ? 987_654 : 'kit-not-allowed' });
}

function valueAt(holder: Place['holder'], key: string): unknown {
  const node = holder.keys.get(key);
  return node?.kind === 'value' ? node.value : undefined;
}

function set<T extends object>(of: T, fields: Partial<T>): void {
  Object.assign(of, fields);
}

function shuffled<T>(list: readonly T[], next: () => number): T[] {
  const all = [...list];
  for (let index = all.length - 1; index > 0; index--) {
    const other = Math.floor(next() * (index + 1));
    [all[index], all[other]] = [all[other] as T, all[index] as T];
  }
  return all;
}
