import { guess } from '../../base/guess.ts';
import type { DataProblem, YamlFile } from '../../base/yaml-file.ts';
import type { ClaimData, OverlayFile } from '../contract.gen.ts';
import type { ContractClaim, ErrorRow, Source } from '../contract.ts';
import { type FieldFact, type MethodFacts, nameInValues } from '../facts.ts';
import type { CaseSpec, Path } from '../spec.ts';

/** A claim as a rule makes it, without the method's name before its id. */
export interface RuleClaim extends Pick<ClaimData, 'strength' | 'check' | 'untestable'> {
  says: string;
  /** Of the method's page, unless it names another. */
  source: Omit<Source, 'page'> & { page?: string };
  error?: ErrorRow;
  /** Place in the overlay that it is due to. */
  path: Path;
}

/** What rules read, and what they have made so far. */
export class RuleBook {
  readonly overlay: OverlayFile;
  readonly facts: MethodFacts;
  readonly file: YamlFile;
  readonly claims: ContractClaim[] = [];
  readonly cases: CaseSpec[] = [];
  readonly problems: DataProblem[] = [];
  /** Ends of ids that the overlay has words or a waiver for, and that no rule has made so far, by where they stand. */
  readonly #unused: { place: 'says' | 'waived'; end: string }[];
  /** Ends of the ids of all that rules make, waived or not. */
  readonly #ends: string[] = [];

  constructor(overlay: OverlayFile, facts: MethodFacts, file: YamlFile) {
    this.overlay = overlay;
    this.facts = facts;
    this.file = file;
    this.#unused = (['says', 'waived'] as const).flatMap((place) =>
      Object.keys(overlay[place] ?? {}).map((end) => ({ place, end })),
    );
  }

  problem(path: Path, message: string): void {
    this.problems.push({ file: this.file.path, line: this.file.lineOf(path), message });
  }

  /** Adds a claim, unless the overlay waives it or a person's own takes its id; returns its id if it was added. */
  claim(end: string, made: RuleClaim): string | undefined {
    const { method, confidence, says = {}, waived = {}, claims = [] } = this.overlay;
    this.#ends.push(end);
    if (Object.hasOwn(waived, end) || claims.some(({ id }) => id === end)) return undefined;
    const id = `${method}.${end}`;
    const { source, path, error, strength = 'must', ...claim } = made;
    this.claims.push({
      ...claim,
      id,
      says: says[end] ?? made.says,
      strength,
      source: { page: this.facts.page, ...source },
      method,
      error,
      confidence,
      file: this.file.path,
      line: this.file.lineOf(says[end] === undefined ? path : ['says', end]),
    });
    return id;
  }

  /** Names of the overlay that lead to nothing that the page or a rule has. */
  checkNames(errorKeys: readonly string[]): void {
    const { parameters = {}, errors = {} } = this.overlay;
    const names = this.facts.parameters.map((field) => nameInValues(field, this.overlay.values));
    this.#known(['parameters'], Object.keys(parameters), 'parameter', names);
    this.#known(['errors'], Object.keys(errors), 'row of errors', errorKeys);
    for (const { place, end } of this.#unused)
      if (!this.#ends.includes(end))
        this.problem([place, end], `no rule makes a claim '${end}' of this page${guess(end, this.#ends)}`);
  }

  #known(path: Path, names: readonly string[], what: string, known: readonly string[]): void {
    for (const name of names)
      if (!known.includes(name))
        this.problem(
          [...path, name],
          `the page has no ${what} '${name}'${guess(name, known) || listed(known)}`,
        );
  }
}

const listed = (known: readonly string[]): string =>
  known.length === 0 ? '' : `; it has ${known.slice(0, 12).join(', ')}${known.length > 12 ? ', …' : ''}`;

export const article = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;

/** `integer or string`, for a sentence. */
export const typeWords = ({ types }: FieldFact): string => types.join(' or ') || 'value';

/** The same, as a part of an id. */
export const typeId = ({ types }: FieldFact): string =>
  types.map((type) => type.toLowerCase().replace(/[^a-z0-9_-]+/g, '_')).join('-or-') || 'value';
