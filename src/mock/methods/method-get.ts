import { isGranted, type Method } from './method.ts';
import { text } from './parameters.ts';

/** system/method-get.md; tells of the methods that `known` gives. Names are looked up as they are, in lower case (observed). */
export const methodGet = (known: () => readonly Method[]): Method => ({
  name: 'method.get',
  scopes: [],
  run({ parameters, caller }) {
    const name = text(parameters.get('NAME')) ?? '';
    const method = known().find((one) => (one.controller ? one.name : one.name.toLowerCase()) === name);
    return {
      result: {
        isExisting: method !== undefined,
        isAvailable: method !== undefined && isGranted(method, caller.scopes),
      },
    };
  },
});
