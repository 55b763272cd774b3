import type { Contract } from '../contract/contract.ts';
import { type AnswerMutant, groupsOf, runAnswerMutants } from '../mutation/answers/matrix.ts';
import type { RecordedCase } from '../mutation/case.ts';
import { answerOperators, apply } from '../mutation/operators/answers.ts';
import { answerLine } from '../mutation/oracle.ts';
import { looksAt } from '../report/looks-at.ts';
import { printable } from '../report/text.ts';
import type { Redactor } from '../wire/redact.ts';

/** Exchanges that are shown; of one fault there are many alike. */
const SHOWN = 3;

/** `status-200-becomes-201 of batch, success`: the operator and the answers that it changes. */
const PARTS = /^(\S+) of (.+)$/;

/** Whether an id is one of an answer operator. */
export const isAnswerId = (id: string): boolean => PARTS.test(id);

/**
 * What one wrong answer comes to: some of the answers before and now, and what each claim that looks there says.
 *
 * @returns undefined where there is no such operator or no such answers
 */
export async function explainAnswers(
  contract: Contract,
  cases: readonly RecordedCase[],
  id: string,
  redact: Redactor,
): Promise<{ text: string; mutant: AnswerMutant } | undefined> {
  const [, wanted = '', name = ''] = PARTS.exec(id) ?? [];
  const group = groupsOf(cases).find((each) => each.name === name);
  if (!group) return undefined;
  const members = [...group.members].flatMap(([recorded, places]) =>
    Array.from(places, (place) => ({ recorded, exchange: recorded.sends[place]?.exchange })),
  );
  const exchanges = members.flatMap(({ exchange }) => exchange ?? []);
  const operator = answerOperators(exchanges).find((each) => each.id === wanted);
  if (!operator) return undefined;
  const { mutants } = await runAnswerMutants(contract, cases, [group]);
  const mutant = mutants.find((each) => each.operator === wanted);
  if (!mutant) return undefined;
  const changed = members.flatMap(({ recorded, exchange }) => {
    const now = exchange && apply(operator, exchange);
    return exchange && now ? [{ recorded, exchange, now }] : [];
  });
  const lines = changed
    .slice(0, SHOWN)
    .flatMap(({ recorded, exchange, now }) => [
      `case ${recorded.testCase.id}`,
      `  before: ${redact(answerLine(exchange))}`,
      `  now:    ${redact(answerLine(now))}`,
      '',
    ]);
  const told = [...new Set([...mutant.must, ...mutant.turnedRed])].map((claim) => {
    const isRed = mutant.turnedRed.includes(claim);
    const had = mutant.must.includes(claim) ? ', had to be' : '';
    const places = looksAt(contract.claim(claim)?.check).join(', ');
    return `  ${claim} looks at ${places}: ${isRed ? 'contradicted' : 'not contradicted'}${had}`;
  });
  const more = changed.length - SHOWN;
  return {
    mutant,
    text: printable(
      [
        `${mutant.id}: answers ${operator.says}; it changes ${operator.place} of ${changed.length} answers.`,
        '',
        ...lines,
        ...(more > 0 ? [`… and ${more} more answers`, ''] : []),
        ...(told.length > 0 ? told : ['no claim looks there']),
      ].join('\n'),
    ),
  };
}
