import {
  answers,
  type Body,
  before,
  errors,
  isOf,
  parameter,
  ranResult,
  result,
  successes,
  withCode,
} from './changes.ts';
import { METHOD, type Mutant } from './mutant.ts';

/** method.get, methods, scope, profile, server.time, and methods that do not exist. */

type Call = Parameters<ReturnType<typeof isOf>>[0];
const hasScope = (call: Call): boolean => call.caller?.scopes.includes('imbot') ?? false;
const methodGet = (change: Body, when: (call: Call) => boolean) =>
  result('method.get', (found) => ({ ...(found as Body), ...change }), when);
const isTyping = (name: unknown): boolean => String(name).toLowerCase() === METHOD.toLowerCase();
const list = (
  method: string,
  change: (names: readonly string[]) => readonly string[],
  when: (call: Call) => boolean,
) => result(method, (found) => change(found as readonly string[]), when);
const plain = (call: Call): boolean => !call.parameters.has('FULL') && !call.parameters.has('SCOPE');

export const systemMethods: readonly Mutant[] = [
  {
    id: 'method-get-not-available',
    breaks: 'method.get says of a method within the scopes that it may not be called.',
    kills: ['method-get.existing'],
    ...methodGet(
      { isAvailable: false },
      (call) => hasScope(call) && parameter(call, 'NAME') === METHOD.toLowerCase(),
    ),
  },
  {
    id: 'method-get-as-y-and-n',
    breaks: 'method.get answers Y and N.',
    kills: ['method-get.existing', 'method-get.lower-case'],
    ...methodGet(
      { isExisting: 'Y', isAvailable: 'Y' },
      (call) => hasScope(call) && parameter(call, 'NAME') === METHOD.toLowerCase(),
    ),
  },
  {
    id: 'method-get-wants-capitals',
    breaks: 'method.get knows names as their pages spell them, and not in lower case.',
    kills: [
      'method-get.existing',
      'method-get.without-scope',
      'method-get.lower-case',
      'method-get.mixed-case',
    ],
    ...result('method.get', (found, call) => {
      const name = parameter(call, 'NAME');
      if (name === METHOD) return { isExisting: true, isAvailable: hasScope(call) };
      return name === METHOD.toLowerCase() ? { isExisting: false, isAvailable: false } : found;
    }),
  },
  {
    id: 'method-get-in-any-case',
    breaks: 'method.get knows names in any case.',
    kills: ['method-get.mixed-case'],
    ...methodGet({ isExisting: true, isAvailable: true }, (call) => parameter(call, 'NAME') === METHOD),
  },
  {
    id: 'method-get-without-a-name',
    breaks: 'method.get says of no method at all that it exists.',
    kills: ['method-get.missing-name'],
    ...methodGet({ isExisting: true }, (call) => parameter(call, 'NAME') === ''),
  },
  {
    id: 'method-get-beyond-scopes',
    breaks: 'method.get says of a method beyond the scopes that it may be called.',
    kills: ['method-get.without-scope'],
    ...methodGet({ isAvailable: true }, (call) => !hasScope(call)),
  },
  {
    id: 'methods-without-own',
    breaks: 'methods leaves out methods that may be called.',
    kills: ['methods.own'],
    ...list(
      'methods',
      (names) => names.filter((name) => !isTyping(name)),
      (call) => plain(call) && hasScope(call),
    ),
  },
  {
    id: 'methods-beyond-scopes',
    breaks: 'methods lists methods beyond the scopes.',
    kills: ['methods.own.scope'],
    ...list(
      'methods',
      (names) => [...names, METHOD],
      (call) => plain(call) && !hasScope(call),
    ),
  },
  {
    id: 'methods-full-ignored',
    breaks: 'methods ignores full.',
    kills: ['methods.full', 'methods.full.names'],
    ...list(
      'methods',
      (names) => names.filter((name) => !name.startsWith('imbot.')),
      (call) => call.parameters.has('FULL'),
    ),
  },
  {
    id: 'methods-of-every-scope',
    breaks: 'methods ignores an empty scope and lists all methods.',
    kills: ['methods.scope'],
    ...list(
      'methods',
      (names) => [...names, METHOD],
      (call) => call.parameters.has('SCOPE'),
    ),
  },
  {
    id: 'methods-as-an-object',
    breaks: 'methods answers an object with the names as keys.',
    kills: [
      'methods.own',
      'methods.own.scope',
      'methods.full',
      'methods.scope',
      'methods.full.names',
      'methods.full.false',
      'methods.scope.alone',
    ],
    ...result('methods', (found) =>
      Object.fromEntries((found as readonly string[]).map((name) => [name, true])),
    ),
  },
  {
    id: 'scope-of-others',
    breaks: 'scope lists a scope that the webhook does not have.',
    kills: ['scope.own', 'oauth.renewal.scope.granted', 'scope.own.token'],
    ...ranResult('scope', (names) => [...(names as readonly string[]), 'imbot'], plain),
  },
  {
    id: 'scope-invented',
    breaks: 'scope lists a scope that there is not.',
    kills: ['scope.own', 'oauth.renewal.scope.granted'],
    ...ranResult('scope', (names) => [...(names as readonly string[]), 'magic'], plain),
  },
  {
    id: 'scope-without-user',
    breaks: 'scope leaves out a scope other than imbot.',
    kills: ['scope.own', 'oauth.renewal.scope.granted'],
    ...ranResult('scope', (names) => (names as readonly string[]).filter((name) => name !== 'user'), plain),
  },
  {
    id: 'scope-leaves-out-its-own',
    breaks: 'scope lists none of the scopes that the webhook has.',
    kills: ['scope.own', 'scope.own.granted', 'batch.result', 'oauth.renewal.scope.granted'],
    ...ranResult('scope', () => [], plain),
  },
  {
    id: 'scope-full-ignored',
    breaks: 'scope ignores full.',
    kills: ['scope.full'],
    ...ranResult(
      'scope',
      (_, call) => [...(call.caller?.scopes ?? [])],
      (call) => call.parameters.has('FULL'),
    ),
  },
  {
    id: 'scope-full-without-im',
    breaks: 'The full list of scopes lacks im.',
    kills: ['scope.full'],
    ...list(
      'scope',
      (names) => names.filter((name) => name !== 'im'),
      (call) => call.parameters.has('FULL'),
    ),
  },
  {
    id: 'app-info-of-no-application',
    breaks: 'app.info says an application nothing of itself.',
    kills: ['app-info.application', 'oauth.renewal.status.app-info'],
    ...successes(
      (body) => ({ ...body, result: {} }),
      (call) => isOf('app.info')(call) && call.caller?.application !== undefined,
    ),
  },
  {
    id: 'app-info-created',
    breaks: 'app.info answers an application with HTTP status 201.',
    kills: ['app-info.status'],
    ...answers(
      (answer) => ({ ...answer, status: 201 }),
      (call) => isOf('app.info')(call) && call.answer?.status === 200,
    ),
  },
  {
    id: 'app-info-refused-with-422',
    breaks: 'app.info refuses a webhook with HTTP status 422, which neither page gives.',
    kills: ['app-info.webhook.status', 'app-info.webhook.status-403'],
    ...errors(() => ({ status: 422 }), isOf('app.info')),
  },
  {
    id: 'application-methods-by-webhook',
    breaks: 'Methods for applications serve webhooks.',
    kills: ['request.application-only'],
    ...before('method', (call) => {
      if (isOf('app.option.get', 'user.option.get')(call) && call.caller)
        call.caller = { ...call.caller, application: 'someone' };
    }),
  },
  {
    id: 'user-options-by-webhook',
    breaks: 'One of the methods for applications serves webhooks.',
    kills: ['request.application-only'],
    ...before('method', (call) => {
      if (isOf('user.option.get')(call) && call.caller)
        call.caller = { ...call.caller, application: 'someone' };
    }),
  },
  {
    id: 'server-time-without-offset',
    breaks: 'server.time answers a time without an offset.',
    kills: ['server-time.format'],
    ...result('server.time', (found) => String(found).slice(0, 19)),
  },
  {
    id: 'server-time-unix',
    breaks: 'server.time answers a Unix time.',
    kills: ['server-time.format'],
    ...result('server.time', (_, { portal }) => Math.floor(portal.clock.now())),
  },
  {
    id: 'server-time-answered-with-profile',
    breaks: 'server.time is answered with what belongs to another request, one for profile.',
    kills: ['server-time.format'],
    ...result('server.time', () => ({ ID: '1', ADMIN: true, NAME: 'Klaus' })),
  },
  {
    id: 'unknown-method-with-empty-answer',
    breaks: 'A method that does not exist is answered with NOT_FOUND.',
    kills: ['system.ERROR_METHOD_NOT_FOUND.code', 'method.unknown.code', 'method.unknown.code-on-premise'],
    ...errors(() => ({ body: { error: 'NOT_FOUND' } }), withCode('ERROR_METHOD_NOT_FOUND')),
  },
];
