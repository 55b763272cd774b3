import type { Case } from '../cases/case.ts';
import type { Contract, ContractClaim } from '../contract/contract.ts';
import { type Circumstances, type Exchange, header, isPlainHttp } from '../wire/exchange.ts';
import { isRedirect, readAnswer } from './answer.ts';
import { type Context, decide } from './checks.ts';
import { is, type Outcome } from './outcome.ts';
import { show, summary } from './words.ts';
import type { TypeOf } from './xml.ts';

/** What one exchange says about one claim. */
export interface Finding {
  claim: string;
  outcome: 'confirmed' | 'contradicted' | 'blocked';
  /** Contradicted: what was expected and what came. Blocked: why the answer does not show it. */
  reason?: string;
}

/** The verdicts that one exchange allows, one per claim of the case. Pure. */
export function judge(
  contract: Contract,
  one: Case,
  exchange: Exchange,
  circumstances: Circumstances = {},
): Finding[] {
  const claims = one.claims.flatMap((id) => contract.claim(id) ?? []);
  const { response } = exchange;
  if (!response) return claims.map(({ id }) => blocked(id, unanswered(exchange)));
  const elsewhere = isRedirect(response) ? header(response.headers, 'location') : undefined;
  if (elsewhere !== undefined)
    return claims.map((claim) =>
      toFinding(claim.id, redirected(claim, exchange, response.status, elsewhere)),
    );
  const answer = readAnswer(
    response,
    one.request.suffix === '.xml' ? 'xml' : 'json',
    typesOf(contract, one.method),
  );
  const context: Context = {
    answer,
    response,
    request: one.request,
    expected: one.expected,
    schemas: contract.schemas,
    circumstances,
  };
  const unprepared =
    circumstances.unprepared === undefined ? undefined : `${circumstances.unprepared}: ${summary(answer)}`;
  return [
    ...claims.map((claim) =>
      unprepared === undefined ? toFinding(claim.id, decide(claim, context)) : blocked(claim.id, unprepared),
    ),
    ...inPassing(contract, one, context),
  ];
}

/**
 * A system error that nobody asked for is judged too, whatever the case is about. Where a refusal is expected, the
 * documentation does not say which error comes, so a known code may stand for something else.
 */
function inPassing(contract: Contract, one: Case, context: Context): Finding[] {
  const { error } = (context.answer.body ?? {}) as Record<string, unknown>;
  if (one.request.endpoint !== 'rest' || one.expected.kind === 'refused' || typeof error !== 'string')
    return [];
  return contract.claims
    .filter(
      (claim) => claim.method === undefined && claim.error?.code === error && !one.claims.includes(claim.id),
    )
    .map((claim) => toFinding(claim.id, decide(claim, context)));
}

const blocked = (claim: string, reason: string): Finding => ({ claim, outcome: 'blocked', reason });

function toFinding(claim: string, outcome: Outcome): Finding {
  if (!outcome) return { claim, outcome: 'confirmed' };
  if ('blocked' in outcome) return blocked(claim, outcome.blocked);
  return { claim, outcome: 'contradicted', reason: outcome.contradicted };
}

function unanswered({ request, failure }: Exchange): string {
  const why = failure ? `${failure.message} (${failure.code})` : 'unknown failure';
  if (!isPlainHttp(request)) return `no answer: ${why}`;
  return `nothing answers plain HTTP at ${new URL(request.url).origin}: ${why}; B24_HTTP_URL names another address`;
}

/** Whoever answers elsewhere is not the target: only claims about the redirect itself can be seen. */
function redirected(
  { check }: ContractClaim,
  { request }: Exchange,
  status: number,
  location: string,
): Outcome {
  if (check?.redirect === undefined)
    return { blocked: `the target redirects (HTTP ${status}) to ${location}` };
  const { host } = new URL(request.url);
  const leadsAway = URL.canParse(location) && new URL(location).host !== host;
  return (
    is(status === check.redirect, `HTTP ${check.redirect}`, `HTTP ${status} to ${location}`) ??
    is(leadsAway, `another address than ${host} in the header Location`, show(location))
  );
}

/** Types of the success answer's fields, following `$ref`s, for reading XML. */
function typesOf(contract: Contract, method: string): TypeOf {
  const root = contract.pages.find((page) => page.data.method?.name === method)?.data.method?.answer;
  return (path) => (root === undefined ? undefined : contract.schemas.typeAt(root, path));
}
