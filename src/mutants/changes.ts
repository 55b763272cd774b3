import { type Answer, type Call, type Profile, type Stage, wrapStage } from '../mock/index.ts';
import type { Stages } from '../mutation/operator.ts';
import { type Difference, METHOD } from './mutant.ts';

/** The building blocks of mutants and variations: each wraps one stage of the mock portal. */

export type Body = NonNullable<Answer['body']>;
export type When = (call: Call) => boolean;

/** Whether a call is of a method, in any case. */
export const isOf =
  (...methods: string[]): When =>
  (call) =>
    methods.some((method) => method.toLowerCase() === call.method);

export const ofTyping = isOf(METHOD);
export const ofBatch = isOf('batch');
/** The authorization server's answers. */
export const ofOauth: When = (call) => call.endpoint === 'oauth-token';
export const inXml: When = (call) => call.format === 'xml';
export const inJson: When = (call) => call.format === 'json';
/** A parameter as text; names in upper case. */
export const parameter = (call: Call, name: string): string => String(call.parameters.get(name) ?? '');
export const contentType = (call: Call): string => String(call.request.headers['content-type'] ?? '');

/** Changes answers before they are put into JSON or XML. */
export function answers(change: (answer: Answer, call: Call) => Answer, when: When = () => true): Difference {
  return {
    strikes: when,
    stages: (stages) =>
      wrapStage(stages, 'render', (call, run) => {
        if (call.answer && when(call)) call.answer = change(call.answer, call);
        return run(call);
      }),
  };
}

/** Changes answers as they go out, bytes and headers. */
export function sent(change: (answer: Answer, call: Call) => Answer, when: When = () => true): Difference {
  return {
    strikes: when,
    stages: (stages) =>
      wrapStage(stages, 'render', async (call, run) => {
        const answer = await run(call);
        return answer && when(call) ? change(answer, call) : answer;
      }),
  };
}

/** Changes the bytes of answers. */
export const sentText = (change: (text: string, call: Call) => string, when?: When): Difference =>
  sent((answer, call) => ({ ...answer, text: change(String(answer.text ?? ''), call) }), when);

/** Sets headers of answers; an empty text takes one away. */
export const sentHeaders = (headers: Readonly<Record<string, string>>, when?: When): Difference =>
  sent((answer) => {
    const all = Object.entries({ ...answer.headers, ...headers });
    return { ...answer, headers: Object.fromEntries(all.filter(([, value]) => value !== '')) };
  }, when);

/** Changes bodies of successes. */
export const successes = (change: (body: Body, call: Call) => Body, when: When = () => true): Difference =>
  answers(
    (answer, call) => ({ ...answer, body: change(answer.body ?? {}, call) }),
    (call) => call.answer?.body !== undefined && 'result' in call.answer.body && when(call),
  );

/** Puts something in place of the result of a method. */
export const result = (
  method: string,
  change: (result: Body[string], call: Call) => Body[string],
  when: When = () => true,
): Difference =>
  successes(
    (body, call) => ({ ...body, result: change(body.result ?? null, call) }),
    (call) => isOf(method)(call) && when(call),
  );

/** Puts something in place of the result of a method as it is run, also within a batch. */
export const ranResult = (
  method: string,
  change: (result: Body[string], call: Call) => Body[string],
  when: When = () => true,
): Difference => ({
  strikes: (call) => isOf(method)(call) && when(call),
  stages: (stages) =>
    wrapStage(stages, 'method', async (call, run) => {
      const answer = await run(call);
      const { body } = answer ?? {};
      if (!answer || !isOf(method)(call) || !when(call) || body?.result === undefined) return answer;
      return { ...answer, body: { ...body, result: change(body.result, call) } };
    }),
});

/** Changes a field of `result` of batches. */
export const batchField = (
  name: string,
  change: (value: Body[string], call: Call) => Body[string],
): Difference =>
  result('batch', (found, call) => ({
    ...(found as Body),
    [name]: change((found as Body)[name] ?? null, call),
  }));

/** Changes one field of `time` in successes; undefined takes it away. */
export const time = (
  name: string,
  change: (value: number, time: Readonly<Record<string, number>>) => unknown,
  when?: When,
): Difference =>
  times((fields) => {
    const value = change(fields[name] ?? Number.NaN, fields);
    const { [name]: _, ...rest } = fields;
    return value === undefined ? rest : { ...fields, [name]: value };
  }, when);

/** Changes `time` of successes as a whole. */
export const times = (
  change: (time: Readonly<Record<string, number>>) => Readonly<Record<string, unknown>>,
  when?: When,
): Difference =>
  successes(
    (body) => ({ ...body, time: change(body.time as unknown as Record<string, number>) as Body }),
    when,
  );

/** Changes errors: status, code, text or the whole body; an undefined field is taken away. */
export function errors(
  change: (
    error: { status: number; body: Body },
    call: Call,
  ) => { status?: number; body?: Record<string, unknown> },
  when: When = () => true,
): Difference {
  return answers(
    (answer, call) => {
      const { status, body } = change({ status: answer.status, body: answer.body ?? {} }, call);
      const all = Object.entries({ ...answer.body, ...body });
      return {
        ...answer,
        status: status ?? answer.status,
        body: Object.fromEntries(all.filter(([, value]) => value !== undefined)) as Body,
      };
    },
    (call) => call.answer?.body !== undefined && 'error' in call.answer.body && when(call),
  );
}

