import { isOf, ofTyping, refuse, without } from './changes.ts';
import { METHOD, type Mutant } from './mutant.ts';

/** Scopes, and whether calls must come over HTTPS. */

const SCOPE = [`${METHOD}.scope`, 'system.insufficient_scope.code'];

export const scopes: readonly Mutant[] = [
  {
    id: 'scope-not-checked',
    breaks: 'Scopes are not checked.',
    kills: [...SCOPE, 'batch.errors.scope'],
    ...without('scope'),
  },
  {
    id: 'scope-not-checked-of-webhooks',
    breaks: 'The scopes of webhooks are not checked.',
    kills: SCOPE,
    ...without('scope', (call) => call.caller?.kind === 'webhook' && !call.inBatch),
  },
  {
    id: 'scope-not-checked-of-tokens',
    breaks: 'The scopes of access tokens are not checked.',
    kills: SCOPE,
    ...without('scope', (call) => call.caller?.kind === 'oauth'),
  },
  {
    id: 'scope-not-checked-in-batches',
    breaks: 'The scopes of the commands of a batch are not checked.',
    kills: ['batch.errors.scope'],
    ...without('scope', (call) => call.inBatch),
  },
  {
    id: 'profile-wants-a-scope',
    breaks: 'profile wants the scope imbot.',
    kills: ['profile.without-scope'],
    ...refuse((call) => isOf('profile')(call) && !call.caller?.scopes.includes('imbot')),
  },
  {
    id: 'batch-wants-a-scope',
    breaks: 'batch wants the scope imbot.',
    kills: ['batch.any-user', 'batch.status'],
    ...refuse((call) => isOf('batch')(call) && !call.caller?.scopes.includes('imbot')),
  },
];

const HTTPS = 'system.INVALID_REQUEST.code';

export const https: readonly Mutant[] = [
  {
    id: 'https-not-required',
    breaks: 'Calls over plain HTTP are accepted.',
    kills: [HTTPS, 'request.v2-https'],
    ...without('https'),
  },
  {
    id: 'https-not-required-in-v2',
    breaks: 'Calls of the methods of imbot.v2 are accepted over plain HTTP.',
    kills: ['request.v2-https'],
    ...without('https', (call) => call.method.startsWith('imbot.v2.')),
  },
  {
    id: 'https-not-required-of-tokens',
    breaks: 'Calls with an access token are accepted over plain HTTP.',
    kills: [HTTPS],
    ...without('https', (call) => call.credentials.kind === 'token'),
  },
  {
    id: 'https-not-required-of-get',
    breaks: 'A GET is accepted over plain HTTP.',
    kills: [HTTPS],
    ...without('https', (call) => call.request.verb === 'GET'),
  },
  {
    id: 'https-not-required-in-xml',
    breaks: 'Calls that ask for XML are accepted over plain HTTP.',
    kills: [HTTPS],
    ...without('https', (call) => ofTyping(call) && call.format === 'xml'),
  },
];
