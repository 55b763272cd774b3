import { count, enumerate, grouped } from '../base/phrase.ts';
import { citation } from '../judge/explain.ts';
import { fails, isContradicted, LENIENT, type Policy, staleFails } from '../judge/policy.ts';
import { type Alike, alike, ofItsMethod, problemsOf } from './alike.ts';
import type { ClaimResult, ClaimsReport, Survey } from './claims.gen.ts';
import { healthOfAll } from './health.ts';
import { restsText } from './rests.ts';
import { aloneCounts } from './survey-differences.ts';
import { byReason, printable, seconds, targetName } from './text.ts';
import { endingLine, endingOf, strengths, TONES } from './verdict.ts';

/** Colours of a terminal, by what they mean. */
export type Tone = 'good' | 'bad' | 'hint' | 'faint';

export interface TerminalOptions {
  policy?: Policy;
  /** Ids of contradicted claims that the previous run did not have, where there is one. */
  fresh?: ReadonlySet<string> | undefined;
  /** Puts a text in colour; by default it stays as it is. */
  paint?: (tone: Tone, text: string) => string;
  /** Characters a line has room for; undefined where nothing need be cut, as in a file. */
  width?: number | undefined;
  /** Where the page of results is. */
  address?: string;
  /** Whether the run left something on the portal that it could not remove: no success, whatever the claims say. */
  isUntidy?: boolean;
}

/** Contradictions that are told with their reason; a screen has room for no more. */
const TOLD = 6;

/** Methods that are named of those with the same contradiction. */
const NAMED = 2;

/** Reasons for which claims were not exercised; the others are in the summary. */
const REASONS = 3;

/** What each ending looks like in the last line. */
const ENDINGS = {
  passed: { sign: '✔', word: 'PASSED', tone: 'good' },
  hints: { sign: '△', word: 'PASSED WITH HINTS', tone: 'hint' },
  failed: { sign: '✘', word: 'FAILED', tone: 'bad' },
  incomplete: { sign: '!', word: 'INCOMPLETE', tone: 'hint' },
} as const;

const UNTIDY = { sign: '✘', word: 'NOT TIDIED UP', tone: 'bad' } as const;

