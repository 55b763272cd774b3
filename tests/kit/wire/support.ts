import type { RequestPlan } from '../../../src/cases/case.ts';
import type { TargetValues } from '../../../src/wire/encode.ts';

/** A target whose every value can be told from every other. */
export const TARGET: TargetValues = {
  oauthServer: 'https://oauth.test',
  origin: (scheme) => `${scheme}://portal.test`,
  access: (credential) => {
    if (credential.webhook !== undefined) return { path: `/rest/1/${credential.webhook}/` };
    return {
      path: '/rest/',
      token: credential.token === undefined ? undefined : `token-${credential.token}`,
    };
  },
  value: (reference) => (reference === 'bot.clientId' ? 'client-1' : 42),
};

/** The plainest plan, with some of it replaced. */
export function plan(change: Partial<RequestPlan> = {}): RequestPlan {
  return {
    scheme: 'https',
    credential: { webhook: 'own' },
    verb: 'POST',
    encoding: 'json',
    suffix: '',
    endpoint: 'rest',
    method: 'some.method',
    headers: {},
    parameters: {},
    query: {},
    ...change,
  };
}
