import type { MethodFacts } from '../contract/facts.ts';

/** What of a field a claim is about; the field itself without. */
export type FieldAspect = 'type' | 'required' | 'read-only' | 'multiple';

/** What of a refusal a claim is about. */
export type RefusalAspect = 'code' | 'status' | 'text' | 'validation';

/**
 * What of a parameter a claim is about; that it takes its documented values without. `range`: what is at the ends of its range
 * is taken; `beyond`: what the page does not list is taken; `items`, `maximum`: as many items come as it asks for at most, and
 * never more than that.
 */
export type TakesAspect = 'range' | 'beyond' | 'items' | 'maximum';

/**
 * The ids of a method's claims. They never change: reports of other nights and portals, and files of deviations, are
 * compared by them. `METHOD@3` is a method of the newer REST API, of which some have the name of an older one.
 */
export function idsOf({ method, rest }: Pick<MethodFacts, 'method' | 'rest'>) {
  const name = rest === undefined ? method : `${method}@${rest}`;
  return {
    exists: `${name}.exists`,
    scope: `${name}.scope`,
    /** A webhook without the scope is refused. */
    scopeRefused: `${name}.scope.refused`,
    field: (field: string, aspect?: FieldAspect): string =>
      `${name}.fields.${field}${aspect === undefined ? '' : `.${aspect}`}`,
    status: `${name}.read.status`,
    time: `${name}.read.time`,
    /** @param path of names from the answer's root, `result.items`; a list stands for each of its elements */
    returned: (path: string): string => `${name}.read.${path}`,
    paging: (aspect: 'size' | 'total' | 'next' | 'start'): string => `${name}.read.paging.${aspect}`,
    select: `${name}.read.select`,
    order: `${name}.read.order`,
    filter: `${name}.read.filter`,
    /** @param row key of the row of errors, as the contract names it: `CODE`, `CODE#2`, `#3` without a code */
    refusal: (row: string, aspect: RefusalAspect): string => `${name}.refusal.${row}.${aspect}`,
    /** Of REST 3.0: what every refusal has. */
    refusalForm: `${name}.refusal.form`,
    /** Of a parameter that is left out. */
    default: (parameter: string): string => `${name}.default.${parameter}`,
    value: (path: string): string => `${name}.value.${path}`,
    /** @param parameter path of names in the request, `PARAMS.limit` */
    takes: (parameter: string, aspect?: TakesAspect): string =>
      `${name}.takes.${parameter}${aspect === undefined ? '' : `.${aspect}`}`,
  };
}
