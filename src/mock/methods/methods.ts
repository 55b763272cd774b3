import { isGranted, methods } from './index.ts';
import type { Method } from './method.ts';
import { flag, text } from './parameters.ts';

/** system/methods.md */
export const methodsList: Method = {
  name: 'methods',
  scopes: [],
  run: ({ parameters, caller }) => ({
    result: [...methods.values()].filter(choice(parameters, caller.scopes)).map((method) => method.name),
  }),
};

function choice(
  parameters: Parameters<typeof flag>[0],
  granted: readonly string[],
): (method: Method) => boolean {
  if (flag(parameters, 'FULL')) return () => true;
  if (!parameters.has('SCOPE')) return (method) => isGranted(method, granted);
  const scope = text(parameters.get('SCOPE')) ?? '';
  return scope === '' ? (method) => method.scopes.length === 0 : (method) => method.scopes.includes(scope);
}
