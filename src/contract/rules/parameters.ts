import { guess } from '../../base/guess.ts';
import type { FormData, ParameterOverlay } from '../contract.gen.ts';
import { type FieldFact, jsonTypes, nameInValues, sourceOf } from '../facts.ts';
import { type CallPlan, type ParameterChoice, type Path, stepsOf } from '../spec.ts';
import { referencesIn } from '../values.ts';
import { article, type RuleBook, typeId, typeWords } from './rule-book.ts';

/** Rules about what parameters accept and what may be left out; returns the values that they are tried with. */
export function applyParameters(book: RuleBook): CallPlan['parameters'] {
  const { values, confidence } = book.overlay;
  const made: Record<string, Record<string, ParameterChoice>> = {};
  const names = book.facts.parameters.map((field) => nameInValues(field, values));
  const unknown = Object.keys(values).filter((name) => !names.includes(name));
  for (const field of book.facts.parameters) {
    const name = nameInValues(field, values);
    if (Object.hasOwn(values, name)) made[name] = new Parameter(book, field, name).choices();
    else if (confidence !== 'parsed')
      book.problem(
        ['values'],
        `'${name}' of the page has no value: give one under 'values'${misspelt(name, unknown)}`,
      );
  }
  for (const [name, value] of Object.entries(values))
    made[name] ??= { given: { title: `${name} given`, value, claims: [], needs: [] } };
  return made;
}

/** Claims and cases of what may not be left out; a row of errors that is provoked so shows it as well. */
export function applyRequired(book: RuleBook): void {
  const { method, values } = book.overlay;
  for (const field of book.facts.parameters) {
    const name = nameInValues(field, values);
    const required = requiredOf(book, field, name);
    if (required === 'never' || !Object.hasOwn(values, name)) continue;
    const path: Path = ['values', name];
    const id = book.claim(`${name}.${required === 'always' ? 'required' : 'webhook'}`, {
      says:
        required === 'always'
          ? `${name} is required; a request without it is refused.`
          : `${name} is required for webhooks; a webhook request without it is refused.`,
      source: sourceOf(field),
      check: { refused: 'method' },
      path,
    });
    if (id === undefined || book.cases.some(({ claims }) => claims.includes(id))) continue;
    book.cases.push({
      id: `${method}.${name}.left-out`,
      title: `${name} left out${required === 'webhook' ? ' on a webhook' : ''}`,
      method,
      steps: stepsOf({ without: name }, method, path),
      expect: 'refused',
      claims: [id],
      tags: ['errors'],
      needs: [],
      under: required === 'webhook' ? 'webhook' : undefined,
      byRule: true,
      file: book.file.path,
      line: book.file.lineOf(path),
      path,
    });
  }
}

/** Whether a request may go without it: the person's word, else the page's mark. */
export function requiredOf(
  { overlay: { parameters = {} } }: RuleBook,
  field: FieldFact,
  name: string,
): 'always' | 'webhook' | 'never' {
  const { required } = parameters[name] ?? {};
  if (required !== undefined) return required;
  if (field.required === 'webhook') return 'webhook';
  return field.required ? 'always' : 'never';
}

class Parameter {
  readonly #book: RuleBook;
  readonly #field: FieldFact;
  readonly #name: string;
  readonly #value: unknown;
  readonly #overlay: ParameterOverlay;
  /** JSON type that the page gives it, where it gives one. */
  readonly #type: string | undefined;

  constructor(book: RuleBook, field: FieldFact, name: string) {
    const { parameters = {}, values } = book.overlay;
    const types = jsonTypes(field.types);
    this.#book = book;
    this.#field = field;
    this.#name = name;
    this.#value = values[name];
    this.#overlay = parameters[name] ?? {};
    this.#type = types.length === 1 ? types[0] : undefined;
  }

