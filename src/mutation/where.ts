import type { Contract, RequestData } from '../contract/contract.ts';
import type { Call } from '../mock/index.ts';
import { EVERYWHERE, type When, type Where } from './operator.ts';

/** Forms of requests by which calls are told apart: the contract's own, inside of a batch, and now and then. */

const contentType = ({ request }: Call): string => String(request.headers['content-type'] ?? '');

const ENCODINGS: Readonly<Record<string, When>> = {
  query: (call) => contentType(call) === '',
  json: (call) => contentType(call).startsWith('application/json'),
  urlencoded: (call) => contentType(call).startsWith('application/x-www-form-urlencoded'),
  multipart: (call) => contentType(call).startsWith('multipart/'),
};

/** As `auth` in the query, or in a form or a JSON body. */
const TOKEN_IN: Readonly<Record<string, When>> = {
  query: ({ request }) => /[?&]auth=/.test(request.target),
  json: (call) => ENCODINGS.json?.(call) === true && call.request.body.includes('"auth"'),
  form: (call) => /multipart|urlencoded/.test(contentType(call)) && call.request.body.includes('auth'),
};

/** Whether a call travels in a form of the contract. */
function isIn({ verb, encoding, suffix, credential }: RequestData): When {
  return (call) => {
    const [path = ''] = call.request.target.split('?');
    const found = /\.(json|xml)\/?$/.exec(path)?.[0] ?? '';
    if (call.inBatch) return false;
    if (verb !== undefined && call.request.verb !== verb) return false;
    if (encoding !== undefined && !ENCODINGS[encoding]?.(call)) return false;
    if (suffix !== undefined && found !== suffix) return false;
    if (credential?.webhook !== undefined) return call.credentials.kind === 'webhook';
    if (credential?.token === undefined) return true;
    return call.credentials.kind === 'token' && TOKEN_IN[credential.in ?? '']?.(call) === true;
  };
}

/** A value of a dimension of transport. */
export interface Form extends Where {
  dimension: string;
  /** What it is called in that dimension. */
  value: string;
  title: string;
  /** The kind of credential that such requests have, where the form is about that. */
  by?: 'webhook' | 'token';
}

/** Every value of every dimension of transport by itself. */
export function formsOf({ transport }: Contract): Form[] {
  return Object.entries(transport.dimensions).flatMap(([dimension, values]) =>
    Object.entries(values).map(([value, { title, set }]) => ({
      dimension,
      value,
      title,
      id: value === 'none' ? `${dimension}-none` : value,
      says: `in requests with ${title}`,
      holds: isIn(set),
      ...(set.credential && { by: set.credential.webhook === undefined ? 'token' : 'webhook' }),
    })),
  );
}

/** Every two values of two dimensions that may stand together, of forms that are possible. */
export function pairsOf(contract: Contract, isPossible: (form: Form) => boolean = () => true): Where[] {
  const { dimensions, except } = contract.transport;
  const names = Object.keys(dimensions);
  const pairs = names.flatMap((one, index) => names.slice(index + 1).map((other) => [one, other] as const));
  const forms = formsOf(contract).filter(isPossible);
  const of = (name: string): Form[] => forms.filter(({ dimension }) => dimension === name);
  return pairs.flatMap(([one, other]) =>
    of(one).flatMap((first) =>
      of(other)
        .filter(
          ({ value }) =>
            !except.some(({ when }) => when[one]?.includes(first.value) && when[other]?.includes(value)),
        )
        .map((second) => ({
          id: `${first.value}+${second.value}`,
          says: `in requests with ${first.title} and ${second.title}`,
          holds: (call: Call) => first.holds(call) && second.holds(call),
        })),
    ),
  );
}

export const IN_BATCH: Where = { id: 'in-batch', says: 'inside of a batch', holds: ({ inBatch }) => inBatch };

/** As commands of a batch that is sent in each encoding in which pages show one. */
export function inBatchBy(contract: Contract): Where[] {
  const { request: without = [] } = contract.plan('batch')?.except ?? {};
  return Object.entries(contract.transport.dimensions.request ?? {})
    .filter(([id]) => !without.includes(id))
    .map(([id, { title, set }]) => ({
      id: `in-batch+${id}`,
      says: `inside of a batch sent by ${title}`,
      holds: (call) => call.inBatch && isIn(set)({ ...call, inBatch: false }),
    }));
}

export const NOW_AND_THEN: readonly Where[] = [2, 3].map((each) => ({
  id: `each-${each}`,
  says: `each ${each === 2 ? 'second' : 'third'} time`,
  holds: () => true,
  each,
}));

export const BY_KIND: readonly Where[] = (['webhook', 'token'] as const).map((kind) => ({
  id: `by-${kind}`,
  says: `by ${kind}`,
  holds: ({ credentials }: Call) => credentials.kind === kind,
}));

/** Where a fault of one method is tried. */
export const withForms = (forms: readonly Where[]): readonly Where[] => [
  EVERYWHERE,
  ...forms,
  ...BY_KIND,
  IN_BATCH,
  ...NOW_AND_THEN,
];

/** All forms in which a check is tried for the method that stands for all. */
export const everyForm = (contract: Contract): readonly Where[] => [
  EVERYWHERE,
  ...formsOf(contract),
  IN_BATCH,
  ...NOW_AND_THEN,
];
