import type { Contract } from '../../contract/contract.ts';
import type { Call, Caller, ErrorName } from '../../mock/index.ts';
import { EVERYWHERE, type LiveOperator, type When, type Where } from '../operator.ts';
import { BY_KIND, type Form, formsOf, IN_BATCH, inBatchBy, NOW_AND_THEN, pairsOf } from '../where.ts';
import { otherwise } from './otherwise.ts';

/** What ought to be refused before a method is reached and is not. */

/** A check of the pipeline that a portal may leave out. */
interface Check {
  id: string;
  says: string;
  stage: string;
  error: ErrorName;
  /** Who is taken to call, where the check finds that out. */
  caller?: (call: Call) => Caller | undefined;
  /** Of the calls that are refused so. */
  among?: When;
  /** Commands of a batch pass it as well. */
  inBatch?: true;
  /** The credential that such calls have: forms of another kind cannot be sent. */
  kind?: Call['credentials']['kind'];
  /** It is about how much is called and not how. */
  isLimit?: true;
}

/** A kind of credential, and whom the portal knows by one. */
interface Credential {
  kind: 'webhook' | 'token';
  says: string;
  error: ErrorName;
  sent(call: Call): string;
  known(call: Call): ReadonlyMap<string, unknown>;
  /** @param name of the credential; any that is valid where none is given */
  caller(call: Call, name?: string): Caller | undefined;
}

const WEBHOOK: Credential = {
  kind: 'webhook',
  says: "A webhook's code",
  error: 'wrongWebhook',
  sent: ({ credentials }) => (credentials.kind === 'webhook' ? credentials.code : ''),
  known: ({ portal }) => portal.webhooks,
  caller({ portal: { webhooks } }, code) {
    const webhook = code === undefined ? [...webhooks.values()][0] : webhooks.get(code);
    if (webhook === undefined) return undefined;
    const { userId, scopes } = webhook;
    return { kind: 'webhook', userId, scopes, application: undefined, account: `webhook ${webhook.code}` };
  },
};

const TOKEN: Credential = {
  kind: 'token',
  says: 'An access token',
  error: 'wrongToken',
  sent: ({ credentials }) => (credentials.kind === 'token' ? credentials.token : ''),
  known: ({ portal }) => portal.tokens,
  caller({ portal: { tokens, clock } }, name) {
    const token =
      name === undefined
        ? [...tokens.values()].find(({ denied, expiresAt }) => !denied && expiresAt > clock.now())
        : tokens.get(name);
    if (token === undefined) return undefined;
    const { userId, scopes, applicationId: application } = token;
    return { kind: 'oauth', userId, scopes, application, account: `oauth ${application}` };
  },
};

/** Ways in which a credential that is wrong may look like a right one. */
const NEAR: readonly (readonly [
  id: string,
  says: string,
  isNear: (sent: string, real: string) => boolean,
])[] = [
  [
    'but-for-its-end',
    'except for its last character',
    (sent, real) => sent.slice(0, -1) === real.slice(0, -1),
  ],
  [
    'by-its-beginning',
    'as far as it goes',
    (sent, real) => sent.length > 3 && sent.length < real.length && real.startsWith(sent),
  ],
  ['as-a-beginning', 'and may go on', (sent, real) => sent.length > real.length && sent.startsWith(real)],
  ['without-case', 'without minding capitals', (sent, real) => sent.toLowerCase() === real.toLowerCase()],
  [
    'but-for-a-character',
    'except for one character',
    (sent, real) =>
      sent.length === real.length && [...sent].filter((letter, at) => letter !== real[at]).length === 1,
  ],
  ['by-its-length', 'by its length', (sent, real) => sent.length === real.length],
];

/** A credential's check that takes another for it. */
const nearly = ({ kind, says, error, sent, known, caller }: Credential): Check[] =>
  NEAR.map(([id, how, isNear]) => {
    const nearest = (call: Call) => [...known(call).keys()].find((real) => isNear(sent(call), real));
    return {
      id: `${kind}-compared-${id}`,
      says: `${says} is compared ${how}`,
      stage: 'credentials',
      error,
      caller: (call) => caller(call, nearest(call)),
      among: (call) => !known(call).has(sent(call)) && nearest(call) !== undefined,
      kind,
    };
  });

