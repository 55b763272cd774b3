import { type Body, errors, type isOf, parameter, result, withCode } from './changes.ts';
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
    ...methodGet({ isAvailable: false }, (call) => hasScope(call) && parameter(call, 'NAME') === METHOD),
  },
  {
    id: 'method-get-as-y-and-n',
    breaks: 'method.get answers Y and N.',
    kills: ['method-get.existing'],
    ...methodGet(
      { isExisting: 'Y', isAvailable: 'Y' },
      (call) => hasScope(call) && parameter(call, 'NAME') === METHOD,
    ),
  },
  {
    id: 'method-get-minds-the-case',
    breaks: 'method.get does not know a name in lower case.',
    kills: ['method-get.lower-case'],
    ...methodGet(
      { isExisting: false, isAvailable: false },
      (call) => parameter(call, 'NAME') === METHOD.toLowerCase(),
    ),
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
    kills: ['methods.full'],
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
    kills: ['methods.own', 'methods.own.scope', 'methods.full', 'methods.scope'],
    ...result('methods', (found) =>
      Object.fromEntries((found as readonly string[]).map((name) => [name, true])),
    ),
  },
  {
    id: 'scope-of-others',
    breaks: 'scope lists a scope that the webhook does not have.',
    kills: ['scope.own'],
    ...list('scope', (names) => [...names, 'imbot'], plain),
  },
  {
    id: 'scope-leaves-out-its-own',
    breaks: 'scope lists none of the scopes that the webhook has.',
    kills: ['scope.own.granted'],
    ...list('scope', () => [], plain),
  },
  {
    id: 'scope-full-ignored',
    breaks: 'scope ignores full.',
    kills: ['scope.full'],
    ...list(
      'scope',
      (names) => names.filter((name) => name !== 'imbot'),
      (call) => call.parameters.has('FULL'),
    ),
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
    kills: ['method.unknown.code', 'method.unknown.code-on-premise'],
    ...errors(() => ({ body: { error: 'NOT_FOUND' } }), withCode('ERROR_METHOD_NOT_FOUND')),
  },
];
