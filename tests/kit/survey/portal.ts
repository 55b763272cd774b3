import assert from 'node:assert/strict';
import qs from 'qs';
import type { MethodFacts } from '../../../src/contract/facts.ts';
import type { SurveyOutcome } from '../../../src/report/outcome.ts';
import { toRedactedExchange } from '../../../src/report/redacted-exchange.ts';
import type { Subject } from '../../../src/survey/subject.ts';
import { subjectsOf } from '../../../src/survey/subject.ts';
import { type SurveyOptions, survey } from '../../../src/survey/survey.ts';
import type { Exchange, WireRequest } from '../../../src/wire/exchange.ts';

/** An answer: a result and what stands beside it, or a refusal. */
export type Answer =
  | { result: unknown; total?: number; next?: number; status?: number; time?: object }
  | { error: string; error_description: string; status?: number };

export interface Method {
  scope?: string;
  answer: (parameters: Record<string, unknown>) => Answer;
}

export interface NewerAnswer {
  status: number;
  body: object;
}

/** A portal of a few methods, asked without a network; keeps what was called. */
export class SmallPortal {
  readonly methods: Record<string, Method>;
  readonly called: { method: string; caller: string; with: Record<string, unknown> }[] = [];
  /** Calls of REST 3.0. */
  readonly calledNewer: { method: string; with: Record<string, unknown> }[] = [];
  /** Names of methods that were called by GET. */
  readonly byGet: string[] = [];
  requests = 0;
  /** Scopes of the webhook without scopes. */
  noScope: readonly string[] | undefined;
  /** Answers of REST 3.0 by method: a success, or what a function makes of the parameters. */
  newer: Record<string, object | ((parameters: Record<string, unknown>) => NewerAnswer)> = {};
  readonly #scopes: readonly string[];

  constructor(methods: Record<string, Method>, scopes: readonly string[] = ['crm', 'user']) {
    this.methods = methods;
    this.#scopes = scopes;
  }

  async send(request: WireRequest): Promise<Exchange> {
    this.requests++;
    const [, newer, caller = '', method = '', query] =
      /\/rest\/(api\/)?(\w+)\/([^?]+)(?:\?(.*))?$/.exec(request.url) ?? [];
    const parameters = (
      query === undefined
        ? JSON.parse(Buffer.from(request.body ?? []).toString())
        : qs.parse(query, { arrayLimit: 100 })
    ) as Record<string, unknown>;
    if (query !== undefined) this.byGet.push(method.toLowerCase());
    if (newer !== undefined) return this.#newer(request, method, parameters);
    const { status = 200, ...body } =
      method === 'batch' ? this.#batch(parameters, caller) : this.call(method, parameters, caller);
    const failed = 'error' in body;
    const whole = failed ? body : { time: TIME, ...body };
    return {
      request,
      response: {
        status: failed && status === 200 ? 400 : status,
        headers: [['Content-Type', 'application/json; charset=utf-8']],
        body: Buffer.from(JSON.stringify(whole)),
      },
    };
  }

  call(method: string, parameters: Record<string, unknown>, caller = 'own'): Answer {
    const name = method.toLowerCase();
    this.called.push({ method: name, caller, with: parameters });
    const granted = caller === 'own' ? this.#scopes : (this.noScope ?? []);
    if (name === 'methods') {
      const names = Object.keys(this.methods);
      const { scope } = parameters;
      const of = (each: string): boolean => (this.methods[each]?.scope ?? '') === scope;
      return { result: scope === undefined ? names : names.filter(of) };
    }
    if (name === 'method.get') {
      const isExisting = Object.hasOwn(this.methods, String(parameters.name));
      return { result: { isExisting, isAvailable: isExisting } };
    }
    if (name === 'scope') return { result: parameters.full === undefined ? granted : this.#scopes };
    const found = this.methods[name];
    if (!found)
      return { error: 'ERROR_METHOD_NOT_FOUND', error_description: 'Method not found!', status: 404 };
    if (found.scope !== undefined && !granted.includes(found.scope))
      return {
        error: 'insufficient_scope',
        error_description: 'The request requires higher privileges',
        status: 401,
      };
    return found.answer(parameters);
  }

  #newer(request: WireRequest, method: string, parameters: Record<string, unknown>): Exchange {
    this.calledNewer.push({ method: method.toLowerCase(), with: parameters });
    const known = this.newer[method];
    const { status, body } =
      known === undefined
        ? { status: 404, body: { error: { code: 'BITRIX_REST_V3_EXCEPTION_METHODNOTFOUND', message: '' } } }
        : typeof known === 'function'
          ? known(parameters)
          : { status: 200, body: known };
    return {
      request,
      response: {
        status,
        headers: [['Content-Type', 'application/json; charset=utf-8']],
        body: Buffer.from(JSON.stringify(body)),
      },
    };
  }