/** A credential's check that is left out. */
const ofCredential = (
  id: string,
  says: string,
  { kind, ...credential }: Credential,
  { error = credential.error, named = false }: { error?: ErrorName; named?: boolean } = {},
): Check => ({
  id,
  says,
  stage: 'credentials',
  error,
  caller: (call) => credential.caller(call, named ? credential.sent(call) : undefined),
  kind,
});

const CHECKS: readonly Check[] = [
  {
    ...ofCredential('credential-not-needed', 'A request without a credential is accepted', WEBHOOK, {
      error: 'noCredentials',
    }),
    kind: 'none',
  },
  ofCredential('wrong-webhook-accepted', 'A webhook with a wrong code is accepted', WEBHOOK),
  {
    ...ofCredential(
      'webhook-of-another-user-accepted',
      "A webhook's code is accepted under another user's id",
      WEBHOOK,
      { named: true },
    ),
    among: (call) => call.portal.webhooks.has(WEBHOOK.sent(call)),
  },
  ...nearly(WEBHOOK),
  ofCredential('wrong-token-accepted', 'A wrong access token is accepted', TOKEN),
  ...nearly(TOKEN),
  ofCredential('expired-token-accepted', 'An access token that has expired is accepted', TOKEN, {
    error: 'expiredToken',
    named: true,
  }),
  ofCredential(
    'closed-application-accepted',
    'The token of a user to whom the application is closed is accepted',
    TOKEN,
    { error: 'userAccess', named: true },
  ),
  {
    id: 'scope-not-checked',
    says: 'Scopes are not checked',
    stage: 'scope',
    error: 'noScope',
    inBatch: true,
  },
  { id: 'https-not-required', says: 'Plain HTTP is accepted', stage: 'https', error: 'httpsRequired' },
  {
    id: 'request-limit-not-kept',
    says: 'The request limit does not end',
    stage: 'rate-limit',
    error: 'tooManyRequests',
    isLimit: true,
  },
  {
    id: 'running-time-not-limited',
    says: 'The running time of a method is not limited',
    stage: 'time-limit',
    error: 'operatingLimit',
    inBatch: true,
    isLimit: true,
  },
];

/** Leaves the check out where it refuses, with whoever is taken to call. */
const leftOut = ({ stage, error, caller, among = () => true }: Check) =>
  otherwise(
    (call, answer) =>
      (call.endpoint === 'rest' || call.inBatch) &&
      answer.body?.error === call.portal.profile.errors[error].code &&
      among(call) &&
      (caller === undefined || caller(call) !== undefined),
    (call) => {
      if (caller) call.caller = caller(call);
      return undefined;
    },
    stage,
  );

/** Each check, in every form, for the method that stands for all; and for each other method that has cases of its refusal. */
export function checkOperators(contract: Contract, methods: readonly string[]): LiveOperator[] {
  const { representative } = contract.transport;
  return CHECKS.flatMap((check): LiveOperator[] => {
    const { id: kind, says } = check;
    const further = check.among === undefined ? methods.filter((method) => method !== representative) : [];
    return [
      { id: kind, kind, says, ...leftOut(check), wheres: wheresOf(contract, check), isWanted: true },
      ...further.map(
        (method): LiveOperator => ({
          id: `${method} ${kind}`,
          kind,
          says: `${says} by ${method}`,
          method,
          ...leftOut(check),
          wheres: [EVERYWHERE, ...BY_KIND, IN_BATCH],
        }),
      ),
    ];
  });
}

/** Forms that a request with such a credential can have. */
function wheresOf(contract: Contract, { kind, inBatch, among, isLimit }: Check): readonly Where[] {
  // Of one that is nearly right, where it is sent is the question; in which form the others show.
  if (among || isLimit) return [EVERYWHERE];
  const isPossible = ({ by }: Form): boolean => by === undefined || kind === undefined || by === kind;
  return [
    EVERYWHERE,
    ...formsOf(contract).filter(isPossible),
    ...NOW_AND_THEN,
    ...pairsOf(contract, isPossible),
    ...(inBatch ? [IN_BATCH, ...inBatchBy(contract)] : []),
  ];
}