/** An error by its code. */
export const withCode =
  (code: string): When =>
  (call) =>
    call.answer?.body?.error === code;

/** An error that a portal might answer to a request that it ought to accept. */
const OTHER_ERROR = { status: 400, code: 'ERROR_ARGUMENT', text: 'Argument is wrong' };

export const errorOf = ({ status, code, text }: typeof OTHER_ERROR): Answer => ({
  status,
  headers: {},
  body: { error: code, error_description: text },
});

/** Refuses requests of a method that it would accept. */
export function refuse(when: When, error = OTHER_ERROR): Difference {
  return {
    strikes: when,
    stages: (stages) =>
      wrapStage(stages, 'method', async (call, run) => {
        const answer = await run(call);
        return answer?.body && 'result' in answer.body && when(call) ? errorOf(error) : answer;
      }),
  };
}

/** Answers errors with a success instead, as if nothing were wrong. */
export function overlook(code: string, when: When = () => true, result: Body[string] = true): Difference {
  return {
    strikes: (call) => withCode(code)(call) && when(call),
    stages: (stages) =>
      stages.map((stage): Stage => {
        if (stage.phase !== 'decide') return stage;
        return {
          ...stage,
          async run(call) {
            const answer = await stage.run(call);
            return answer?.body?.error === code && when(call)
              ? { status: 200, headers: {}, body: { result } }
              : answer;
          },
        };
      }),
  };
}

/** Changes what a stage is given. */
export const before = (stage: string, change: (call: Call) => void, when: When = () => true): Difference => ({
  strikes: when,
  stages: (stages) =>
    wrapStage(stages, stage, (call, run) => {
      if (when(call)) change(call);
      return run(call);
    }),
});

/** Changes what the reading of a request has brought, before anything is made of it. */
export const received = (change: (call: Call) => void, when: When = () => true): Difference => ({
  strikes: when,
  stages: (stages) =>
    wrapStage(stages, 'transport', async (call, run) => {
      const answer = await run(call);
      if (when(call)) change(call);
      return answer;
    }),
});

/** Leaves a stage out where the condition holds. */
export const without = (stage: string, when: When = () => true): Difference => ({
  strikes: when,
  stages: (stages) => wrapStage(stages, stage, (call, run) => (when(call) ? undefined : run(call))),
});

/** Other parameters; names in upper case. */
export function setParameter(call: Call, name: string, value: unknown): void {
  const parameters = new Map(call.parameters);
  if (value === undefined) parameters.delete(name);
  else parameters.set(name, value);
  call.parameters = parameters;
}

/** Changes every text in the parameters, however deep it stands. */
export const receivedTexts = (change: (text: string) => string, when: When = () => true): Difference =>
  received((call) => {
    const inside = (value: unknown): unknown => {
      if (typeof value === 'string') return change(value);
      if (Array.isArray(value)) return value.map(inside);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inside(item)]));
    };
    call.parameters = new Map([...call.parameters].map(([name, value]) => [name, inside(value)]));
  }, when);

/** Another answer for an error, wherever it is answered. */
export const profileError = (
  name: keyof Profile['errors'],
  change: Partial<Profile['errors'][typeof name]>,
): Difference => ({
  strikes: ({ answer, portal: { profile } }) => answer?.body?.error === profile.errors[name].code,
  profile: (profile) => ({
    ...profile,
    errors: { ...profile.errors, [name]: { ...profile.errors[name], ...change } },
  }),
});

/** Every n-th call of those for which the condition holds; each portal counts for itself. */
export function everyNth(n: number, among: When, make: (when: When) => Difference): Difference {
  return {
    strikes: among,
    stages: (stages) => {
      let count = 0;
      const struck: When = (call) => among(call) && ++count % n === 0;
      return applied(make(struck).stages, stages);
    },
  };
}

/** The same of requests that come for the first time: what is sent again as it was is let through. */
export function everyNthRequest(n: number, among: When, make: (when: When) => Difference): Difference {
  return {
    strikes: among,
    stages: (stages) => {
      const seen = new Set<string>();
      const isFirst: When = ({ request: { verb, target, body } }) => {
        const key = `${verb} ${target} ${body.toString('base64')}`;
        const isNew = !seen.has(key);
        seen.add(key);
        return isNew;
      };
      return applied(everyNth(n, (call) => among(call) && isFirst(call), make).stages, stages);
    },
  };
}

/** Several differences as one, the first innermost. */
export function together(...differences: readonly Difference[]): Difference {
  const ofEach = differences.flatMap(({ strikes }) => strikes ?? []);
  return {
    ...(ofEach.length === differences.length && {
      strikes: (call) => ofEach.some((strikes) => strikes(call)),
    }),
    stages: (stages) => differences.reduce((made, { stages: change }) => applied(change, made), stages),
    profile: (profile) => differences.reduce((made, { profile: change }) => change?.(made) ?? made, profile),
  };
}

function applied(change: Stages | undefined, stages: readonly Stage[]): readonly Stage[] {
  return change === undefined ? stages : change(stages);
}