  /** The plainest first. */
  choices(): Record<string, ParameterChoice> {
    const { forms } = this.#overlay;
    const choices = forms ? this.#forms(forms) : this.#ofType();
    const [plain] = Object.values(choices);
    if (plain) plain.claims = [...plain.claims, ...this.#nested(this.#field, this.#value, this.#name)];
    const absent = this.#absent();
    return absent ? { ...choices, absent } : choices;
  }

  #forms(forms: Readonly<Record<string, FormData>>): Record<string, ParameterChoice> {
    const name = this.#name;
    const isPlain = ([, form]: [string, FormData]): boolean => isSame(form.value, this.#value);
    const entries = Object.entries(forms);
    if (!entries.some(isPlain))
      this.#book.problem(
        ['parameters', name, 'forms'],
        `none of the forms of '${name}' is its value under 'values'`,
      );
    const ordered = [...entries.filter(isPlain), ...entries.filter((entry) => !isPlain(entry))];
    return Object.fromEntries(
      ordered.map(([form, { value, says, observed, needs = [] }]) => {
        const claim = this.#book.claim(`${name}.${form}`, {
          says: says ?? `${name} may be ${spoken(form)}.`,
          strength: observed ? 'observed' : 'must',
          source: sourceOf(this.#field),
          check: { accepted: true },
          path: ['parameters', name, 'forms', form],
        });
        const unseen = observed ? { undocumented: true, onlyJson: isCast(value) } : {};
        const title = `${name} ${spoken(form)}`;
        return [form, { title, value, type: this.#type, claims: listOf(claim), needs, ...unseen }];
      }),
    );
  }

  #ofType(): Record<string, ParameterChoice> {
    const name = this.#name;
    const common = { value: this.#value, needs: [] };
    // Whether its CLIENT_ID is taken cannot be distinguished from whether the credential is.
    if (referencesIn(this.#value).some((reference) => reference.name.endsWith('.clientId')))
      return { given: { ...common, title: `${name} given`, type: this.#type, claims: [] } };
    const title = `${name} as ${article(typeWords(this.#field))}`;
    const claim = this.#accepted(typeId(this.#field), {
      says: this.#overlay.says ?? `${name} is accepted as ${article(typeWords(this.#field))}.`,
    });
    const plain = { [typeId(this.#field)]: { ...common, title, type: this.#type, claims: listOf(claim) } };
    if (this.#type !== 'integer') return plain;
    const asText = this.#accepted('numeric-string', {
      says: `${name} is accepted as a numeric string in a JSON body.`,
      strength: 'observed',
    });
    // What is waived is not tried.
    if (asText === undefined) return plain;
    return {
      ...plain,
      'numeric-string': {
        ...common,
        // A reference is sent in the type that stands with it; a number is not.
        value: typeof this.#value === 'number' ? String(this.#value) : this.#value,
        title: `${name} as a numeric string`,
        type: 'string',
        claims: listOf(asText),
        undocumented: true,
        onlyJson: true,
      },
    };
  }

  #accepted(
    end: string,
    { says, strength = 'must' }: { says: string; strength?: 'must' | 'observed' },
  ): string | undefined {
    return this.#book.claim(`${this.#name}.${end}`, {
      says,
      strength,
      source: sourceOf(this.#field),
      check: { accepted: true },
      path: ['values', this.#name],
    });
  }

  /** The choice to leave it out, where the page allows that. */
  #absent(): ParameterChoice | undefined {
    const name = this.#name;
    const required = requiredOf(this.#book, this.#field, name);
    const { optional = {} } = this.#overlay;
    if (required === 'always' || optional.waived !== undefined) return undefined;
    const isForTokens = required === 'webhook';
    const claim = this.#accepted(optional.id ?? (isForTokens ? 'oauth' : 'optional'), {
      says: optional.says ?? `${name} may be left out${isForTokens ? ' under OAuth' : ''}.`,
    });
    return {
      title: `${name} left out`,
      value: undefined,
      absent: true,
      claims: listOf(claim),
      needs: optional.needs ?? [],
      ...(isForTokens ? { only: 'token' } : {}),
    };
  }

  /** Claims about keys within the value; returns those of keys that it has, which every accepted request shows. */
  #nested(parent: FieldFact, value: unknown, prefix: string): string[] {
    return (parent.fields ?? []).flatMap((field) => {
      const name = `${prefix}.${field.name}`;
      const part = hasOwnKey(value, field.name) ? value[field.name] : undefined;
      const claim = this.#book.claim(`${name}.${typeId(field)}`, {
        says: `${name} is accepted as ${article(typeWords(field))}.`,
        source: sourceOf(field),
        ...(part === undefined
          ? { untestable: "the overlay's valid request does not have this key" }
          : { check: { accepted: true } }),
        path: ['values', this.#name],
      });
      return [...(part === undefined ? [] : listOf(claim)), ...this.#nested(field, part, name)];
    });
  }
}

function hasOwnKey(value: unknown, key: string): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key);
}

/** A value without a parameter that may be meant for one without a value. */
function misspelt(name: string, unknown: readonly string[]): string {
  const meant = guess(name, unknown).replace('; did you mean ', '').replace('?', '');
  return meant === '' ? '' : `; is ${meant} a misspelling of it?`;
}

const listOf = (claim: string | undefined): string[] => (claim === undefined ? [] : [claim]);

const isSame = (value: unknown, other: unknown): boolean => JSON.stringify(value) === JSON.stringify(other);

/** What only a JSON body tells from another: a number for a text. */
const isCast = (value: unknown): boolean => /:(text|number)$/.test(String(value));

const spoken = (name: string): string => name.replaceAll('-', ' ');
