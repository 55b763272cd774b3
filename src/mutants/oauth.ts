import { wrapStage } from '../mock/index.ts';
import type { Stages } from '../mutation/operator.ts';
import { answers, type Body, errorOf, ofOauth, overlook, parameter, sentHeaders } from './changes.ts';
import { METHOD, type Mutant } from './mutant.ts';

/** The authorization server: what it hands out, and what it refuses. */

type Call = Parameters<typeof ofOauth>[0];
const renewal = (call: Call): boolean => ofOauth(call) && parameter(call, 'GRANT_TYPE') === 'refresh_token';
const handsOut = (call: Call): boolean => ofOauth(call) && call.answer?.body?.access_token !== undefined;
const GRANT = { status: 400, code: 'invalid_grant', text: 'Wrong authorization data' };

/** Changes one field of what is handed out; undefined takes it away. */
const field = (name: string, value: Body[string] | undefined) =>
  answers((answer) => {
    const { [name]: _, ...rest } = answer.body ?? {};
    return { ...answer, body: value === undefined ? rest : { ...rest, [name]: value } };
  }, handsOut);

const FIELDS: readonly { name: string; wrong: Body[string] | undefined; breaks: string }[] = [
  { name: 'access_token', wrong: '', breaks: 'access_token is empty.' },
  { name: 'refresh_token', wrong: undefined, breaks: 'A renewal brings no refresh_token.' },
  { name: 'expires', wrong: '2026-01-01T00:00:00+00:00', breaks: 'expires is a date.' },
  { name: 'expires_in', wrong: 7200, breaks: 'expires_in is two hours.' },
  { name: 'client_endpoint', wrong: 'https://portal.invalid/', breaks: 'client_endpoint lacks /rest/.' },
  { name: 'server_endpoint', wrong: 'http://portal.invalid/rest/', breaks: 'server_endpoint is plain HTTP.' },
  { name: 'domain', wrong: undefined, breaks: 'A renewal names no domain.' },
  { name: 'member_id', wrong: 7, breaks: 'member_id is a number.' },
  { name: 'scope', wrong: 'imbot im user', breaks: 'scope has blanks for commas.' },
  { name: 'status', wrong: 'A', breaks: 'status is a letter that app.info does not know.' },
  { name: 'user_id', wrong: '1', breaks: 'user_id is a text.' },
];

/** Later steps use what a renewal brings. */
const COLLATERAL: Readonly<Record<string, readonly string[]>> = {
  access_token: [
    'oauth.renewal.new',
    'oauth.renewal.usable',
    'oauth.renewal.lives',
    'oauth.renewal.expired',
    `${METHOD}.status`,
  ],
  expires_in: ['oauth.renewal.expires.moment'],
  scope: ['oauth.renewal.scope.granted'],
  status: ['oauth.renewal.status.app-info'],
};

/** What is not handed out for a code. */
const OF_RENEWALS: readonly string[] = ['expires', 'user_id'];

/** Refuses what the authorization server would hand out. */
const refusing =
  (when: (call: Call) => boolean, error = GRANT): Stages =>
  (stages) =>
    wrapStage(stages, 'oauth', async (call, run) => {
      const answer = await run(call);
      return answer?.body?.access_token !== undefined && when(call) ? errorOf(error) : answer;
    });

/** Lets the codes that come back in question still serve. */
const codesServe = (when: (call: Call, again: boolean) => boolean): Stages => {
  return (stages) => {
    const seen = new Set<string>();
    return wrapStage(stages, 'oauth', (call, run) => {
      const code = parameter(call, 'CODE');
      if (ofOauth(call) && code !== '') {
        const application = parameter(call, 'CLIENT_ID');
        const expiresAt = call.portal.clock.now() + 30;
        if (when(call, seen.has(code)))
          call.portal.codes.set(code, {
            applicationId: application,
            userId: 1,
            scopes: ['imbot'],
            expiresAt,
          });
        seen.add(code);
      }
      return run(call);
    });
  };
};

const refused = (code: string, to: string) =>
  answers(
    (answer) => ({ ...answer, body: { ...answer.body, error: to } }),
    (call) => ofOauth(call) && call.answer?.body?.error === code && !call.parameters.has('CODE'),
  );

