import type { Case } from '../cases/case.ts';
import type { Contract } from '../contract/contract.ts';
import type { SkippedCase } from '../judge/tally.ts';
import { tally } from '../judge/tally.ts';
import { idleLine, idleMethods } from '../report/incomplete.ts';
import { printable } from '../report/text.ts';

/** What is known of a portal before the first case. */
export interface PortalFacts {
  /** `profile`: name and id of the user on whose behalf the webhook calls. */
  user: string;
  admin: boolean;
  /** Undefined where the portal does not tell; the cases find out. */
  scopes: readonly string[] | undefined;
  /** Names in lower case; undefined where the portal does not tell. */
  methods: ReadonlySet<string> | undefined;
}

export interface PlanInput {
  contract: Contract;
  cases: readonly Case[];
  skip: (testCase: Case) => SkippedCase | undefined;
  target: string;
  facts?: PortalFacts;
  /** Methods that the cases call and the portal does not have, as far as the webhook may know. */
  missingMethods?: readonly string[];
  /** Which part of the cases the run tries, where its requests are limited. */
  part?: string | undefined;
  /** Requests of the run beside those of the cases. */
  beside?: number;
  /** Seconds that so many requests take at the allowed rate. */
  secondsFor: (requests: number) => number;
}

/** What a run will do, as text: target, claims that will run and that will not, requests, time. Pure. */
export function renderPlan({
  contract,
  cases,
  skip,
  target,
  facts,
  missingMethods = [],
  part,
  beside = 0,
  secondsFor,
}: PlanInput): string {
  const skipped = cases.flatMap((testCase) => skip(testCase) ?? []);
  const left = new Set(skipped.map((skippedCase) => skippedCase.case));
  const run = cases.filter(({ id }) => !left.has(id));
  const tried = new Set(run.flatMap(({ claims }) => claims));
  const all = tally(contract, [], skipped);
  const verdicts = all.filter(({ claim }) => claim.strength !== 'observed');
  const willRun = verdicts.filter(({ claim }) => tried.has(claim.id)).length;
  const reasons = new Map<string, number>();
  for (const { claim, reason = '', reasonKind } of verdicts) {
    if (tried.has(claim.id)) continue;
    const shown = reasonKind === 'untestable' ? 'no request can tell; the report says why' : reason;
    reasons.set(shown, (reasons.get(shown) ?? 0) + 1);
  }
  const requests = requestsOfAll(run) + beside;
  const bursting = requestsOfAll(run.filter(({ burst }) => burst !== undefined));
  const lines = [
    `target       ${target}`,
    ...(facts
      ? [
          `webhook      ${facts.user}${facts.admin ? ', an administrator' : ''}; scopes ${facts.scopes?.join(', ') ?? 'not listed'}`,
        ]
      : []),
    ...(facts ? [`methods      ${facts.methods?.size ?? 'not listed'}${lacking(missingMethods)}`] : []),
    `will run     ${willRun} claims by ${run.length} cases${part === undefined ? '' : `, ${part}: the runs of other days try the others`}`,
    `will not     ${verdicts.length - willRun} claims`,
    ...[...reasons]
      .sort(([, first], [, second]) => second - first)
      .map(([reason, count]) => `             ${count}  ${reason}`),
    ...untouched(contract, cases, all, run, skipped),
    `requests     about ${requests - bursting}${bursting === 0 ? '' : `, and up to ${bursting} more until the portal refuses one`}`,
    `time         about ${Math.ceil(secondsFor(requests))} s at this rate`,
  ];
  return printable(lines.map((line) => `  ${line}`).join('\n'));
}

/** Such a run is not a success, whatever else it shows. */
function untouched(
  contract: Contract,
  cases: readonly Case[],
  verdicts: ReturnType<typeof tally>,
  run: readonly Case[],
  skipped: readonly SkippedCase[],
): string[] {
  const tried = new Set(run.flatMap(({ claims }) => claims));
  const idle = contract.methods.flatMap(({ name }) => {
    const ofMethod = verdicts.filter(({ claim }) => claim.method === name && claim.strength !== 'observed');
    return ofMethod.some(({ claim }) => tried.has(claim.id)) ? [] : [name];
  });
  return idleMethods(contract, cases, verdicts, [], skipped).flatMap(({ methods, reason }) => {
    const left = methods.filter((name) => idle.includes(name));
    if (left.length === 0) return [];
    const line = idleLine({ methods: left, reason }, 'will be');
    return [`attention    ${line}; the run would end with exit code 2`];
  });
}

/** Requests that a case sends on a portal; a burst stops at the first refusal. */
export function requestsOf({ before, after, burst }: Case): number {
  const steps = [...before, ...after].reduce(
    (sum, step) => sum + (step.kind === 'request' ? step.times : 0),
    0,
  );
  return steps + (burst ?? 1);
}

/** Requests that cases send on a portal together: what several of them use is made once. */
export function requestsOfAll(cases: readonly Case[]): number {
  const shares = cases.flatMap(({ before, after }) =>
    [...before, ...after].flatMap((step) =>
      step.kind === 'request' && step.share !== undefined ? [step.share] : [],
    ),
  );
  const sum = cases.reduce((all, testCase) => all + requestsOf(testCase), 0);
  return sum - shares.length + new Set(shares).size;
}

const lacking = (methods: readonly string[]): string =>
  methods.length === 0 ? '' : `; not here: ${methods.join(', ')}`;
