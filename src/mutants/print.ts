import type { Contract } from '../contract/contract.ts';
import { type Derived, KINDS, withoutKiller } from '../mutation/derived.ts';
import { isNoticed, type Pair } from '../mutation/pairs.ts';
import { toText as mutantsToText } from './derived-text.ts';
import { type Matrix, totals } from './matrix.ts';
import { ruleOf } from './page.ts';

/** Derived portals for a terminal, kind by kind; of all kinds together, the claims that none had to turn red. */
export function derivedText(contract: Contract, derived: Derived, { isWhole }: { isWhole: boolean }): string {
  const lacking = isWhole ? withoutKiller(contract, derived) : [];
  return [
    ...KINDS.flatMap((kind) => (derived[kind] ? [mutantsToText(derived[kind])] : [])),
    ...(lacking.length > 0
      ? [
          [
            `No derived portal had to turn these ${lacking.length} reviewed claims red:`,
            ...lacking.map((claim) => `  ${claim.id} (${ruleOf(claim)})`),
          ].join('\n'),
        ]
      : []),
  ].join('\n\n');
}

/** Pairs of faults for a terminal: those of which one is not noticed beside the other, then how many there are. */
export function pairsText(pairs: readonly Pair[], seed: number): string {
  const wrong = pairs.filter((pair) => !isNoticed(pair));
  return [
    ...wrong.map(({ id, missed, unnoticed }) =>
      [
        id,
        ...unnoticed.map((operator) => `  ${operator} is not noticed beside the other`),
        ...missed.map((claim) => `  ${claim} had to be contradicted`),
      ].join('\n'),
    ),
    `${pairs.length} portals with two faults each, seed ${seed}: both noticed in ${pairs.length - wrong.length}`,
  ].join('\n');
}

/** The matrix for a terminal: mutants with what they turn red, then whatever is to be mended, then the numbers. */
export function toText(matrix: Matrix): string {
  return [
    ...matrix.mutants.map(({ id, turnedRed }) => `${id}\n    ${turnedRed.join(', ') || 'nothing'}`),
    '',
    ...troubles(matrix),
    ...totals(matrix),
  ].join('\n');
}

/** Survivors, claims without a mutant and false alarms, each with what to look at; nothing where all is well. */
export function troubles({ survivors, unseen, claimsWithoutMutant, falseAlarms }: Matrix): string[] {
  const list = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`), ''];
  return [
    ...list(
      'Survivors',
      survivors.flatMap(({ id, breaks, unnoticed, surprising }) => [
        `${id}: ${breaks}`,
        ...Object.entries(unnoticed).map(([claim, verdict]) => `  ${claim} is ${verdict}, not contradicted`),
        ...surprising.map((claim) => `  ${claim} turned red and is not among its 'kills'`),
      ]),
    ),
    ...list(
      'Not seen: the portal does not show these claims even where it is whole',
      unseen.map(({ id, why }) => `${id}: ${why}`),
    ),
    ...list(
      'Claims without a mutant of their own',
      claimsWithoutMutant.map((claim) => `${claim}: add one to src/mutants/ that kills it and little else`),
    ),
    ...list(
      'False alarms',
      falseAlarms.flatMap(({ id, changed, verdicts }) => [
        `${id}: ${changed}`,
        ...Object.entries(verdicts).map(
          ([claim, { before, after }]) => `  ${claim} was ${before} and is ${after}`,
        ),
      ]),
    ),
  ];
}