export const oauth: readonly Mutant[] = [
  {
    id: 'oauth-expires-at-once',
    breaks: 'expires is the moment at which the access token was issued.',
    kills: ['oauth.renewal.expires.moment'],
    ...answers(
      (answer) => ({ ...answer, body: { ...answer.body, expires: Number(answer.body?.expires) - 3600 } }),
      (call) => renewal(call) && handsOut(call),
    ),
  },
  ...FIELDS.map(({ name, wrong, breaks }) => ({
    id: `oauth-${name.replaceAll('_', '-')}-wrong`,
    breaks,
    about: `oauth.renewal.${name}`,
    kills: [
      `oauth.renewal.${name}`,
      ...(COLLATERAL[name] ?? []),
      ...(OF_RENEWALS.includes(name) ? [] : ['oauth.code.tokens']),
    ],
    ...field(name, wrong),
  })),
  {
    id: 'oauth-refresh-token-kept',
    breaks: 'A renewal brings the refresh token that it was asked with.',
    kills: ['oauth.renewal.new'],
    ...answers(
      (answer, call) => ({
        ...answer,
        body: { ...answer.body, refresh_token: parameter(call, 'REFRESH_TOKEN') },
      }),
      (call) => renewal(call) && handsOut(call) && parameter(call, 'REFRESH_TOKEN').includes('issued'),
    ),
  },
  {
    id: 'oauth-code-refused-otherwise',
    breaks: 'A code that serves no more is answered with expired_token.',
    kills: ['oauth.code.refusal'],
    ...answers(
      (answer) => ({ ...answer, body: { ...answer.body, error: 'expired_token' } }),
      (call) => ofOauth(call) && call.parameters.has('CODE') && call.answer?.body?.error === 'invalid_grant',
    ),
  },
  {
    id: 'oauth-tokens-with-400',
    breaks: 'A renewal comes with HTTP status 400.',
    // On the mock both addresses are the same server.
    kills: ['oauth.refresh-token.lives', 'oauth.renewal.get', 'oauth.renewal.portal'],
    ...answers(
      (answer) => ({ ...answer, status: 400 }),
      (call) => renewal(call) && handsOut(call),
    ),
  },
  {
    id: 'oauth-tokens-as-html',
    breaks: 'A renewal is declared as text/html.',
    kills: ['oauth.renewal.json'],
    ...sentHeaders({ 'content-type': 'text/html' }, ofOauth),
  },
  {
    id: 'oauth-new-refresh-token-refused',
    breaks: 'The refresh token of a renewal cannot be used for the next one.',
    kills: ['oauth.code.renewal', 'oauth.renewal.keep', 'oauth.refresh-token.new'],
    stages: refusing((call) => renewal(call) && parameter(call, 'REFRESH_TOKEN').includes('issued')),
  },
  {
    id: 'oauth-new-access-token-refused',
    breaks: 'The access token of a renewal is not accepted.',
    kills: ['oauth.renewal.lives', 'oauth.renewal.usable', `${METHOD}.status`],
    stages: (stages) =>
      wrapStage(stages, 'credentials', async (call, run) => {
        const answer = await run(call);
        const { credentials } = call;
        return answer === undefined && credentials.kind === 'token' && credentials.token.includes('issued')
          ? errorOf({ status: 401, code: 'invalid_token', text: 'Unable to get application by token' })
          : answer;
      }),
  },
  {
    id: 'oauth-user-of-another',
    breaks: 'user_id of a renewal is not who calls with its access token.',
    kills: ['oauth.renewal.user_id.caller'],
    ...answers(
      (answer) => ({ ...answer, body: { ...answer.body, user_id: 7 } }),
      (call) => renewal(call) && handsOut(call),
    ),
  },
  {
    id: 'oauth-refresh-token-never-expires',
    breaks: 'A refresh token serves after its 180 days.',
    kills: ['oauth.refresh-token.lifetime'],
    stages: (stages) =>
      wrapStage(stages, 'oauth', (call, run) => {
        const { refreshTokens } = call.portal;
        const token = parameter(call, 'REFRESH_TOKEN');
        const grant = refreshTokens.get(token);
        if (grant !== undefined) refreshTokens.set(token, { ...grant, expiresAt: Number.POSITIVE_INFINITY });
        return run(call);
      }),
  },
  {
    id: 'oauth-grant-type-of-any-name',
    breaks: 'A grant_type that there is not counts as authorization_code.',
    kills: ['oauth.grant_type'],
    stages: (stages) =>
      wrapStage(stages, 'oauth', (call, run) => {
        const type = parameter(call, 'GRANT_TYPE');
        if (ofOauth(call) && !['', 'authorization_code', 'refresh_token'].includes(type))
          call.parameters = new Map([...call.parameters, ['GRANT_TYPE', 'authorization_code']]);
        return run(call);
      }),
  },
  {
    id: 'oauth-access-token-never-expires',
    breaks: 'The access token of a renewal is accepted after its lifetime.',
    kills: ['oauth.renewal.expired'],
    ...overlook(
      'expired_token',
      ({ credentials }) => credentials.kind === 'token' && credentials.token.includes('issued'),
    ),
  },
  {
    id: 'oauth-code-serves-twice',
    breaks: 'An authorization code serves for a second time.',
    kills: ['oauth.code.once', 'oauth.code.refusal'],
    stages: codesServe((_, again) => again),
  },
  {
    id: 'oauth-code-lives-for-ever',
    breaks: 'An authorization code serves after its lifetime.',
    kills: ['oauth.code.lifetime', 'oauth.code.refusal'],
    stages: codesServe((_, again) => !again),
  },
  {
    id: 'oauth-code-refused',
    breaks: 'An authorization code is refused.',
    kills: ['oauth.code.lives', 'oauth.code.tokens', 'oauth.code.exchange'],
    stages: refusing((call) => call.parameters.has('CODE')),
  },
  {
    id: 'oauth-invalid-request-in-capitals',
    breaks: 'invalid_request is written INVALID_REQUEST.',
    kills: ['oauth.error.invalid_request'],
    ...refused('invalid_request', 'INVALID_REQUEST'),
  },
  {
    id: 'oauth-invalid-client-is-invalid-grant',
    breaks: 'A wrong client_secret is answered with invalid_grant.',
    kills: ['oauth.error.invalid_client'],
    ...refused('invalid_client', 'invalid_grant'),
  },
  {
    id: 'oauth-invalid-grant-is-invalid-request',
    breaks: 'A wrong refresh token is answered with invalid_request.',
    kills: ['oauth.error.invalid_grant'],
    ...refused('invalid_grant', 'invalid_request'),
  },
];
