import type { Contract } from '../../contract/contract.ts';
import { type Call, type Caller, type ErrorName, type Stage, wrapStage } from '../../mock/index.ts';
import type { Stages } from '../../mutants/mutant.ts';
import { EVERYWHERE, type LiveOperator, type When, type Where } from '../operator.ts';
import { BY_KIND, everyForm, IN_BATCH, inBatchBy, pairsOf } from '../where.ts';

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
  kind?: 'webhook' | 'token' | 'none';
  /** It is about how much is called and not how. */
  isLimit?: true;
}

const webhookCaller = (call: Call, code?: string): Caller | undefined => {
  const { webhooks } = call.portal;
  const webhook = code === undefined ? [...webhooks.values()][0] : webhooks.get(code);
  if (webhook === undefined) return undefined;
  const { userId, scopes } = webhook;
  return { kind: 'webhook', userId, scopes, application: undefined, account: `webhook ${webhook.code}` };
};

const tokenCaller = (call: Call, name?: string): Caller | undefined => {
  const { tokens, clock } = call.portal;
  const token =
    name === undefined
      ? [...tokens.values()].find(({ denied, expiresAt }) => !denied && expiresAt > clock.now())
      : tokens.get(name);
  if (token === undefined) return undefined;
  const { userId, scopes, applicationId: application } = token;
  return { kind: 'oauth', userId, scopes, application, account: `oauth ${application}` };
};

const sentToken = ({ credentials }: Call): string => (credentials.kind === 'token' ? credentials.token : '');
const sentCode = ({ credentials }: Call): string => (credentials.kind === 'webhook' ? credentials.code : '');

/** Ways in which a credential that is wrong may look like a right one. */
const NEAR: readonly { id: string; says: string; isNear: (sent: string, real: string) => boolean }[] = [
  {
    id: 'but-for-its-end',
    says: 'except for its last character',
    isNear: (sent, real) => sent.slice(0, -1) === real.slice(0, -1),
  },
  {
    id: 'by-its-beginning',
    says: 'as far as it goes',
    isNear: (sent, real) => sent.length > 3 && sent.length < real.length && real.startsWith(sent),
  },
  {
    id: 'as-a-beginning',
    says: 'and may go on',
    isNear: (sent, real) => sent.length > real.length && sent.startsWith(real),
  },
  {
    id: 'without-case',
    says: 'without minding capitals',
    isNear: (sent, real) => sent.toLowerCase() === real.toLowerCase(),
  },
  {
    id: 'but-for-a-character',
    says: 'except for one character',
    isNear: (sent, real) =>
      sent.length === real.length && [...sent].filter((letter, at) => letter !== real[at]).length === 1,
  },
  { id: 'by-its-length', says: 'by its length', isNear: (sent, real) => sent.length === real.length },
];

