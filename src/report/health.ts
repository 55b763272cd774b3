import type { ClaimResult, PageClaims, PageHealth } from './claims.gen.ts';
import { type ReportedVerdict, reportedVerdict } from './reported-verdict.ts';
import { count } from './text.ts';

/** Name of the attachment by which a test hands what it found of a page to the reporter. */
export const PAGE_ATTACHMENT = 'b24-conformance page';

/** What the checks of a page itself found; redacted. */
export interface PageOutcome {
  page: Omit<PageHealth, 'claims'>;
  /** Requests that its examples sent to the target. */
  requests: number;
}

/** Claims of each page by verdict. */
export function claimsByPage(claims: readonly ClaimResult[]): Map<string, PageClaims> {
  const pages = new Map<string, PageClaims>();
  for (const claim of claims) {
    const { page } = claim.source;
    const counts = pages.get(page) ?? {
      confirmed: 0,
      contradicted: 0,
      notExercised: 0,
      deviations: 0,
      disagreements: 0,
    };
    counts[COUNTED_AS[reportedVerdict(claim)]]++;
    if (claim.reasonKind === 'untestable') counts.untestable = (counts.untestable ?? 0) + 1;
    pages.set(page, counts);
  }
  return pages;
}

const COUNTED_AS: Record<ReportedVerdict, Exclude<keyof PageClaims, 'untestable'>> = {
  confirmed: 'confirmed',
  contradicted: 'contradicted',
  deviation: 'deviations',
  disagreement: 'disagreements',
  'not-exercised': 'notExercised',
};

/** The pages that were checked, in the order in which claims come from them. */
export function pageHealth(
  claims: readonly ClaimResult[],
  outcomes: readonly PageOutcome[],
): PageHealth[] | undefined {
  if (outcomes.length === 0) return undefined;
  const checked = new Map(outcomes.map(({ page }) => [page.page, page]));
  return [...claimsByPage(claims)].flatMap(([page, counts]) => {
    const found = checked.get(page);
    return found ? [{ ...found, claims: counts }] : [];
  });
}

/** What a page itself has wrong is not the portal's fault: it looks as what is known and excused does. */
type Tone = 'confirmed' | 'contradicted' | 'deviation' | 'disagreement' | 'not-exercised';

/** What a page's health comes down to, a few words for each of its sides. */
export interface HealthLine {
  text: string;
  tone: Tone;
}

/** A page's health in one line; without checks of the page itself, its claims alone. */
export function healthLine(claims: PageClaims, page: PageHealth | undefined): HealthLine[] {
  const { untestable = 0 } = claims;
  const parts: (HealthLine | undefined)[] = [
    some(claims.confirmed, 'confirmed', 'confirmed'),
    some(claims.contradicted, 'contradicted', 'contradicted'),
    some(claims.deviations, claims.deviations === 1 ? 'known deviation' : 'known deviations', 'deviation'),
    some(claims.disagreements, claims.disagreements === 1 ? 'disagreement' : 'disagreements', 'disagreement'),
    some(claims.notExercised - untestable, 'not exercised', 'not-exercised'),
    some(untestable, 'that no request can test', 'not-exercised'),
  ];
  if (page?.missing !== undefined) parts.push({ text: page.missing, tone: 'not-exercised' });
  else if (page) parts.push(examplesLine(page), lintLine(page), driftLine(page));
  return parts.filter((part) => part !== undefined);
}

function some(number: number, text: string, tone: Tone): HealthLine | undefined {
  return number === 0 ? undefined : { text: `${number} ${text}`, tone };
}

function examplesLine({ examples }: PageHealth): HealthLine | undefined {
  if (examples.length === 0) return undefined;
  const ran = examples.filter(({ verdict }) => verdict !== 'not exercised').length;
  const work = examples.filter(({ verdict }) => verdict === 'works').length;
  if (ran === 0) return { text: `none of ${examples.length} examples run`, tone: 'not-exercised' };
  return { text: `${work} of ${ran} examples work`, tone: work === ran ? 'confirmed' : 'deviation' };
}

function lintLine({ lint }: PageHealth): HealthLine {
  if (lint.length === 0) return { text: 'no lint findings', tone: 'confirmed' };
  return { text: count(lint.length, 'lint finding'), tone: 'deviation' };
}

function driftLine({ drift }: PageHealth): HealthLine {
  if (drift.length === 0) return { text: 'no drift', tone: 'confirmed' };
  const facts = drift.some(({ kind }) => kind !== 'reworded');
  return {
    text: `${drift.length} drifted${facts ? '' : ', reworded only'}`,
    tone: facts ? 'deviation' : 'not-exercised',
  };
}

/** What the checks of a page itself found, a few words for each kind; empty where there is nothing to look at. */
export function findingsOf({ missing, examples, lint, drift, unread }: PageHealth): string[] {
  if (missing !== undefined) return [missing];
  const broken = examples.filter(({ verdict }) => verdict !== 'works' && verdict !== 'not exercised').length;
  return [
    ...(broken > 0 ? [`${count(broken, 'example')} ${broken === 1 ? 'does' : 'do'} not work`] : []),
    ...(lint.length > 0 ? [count(lint.length, 'lint finding')] : []),
    ...(drift.length > 0 ? [`${drift.length} drifted`] : []),
    ...(unread.length > 0 ? [`${count(unread.length, 'part')} could not be read`] : []),
  ];
}

/** All pages that were checked, in a line. */
export function healthOfAll(pages: readonly PageHealth[]): string {
  const examples = pages.flatMap((page) => page.examples);
  const ran = examples.filter(({ verdict }) => verdict !== 'not exercised');
  const work = ran.filter(({ verdict }) => verdict === 'works').length;
  const sum = (side: 'lint' | 'drift'): number => pages.reduce((all, page) => all + page[side].length, 0);
  const lost = pages.filter(({ missing }) => missing !== undefined).length;
  return [
    `${count(pages.length, 'page')}`,
    ...(lost > 0 ? [`${lost} not in the checkout`] : []),
    `${work} of ${count(ran.length, 'example')} work`,
    `${examples.length - ran.length} not run`,
    `${count(sum('lint'), 'lint finding')}`,
    `${sum('drift')} drifted`,
  ].join(', ');
}
