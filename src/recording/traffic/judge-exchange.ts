import type { Case, RequestPlan } from '../../cases/case.ts';
import type { Contract } from '../../contract/contract.ts';
import { type Answer, readAnswer } from '../../judge/answer.ts';
import { type Finding, judge } from '../../judge/judge.ts';
import type { Exchange, WireResponse } from '../../wire/exchange.ts';
import { type Command, commandsOf } from './batch.ts';
import type { ClaimFinder } from './claims.ts';
import type { Sent } from './sent.ts';

/** What an exchange that another program recorded says about claims: of the call itself, then of each command of a batch. */
export interface JudgedExchange {
  findings: Finding[];
  /** Findings of commands, by the command's name. */
  commands: { name: string; findings: Finding[] }[];
}

/**
 * Judges an exchange by what was sent, as far as that can be seen. Undefined where nothing can: an answer that cannot be
 * read, to a call that no page documents.
 */
export function judgeExchange(
  contract: Contract,
  finder: ClaimFinder,
  isDocumented: (method: string) => boolean,
  sent: Sent,
  exchange: Exchange,
): JudgedExchange | undefined {
  const { response } = exchange;
  if (!response) return undefined;
  const plan = planOf(sent, finder.methodOf(sent.method) ?? sent.method);
  const answer = read(contract, plan, response);
  if (answer.kind === 'unreadable' && !isDocumented(sent.method)) return undefined;
  const { claims, expected } = finder.find(sent, plan, answer);
  const hasHeaders = response.headers.length > 0;
  const visible = claims.filter((id) => hasHeaders || !isOfHeaders(contract, id));
  const findings = judge(
    contract,
    { ...NO_STEPS, method: plan.method, request: plan, expected, claims: visible },
    exchange,
    SEEN,
  );
  const commands =
    plan.method === 'batch' && plan.suffix !== '.xml' ? commandsOf(sent.parameters, answer.body) : [];
  return {
    findings,
    commands: commands.map((command) => ({
      name: command.method,
      findings: judgeCommand(contract, finder, sent, exchange, command),
    })),
  };
}

const NO_STEPS: Omit<Case, 'method' | 'request' | 'expected' | 'claims'> = {
  id: '',
  title: '',
  group: '',
  tags: [],
  before: [],
  capture: {},
  after: [],
  needs: [],
};

/** What references stand for is that portal's own, which nobody knows. */
const SEEN = { lookUp: () => undefined };

function planOf({ scheme, endpoint, credential, verb, encoding, suffix }: Sent, method: string): RequestPlan {
  return {
    scheme,
    endpoint,
    credential: credential ?? { token: 'own', in: 'json' },
    verb: verb as RequestPlan['verb'],
    encoding: encoding ?? 'json',
    suffix,
    method,
    headers: {},
    parameters: {},
    query: {},
  };
}

function read(contract: Contract, plan: RequestPlan, response: WireResponse): Answer {
  return readAnswer(response, plan.suffix === '.xml' ? 'xml' : 'json', (path) =>
    contract.typeAt(plan.method, path),
  );
}

function isOfHeaders(contract: Contract, id: string): boolean {
  const { mediaType, charset, header } = contract.claim(id)?.check ?? {};
  return mediaType !== undefined || charset !== undefined || header !== undefined;
}

/**
 * A command's result and time are the method's, and so is its error. It has neither status nor headers of its own, its
 * form is the batch's, and a batch may leave out what an error says.
 */
function judgeCommand(
  contract: Contract,
  finder: ClaimFinder,
  batch: Sent,
  exchange: Exchange,
  { method, parameters, body }: Command,
): Finding[] {
  const name = finder.methodOf(method) ?? method;
  const sent: Sent = { ...batch, method, parameters, encoding: undefined, suffix: '' };
  const plan = planOf(sent, name);
  const response: WireResponse = {
    status: 'error' in body ? 400 : 200,
    headers: [],
    body: Buffer.from(JSON.stringify(body)),
  };
  const answer = read(contract, plan, response);
  const { claims, expected } = finder.find(sent, plan, answer);
  const isVisible = (id: string): boolean => {
    const claim = contract.claim(id);
    if (claim?.check === undefined) return false;
    const { success, relation, error } = claim.check;
    // The envelope is made here, and its time is compared with that of the batch's own answer nowhere.
    const pointers = Object.keys(success ?? {});
    if (success)
      return pointers.every((pointer) =>
        pointer.startsWith('/time/')
          ? 'time' in body
          : claim.method !== undefined && /^\/result\b/.test(pointer),
      );
    if (relation) return 'time' in body && relation.startsWith('time-') && relation !== 'time-start-is-now';
    if (error) return error.part === 'code' || (error.part === 'text' && Boolean(body.error_description));
    return claim.check.accepted === true || claim.check.refused === 'method';
  };
  const ofCommand: Exchange = { request: exchange.request, response };
  const testCase = { ...NO_STEPS, method: name, request: plan, expected, claims: claims.filter(isVisible) };
  return judge(contract, testCase, ofCommand, SEEN).filter(({ claim }) => isVisible(claim));
}
