import { isGranted, type Method } from './method.ts';
import { text } from './parameters.ts';

/** system/method-get.md; tells of the methods that `known` gives. */
export const methodGet = (known: () => readonly Method[]): Method => ({
  name: 'method.get',
  scopes: [],
  run({ parameters, caller, portal }) {
    const given = text(parameters.get('NAME')) ?? '';
    const name = portal.profile.methodNames === 'lower case' ? given : given.toLowerCase();
    const method = known().find((one) =>
      one.controller ? one.name === given : one.name.toLowerCase() === name,
    );
    return {
      result: {
        isExisting: method !== undefined,
        isAvailable: method !== undefined && isGranted(method, caller.scopes),
      },
    };
  },
});