/** What the terminal shows at the end of a run: the contradictions, each once, the counts, and the verdict in the last line. */
export function renderEnd(report: ClaimsReport, options: TerminalOptions = {}): string {
  const { policy = LENIENT, fresh, paint = (_, text) => text, width, address, isUntidy = false } = options;
  const show: Show = (text, tone) => {
    const line = cut(printable(text.replaceAll('\n', ' ')), width);
    return tone === undefined ? line : paint(tone, line);
  };
  const ending = endingOf(report, policy, fresh);
  const hidesUntidy = isUntidy && ending.exitCode === 0;
  const { sign, word, tone } = hidesUntidy ? UNTIDY : ENDINGS[TONES[ending.verdict]];
  const said = hidesUntidy
    ? `: ${ending.reason}, but something is left on the portal that could not be removed, see above · exit code 2`
    : endingLine(ending).slice(ending.verdict.length);
  // Never cut: it may be all that is read.
  const last = [
    paint(tone, `${sign} ${word}`) + printable(said),
    ...(address === undefined ? [] : [address]),
  ];
  return [
    contradictions(report, policy, fresh, show),
    table(report, ending.stale).map((row) => show(row)),
    [last.join(' · ')],
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** A line as it is shown: what a portal sent stays within it. */
type Show = (text: string, tone?: Tone) => string;

/** Each contradiction once: those that fail the run first, and with the place in the documentation. */
function contradictions(
  report: ClaimsReport,
  policy: Policy,
  fresh: ReadonlySet<string> | undefined,
  show: Show,
): string[] {
  const contradicted = report.claims.filter(isContradicted);
  const failing = contradicted.filter((claim) => fails(claim, policy));
  const all = alike([...failing, ...contradicted.filter((claim) => !fails(claim, policy))]);
  const rest = all.slice(TOLD).flat();
  const sign = (isFailing: boolean) => (isFailing ? (['✘', 'bad'] as const) : (['△', 'hint'] as const));
  const tell = (claims: Alike): string[] => {
    const [first, ...others] = claims;
    const isFailing = failing.includes(first);
    const [mark, tone] = sign(isFailing);
    const against = sum(claims.map(({ counts }) => counts.contradicted));
    const cases = count(against + sum(claims.map(({ counts }) => counts.confirmed)), 'case');
    const isNew = claims.filter(({ id }) => fresh?.has(id)).length;
    const [evidence] = first.evidence;
    const counted = others.length === 0 ? '' : `${count(claims.length, 'claim')}, `;
    const isFresh = isNew === 0 ? '' : ` · ${isNew < claims.length ? `${isNew} ` : ''}new`;
    return [
      show(
        `  ${mark} ${idOf(claims)} (${first.strength}) · ${counted}${against} of ${cases}${isFresh}`,
        tone,
      ),
      ...(evidence ? [show(`      ${problemsOf(first)}`)] : []),
      ...(isFailing
        ? [
            show(
              `      ${citation(first.source)}${others.length === 0 ? '' : ` and ${others.length} more`}`,
              'faint',
            ),
          ]
        : []),
    ];
  };
  return [
    ...all.slice(0, TOLD).flatMap(tell),
    ...(rest.length > 0
      ? [
          show(
            `  … ${rest.length} more contradicted (${strengths(rest)}); summary.md lists them`,
            sign(rest.some((claim) => failing.includes(claim)))[1],
          ),
        ]
      : []),
    ...report.stale.map(({ claim, why }) => {
      const [mark, tone] = sign(staleFails(policy));
      return show(`  ${mark} stale deviation of ${claim}: ${why}; remove it`, tone);
    }),
  ];
}

/** `METHOD.ERROR.text`, or `ERROR.text of METHOD, METHOD and 8 more methods`. */
function idOf([first, ...others]: Alike): string {
  if (others.length === 0) return first.id;
  const named = [first, ...others].slice(0, NAMED).map(({ method }) => method);
  const more = others.length + 1 - named.length;
  return `${ofItsMethod(first)} of ${enumerate(more > 0 ? [...named, `${more} more`] : named)}`;
}

/** Counts of claims and of disagreements add up to all claims that pages make. */
function table(report: ClaimsReport, stale: number): string[] {
  const { totals, cases } = report;
  const claims = [
    `${totals.confirmed} confirmed`,
    `${totals.contradicted} contradicted`,
    totals.deviations > 0 && count(totals.deviations, 'known deviation'),
    stale > 0 && count(stale, 'stale deviation'),
    `${totals.notExercised} not exercised`,
  ];
  const unanswered = report.unanswered > 0 ? `, ${report.unanswered} without an answer` : '';
  const rows: (readonly [string, string])[] = [
    ['target', targetName(report)],
    ...(report.shard ? [['shard', shardText(report.shard)] as const] : []),
    ...(report.selection?.part === undefined ? [] : [['part', partText(report.selection.part)] as const]),
    ['claims', claims.filter((part) => part !== false).join(', ')],
    ...reasons(report.claims),
    ...(totals.disagreements > 0
      ? [['disagreements', `${totals.disagreements} of the documentation with itself`] as const]
      : []),
    ['undocumented', observations(report.observations)],
    ...(report.drafts ? [['drafts', drafts(report.drafts)] as const] : []),
    ...(report.survey ? surveyRows(report.survey) : []),
    ...(report.pages ? [['documentation', healthOfAll(report.pages)] as const] : []),
    [
      'run',
      `${grouped(cases.run)} of ${count(cases.selected, 'case')}, ${count(report.requests, 'request')}${unanswered}, ${seconds(report.durationMs)}`,
    ],
  ];
  const column = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(column)}  ${value}`);
}

/** `1 of 2, …` */
function partText(part: string): string {
  return `${part.replace(/^part /, '')}; the runs of other days try the rest (B24_REQUESTS)`;
}

function shardText({ current, total }: { current: number; total: number }): string {
  return `${current} of ${total}, a part of the run: --merge reports the whole`;
}

/** The most frequent first; what no request can tell is a property of the claims and comes last. */
function reasons(claims: readonly ClaimResult[]): [string, string][] {
  const untestable = claims.filter((claim) => claim.reasonKind === 'untestable').length;
  const others = byReason(claims.filter((claim) => claim.reasonKind !== 'untestable'));
  const rest = sum(others.slice(REASONS).map(([, of]) => of.length));
  return [
    ...others.slice(0, REASONS).map(([reason, of]): [string, string] => ['', `${of.length}  ${reason}`]),
    ...(rest > 0 ? [['', `${rest}  for other reasons; summary.md lists them`] as [string, string]] : []),
    ...(untestable > 0
      ? [['', `${untestable}  no request can tell; summary.md says why`] as [string, string]]
      : []),
  ];
}

function drafts(claims: readonly ClaimResult[]): string {
  const of = (verdict: ClaimResult['verdict']): number =>
    claims.filter((claim) => claim.verdict === verdict && claim.strength !== 'observed').length;
  return `drafted, not reviewed: ${of('confirmed')} confirmed, ${of('contradicted')} contradicted, ${of('not-exercised')} not exercised; none fails the run`;
}

/** What the survey found, and what would let it find more. */
function surveyRows({ numbers, undocumented, lacking, rests, differences = [] }: Survey): [string, string][] {
  const { documented, existing, missing, read, refused, verdicts, requests, seconds: taken } = numbers;
  return [
    [
      'survey',
      `${grouped(documented)} documented methods: ${grouped(existing)} there, ${grouped(missing)} not, ${grouped(read)} read, ${grouped(refused)} refused as documented; ${grouped(undocumented.length)} on no page`,
    ],
    ['', `${grouped(verdicts)} verdicts of ${count(requests, 'request')} in ${taken} s`],
    ...(rests ? [['', restsText(rests)] as [string, string]] : []),
    ...(differences.some(({ alone }) => alone !== undefined)
      ? [
          [
            '',
            `${count(differences.length, 'fact')} stated differently; alone: ${aloneCounts(differences)}`,
          ] as [string, string],
        ]
      : []),
    ...lacking
      .slice(0, REASONS)
      .map(({ what, methods, claims }): [string, string] => [
        '',
        `${what} would show ${count(claims, 'further claim')} of ${count(methods, 'method')}`,
      ]),
  ];
}

function observations(claims: readonly ClaimResult[]): string {
  const seen = claims.filter((claim) => claim.verdict === 'confirmed').length;
  return `${seen} of ${count(claims.length, 'form')} that no page states were accepted`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function cut(line: string, width: number | undefined): string {
  const characters = [...line];
  return width === undefined || characters.length <= width
    ? line
    : `${characters.slice(0, width - 1).join('')}…`;
}