const CHECKS: readonly Check[] = [
  {
    id: 'credential-not-needed',
    says: 'A request without a credential is accepted',
    stage: 'credentials',
    error: 'noCredentials',
    caller: webhookCaller,
    kind: 'none',
  },
  {
    id: 'wrong-webhook-accepted',
    says: 'A webhook with a wrong code is accepted',
    stage: 'credentials',
    error: 'wrongWebhook',
    caller: webhookCaller,
    kind: 'webhook',
  },
  {
    id: 'webhook-of-another-user-accepted',
    says: "A webhook's code is accepted under another user's id",
    stage: 'credentials',
    error: 'wrongWebhook',
    caller: (call) => webhookCaller(call, sentCode(call)),
    among: (call) => call.portal.webhooks.has(sentCode(call)),
    kind: 'webhook',
  },
  ...NEAR.map(({ id, says, isNear }): Check => {
    const nearest = (call: Call) =>
      [...call.portal.webhooks.keys()].find((real) => isNear(sentCode(call), real));
    return {
      id: `webhook-compared-${id}`,
      says: `A webhook's code is compared ${says}`,
      stage: 'credentials',
      error: 'wrongWebhook',
      caller: (call) => webhookCaller(call, nearest(call)),
      among: (call) => !call.portal.webhooks.has(sentCode(call)) && nearest(call) !== undefined,
      kind: 'webhook',
    };
  }),
  {
    id: 'wrong-token-accepted',
    says: 'A wrong access token is accepted',
    stage: 'credentials',
    error: 'wrongToken',
    caller: tokenCaller,
    kind: 'token',
  },
  ...NEAR.map(({ id, says, isNear }): Check => {
    const nearest = (call: Call) =>
      [...call.portal.tokens.keys()].find((real) => isNear(sentToken(call), real));
    return {
      id: `token-compared-${id}`,
      says: `An access token is compared ${says}`,
      stage: 'credentials',
      error: 'wrongToken',
      caller: (call) => tokenCaller(call, nearest(call)),
      among: (call) => nearest(call) !== undefined,
      kind: 'token',
    };
  }),
  {
    id: 'expired-token-accepted',
    says: 'An access token that has expired is accepted',
    stage: 'credentials',
    error: 'expiredToken',
    caller: (call) => tokenCaller(call, sentToken(call)),
    kind: 'token',
  },
  {
    id: 'closed-application-accepted',
    says: 'The token of a user to whom the application is closed is accepted',
    stage: 'credentials',
    error: 'userAccess',
    caller: (call) => tokenCaller(call, sentToken(call)),
    kind: 'token',
  },
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

/** Whether a call was refused with that error by everybody's check. */
const isRefusedWith =
  (name: ErrorName): When =>
  ({ answer, portal, endpoint, inBatch }) =>
    (endpoint === 'rest' || inBatch) && answer?.body?.error === portal.profile.errors[name].code;

/** Leaves the check out where it refuses, with whoever is taken to call. */
const leaveOut =
  ({ stage, error, caller, among = () => true }: Check) =>
  (strikes: When): Stages =>
  (stages: readonly Stage[]) =>
    wrapStage(stages, stage, async (call, run) => {
      const answer = await run(call);
      if (answer?.body?.error !== call.portal.profile.errors[error].code || !among(call)) return answer;
      const who = caller?.(call);
      if ((caller && who === undefined) || !strikes(call)) return answer;
      if (who) call.caller = who;
      return undefined;
    });

/** Each check, in every form, for the method that stands for all; and for each other method that has cases of its refusal. */
export function checkOperators(contract: Contract, methods: readonly string[]): LiveOperator[] {
  const { representative } = contract.transport;
  return CHECKS.flatMap((check): LiveOperator[] => {
    const common = {
      kind: check.id,
      attach: leaveOut(check),
      mayStrike: (call: Call) => isRefusedWith(check.error)(call) && (check.among?.(call) ?? true),
    };
    const isNear = check.among !== undefined;
    return [
      { ...common, id: check.id, says: check.says, wheres: wheresOf(contract, check), isWanted: true },
      ...(isNear ? [] : methods).flatMap((method): LiveOperator[] =>
        method === representative
          ? []
          : [
              {
                ...common,
                id: `${method} ${check.id}`,
                says: `${check.says} by ${method}`,
                method,
                attach: (strikes) =>
                  common.attach((call) => call.method === method.toLowerCase() && strikes(call)),
                wheres: [EVERYWHERE, ...BY_KIND, IN_BATCH],
              },
            ],
      ),
    ];
  });
}

/** Forms that a request with such a credential can have. */
function wheresOf(contract: Contract, { kind, inBatch, among, isLimit }: Check): readonly Where[] {
  const dimensions = contract.transport.dimensions.authorization ?? {};
  const isPossible = (id: string): boolean => {
    const value = dimensions[id];
    if (value === undefined || kind === undefined) return true;
    if (kind === 'none') return false;
    return (value.set.credential?.webhook !== undefined) === (kind === 'webhook');
  };
  const all = everyForm(contract).filter((where) => isPossible(where.id) && where.id !== IN_BATCH.id);
  // Of one that is nearly right, where it is sent is the question; in which form the others show.
  if (among || isLimit) return [EVERYWHERE];
  const pairs = pairsOf(contract).filter(({ id }) => id.split('+').every(isPossible));
  return [...all, ...pairs, ...(inBatch ? [IN_BATCH, ...inBatchBy(contract)] : [])];
}
