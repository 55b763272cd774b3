import { type Documents, documentsOf, type OtherDocuments } from '../contract/authorities/accounts.ts';
import { type Difference, differencesOf } from '../contract/authorities/differences.ts';
import { type Account, type Statement, Statements, statementIn } from '../contract/authorities/statement.ts';
import type { SurveyDifference } from '../report/claims.gen.ts';
import { Book, type SurveyClaim, type Told } from './book.ts';
import { claimFields, type Description, isDescribing, stateFields } from './fields.ts';
import type { Subject } from './subject.ts';

/**
 * Facts that pages, official schemas and the portal state differently, by method and fact: who says what, and who stands alone.
 *
 * @param descriptions fields that pages document of what a method describes
 * @param clean takes secrets out of a text that quotes an answer, and shortens it
 */
export function differencesOfSurvey(
  subjects: readonly Subject[],
  book: Book,
  descriptions: ReadonlyMap<Subject, Description>,
  others: OtherDocuments,
  clean: (text: string) => string,
): SurveyDifference[] {
  const documents = documentsOf(
    subjects.map(({ facts }) => facts),
    others,
  );
  const told = new Map<Subject, Told[]>();
  for (const each of book.told()) {
    const { subject, layer } = each.claim;
    // A portal may lack a module: that makes no document wrong, and the map shows it.
    if (layer === 'existence') continue;
    told.set(subject, [...(told.get(subject) ?? []), each]);
  }
  const russian = russianFields(subjects, documents);
  return subjects.flatMap((subject): SurveyDifference[] => {
    const own = told.get(subject) ?? [];
    const stated = documents.accountsOf(subject.facts);
    // Where only the English page speaks, what the portal confirms is no difference.
    if (stated.length < 2 && own.every(({ isRight }) => isRight)) return [];
    const description = descriptions.get(subject);
    const accounts = stated.map((account) => {
      const made =
        account.by === 'english' ? description : account.by === 'russian' ? russian(subject) : undefined;
      return made ? withFields(account, made) : account;
    });
    const { method, rest } = subject.facts;
    return differencesOf([...withClaims(accounts, own), ...portalAccounts(accounts, own)]).map(
      ({ fact, said, alone }: Difference) => ({
        method,
        ...(rest === undefined ? {} : { rest }),
        fact,
        said: said.map(({ by, says }) => ({ by, says: clean(says) })),
        ...(alone === undefined ? {} : { alone }),
      }),
    );
  });
}

/** Fields of what a method describes, as Russian pages document them. */
function russianFields(
  subjects: readonly Subject[],
  documents: Documents,
): (subject: Subject) => Description | undefined {
  const byName = new Map<string, Subject>();
  for (const subject of subjects) {
    const facts = subject.facts.rest === undefined ? documents.russianOf(subject.facts) : undefined;
    if (facts) byName.set(subject.name, { ...subject, facts });
  }
  return (subject) => {
    const twin = isDescribing(subject) ? byName.get(subject.name) : undefined;
    return twin && claimFields(new Book(), twin, byName);
  };
}

function withFields(account: Account, description: Description): Account {
  const made = new Statements();
  stateFields(made, description);
  return {
    by: account.by,
    statements: new Map([...account.statements, ...made.statements]),
    tables: new Map([...account.tables, ...made.tables]),
  };
}

/** What the English page states in no table of its own: that a list has pages, that a webhook is refused. */
function withClaims(accounts: readonly Account[], told: readonly Told[]): Account[] {
  return accounts.map((account) => {
    if (account.by !== 'english') return account;
    const statements = new Map(account.statements);
    for (const { claim, isRight } of told) {
      const fact = factOf(claim);
      if (!isRight && !statements.has(fact))
        statements.set(fact, { says: claim.says, means: ['as claimed'] });
    }
    return { ...account, statements };
  });
}

/** What the portal says of itself, and what it does. */
function portalAccounts(documents: readonly Account[], told: readonly Told[]): Account[] {
  const made = { description: new Map<string, Statement>(), behaviour: new Map<string, Statement>() };
  for (const { claim, isRight, says, saw } of told) {
    const fact = factOf(claim);
    const by = DESCRIBING.has(claim.layer) && !fact.endsWith('.refused') ? 'description' : 'behaviour';
    const statements = documents
      .map((account) => statementIn(account, fact))
      .filter((each) => each !== undefined);
    const [english] = documents.map((account) =>
      account.by === 'english' ? statementIn(account, fact) : undefined,
    );
    if (isRight && (!saw || !english)) {
      if (english) made[by].set(fact, { ...english, isOpen: true });
      continue;
    }
    const meanings = statements.flatMap(({ means = [] }) => means);
    made[by].set(fact, {
      says: saw?.says ?? says,
      means: [
        ...new Set([
          ...(isRight ? (english?.means ?? []) : []),
          ...meanings.filter((meaning) => saw?.fits(meaning)),
          ...(saw?.fits('absent') ? ['absent'] : []),
          'as seen',
        ]),
      ],
      isOpen: true,
    });
  }
  return (['description', 'behaviour'] as const)
    .filter((by) => made[by].size > 0)
    .map((by) => ({ by, statements: made[by], tables: new Map() }));
}

/** What a portal says in answer to questions about itself. */
const DESCRIBING: ReadonlySet<SurveyClaim['layer']> = new Set(['scope', 'fields']);

/** The fact that a claim is about, as accounts name it. */
function factOf({ id, subject, layer, says }: SurveyClaim): string {
  const tail = id.slice(subject.ids.exists.length - 'exists'.length);
  if (layer === 'fields') {
    const [, name = '', aspect] = /^fields\.(.+?)(?:\.(type|required|read-only|multiple))?$/.exec(tail) ?? [];
    // Of REST 3.0 a portal describes what a method takes.
    const table = subject.facts.rest === undefined ? 'fields' : 'parameters';
    if (table === 'parameters' && aspect === 'type') return `parameters.${name}`;
    return `${table}.${name}${aspect === undefined ? '' : ` ${aspect}`}`;
  }
  if (tail.startsWith('default.')) return `parameters.${tail.slice('default.'.length)} default`;
  const takes = /^takes\.(.+?)(?:\.(range|items|maximum))?$/.exec(tail);
  if (layer === 'value' && takes) {
    const [, name = '', aspect] = takes;
    const stated = aspect === undefined ? 'values' : aspect === 'items' ? 'items' : 'range';
    return `parameters.${name} ${stated}`;
  }
  if (layer === 'value')
    return `read.${tail.slice('value.'.length)} ${/ is one of /.test(says) ? 'values' : 'range'}`;
  const refusal = /^refusal\.(.+)\.(code|status|text|validation)$/.exec(tail);
  if (layer === 'refusal' && refusal) {
    const [, row = '', aspect = ''] = refusal;
    return aspect === 'code' ? `refusal.${row}` : `refusal.${row} ${aspect}`;
  }
  return tail;
}
