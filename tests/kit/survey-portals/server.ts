import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import qs from 'qs';
import type { FieldFact } from '../../../src/contract/facts.ts';
import { written } from './answer.ts';
import type { Behaviour, Model, Refusal } from './model.ts';
import { isBeyond, isSwitch, namesIn, orderIn, type Takes } from './takes.ts';

/** Records count from 11 and have short codes: what is beyond these, none has. */
const HIGHEST_ID = 100_000;
const LONGEST_CODE = 12;

export interface FactsPortal {
  /** Of a webhook with every scope, and of one with none; the method's name comes behind. */
  readonly address: string;
  readonly noScope: string;
  /** Requests that came; a batch is one. */
  readonly requests: number;
  /** Methods that were run, commands of batches as well, by name in lower case, with how often. */
  readonly ran: ReadonlyMap<string, number>;
  /** Of all that is there. */
  digest(): string;
  close(): Promise<void>;
}

type Parameters = Readonly<Record<string, unknown>>;
type Body = Readonly<Record<string, unknown>>;
interface Given {
  readonly status: number;
  readonly body: Body;
}

/** Serves a model by HTTP on loopback, at a port of its own. */
export async function startFactsPortal(model: Model): Promise<FactsPortal> {
  let requests = 0;
  const ran = new Map<string, number>();
  const answer = (name: string, parameters: Parameters, isPoor: boolean): Given =>
    run(model, ran, name, parameters, isPoor);
  const server = createServer(async (request, response) => {
    requests += 1;
    const url = new URL(request.url ?? '/', 'http://loopback.invalid');
    const [, code = '', method = ''] = /^\/rest\/1\/(\w+)\/([^/]+?)(?:\.json)?\/?$/.exec(url.pathname) ?? [];
    const isPoor = code === 'poor';
    const ofAddress = Object.entries(qs.parse(url.search.slice(1), QS)).filter(
      ([key]) => !model.lostByGet.has(key.toLowerCase()),
    );
    const parameters = { ...Object.fromEntries(ofAddress), ...(await bodyOf(request)) };
    const name = method.toLowerCase();
    const { status, body } =
      name === 'batch'
        ? batch(parameters, (each, own) => answer(each, own, isPoor))
        : answer(name, parameters, isPoor);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const address = (code: string) => `http://127.0.0.1:${port}/rest/1/${code}/`;
  return {
    address: address('rich'),
    noScope: address('poor'),
    get requests() {
      return requests;
    },
    ran,
    digest: () => digestOf(model),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const QS = { depth: 10, arrayLimit: 1000, parameterLimit: 5000, allowSparse: false } as const;

async function bodyOf(request: IncomingMessage): Promise<Parameters> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString();
  if (text === '') return {};
  if (!/json/.test(request.headers['content-type'] ?? '')) return qs.parse(text, QS);
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Parameters) : {};
  } catch {
    return {};
  }
}

function digestOf({ methods, changes }: Model): string {
  const all = [...methods].map(([name, { exists, scopes, status, answer, paging, refusals }]) => [
    name,
    exists,
    scopes,
    status,
    // What the records of a list are made from: written out, they are alike.
    answer.root,
    paging,
    refusals,
  ]);
  return createHash('sha256')
    .update(JSON.stringify([all, changes], (_key, value) => (value instanceof Map ? [...value] : value)))
    .digest('hex');
}

function batch(parameters: Parameters, answer: (name: string, parameters: Parameters) => Given): Given {
  const commands = Object.entries((parameters.cmd ?? {}) as Record<string, unknown>).slice(0, 50);
  const parts: Record<string, Record<string, unknown>> = {
    result: {},
    result_error: {},
    result_total: {},
    result_next: {},
    result_time: {},
  };
  const set = (part: string, key: string, value: unknown) => {
    if (value !== undefined) (parts[part] as Record<string, unknown>)[key] = value;
  };
  for (const [key, text] of commands) {
    const [name = '', query = ''] = String(text).split(/\?(.*)/s);
    const { body } = answer(name.toLowerCase(), qs.parse(query, QS));
    if ('error' in body) set('result_error', key, body);
    else {
      set('result', key, body.result);
      for (const beside of ['total', 'next', 'time']) set(`result_${beside}`, key, body[beside]);
    }
  }
  const result = Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, Object.keys(part).length === 0 ? [] : part]),
  );
  return success({ result });
}

