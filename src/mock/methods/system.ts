import { refuse } from '../errors.ts';
import type { Portal } from '../portal.ts';
import { formatDateTime } from '../time.ts';
import { isGranted, type Method, type MethodCall } from './method.ts';
import { flag, textOf } from './parameters.ts';

const LICENCE = 'en_pro100';

/** Scopes of the methods that the portal has, and those that it has granted: `im` has no method of its own here. */
function scopesOf({ methods, world }: Portal): readonly string[] {
  const holders = [...methods.values(), ...world.webhooks, ...world.applications];
  return [...new Set(holders.flatMap(({ scopes }) => scopes))].sort();
}

/** What applications have kept: nothing, on the mock. */
const options = (name: string): Method => ({
  name,
  scopes: [],
  run: ({ caller }) =>
    caller.application === undefined
      ? refuse('AccessException', 'Application context required')
      : { result: [] },
});

/** Methods about the portal, its methods and the application that calls. */
export const system: readonly Method[] = [
  {
    // system/app-info.md; portals were seen to serve webhooks as well, with two fields.
    name: 'app.info',
    scopes: [],
    run({ portal, caller }) {
      if (caller.application === undefined) {
        if (!portal.profile.appInfoForWebhooks)
          refuse('ACCESS_DENIED', 'Access denied! Application context required', 403);
        return { result: { SCOPE: [...caller.scopes].sort(), LICENSE: LICENCE } };
      }
      return {
        result: {
          ID: [...portal.applications.keys()].indexOf(caller.application) + 1,
          CODE: caller.application,
          VERSION: 1,
          STATUS: 'L',
          INSTALLED: true,
          PAYMENT_EXPIRED: 'N',
          DAYS: null,
          LANGUAGE_ID: 'en',
          LICENSE: LICENCE,
          LICENSE_TYPE: 'pro100',
          LICENSE_FAMILY: 'pro',
        },
      };
    },
  },
  // settings/app-option-get.md, settings/user-option-get.md
  options('app.option.get'),
  options('user.option.get'),
  {
    // feature-get.md. The mock knows no features of a plan: none is available.
    name: 'feature.get',
    scopes: [],
    run(call) {
      if (textOf(call, 'CODE') === '') refuse('CODE_EMPTY', "CODE can't be empty");
      return { result: { value: 'N' } };
    },
  },
  {
    // system/method-get.md. Names are looked up as they are, in lower case (observed).
    name: 'method.get',
    scopes: [],
    run(call) {
      const name = textOf(call, 'NAME');
      const found = call.portal.methods.get(name.toLowerCase());
      const method = name === (found?.controller ? found.name : name.toLowerCase()) ? found : undefined;
      return {
        result: {
          isExisting: method !== undefined,
          isAvailable: method !== undefined && isGranted(method, call.caller.scopes),
        },
      };
    },
  },
  {
    // system/methods.md
    name: 'methods',
    scopes: [],
    run(call) {
      const { methods, profile } = call.portal;
      return {
        result: [...methods.values()]
          .filter((method) => !method.controller)
          .filter(choice(call))
          .map(({ name }) => (profile.methodNames === 'lower case' ? name.toLowerCase() : name)),
      };
    },
  },
  {
    // system/scope.md
    name: 'scope',
    scopes: [],
    run: (call) => ({ result: flag(call, 'FULL') ? scopesOf(call.portal) : [...call.caller.scopes].sort() }),
  },
  {
    // system/server-time.md
    name: 'server.time',
    scopes: [],
    run: ({ portal }) => ({ result: formatDateTime(portal.clock.now(), portal.world.portal.offset) }),
  },
];

/** Methods that `methods` lists: all, those of one scope, or those that the caller may call. */
function choice(call: MethodCall): (method: Method) => boolean {
  if (flag(call, 'FULL')) return () => true;
  if (!call.parameters.has('SCOPE')) return (method) => isGranted(method, call.caller.scopes);
  const scope = textOf(call, 'SCOPE');
  return scope === '' ? ({ scopes }) => scopes.length === 0 : ({ scopes }) => scopes.includes(scope);
}
