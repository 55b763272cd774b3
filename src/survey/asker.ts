import { refusalOf } from '../contract/refusals.ts';
import type { Evidence } from '../report/claims.gen.ts';
import type { RedactedExchange } from '../report/redacted-exchange.ts';
import { shorten } from '../report/shorten.ts';
import { USER_AGENT } from '../wire/encode.ts';
import type { Exchange, Header, WireRequest } from '../wire/exchange.ts';
import { foreignDocument } from '../wire/foreign-document.ts';
import { parseFields } from '../wire/json.ts';
import { formEncode } from '../wire/parameters.ts';
import type { Witness } from './book.ts';
import { type Clock, Pace, type Paced } from './pace.ts';

/** Whose webhook calls: the target's own, or the one without scopes. */
export type Caller = 'own' | 'noScope';

export interface Call {
  /** Of the call among all of the survey, for who reads the report: `read/crm.deal.list`. */
  id: string;
  method: string;
  with: Readonly<Record<string, unknown>>;
  /** It has a fault for which a portal has to refuse it, and what it acts on is the run's own. */
  provokes?: true;
  /** With its parameters in the address; as JSON without. */
  by?: 'GET';
  /** 3 for the newer REST API, which has an address of its own and no batches of older calls. */
  rest?: 3;
}

/** What a call was answered. */
export interface Reply extends Witness {
  /** The answer's own keys, `result` and beside it; of a command in a batch what the batch says of it. */
  body: Readonly<Record<string, unknown>>;
  /** Undefined of a command in a batch. */
  status: number | undefined;
  /** Undefined where it succeeded. */
  error: { code: string; text: string } | undefined;
  /** Why the answer is not the method's to what was asked, such as a refusal of the credential. */
  obstacle: string | undefined;
  /** Nothing was sent, and there is nothing to show. */
  unsent?: true;
}

/** What the survey is given to ask with. */
export interface Means {
  /** Keeps to the target's limits. */
  send(request: WireRequest): Promise<Exchange>;
  /** Address before the method's name, credentials included; undefined where there is no such webhook. */
  address(caller: Caller): string | undefined;
  /** In a form that may be stored. */
  redact(exchange: Exchange): RedactedExchange;
  /**
   * Whether a method may be called at all.
   *
   * @param provokes see `Call`
   */
  may(method: string, caller: Caller, provokes: boolean): boolean;
}

/** Commands that a batch may have (batch.md, Method Parameters). */
export const BATCH = 50;

/** Requests under way at once; a portal's limit sets the pace. */
const WIDTH = 4;

/** Characters of a body that are kept as evidence of what holds; of what does not, more. */
const KEPT = { confirmed: 1_500, contradicted: 6_000 };

/** A call that is to be made now, and who waits for its answer. */
interface Taken {
  call: Call;
  answer(reply: Reply): void;
}

/** Asks and reads answers: one call a request, or many in a batch. */
export class Asker {
  readonly #means: Means;
  readonly #pace: Pace;
  readonly #exchanges: Evidence[] = [];
  requests = 0;

  constructor(means: Means, clock: Clock) {
    this.#means = means;
    this.#pace = new Pace(clock);
  }

  /** Methods that had to rest, and how many seconds all rests took. */
  get rests(): { paced: readonly Paced[]; seconds: number } {
    return this.#pace;
  }

  /** What was shown of what was sent, each once. */
  get exchanges(): readonly Evidence[] {
    return this.#exchanges;
  }

  has(caller: Caller): boolean {
    return this.#means.address(caller) !== undefined;
  }

  async ask(call: Call, caller: Caller = 'own'): Promise<Reply> {
    this.#check(call, caller);
    const exchange = await this.#send(call, caller);
    const { response, failure } = exchange;
    const show = this.#shower(call.id, () => exchange);
    if (!response) {
      const { message = 'no answer', code = '' } = failure ?? {};
      return { ...NOTHING, obstacle: `no answer: ${message} (${code})`, show };
    }
    const foreign = foreignDocument(response);
    const body = foreign === undefined ? parseFields(response.body) : undefined;
    const { status } = response;
    if (body === undefined) {
      const came = foreign ?? `HTTP ${status} without JSON`;
      return { ...NOTHING, status, obstacle: `${came} came in place of an answer of the REST API`, show };
    }
    this.#watch(call.method, body.time, exchange);
    const error = errorOf(body) ?? (status >= 400 ? { code: `HTTP_${status}`, text: '' } : undefined);
    return { body, status, error, obstacle: obstacleOf(error, status), show };
  }