const TIME = {
  start: 1_790_000_000,
  finish: 1_790_000_000.1,
  duration: 0.1,
  processing: 0.05,
  date_start: '2026-09-21T15:33:20+03:00',
  date_finish: '2026-09-21T15:33:20+03:00',
  operating_reset_at: 1_790_000_600,
  operating: 0,
};

const success = (body: Body, status = 200): Given => ({ status, body: { ...body, time: TIME } });
const refusal = (status: number, error: string, text = ''): Given => ({
  status,
  body: { error, error_description: text },
});

function run(
  model: Model,
  ran: Map<string, number>,
  name: string,
  parameters: Parameters,
  isPoor: boolean,
): Given {
  const found = model.methods.get(name);
  if (!found?.exists) return refusal(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!');
  const isFree = found.scopes.length === 0 || found.scopes.includes('basic');
  if (isPoor && !isFree)
    return refusal(
      401,
      'insufficient_scope',
      'The request requires higher privileges than provided by the webhook token',
    );
  ran.set(name, (ran.get(name) ?? 0) + 1);
  const own = about(model, name, parameters, isPoor);
  if (own !== undefined) return success({ result: own });
  const wrong = faultIn(found, parameters);
  if (wrong !== undefined) return wrong;
  if (!found.reads) model.changes.push(name);
  return success(answered(found, parameters), found.status);
}

/** What a portal says of itself: its methods and scopes. */
function about(model: Model, name: string, parameters: Parameters, isPoor: boolean): unknown {
  const there = () => [...model.methods.values()].filter(({ exists }) => exists);
  switch (name) {
    case 'methods': {
      const wanted = given(parameters, 'scope');
      const listed = there().filter(({ scopes }) => {
        if (wanted === undefined) return true;
        return wanted === ''
          ? scopes.length === 0 || scopes.includes('basic')
          : scopes.includes(String(wanted));
      });
      return listed.map((each) => each.name.toLowerCase());
    }
    case 'method.get': {
      const asked = String(given(parameters, 'name') ?? '');
      const isExisting = there().some((each) => each.name.toLowerCase() === asked);
      return { isExisting, isAvailable: isExisting };
    }
    case 'scope':
      return isPoor && given(parameters, 'full') === undefined
        ? []
        : [...new Set(there().flatMap(({ scopes }) => scopes))].filter((each) => each !== 'basic').sort();
    default:
      return undefined;
  }
}

/** A parameter under its name in any case. */
function given(parameters: Parameters, name: string): unknown {
  const key = Object.keys(parameters).find((each) => each.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : parameters[key];
}

/** The first refusal that a request deserves: what is left out goes before what is not there. */
function faultIn(found: Behaviour, parameters: Parameters): Given | undefined {
  for (const fact of found.facts.parameters) {
    const names = [fact.name, ...(fact.alternatives ?? [])];
    const value = names.map((name) => given(parameters, name)).find((each) => each !== undefined);
    if (value === undefined || value === '') {
      if (fact.required === true) return refused(found, 'missing', fact.name);
      continue;
    }
    const row = (fault: Refusal['fault']) =>
      found.refusals.some((each) => each.fault === fault && each.parameter === fact.name);
    if (row('type') && isMistyped(fact, value)) return refused(found, 'type', fact.name);
    if (row('unknown') && isUnknown(value)) return refused(found, 'unknown', fact.name);
    const takes = found.takes.find(({ name }) => name === fact.name);
    const isOpenEnum = fact.types.includes('enum') && isUnknown(value);
    if (row('beyond') && takes && (isBeyond(takes, value) || isOpenEnum))
      return refused(found, 'beyond', fact.name);
  }
  const lying = found.takes.find(
    ({ refuses, path }) => refuses !== undefined && String(at(parameters, path)) === refuses,
  );
  return lying && refusal(400, 'KIT_REFUSED', `${lying.name} cannot be ${lying.refuses}`);
}

/** What a request has under names one below the other, in any case. */
function at(parameters: Parameters, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (isStructure(value) ? given(value as Parameters, name) : undefined),
    parameters,
  );
}

/** What a parameter is, given or not. */
function valueIn(takes: Takes, parameters: Parameters): string | undefined {
  const value = takes.isIgnored ? undefined : at(parameters, takes.path);
  return value === undefined || value === '' || isStructure(value) ? takes.default : String(value);
}

const isStructure = (value: unknown): boolean => typeof value === 'object' && value !== null;

function isMistyped({ types }: FieldFact, value: unknown): boolean {
  if (types.some((type) => /object|array|\[\]/i.test(type))) return !isStructure(value);
  return (
    isStructure(value) ||
    (types.every((type) => /^int|number|double/i.test(type)) && Number.isNaN(Number(value)))
  );
}

function isUnknown(value: unknown): boolean {
  if (isStructure(value)) return false;
  const number = Number(value);
  return Number.isNaN(number)
    ? String(value).length > LONGEST_CODE && !String(value).startsWith('text of ')
    : number > HIGHEST_ID || number < 0;
}

function refused({ refusals }: Behaviour, fault: Refusal['fault'], parameter: string): Given {
  const row = refusals.find((each) => each.fault === fault && each.parameter === parameter);
  // What no page says, a portal says all the same.
  if (row === undefined) return refusal(400, '100', `Could not find value for parameter {${parameter}}`);
  return refusal(row.status, row.code, row.text ?? '');
}

function answered(found: Behaviour, parameters: Parameters): Body {
  const { answer, paging, takes } = found;
  const { list } = answer;
  const root = switched(written(answer.root) as Record<string, unknown>, found, parameters);
  if (list === undefined) return root;
  const all = shaped(written(list) as Row[], found, parameters);
  const from = takes.find(({ path }) => /^(start|offset)$/i.test(path.at(-1) ?? ''));
  const start = paging.ignoresStart ? 0 : Math.max(0, Number(from && valueIn(from, parameters)) || 0);
  const limit = takes.find(({ isLimit }) => isLimit);
  const asked = Number(limit && valueIn(limit, parameters));
  const size = asked > 0 ? Math.min(asked, limit?.maximum ?? asked) : paging.size;
  const page = all.slice(start, start + size);
  const next = start + size;
  const body = replaced(root, answer.root, list, page);
  return {
    ...body,
    ...(paging.total && { total: all.length + paging.wrongTotal }),
    ...(paging.next && next < all.length && { next: next + paging.wrongNext }),
  };
}

/** The answer with what switches make of it, where its shape leaves a place for that. */
function switched(root: Record<string, unknown>, { takes }: Behaviour, parameters: Parameters): Body {
  const made = takes
    .filter(isSwitch)
    .map((each): [string, unknown] => [`kit ${each.name}`, valueIn(each, parameters)]);
  const { result } = root;
  if (!isStructure(result) || Array.isArray(result)) return root;
  const isById = Object.keys(result as object).every((key) => /^\d+$/.test(key));
  return made.length === 0 || isById
    ? root
    : { ...root, result: { ...(result as object), ...Object.fromEntries(made) } };
}

/** The answer with the page in the place of its list. */
function replaced(
  root: Body,
  node: Behaviour['answer']['root'],
  list: NonNullable<Behaviour['answer']['list']>,
  page: readonly Row[],
): Body {
  const result = node.keys.get('result');
  if (result === list) return { ...root, result: page };
  if (result?.kind !== 'object') return root;
  const key = [...result.keys].find(([, inner]) => inner === list)?.[0] ?? '';
  return { ...root, result: { ...(root.result as object), [key]: page } };
}

type Row = Record<string, unknown>;

/** What documented select, order and filter leave of a list. */
function shaped(rows: Row[], { facts }: Behaviour, parameters: Parameters): Row[] {
  const documented = (name: string) => {
    const fact = facts.parameters.find((each) => each.name.toLowerCase() === name);
    return fact && (given(parameters, name) ?? orderIn(fact.default) ?? namesIn(fact.default));
  };
  const [filter, order, select] = ['filter', 'order', 'select'].map(documented);
  if (rows.some((row) => typeof row !== 'object' || row === null)) return rows;
  let found = rows;
  for (const [key, wanted] of entriesOf(filter)) {
    const name = key.replace(/^[!<>=@%]+/, '');
    if (key === name)
      found = found.filter(
        (row) => !(name in row) || [wanted].flat().map(String).includes(String(row[name])),
      );
  }
  for (const [name, direction] of entriesOf(order)) {
    const sign = /^desc/i.test(String(direction)) ? -1 : 1;
    found = [...found].sort((one, other) => sign * (Number(one[name]) - Number(other[name]) || 0));
  }
  const names = (Array.isArray(select) ? select : []).map(String);
  if (names.length === 0 || names.includes('*')) return found;
  return found.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => /^id$/i.test(name) || names.includes(name))),
  );
}

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];
