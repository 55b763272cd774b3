import { isGranted, type Method } from './method.ts';
import { flag, text } from './parameters.ts';

/** system/methods.md; tells of the methods that `known` gives. */
export const methodsList = (known: () => readonly Method[]): Method => ({
  name: 'methods',
  scopes: [],
  run: ({ parameters, caller, portal }) => ({
    result: known()
      .filter((method) => !method.controller)
      .filter(choice(parameters, caller.scopes))
      .map(({ name }) => (portal.profile.methodNames === 'lower case' ? name.toLowerCase() : name)),
  }),
});

function choice(
  parameters: Parameters<typeof flag>[0],
  granted: readonly string[],
): (method: Method) => boolean {
  if (flag(parameters, 'FULL')) return () => true;
  if (!parameters.has('SCOPE')) return (method) => isGranted(method, granted);
  const scope = text(parameters.get('SCOPE')) ?? '';
  return scope === '' ? (method) => method.scopes.length === 0 : (method) => method.scopes.includes(scope);
}
