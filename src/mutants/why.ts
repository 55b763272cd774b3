import type { Contract } from '../contract/contract.ts';
import { explain } from '../judge/explain.ts';
import type { ProfileName } from '../mock/index.ts';
import { answerLine } from '../mutation/answer.ts';
import { liveOperators, withBaseline, withRefusals } from '../mutation/derived.ts';
import { mutantId, type Operator, type Where } from '../mutation/operator.ts';
import { answerOperators } from '../mutation/operators/answers.ts';
import { refusalOperators } from '../mutation/operators/refusals.ts';
import {
  type Baseline,
  carriedOut,
  type Effects,
  isChanged,
  isFailure,
  type Mutant,
  runOperator,
} from '../mutation/run.ts';
import { looksAt } from '../report/looks-at.ts';
import { printable } from '../report/text.ts';
import { FATES } from './derived-text.ts';

export type Explained = { text: string; isKilled: boolean } | { names: string[] };

/** `status-200-becomes-201 of batch, success`: a fault and the answers that it changes. */
const isAnswerId = (id: string): boolean => /^\S+ of .+$/.test(id);

/** What one derived portal does; where there is none of that name, all the names of its kind. */
export async function explainDerived(
  contract: Contract,
  id: string,
  beneath?: ProfileName,
): Promise<Explained> {
  const refusals = refusalOperators(contract).map(carriedOut);
  if (refusals.some((operator) => id.startsWith(`${operator.id} `)))
    return withRefusals(contract, beneath, (baseline) => explainOf(baseline, refusals, id));
  return withBaseline(contract, beneath, (baseline) => {
    if (isAnswerId(id)) return explainOf(baseline, answerOperators(baseline.cases), id);
    const operators = [...liveOperators('requests', baseline), ...liveOperators('states', baseline)];
    return explainOf(baseline, operators, id);
  });
}

async function explainOf<Struck>(
  baseline: Baseline,
  operators: readonly Operator<Struck>[],
  id: string,
): Promise<Explained> {
  const names: string[] = [];
  for (const operator of operators)
    for (const where of operator.wheres) {
      if (mutantId(operator, where) === id) {
        const { text, mutant } = await explainMutant(baseline, operator, where);
        return { text, isKilled: mutant !== undefined && !isFailure(mutant) };
      }
      names.push(mutantId(operator, where));
    }
  return { names };
}

/** Cases that are shown; of one fault there are many alike. */
const SHOWN = 3;

/**
 * What one wrong portal does, for someone who sees nothing else: each exchange that changed, before and now, where it differs,
 * and what each claim that looks there says of it.
 */
export async function explainMutant<Struck>(
  baseline: Baseline,
  operator: Operator<Struck>,
  where: Where<Struck>,
): Promise<{ text: string; mutant: Mutant | undefined }> {
  let effects: Effects = [];
  const [mutant] = await runOperator(baseline, operator, [where], (_, made) => {
    effects = made;
  });
  if (!mutant) return { text: `${operator.id}: no case sends a request that it would strike`, mutant };
  const changed = effects.filter(([, { difference }]) => isChanged(difference));
  const shown = changed.toSorted(([, one], [, other]) => other.red.size - one.red.size).slice(0, SHOWN);
  const more = changed.length - shown.length;
  return {
    mutant,
    text: printable(
      [
        `${mutant.id}: ${mutant.says}`,
        `strikes ${mutant.struck} calls or answers in ${effects.length} cases, changes answers in ${changed.length}: ${FATES[mutant.fate]}`,
        '',
        ...shown.flatMap((one) => caseLines(baseline, one)),
        ...(more > 0 ? [`… and ${more} more cases`, ''] : []),
        ...claimLine('had to turn red', mutant.must),
        ...claimLine('turned red', mutant.turnedRed),
        ...claimLine('not noticed', mutant.missed),
        ...claimLine('surprising', mutant.surprising),
      ].join('\n'),
    ),
  };
}

const claimLine = (heading: string, claims: readonly string[]): string[] =>
  claims.length === 0 ? [] : [`${heading}: ${claims.join(', ')}`];

function caseLines(
  { bench: { contract, redact } }: Baseline,
  [before, { after, difference, must, refusedForms }]: Effects[number],
): string[] {
  const { testCase } = before;
  const exchanges = [...difference.changed].flatMap(([at, places]) => {
    const [one, other] = [before.sends[at], after.sends[at]];
    if (!one || !other) return [];
    const role = one.plan === testCase.request ? 'the request it is about' : 'a step of it';
    return [
      `  ${one.plan.method}, ${role}: ${redact(`${one.exchange.request.method} ${one.exchange.request.url}`)}`,
      `    before: ${redact(answerLine(one.exchange))}`,
      `    now:    ${redact(answerLine(other.exchange))}`,
      `    differs at ${places.join(', ')}`,
    ];
  });
  const claims = after.findings.flatMap(({ claim: id, outcome, reason }) => {
    const claim = contract.claim(id);
    if (!claim || (outcome !== 'contradicted' && !must.has(id) && !refusedForms.has(id))) return [];
    const had = must.has(id) ? ', had to' : refusedForms.has(id) ? ', where no other case shows it' : '';
    const told = outcome === 'contradicted' ? explain(claim, testCase, '', reason ?? '') : (reason ?? '');
    return [
      `  ${id} looks at ${looksAt(claim.check).join(', ')}: ${outcome}${had}`,
      ...told
        .split('\n')
        .slice(0, 1)
        .map((line) => `    ${line}`),
    ];
  });
  return [
    `case ${testCase.id}`,
    ...exchanges,
    ...(difference.isDiverged ? ['  it went on with other requests'] : []),
    ...claims,
    '',
  ];
}
