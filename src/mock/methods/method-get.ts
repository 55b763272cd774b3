import { isGranted, methods } from './index.ts';
import type { Method } from './method.ts';
import { text } from './parameters.ts';

/** system/method-get.md */
export const methodGet: Method = {
  name: 'method.get',
  scopes: [],
  run({ parameters, caller }) {
    const method = methods.get((text(parameters.get('NAME')) ?? '').toLowerCase());
    return {
      result: {
        isExisting: method !== undefined,
        isAvailable: method !== undefined && isGranted(method, caller.scopes),
      },
    };
  },
};