  /** Each a request of its own, some side by side; answers in the order of the calls. */
  async askEach(calls: readonly Call[]): Promise<Reply[]> {
    return this.#paced(calls, async (next) => {
      const work = async (): Promise<void> => {
        for (let taken = next(); taken; taken = next()) {
          const { call, answer } = taken;
          answer(await this.ask(call));
        }
      };
      await Promise.all(Array.from({ length: Math.min(WIDTH, calls.length) }, work));
    });
  }

  /** In as few requests as it takes, each a batch; answers in the order of the calls. */
  async askAll(calls: readonly Call[], caller: Caller = 'own'): Promise<Reply[]> {
    return this.#paced(calls, async (next) => {
      for (;;) {
        const batch: Taken[] = [];
        for (let taken = next(); taken; taken = batch.length < BATCH ? next() : undefined) batch.push(taken);
        if (batch.length === 0) return;
        const replies = await this.#batch(
          batch.map(({ call }) => call),
          caller,
        );
        for (const [index, { answer }] of batch.entries()) answer(replies[index] as Reply);
      }
    });
  }

  /**
   * Has calls made, those of a method whose running time nears the limit after all others and after a rest.
   *
   * @param act takes calls from `next` until there is none that may be made
   */
  async #paced(
    calls: readonly Call[],
    act: (next: () => Taken | undefined) => Promise<void>,
  ): Promise<Reply[]> {
    const replies: Reply[] = [];
    const left = calls.map((_, index) => index);
    const waited = new Set<number>();
    let hasRested = false;
    const take = (): Taken | undefined => {
      const place = left.findIndex((index) => this.#pace.delayOf((calls[index] as Call).method) === 0);
      const [index] = place < 0 ? [] : left.splice(place, 1);
      if (index === undefined) return undefined;
      const call = calls[index] as Call;
      if (hasRested && waited.has(index)) this.#pace.count(call.method, 'rested');
      this.#pace.begin(call.method);
      return {
        call,
        answer: (reply) => {
          this.#pace.end(call.method);
          replies[index] = reply;
        },
      };
    };
    for (;;) {
      await act(take);
      if (left.length === 0) return replies;
      const methods = [...new Set(left.map((index) => (calls[index] as Call).method))];
      for (const index of left) waited.add(index);
      if (methods.some((method) => this.#pace.delayOf(method) === 0)) continue;
      hasRested = true;
      if (await this.#pace.rest(methods)) continue;
      for (const index of left) replies[index] = this.#left(calls[index] as Call);
      return replies;
    }
  }

  async #batch(calls: readonly Call[], caller: Caller): Promise<Reply[]> {
    for (const call of calls) this.#check(call, caller);
    const commands = calls.map(({ method, with: parameters }) => {
      const query = queryOf(parameters);
      return query === '' ? method : `${method}?${query}`;
    });
    const parameters = (picked: readonly number[]) => ({
      halt: 0,
      cmd: Object.fromEntries(picked.map((index) => [keyOf(index), commands[index]])),
    });
    const sent = { method: 'batch', with: parameters(commands.map((_, index) => index)) };
    const exchange = await this.#send(sent, caller);
    const { response, failure } = exchange;
    const outer = response && !foreignDocument(response) ? parseFields(response.body) : undefined;
    const parts = asMap(outer?.result);
    const refused = outer && errorOf(outer);
    const whole = ((): string | undefined => {
      if (parts && !refused) return undefined;
      if (refused) return `the batch was refused: ${told(refused)}`;
      return response
        ? `HTTP ${response.status} came in place of an answer to the batch`
        : `no answer: ${failure?.message ?? ''} (${failure?.code ?? ''})`;
    })();
    const part = (name: string, index: number): unknown => asMap(parts?.[name])?.[keyOf(index)];
    return Promise.all(
      calls.map((call, index) => {
        const show = this.#shower(call.id, () => excerpt(exchange, parameters([index]), parts, index), [
          `one of ${calls.length} commands of a batch; request and answer are cut down to it`,
        ]);
        if (whole !== undefined)
          return { ...NOTHING, obstacle: whole, show: this.#shower('batch', () => exchange) };
        const error = errorOf({ ...asMap(part('result_error', index)) });
        // Some methods are not allowed in batches, and are asked alone.
        if (error?.code === 'ERROR_BATCH_METHOD_NOT_ALLOWED') return this.ask(call, caller);
        const result = part('result', index);
        const time = part('result_time', index);
        this.#watch(call.method, time, exchange);
        if (error)
          return { body: {}, status: undefined, error, obstacle: obstacleOf(error, UNKNOWN_STATUS), show };
        if (!Object.hasOwn(asMap(parts?.result) ?? {}, keyOf(index)))
          return { ...NOTHING, obstacle: 'the batch says nothing of this command', show };
        const [total, next] = [part('result_total', index), part('result_next', index)];
        const body = {
          result,
          ...(total === undefined ? {} : { total }),
          ...(next === undefined ? {} : { next }),
          ...(time === undefined ? {} : { time }),
        };
        return { body, status: undefined, error: undefined, obstacle: undefined, show };
      }),
    );
  }

  /** A mistake in the survey must not change anything on somebody's portal. */
  #check({ method, provokes }: Call, caller: Caller): void {
    if (!this.#means.may(method, caller, provokes === true))
      throw new Error(`the survey must not call ${method}: see fixtures/contract/platform/safety.yaml`);
  }

  #send({ method, with: parameters, rest, by }: Omit<Call, 'id'>, caller: Caller): Promise<Exchange> {
    const address = this.#means.address(caller);
    if (address === undefined) throw new Error(`there is no webhook '${caller}'`);
    this.requests++;
    // rest-v3.md, How to call the new version.
    const url = `${rest === 3 ? address.replace('/rest/', '/rest/api/') : address}${method}`;
    const headers: Header[] = [
      ['User-Agent', USER_AGENT],
      ['Accept', 'application/json'],
    ];
    if (by === 'GET')
      return this.#means.send({ method: 'GET', url: `${url}?${queryOf(parameters)}`, headers });
    return this.#means.send({
      method: 'POST',
      url,
      headers: [...headers, ['Content-Type', 'application/json']],
      body: Buffer.from(JSON.stringify(parameters)),
    });
  }

  #watch(method: string, time: unknown, { timing }: Exchange): void {
    this.#pace.note(method, asMap(time), timing && timing.startedAt + timing.ms);
  }

  #left({ method }: Call): Reply {
    this.#pace.count(method, 'left');
    return { ...NOTHING, obstacle: this.#pace.whyLeft(method), unsent: true, show: () => -1 };
  }

  #shower(id: string, exchange: () => Exchange, story?: string[]): () => number {
    let place: number | undefined;
    return () => {
      place ??= this.#keep(id, this.#means.redact(exchange()), story);
      return place;
    };
  }

  #keep(id: string, shown: RedactedExchange, story?: string[]): number {
    return (
      this.#exchanges.push({
        case: `survey/${id}`,
        ...(story === undefined ? {} : { story }),
        ...shown,
        problems: [],
      }) - 1
    );
  }
}

