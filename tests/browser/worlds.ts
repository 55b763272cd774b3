import type { ClaimResult, ClaimsReport } from '../../src/report/claims.gen.ts';
import { type PageOutcome, pageHealth } from '../../src/report/health.ts';
import { type RunRecord, toRecord } from '../../src/report/history.ts';
import { reportedVerdict } from '../../src/report/reported-verdict.ts';

/** Contradictions that the page with three of them keeps. */
export const THREE = [
  'imbot.chat.sendTyping.APP_ID_ERROR.text',
  'system.insufficient_scope.status',
  'system.INVALID_REQUEST.code',
];

/** In {@link pastRuns}, contradicted every other time. */
export const FLIPPING = 'system.insufficient_scope.status';

/** Not contradicted in the last of {@link pastRuns}. */
export const FRESH = 'imbot.chat.sendTyping.APP_ID_ERROR.text';

const KNOWN = {
  reason: 'self-hosted portals are known to differ here',
  link: 'https://example.com/issues/1',
  owner: 'qa',
  expires: '2027-06-30',
};

/** The same report with contradictions excused as known. */
export function excusing(report: ClaimsReport, excused: (id: string) => boolean): ClaimsReport {
  const claims = report.claims.map((claim): ClaimResult => {
    const known = reportedVerdict(claim) === 'contradicted' && excused(claim.id);
    return known ? { ...claim, deviation: KNOWN } : claim;
  });
  return { ...report, claims, totals: totalsOf(claims, report) };
}

/** Claims counted by the verdict that a report shows for them. */
function totalsOf(claims: readonly ClaimResult[], { totals }: ClaimsReport): ClaimsReport['totals'] {
  const number = (name: string): number => claims.filter((claim) => reportedVerdict(claim) === name).length;
  return {
    ...totals,
    confirmed: number('confirmed'),
    contradicted: number('contradicted'),
    notExercised: number('not-exercised'),
    deviations: number('deviation'),
    disagreements: number('disagreement'),
  };
}

/** Methods whose claims the pages have: of each kind some, and each way to a successor. */
const SHOWN = new Set([
  'any',
  'app.info',
  'batch',
  'feature.get',
  'imbot.chat.sendTyping',
  'imbot.chat.updateTitle',
  'imbot.register',
  'imbot.v2.Bot.register',
  'imbot.v2.Chat.InputAction.notify',
  'profile',
  'server.time',
]);

export const isShown = (method: string | undefined): boolean => method === undefined || SHOWN.has(method);

/** The same report as of a contract of few methods: a page with all of them takes a browser three times as long. */
export function ofFewMethods(report: ClaimsReport): ClaimsReport {
  const claims = report.claims.filter(({ method }) => isShown(method));
  return {
    ...report,
    claims,
    observations: report.observations.filter(({ method }) => isShown(method)),
    migrations: (report.migrations ?? []).filter(({ from, to }) => isShown(from) && isShown(to)),
    totals: totalsOf(claims, report),
  };
}

/** A claim whose evidence has every kind of token in its answer. */
export const LONG_ANSWER = 'batch.cmd.list';

/**
 * The claims that most pages have, of a run that contradicts: one of each kind of each documentation page, what is neither
 * confirmed nor left out, and what the first migration is shown by. With all of them a page takes a browser twice as long.
 */
export function fewClaims({ claims, migrations = [] }: ClaimsReport): ReadonlySet<string> {
  const kinds = new Set<string>();
  const isOfFew = ({ source, method, strength, reasonKind }: ClaimResult): boolean => {
    const kind = [source.page, method, strength, reasonKind].join();
    const isFirst = !kinds.has(kind);
    kinds.add(kind);
    return isFirst;
  };
  const isOdd = (claim: ClaimResult) => !['confirmed', 'not-exercised'].includes(reportedVerdict(claim));
  const kept = claims.filter((claim) => isOfFew(claim) || isOdd(claim)).map(({ id }) => id);
  return new Set([...kept, LONG_ANSWER, ...migrations.slice(0, 1).flatMap(claimsOf)]);
}

type Migration = NonNullable<ClaimsReport['migrations']>[number];

const claimsOf = ({ changes }: Migration): string[] => (changes ?? []).flatMap(({ claims }) => claims ?? []);

/** The same report as of a contract of these claims. */
export function ofClaims(report: ClaimsReport, ids: ReadonlySet<string>): ClaimsReport {
  const claims = report.claims.filter(({ id }) => ids.has(id));
  return {
    ...report,
    claims,
    migrations: (report.migrations ?? []).filter((migration) =>
      claimsOf(migration).every((id) => ids.has(id)),
    ),
    totals: totalsOf(claims, report),
  };
}

