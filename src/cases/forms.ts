import type { TransportFile } from '../contract/contract.ts';
import { coverPairs, inOrder } from './cover-pairs.ts';

/** How a request travels: a value for each dimension of transport. */
export type Form = Readonly<Record<string, string>>;

/** Whether forms go together, as far as they are chosen. */
export function isAllowed({ except }: TransportFile, form: Form): boolean {
  return !except.some(({ when }) =>
    Object.entries(when).every(([name, values]) => values.includes(form[name] ?? '')),
  );
}

export const isSame = (one: Form, other: Form): boolean =>
  Object.keys(one).every((name) => one[name] === other[name]);

/** Every form that is allowed, beginning with some values: the product of a few dimensions, the same for all methods. */
export function allForms(transport: TransportFile, start: Form = {}): Form[] {
  return overForms(
    transport,
    start,
    Object.keys(transport.dimensions).filter((name) => !(name in start)),
  );
}

/** Every allowed form of some dimensions, the others as they are; values in the order of the dimensions. */
export function overForms(transport: TransportFile, start: Form, names: readonly string[]): Form[] {
  const order = Object.keys(transport.dimensions).filter((name) => name in start || names.includes(name));
  let forms: Form[] = [start];
  for (const name of names)
    forms = forms.flatMap((form) =>
      Object.keys(transport.dimensions[name] ?? {}).map((value) => ({ ...form, [name]: value })),
    );
  return forms.filter((form) => isAllowed(transport, form)).map((form) => inOrder(order, form));
}

/** The form itself, and it with each other value of each named dimension, one at a time. */
export function singleForms(transport: TransportFile, start: Form, names: readonly string[]): Form[] {
  const others = names.flatMap((name) =>
    Object.keys(transport.dimensions[name] ?? {})
      .filter((value) => value !== start[name])
      .map((value): Form => ({ ...start, [name]: value })),
  );
  return [start, ...others].filter((form) => isAllowed(transport, form));
}

/** Few forms in which every allowed pair of values stands. */
export function pairForms(transport: TransportFile): Form[] {
  const values = Object.fromEntries(
    Object.entries(transport.dimensions).map(([name, forms]) => [name, Object.keys(forms)]),
  );
  return coverPairs(values, transport.baseline, (form) => isAllowed(transport, form));
}