/** Cuts what only shows that all is well: nobody reads fifty deals to see that there are fifty. */
export function cutExchanges(
  exchanges: readonly Evidence[],
  isContradicting: (place: number) => boolean,
): Evidence[] {
  return exchanges.map((exchange, place) => {
    if (exchange.response === undefined) return exchange;
    const length = isContradicting(place) ? KEPT.contradicted : KEPT.confirmed;
    return { ...exchange, response: { ...exchange.response, body: shorten(exchange.response.body, length) } };
  });
}

const NOTHING = { body: {}, status: undefined, error: undefined } as const;

/** Of a command in a batch nobody knows the status: what only a status would tell is the method's own refusal. */
const UNKNOWN_STATUS = 400;

const queryOf = (parameters: Readonly<Record<string, unknown>>): string =>
  formEncode(Object.entries(parameters).map(([name, value]) => ({ name, value, raw: false })));

const keyOf = (index: number): string => `c${index}`;

/** An object, or undefined; PHP writes an empty one as a list. */
export function asMap(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** What is wrong in words: `CODE 'text'`. */
export function told({ code, text }: { code: string; text: string }): string {
  return `${code === '' ? 'an error without a code' : code}${text === '' ? '' : ` '${text}'`}`;
}

function errorOf(body: Readonly<Record<string, unknown>>): Reply['error'] {
  if (!Object.hasOwn(body, 'error') || Object.hasOwn(body, 'result')) return undefined;
  const nested = asMap(body.error);
  // REST 3.0 has an object there.
  const code = nested ? nested.code : body.error;
  const text = nested ? nested.message : body.error_description;
  return { code: String(code ?? ''), text: String(text ?? '') };
}

/** A refusal that says nothing of the method: of the credential, the plan, a limit. */
function obstacleOf(error: Reply['error'], status: number): string | undefined {
  if (!error) return undefined;
  const refusal = refusalOf(status, error.code);
  if (refusal) return `${refusal.meaning}: ${told(error)}; ${refusal.advice}`;
  if (/^ERROR_METHOD_NOT_FOUND$|_METHODNOTFOUND/.test(error.code))
    return `the portal does not know the method: ${told(error)}`;
  return status >= 500 || status === 429 ? `HTTP ${status} ${told(error)}` : undefined;
}

/** A batch as if it had one command: what a reader can send again, and what came of it. */
function excerpt(
  { request, response, timing }: Exchange,
  parameters: object,
  parts: Readonly<Record<string, unknown>> | undefined,
  index: number,
): Exchange {
  const key = keyOf(index);
  const result = Object.fromEntries(
    Object.entries(parts ?? {}).map(([name, part]) => {
      const value = asMap(part)?.[key];
      return [name, value === undefined ? [] : { [key]: value }];
    }),
  );
  return {
    request: { ...request, body: Buffer.from(JSON.stringify(parameters)) },
    ...(response ? { response: { ...response, body: Buffer.from(JSON.stringify({ result })) } } : {}),
    ...(timing ? { timing } : {}),
  };
}
