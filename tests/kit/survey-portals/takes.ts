import type { FieldFact, MethodFacts } from '../../../src/contract/facts.ts';

/** What a portal does with the values of one parameter. */
export interface Takes {
  /** Names from the request's root. */
  readonly path: readonly string[];
  readonly name: string;
  readonly isNumber: boolean;
  /** Values that pages list, without what is no value of the parameter; empty where there are none. */
  readonly values: readonly string[];
  readonly range: FieldFact['range'];
  /** It says how many items come. */
  readonly isLimit: boolean;
  /** What it is where it is left out; undefined where no page says. */
  default: string | undefined;
  /** Most items that come, whatever it asks for. */
  maximum: number | undefined;
  /** A listed value that is refused all the same. */
  refuses: string | undefined;
  /** As if it were not given. */
  isIgnored: boolean;
}

const LISTS = /^(filter|select|order|sort|group|fields)$/i;
const PLAIN = /^[\w.-]+$/;

export function takesOf({ parameters }: MethodFacts): readonly Takes[] {
  return parameters.flatMap((fact) => {
    const inner = fact.types.includes('object') && !LISTS.test(fact.name) ? (fact.fields ?? []) : [];
    return [takes([fact.name], fact), ...inner.map((part) => takes([fact.name, part.name], part))];
  });
}

function takes(path: readonly string[], fact: FieldFact): Takes {
  const isNumber =
    fact.types.length > 0 && fact.types.every((type) => /^(int|integer|number|double|float)$/i.test(type));
  const isStructure = LISTS.test(fact.name) || fact.types.some((type) => /array|object|\[\]/i.test(type));
  const values = isStructure ? [] : (fact.values ?? []).map(bare);
  const isLimit = isNumber && /^(limit|page_?size)$/i.test(fact.name);
  return {
    path,
    name: path.join('.'),
    isNumber,
    values: values.length > 1 && values.every((value) => !isNumber || /^-?\d+$/.test(value)) ? values : [],
    range: fact.range,
    isLimit,
    default: fact.default === undefined ? undefined : bare(fact.default),
    maximum: isLimit && fact.range?.of === 'value' ? fact.range.max : undefined,
    refuses: undefined,
    isIgnored: false,
  };
}

const bare = (text: string): string => text.trim().replace(/^(['"])(.*)\1$/, '$2');

/** Whether a parameter changes the whole answer, and not which items come. */
export const isSwitch = ({ isLimit, default: stated, path }: Takes): boolean =>
  !isLimit && stated !== undefined && PLAIN.test(stated) && !/^(offset|start)$/i.test(path.at(-1) ?? '');

/** What a default such as `{ID: 'ASC'}` says, by name; undefined where it says nothing of the kind. */
export function orderIn(text: string | undefined): Readonly<Record<string, string>> | undefined {
  if (text === undefined || !/^\{.*\}$/s.test(text)) return undefined;
  const pairs = [...text.matchAll(/['"]?(\w+)['"]?\s*:\s*['"]?(asc|desc)\b/gi)];
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs.map(([, name, way]) => [name, way]));
}

/** The names of a default such as `['ID', 'NAME']`. */
export function namesIn(text: string | undefined): readonly string[] | undefined {
  if (text === undefined || !/^\[.*\]$/s.test(text)) return undefined;
  const parts = text.slice(1, -1).split(',').map(bare);
  return parts.every((part) => /^[\w*]+$/.test(part)) ? parts : undefined;
}

/** Whether a value is outside of what pages allow. */
export function isBeyond({ values, range, isNumber }: Takes, value: unknown): boolean {
  if (typeof value === 'object') return false;
  const text = String(value);
  if (values.length > 0) return !values.includes(text);
  if (range === undefined) return false;
  const size = range.of === 'length' ? text.length : isNumber ? Number(text) : Number.NaN;
  return size < (range.min ?? size) || size > (range.max ?? size);
}
