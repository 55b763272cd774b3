import { detailsOf, type Range } from './reader/details.ts';
import type { Field } from './reader/fields.ts';
import type { PageData, Sample } from './reader/page.ts';
import type { Unused } from './reader/unused.ts';

/** A page as `npm run docs -- read` writes it; what the page does not tell is null. */
export interface PageJson {
  file: string;
  kind: string;
  method: string | null;
  scope: string | null;
  deprecated: boolean;
  successor: string | null;
  params: ParamJson[];
  examples: { tab: string; lang: string; line: number }[];
  success: { status: number | null; example: unknown };
  returns: ReturnJson[];
  errors: {
    statuses: (number | string)[];
    example: unknown;
    table: { code: string; status?: number; text: string; when?: string }[];
  };
  problems: { line: number; message: string }[];
  /** Tables, lists and code that no fact was read from; left out where there are none. */
  unused?: Unused[];
}

export interface ReturnJson {
  name: string;
  types: string[];
  children?: ReturnJson[];
}

export interface ParamJson {
  name: string;
  types: string[];
  required: boolean;
  /** Further names, of which one is enough. */
  alternatives?: string[];
  values?: string[];
  default?: string;
  range?: Range;
  children?: ParamJson[];
}

/** An example is the value where it is JSON, and the text as printed where it is not. */
export function toJson(page: PageData): PageJson {
  return {
    file: page.file,
    kind: page.kind,
    method: page.method ?? null,
    scope: page.scope ?? null,
    deprecated: page.deprecated,
    successor: page.successor ?? null,
    params: page.params.map(toParam),
    examples: page.examples.map(({ tab, lang, line }) => ({ tab, lang, line })),
    success: { status: page.success.status ?? null, example: toExample(page.success.sample) },
    returns: page.returns.map(toReturn),
    errors: {
      statuses: page.errors.statuses,
      example: toExample(page.errors.sample),
      table: page.errors.table.map(({ line: _line, file: _file, ...row }) => row),
    },
    problems: page.problems,
    ...(page.unused.length > 0 ? { unused: page.unused } : {}),
  };
}

function toParam(field: Field): ParamJson {
  const { name, types, required, alternatives, children } = field;
  return {
    name,
    types,
    required,
    ...(alternatives ? { alternatives } : {}),
    ...detailsOf(field),
    ...(children.length > 0 ? { children: children.map(toParam) } : {}),
  };
}

function toReturn({ name, types, children }: Field): ReturnJson {
  return { name, types, ...(children.length > 0 ? { children: children.map(toReturn) } : {}) };
}

function toExample(sample: Sample | undefined): unknown {
  return sample === undefined ? null : sample.value === undefined ? sample.text : sample.value;
}

export type ReadState = 'read' | 'partly read' | 'not read';

/** How much of a method page was read. */
export function readState(page: PageData): ReadState {
  const something =
    page.params.length + page.examples.length + page.returns.length + page.errors.table.length;
  if (page.method === undefined || something === 0) return 'not read';
  return page.problems.length === 0 ? 'read' : 'partly read';
}
