import { groupBy } from '../base/group-by.ts';
import { commandLine } from '../base/program.ts';
import type { Contract, ContractClaim } from '../contract/contract.ts';
import { allOf, type Derived, killersOf, withoutKiller } from '../mutation/derived.ts';
import type { Fate, Mutant } from '../mutation/run.ts';
import { FATES } from './derived-text.ts';
import { type Matrix, totals } from './matrix.ts';

/**
 * What became of all wrong portals, as Markdown: figures by kind of check, by method and by operator, then what lacks and
 * what is only counted, with the reason.
 */
export function toPage(contract: Contract, derived: Derived, matrix?: Matrix): string {
  return [
    '# What the suite notices',
    '',
    `Made by \`${commandLine('mutants')}\`; \`docs/mutants.md\` says how, and \`${commandLine('mutants', '--why NAME')}\` shows one.`,
    '',
    ...ofMatrix(matrix),
    ...ofClaims(contract, derived),
    ...ofMethods(derived),
    ...ofOperators(derived),
    ...ofCounted(derived),
  ].join('\n');
}

const table = (headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] => [
  `| ${headings.join(' | ')} |`,
  `| --- |${headings
    .slice(1)
    .map(() => ' ---: |')
    .join('')}`,
  ...rows.map((cells) => `| ${cells.map(cell).join(' | ')} |`),
  '',
];

const cell = (value: string | number): string =>
  typeof value === 'number'
    ? value.toLocaleString('en')
    : value.replaceAll('|', '\\|').replaceAll('<', '&lt;');

function ofMatrix(matrix: Matrix | undefined): string[] {
  if (!matrix) return [];
  return [
    '## Broken by hand, and different as they may',
    '',
    '```',
    ...totals(matrix),
    '```',
    '',
    '| mutant | what the portal does wrong | claims turned red |',
    '| --- | --- | --- |',
    ...matrix.mutants.map(
      ({ id, breaks, turnedRed }) =>
        `| \`${id}\` | ${cell(breaks)} | ${turnedRed.map((claim) => `\`${claim}\``).join(', ')} |`,
    ),
    '',
    '| variation | what the portal does otherwise |',
    '| --- | --- |',
    ...matrix.variations.map(({ id, changed }) => `| \`${id}\` | ${cell(changed)} |`),
    '',
  ];
}

/** The rule that a claim follows: the kind of its check, of errors with the part. */
export function ruleOf({ check }: Pick<ContractClaim, 'check'>): string {
  const [kind = 'none'] = Object.keys(check ?? {});
  return check?.error ? `error ${check.error.part}` : kind;
}

function ofClaims(contract: Contract, derived: Derived): string[] {
  const killers = killersOf(derived);
  const reviewed = contract.claims.filter(({ check, confidence }) => check && confidence !== 'parsed');
  const rows = [...groupBy(reviewed, ruleOf)].map(([rule, claims]) => {
    const counts = claims.map(({ id }) => killers.get(id) ?? 0).toSorted((one, other) => one - other);
    return [
      rule,
      claims.length,
      counts.filter((count) => count > 0).length,
      counts[Math.floor(counts.length / 2)] ?? 0,
    ] as const;
  });
  const lacking = withoutKiller(contract, derived);
  return [
    '## Claims, by the kind of their check',
    '',
    'A derived portal has to turn a claim red where an answer changes at a place that the claim looks at, to what it does not allow.',
    '',
    ...table(['check', 'reviewed claims', 'that some portal had to turn red', 'portals each, median'], rows),
    ...(lacking.length === 0
      ? []
      : [
          `No derived portal had to turn these ${lacking.length} red:`,
          '',
          ...lacking.map((claim) => `- \`${claim.id}\` (${ruleOf(claim)})`),
          '',
        ]),
  ];
}

const FATE_NAMES = Object.keys(FATES) as Fate[];

function figures(heading: string, of: readonly Mutant[], keyOf: (one: Mutant) => string): string[] {
  return table(
    [heading, 'portals', ...FATE_NAMES.map((fate) => FATES[fate])],
    [...groupBy(of, keyOf)]
      .toSorted(([, one], [, other]) => other.length - one.length)
      .map(([key, found]) => [
        key,
        found.length,
        ...FATE_NAMES.map((fate) => found.filter((one) => one.fate === fate).length),
      ]),
  );
}

const ofMethods = (derived: Derived): string[] => [
  '## Methods',
  '',
  ...figures('method', allOf(derived), ({ method = 'all methods' }) => method),
];

function ofOperators(derived: Derived): string[] {
  const ofAnswers = new Set(derived.answers);
  return [
    '## Operators',
    '',
    ...figures('operator', allOf(derived), (mutant) =>
      ofAnswers.has(mutant) ? `answers: ${mutant.kind}` : mutant.kind,
    ),
  ];
}

/** What fails, and what no case or no claim can show. */
function ofCounted({ requests = [], states = [] }: Derived): string[] {
  const all = [...requests, ...states];
  const listed: readonly (readonly [Fate, string, string])[] = [
    ['missed', 'Survivors', 'An answer changed where a claim looks, and the claim is not contradicted.'],
    ['surprising', 'Surprises', 'A claim is contradicted that does not look at what changed.'],
    ['unreached', 'Not sent', 'No case sends such a request.'],
    ['unread', 'Not read', 'The portal holds something else than it should, and no case reads it back.'],
    ['unclaimed', 'No claim', 'Answers changed where no claim looks, or in what a case only builds on.'],
    ['equivalent', 'Equivalent', 'Neither an answer nor what the portal holds is another.'],
  ];
  return listed.flatMap(([fate, heading, meaning]) => {
    const found = all.filter((mutant) => mutant.fate === fate);
    if (found.length === 0) return [];
    return [
      `## ${heading}`,
      '',
      meaning,
      '',
      ...[...groupBy(found, ({ operator }) => operator)].map(([operator, of]) => lineOf(operator, of)),
      '',
    ];
  });
}

function lineOf(operator: string, of: readonly Mutant[]): string {
  const wheres = of.map(({ where }) => where);
  return `- \`${operator}\`: ${wheres.join(', ')}`;
}