  #batch({ cmd }: Record<string, unknown>, caller: string): Answer {
    const parts: Record<string, Record<string, unknown>> = {
      result: {},
      result_error: {},
      result_total: {},
      result_next: {},
      result_time: {},
    };
    for (const [key, command] of Object.entries(cmd as Record<string, string>)) {
      const [method = '', query = ''] = command.split('?');
      const parameters = qs.parse(query, { arrayLimit: 100 }) as Record<string, unknown>;
      const { status: _, ...answer } = this.call(method, parameters, caller);
      const keep = (name: string, value: unknown): void => {
        if (value !== undefined) Object.assign(parts[name] as object, { [key]: value });
      };
      if ('error' in answer) keep('result_error', answer);
      else {
        keep('result', answer.result);
        keep('result_total', answer.total);
        keep('result_next', answer.next);
        keep('result_time', answer.time ?? TIME);
      }
    }
    const asPhp = (part: Record<string, unknown>): unknown => (Object.keys(part).length === 0 ? [] : part);
    return {
      result: Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, asPhp(part)])),
    };
  }
}

const TIME = { start: 1, finish: 2, duration: 1, processing: 1, date_start: '', date_finish: '' };

/** Facts of a method, as short as a test wants them. */
export function factsOf(method: string, more: Partial<MethodFacts> = {}): MethodFacts {
  return {
    method,
    page: `${method}.md`,
    title: `Get ${method}`,
    digest: '0000000000000000',
    scope: 'crm',
    sources: {},
    parameters: [],
    success: { statuses: [200] },
    returned: [],
    errors: { statuses: [], rows: [] },
    examples: [],
    ...more,
  };
}

/** Names decide, as in safety.yaml: what does not read changes. */
export function subjectsFrom(facts: readonly MethodFacts[]): Subject[] {
  return subjectsOf(
    facts.map((each) => ({ section: 'crm', facts: each })),
    ({ method }) => (/\.(get|list|fields)$/.test(method) || method === 'profile' ? 'reads' : 'changes'),
  );
}

export function surveyPortal(
  portal: SmallPortal,
  subjects: readonly Subject[],
  options: Partial<SurveyOptions> & { secrets?: (text: string) => string } = {},
): Promise<SurveyOutcome> {
  const { secrets: redact = (text: string) => text, ...more } = options;
  return survey(subjects, {
    means: {
      send: (request) => portal.send(request),
      address: (caller) =>
        caller === 'noScope' && portal.noScope === undefined
          ? undefined
          : `https://portal.invalid/rest/${caller}/`,
      redact: (exchange) => toRedactedExchange(exchange, redact, false),
    },
    redactText: redact,
    hasLeave: false,
    clock: { now: () => 0, wait: async () => assert.fail('nothing of this has to wait') },
    ...more,
  });
}

/** Verdicts by id. */
export function verdictsOf({ claims }: SurveyOutcome): Record<string, string> {
  return Object.fromEntries(claims.map(({ id, verdict }) => [id, verdict]));
}

/** What is contradicted: id and what is said of it. */
export function contradictionsOf({ claims }: SurveyOutcome): Record<string, string | undefined> {
  return Object.fromEntries(
    claims
      .filter(({ verdict }) => verdict === 'contradicted')
      .map(({ id, shownBy = [] }) => [id, shownBy[0]?.problem]),
  );
}

/** A parameter of a page, as its facts have it. */
export const parameter = (name: string, type: string, more: object) => ({
  name,
  types: [type],
  heading: 'Parameters',
  ...more,
});
