import type { MethodFacts } from '../facts.gen.ts';
import { accountOfFacts } from './of-facts.ts';
import { accountOfSchema } from './of-schema.ts';
import type { OfficialSchema } from './official-schema.gen.ts';
import type { Account } from './statement.ts';

/** What documents beside the English pages state of methods. */
export interface OtherDocuments {
  /** Facts of Russian pages. */
  russian: readonly MethodFacts[];
  schemas: readonly OfficialSchema[];
}

export interface Documents {
  /** What each document that has the method states of it, the English page first. */
  accountsOf(english: MethodFacts): Account[];
  russianOf(english: MethodFacts): MethodFacts | undefined;
}

/**
 * Finds for each English page the documents of the same method: those that name the same page, or else the only one of the
 * method's name. A name alone does not tell a method of REST 3.0 from the older one.
 */
export function documentsOf(
  english: readonly MethodFacts[],
  { russian, schemas }: OtherDocuments,
): Documents {
  const names = english.map(({ method }) => method.toLowerCase());
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  const pairing = <T>(
    documents: readonly T[],
    pageOf: (one: T) => string | undefined,
    method: (one: T) => string,
  ) => {
    const byPage = new Map(documents.map((one) => [pageOf(one), one]));
    const byName = new Map(documents.map((one) => [method(one).toLowerCase(), one]));
    return (facts: MethodFacts): T | undefined => {
      const name = facts.method.toLowerCase();
      return byPage.get(facts.page) ?? (twice.has(name) ? undefined : byName.get(name));
    };
  };
  const russianOf = pairing(
    russian,
    ({ page }) => page,
    ({ method }) => method,
  );
  const schemaOf = pairing(
    schemas,
    ({ source }) => source?.file,
    ({ method }) => method,
  );
  return {
    russianOf,
    accountsOf(facts) {
      const [twin, schema] = [russianOf(facts), schemaOf(facts)];
      return [
        accountOfFacts('english', facts),
        ...(twin ? [accountOfFacts('russian', twin)] : []),
        ...(schema ? [accountOfSchema(schema)] : []),
      ];
    },
  };
}
