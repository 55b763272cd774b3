import {
  type Account,
  AUTHORITIES,
  type Authority,
  agree,
  isAbsent,
  type Statement,
  statementIn,
  tableOf,
} from './statement.ts';

/** A fact that authorities state differently. */
export interface Difference {
  /** `scope`, `parameters.fields.TITLE required`, `read.result.ID`, `refusal.CODE text`. */
  fact: string;
  /** In the order of {@link AUTHORITIES}; who says nothing of it is left out. */
  said: { by: Authority; says: string }[];
  /** The one whom all others, which agree, contradict; undefined where only two speak, or nobody agrees. */
  alone?: Authority;
}

/**
 * Facts of one method that accounts state differently, in the order in which the first of them states them.
 */
export function differencesOf(accounts: readonly Account[]): Difference[] {
  const facts = new Set(accounts.flatMap(({ statements }) => [...statements.keys()]));
  return [...facts].flatMap((fact) => {
    const said = accounts
      .flatMap((account) => {
        const statement = statementIn(account, fact);
        return statement ? [{ by: account.by, statement }] : [];
      })
      .sort((one, other) => AUTHORITIES.indexOf(one.by) - AUTHORITIES.indexOf(other.by));
    const differ = said.some(({ statement }, index) =>
      said.slice(index + 1).some((other) => !agree(statement, other.statement)),
    );
    if (!differ || isWithinAbsent(fact, accounts)) return [];
    const alone = aloneIn(said);
    return [
      {
        fact,
        said: said.map(({ by, statement }) => ({ by, says: statement.says })),
        ...(alone === undefined ? {} : { alone }),
      },
    ];
  });
}

/** That a thing is absent is said once, not of all that it has inside as well. */
function isWithinAbsent(fact: string, accounts: readonly Account[]): boolean {
  const [name = ''] = fact.split(' ');
  for (let above = tableOf(name); above !== undefined; above = tableOf(above)) {
    const statements = accounts.map((account) => statementIn(account, above as string));
    if (statements.some((statement) => statement !== undefined && isAbsent(statement))) return true;
  }
  return false;
}

function aloneIn(said: readonly { by: Authority; statement: Statement }[]): Authority | undefined {
  if (said.length < 3) return undefined;
  const alone = said.filter((one) => {
    const others = said.filter((other) => other !== one);
    return (
      others.every(({ statement }) => !agree(one.statement, statement)) &&
      others.every(({ statement }) => others.every((other) => agree(statement, other.statement)))
    );
  });
  return alone.length === 1 ? alone[0]?.by : undefined;
}

/** Who is meant, in messages. */
export const AUTHORITY_NAMES: Readonly<Record<Authority, string>> = {
  english: 'English page',
  russian: 'Russian page',
  schema: 'official schema',
  description: "the portal's own description",
  behaviour: 'what the portal does',
};

/** One line: `parameters.TYPE required: yes (English page), no (Russian page, official schema); English page stands alone`. */
export function differenceText({ fact, said, alone }: Difference): string {
  const camps = new Map<string, Authority[]>();
  for (const { by, says } of said) camps.set(says, [...(camps.get(says) ?? []), by]);
  const told = [...camps].map(
    ([says, by]) => `${says} (${by.map((authority) => AUTHORITY_NAMES[authority]).join(', ')})`,
  );
  return `${fact}: ${told.join(', ')}${alone === undefined ? '' : `; alone: ${AUTHORITY_NAMES[alone]}`}`;
}