/** The same report, made by a version and of a selection that are always the same. */
export function madeNow(report: ClaimsReport): ClaimsReport {
  return {
    ...report,
    versions: { suite: '1.2.3', commit: 'abc1234', node: '20.18.1' },
    selection: { confidence: 'reviewed', tests: '' },
  };
}

/** The same report as one of a run that left claims out. */
export function ofPart(report: ClaimsReport): ClaimsReport {
  return { ...madeNow(report), selection: { confidence: 'reviewed', tests: '--grep @batch' } };
}

/** The same report with the claims of a method as drafts. */
export function drafting(report: ClaimsReport, method: string): ClaimsReport {
  const claims = report.claims.filter((claim) => claim.method !== method);
  return {
    ...report,
    selection: { confidence: 'parsed', tests: '' },
    claims,
    drafts: report.claims.filter((claim) => claim.method === method),
    totals: totalsOf(claims, report),
  };
}

/** The page whose own checks found something in {@link checked}. */
export const CHECKED_PAGE = 'api-reference/chat-bots/outdated/chats/imbot-chat-send-typing.md';

/** A page without a claim that a request could test. */
export const CLAIMLESS_PAGE = 'settings/app-uninstallation.md';

/** The same report, every page checked; one has something of each kind to tell. */
export function checked(report: ClaimsReport): ClaimsReport {
  const file = CHECKED_PAGE.slice(CHECKED_PAGE.lastIndexOf('/') + 1);
  const continuation = "'cURL (Webhook)' ends lines with / where a shell needs \\: the command breaks";
  const names = new Set(report.claims.map(({ source }) => source.page));
  const outcomes = [...names].map((page) => {
    const told = page === CHECKED_PAGE;
    const found: PageOutcome['page'] = {
      page,
      examples: told
        ? [
            { tab: 'cURL (Webhook)', line: 50, verdict: 'fails', reason: continuation },
            { tab: 'JS', line: 70, verdict: 'works', warnings: ['the SDK calls what it uses deprecated'] },
            { tab: 'PHP CRest', line: 134, verdict: 'not exercised', reason: 'needs php in PATH' },
          ]
        : [],
      lint: told ? [{ rule: 'curl-continuation', file, line: 50, message: continuation }] : [],
      drift: told
        ? [
            {
              kind: 'changed',
              heading: 'Method Parameters',
              row: 'BOT_ID',
              before: 'integer',
              after: 'string',
            },
          ]
        : [],
      unread: told ? [{ line: 12, message: 'NAME has no type' }] : [],
    };
    return { page: found, requests: 0 };
  });
  return { ...report, pages: pageHealth(report.claims, outcomes) ?? [] };
}

const DAY = 86_400_000;

/** Twelve nights before a run: one claim flips, one is contradicted only now, the others stay as they are. */
export function pastRuns(report: ClaimsReport): RunRecord[] {
  const { contradicted = [], confirmed = [], ...others } = toRecord(report).verdicts;
  return Array.from({ length: 12 }, (_, night) => {
    const held = contradicted.filter((id) => id === FRESH || (id === FLIPPING && night % 2 === 0));
    const broken = contradicted.filter((id) => !held.includes(id));
    const kept = [...confirmed, ...held];
    const { totals, ...record } = toRecord(report);
    return {
      ...record,
      startedAt: new Date(Date.parse(report.startedAt) - (12 - night) * DAY).toISOString(),
      totals: { ...totals, confirmed: kept.length, contradicted: broken.length },
      verdicts: { ...others, confirmed: kept, contradicted: broken },
    };
  });
}

/** A report with that many claims, each with an exchange of its own. */
export function enlarged(report: ClaimsReport, number: number): ClaimsReport {
  const proven = report.claims.filter((claim) => claim.evidence.length > 0);
  const claims = Array.from({ length: number }, (_, index): ClaimResult => {
    const claim = proven[index % proven.length] as ClaimResult;
    return {
      ...claim,
      id: `${claim.id}.${index}`,
      source: { ...claim.source, page: `${Math.floor(index / 80)}/${claim.source.page}` },
      evidence: claim.evidence.map((evidence) => ({
        ...evidence,
        request: { ...evidence.request, curl: `${evidence.request.curl} # ${index}` },
      })),
    };
  });
  return { ...report, claims };
}
