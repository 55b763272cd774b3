import type { ClaimData, Matcher, OverlayFile, ParameterOverlay } from './contract.gen.ts';
import type { ContractClaim, ErrorRow } from './contract.ts';
import {
  type ErrorFacts,
  type FactSource,
  type FieldFacts,
  jsonType,
  type MethodFacts,
  titleOf,
} from './facts.ts';
import { guess } from './guess.ts';
import { type CallPlan, type CaseSpec, type ParameterChoice, type Path, requestOf, stepsOf } from './spec.ts';
import { referencesIn } from './values.ts';
import type { DataProblem, YamlFile } from './yaml-file.ts';

/** What rules make of a method's facts and its overlay. */
export interface MethodRules {
  claims: ContractClaim[];
  errors: ErrorRow[];
  plan: CallPlan;
  cases: CaseSpec[];
  problems: DataProblem[];
}

/** A claim as a rule makes it, without the method's name before its id. */
interface Made extends Pick<ClaimData, 'strength' | 'check' | 'untestable'> {
  says: string;
  source: FactSource;
  error?: ErrorRow;
  path: Path;
}

/**
 * Ten rules turn the facts of a method's page into claims and cases: the types that parameters accept, what is required
 * (for all, or for webhooks), what may be left out, status and shape of a success, code, status and text of each row of
 * the table of errors, scope, authorization, deprecation. The overlay says what a table cannot.
 */
export function applyRules(overlay: OverlayFile, facts: MethodFacts, file: YamlFile): MethodRules {
  return new Rules(overlay, facts, file).apply();
}

class Rules {
  readonly #overlay: OverlayFile;
  readonly #facts: MethodFacts;
  readonly #file: YamlFile;
  readonly #claims: ContractClaim[] = [];
  readonly #cases: CaseSpec[] = [];
  readonly #problems: DataProblem[] = [];
  /** Ends of ids that the overlay has words or a waiver for, and that no rule has made so far. */
  readonly #unused: Set<string>;

  constructor(overlay: OverlayFile, facts: MethodFacts, file: YamlFile) {
    this.#overlay = overlay;
    this.#facts = facts;
    this.#file = file;
    this.#unused = new Set([...Object.keys(overlay.says ?? {}), ...Object.keys(overlay.waived ?? {})]);
  }

  apply(): MethodRules {
    const { method } = this.#overlay;
    this.#head();
    const parameters = this.#parameters();
    this.#success();
    const errors = this.#errors();
    this.#required();
    this.#checkNames(errors);
    return {
      claims: this.#claims,
      errors,
      plan: { method, request: {}, parameters, varied: true, tags: ['variants'] },
      cases: this.#cases,
      problems: this.#problems,
    };
  }

  #problem(path: Path, message: string): void {
    this.#problems.push({ file: this.#file.path, line: this.#file.lineOf(path), message });
  }

  /** Adds a claim, unless the overlay waives it or a person's own takes its id. */
  #claim(end: string, made: Made): string | undefined {
    const { method, says = {}, waived = {}, claims = [] } = this.#overlay;
    this.#unused.delete(end);
    if (Object.hasOwn(waived, end) || claims.some(({ id }) => id === end)) return undefined;
    const id = `${method}.${end}`;
    const { source, path, error, strength = 'must', ...claim } = made;
    this.#claims.push({
      ...claim,
      id,
      says: says[end] ?? made.says,
      strength,
      source: { page: this.#facts.page, ...source },
      method,
      error,
      confidence: this.#overlay.confidence,
      file: this.#file.path,
      line: this.#file.lineOf(says[end] === undefined ? path : ['says', end]),
    });
    return id;
  }

  #head(): void {
    const { scope, deprecated, successor, sources = {} } = this.#facts;
    const { method } = this.#overlay;
    const title = { heading: titleOf(this.#facts) };
    const path = ['method'];
    if (scope !== undefined)
      this.#claim('scope', {
        says: `The method needs the scope ${scope}; a credential without it is refused.`,
        source: sources.scope ?? title,
        check: { refused: 'authorization' },
        path,
      });
    this.#claim('authorized', {
      says: 'Only an authorized user may call the method; a request without credentials is refused.',
      source: sources.authorized ?? title,
      check: { refused: 'authorization' },
      path,
    });
    if (deprecated)
      this.#claim('deprecated', {
        says: `${method} is no longer developed${successor === undefined ? '' : `; ${successor} takes its place`}.`,
        source: sources.deprecated ?? title,
        untestable: 'advice to developers; it promises nothing about how this method answers',
        path,
      });
  }

  #parameters(): CallPlan['parameters'] {
    const { values, parameters = {} } = this.#overlay;
    const made: Record<string, Record<string, ParameterChoice>> = {};
    for (const field of this.#facts.parameters) {
      const ofPerson = parameters[field.name] ?? {};
      if (!Object.hasOwn(values, field.name)) {
        if (this.#overlay.confidence === 'parsed') continue;
        this.#problem(
          ['values'],
          `'${field.name}' of the page has no value: give one under 'values', or a valid one among 'forms'`,
        );
        continue;
      }
      made[field.name] = this.#choices(field, ofPerson, values[field.name]);
      this.#nested(field, values[field.name]);
    }
    for (const name of Object.keys(values))
      if (!this.#facts.parameters.some((field) => field.name === name))
        made[name] = { given: { title: `${name} given`, value: values[name], claims: [], needs: [] } };
    return made;
  }

  #choices(field: FieldFacts, ofPerson: ParameterOverlay, value: unknown): Record<string, ParameterChoice> {
    const { name, types } = field;
    const type = types.length === 1 ? jsonType(types[0] ?? '') : undefined;
    const path = ['values', name];
    const source = sourceOf(field);
    const isCredential = referencesIn(value).some((reference) => reference.name.endsWith('.clientId'));
    const choices: Record<string, ParameterChoice> = {};
    const { forms } = ofPerson;
    if (forms) {
      const plain = Object.entries(forms).findIndex(([, form]) => isSame(form.value, value));
      if (plain < 0)
        this.#problem(
          ['parameters', name, 'forms'],
          `none of the forms of '${name}' is its value under 'values'`,
        );
      const ordered = Object.entries(forms).sort(
        ([, one], [, other]) => Number(isSame(other.value, value)) - Number(isSame(one.value, value)),
      );
      for (const [form, { value: formValue, says, observed, needs = [] }] of ordered) {
        const claim = this.#claim(`${name}.${form}`, {
          says: says ?? `${name} may be ${spoken(form)}.`,
          strength: observed ? 'observed' : 'must',
          source,
          check: { accepted: true },
          path: ['parameters', name, 'forms', form],
        });
        choices[form] = {
          title: `${name} ${spoken(form)}`,
          value: formValue,
          type,
          claims: claim === undefined ? [] : [claim],
          needs,
          ...(observed ? { undocumented: true, onlyJson: isCast(formValue) } : {}),
        };
      }
    } else {
      const typeName = types.map((each) => each.toLowerCase()).join('-or-') || 'value';
      const claim = isCredential
        ? undefined
        : this.#claim(`${name}.${typeName}`, {
            says: ofPerson.says ?? `${name} is accepted as ${article(types.join(' or ') || 'value')}.`,
            source,
            check: { accepted: true },
            path,
          });
      choices[isCredential ? 'given' : typeName] = {
        title: isCredential ? `${name} given` : `${name} as ${article(types.join(' or ') || 'value')}`,
        value,
        type,
        claims: claim === undefined ? [] : [claim],
        needs: [],
      };
      if (type === 'integer') {
        const asText = this.#claim(`${name}.numeric-string`, {
          says: `${name} is accepted as a numeric string in a JSON body.`,
          strength: 'observed',
          source,
          check: { accepted: true },
          path,
        });
        choices['numeric-string'] = {
          title: `${name} as a numeric string`,
          value,
          type: 'string',
          claims: asText === undefined ? [] : [asText],
          needs: [],
          undocumented: true,
          onlyJson: true,
        };
      }
    }
    const absent = this.#absent(field, ofPerson, path);
    return absent ? { ...choices, absent } : choices;
  }

  /** The choice to leave it out, where the page allows that. */
  #absent(field: FieldFacts, ofPerson: ParameterOverlay, path: Path): ParameterChoice | undefined {
    const { name } = field;
    const required = requiredOf(field, ofPerson);
    if (required === 'always') return undefined;
    const {
      id = required === 'webhook' ? 'oauth' : 'optional',
      says,
      needs = [],
      waived,
    } = ofPerson.optional ?? {};
    if (waived !== undefined) return undefined;
    const claim = this.#claim(`${name}.${id}`, {
      says:
        says ??
        (required === 'webhook' ? `${name} may be left out under OAuth.` : `${name} may be left out.`),
      source: sourceOf(field),
      check: { accepted: true },
      path,
    });
    return {
      title: `${name} left out`,
      value: undefined,
      absent: true,
      claims: claim === undefined ? [] : [claim],
      needs,
      ...(required === 'webhook' ? { only: 'token' } : {}),
    };
  }

  /** Keys within the value of a parameter: those that the value has are shown by every accepted request. */
  #nested(field: FieldFacts, value: unknown, prefix = field.name): void {
    for (const inner of field.fields ?? []) {
      const name = `${prefix}.${inner.name}`;
      const part =
        typeof value === 'object' && value !== null
          ? (value as Record<string, unknown>)[inner.name]
          : undefined;
      const types = inner.types.map((each) => each.toLowerCase());
      this.#claim(`${name}.${types.join('-or-') || 'value'}`, {
        says: `${name} is accepted as ${article(types.join(' or ') || 'value')}.`,
        source: sourceOf(inner),
        ...(part === undefined
          ? { untestable: "the overlay's valid request does not have this key" }
          : { check: { accepted: true } }),
        path: ['values', field.name],
      });
      this.#nested(inner, part, name);
    }
  }

  #success(): void {
    const { success, returned = [], sources = {} } = this.#facts;
    const [status] = success?.statuses ?? [];
    if (status !== undefined)
      this.#claim('status', {
        says: `A valid request is answered with HTTP status ${status}.`,
        source: sources.success ?? { heading: titleOf(this.#facts) },
        check: { status },
        path: ['method'],
      });
    for (const field of returned) {
      if (field.name === 'time')
        this.#claim('time', {
          says: 'The answer has an object time beside the result.',
          source: sourceOf(field),
          check: { success: { '/time': { $ref: 'success.schema.json#/$defs/timeObject' } } },
          path: ['method'],
        });
      else if (field.name === 'result') this.#result(field);
    }
  }

  #result(field: FieldFacts): void {
    const { result } = this.#overlay;
    const types = [...new Set(field.types.map(jsonType))];
    const matcher = (result ?? (types.length === 0 ? { present: true } : { type: types })) as Matcher;
    this.#claim('result', {
      says: `The result is ${article(types.join(' or ') || 'value')}.`,
      source: sourceOf(field),
      check: { success: { '/result': matcher } },
      path: result === undefined ? ['method'] : ['result'],
    });
    if (types.length === 1 && types[0] === 'object') this.#resultFields(field, '/result', 'result');
  }

  #resultFields(parent: FieldFacts, pointer: string, id: string): void {
    for (const field of parent.fields ?? []) {
      const types = [...new Set(field.types.map(jsonType))];
      const at = `${pointer}/${field.name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      this.#claim(`${id}.${field.name}`, {
        says: `${at.slice(1).replaceAll('/', '.')} is ${article(types.join(' or ') || 'value')}.`,
        source: sourceOf(field),
        check: { success: { [at]: (types.length === 0 ? { present: true } : { type: types }) as Matcher } },
        path: ['method'],
      });
      if (types.length === 1 && types[0] === 'object') this.#resultFields(field, at, `${id}.${field.name}`);
    }
  }

  #errors(): ErrorRow[] {
    const { errors: ofPage, sources = {} } = this.#facts;
    const rows = ofPage?.rows ?? [];
    return rows.map((row, index): ErrorRow => {
      const key = errorKey(rows, index);
      const ofPerson = this.#overlay.errors?.[key];
      const path = ofPerson ? ['errors', key] : ['method'];
      const statuses = row.status === undefined ? (ofPage?.statuses ?? []) : [row.status];
      const [status] = statuses;
      const error: ErrorRow = {
        key,
        code: row.code === '' ? undefined : row.code,
        status: statuses.length === 1 ? status : undefined,
        statuses,
        text: row.text,
        when: ofPerson?.when ?? 'the condition that the page names',
        method: this.#overlay.method,
        scope: 'method',
      };
      const reason =
        ofPerson?.untestable ??
        (ofPerson?.todo === undefined ? undefined : `not yet known how: ${ofPerson.todo}`);
      if (!ofPerson && this.#overlay.confidence === 'reviewed')
        this.#problem(
          ['errors'],
          `'${key}' of the page is missing: say under 'errors' how it is provoked, or why it is 'untestable'`,
        );
      const untested = reason ?? (ofPerson ? undefined : 'nobody has said how it is provoked');
      const claim = (
        part: 'code' | 'status' | 'text',
        strength: 'must' | 'should',
        says: string,
        source: FactSource,
      ) => {
        const check = { error: { code: key, part } };
        this.#claim(idOf(row, key, part), {
          says,
          strength,
          source,
          path,
          error,
          ...(untested === undefined ? { check } : { untestable: untested }),
        });
      };
      const rowSource: FactSource = { row: row.row ?? key, ...sourceOf(row) };
      const name = error.code ?? `the error without a code in row ${index + 1}`;
      if (error.code !== undefined && isFirst(rows, index))
        claim(
          'code',
          'must',
          `${ofPerson?.when === undefined ? 'Its condition' : capital(ofPerson.when)} is answered with ${name}.`,
          rowSource,
        );
      if (statuses.length > 0 && isFirst(rows, index))
        claim(
          'status',
          'must',
          `${name} comes with HTTP status ${statuses.join(' or ')}.`,
          row.status === undefined ? (sources.errors ?? rowSource) : rowSource,
        );
      if (row.text !== undefined)
        claim('text', 'should', `${name} is described as ${JSON.stringify(row.text)}.`, rowSource);
      for (const [place, provocation] of (ofPerson?.cases ?? []).entries())
        this.#provoke(key, provocation, place, ofPerson?.claims ?? []);
      return error;
    });
  }

  #provoke(
    key: string,
    provocation: NonNullable<NonNullable<OverlayFile['errors']>[string]['cases']>[number],
    place: number,
    claims: readonly string[],
  ): void {
    const { method } = this.#overlay;
    const { id, title, under, over, needs = [], steps } = provocation;
    const path: Path = ['errors', key, 'cases', place];
    const left = [provocation.without ?? []].flat();
    const required = left.length === 1 && provocation.with === undefined && this.#isRequired(left[0] ?? '');
    this.#cases.push({
      id: `${method}.${key.replaceAll('#', '-')}.${id ?? place + 1}`,
      title: title ?? provocationTitle(provocation, key),
      method,
      at: provocation.at,
      over,
      steps: stepsOf({ ...requestOf(provocation), ...(steps ? { steps } : {}) }, method, path),
      expect: key,
      claims: [
        ...claims.map((end) => `${method}.${end}`),
        ...(required ? [`${method}.${left[0]}.required`] : []),
      ],
      tags: ['errors'],
      needs,
      under,
      byRule: over === undefined,
      file: this.#file.path,
      line: this.#file.lineOf(path),
      path,
    });
  }

  #isRequired(name: string): boolean {
    const field = this.#facts.parameters.find((each) => each.name === name);
    return field !== undefined && requiredOf(field, this.#overlay.parameters?.[name] ?? {}) === 'always';
  }

  /** Claims and cases of what may not be left out; a row of errors that is provoked so shows it as well. */
  #required(): void {
    const { method, parameters = {}, values } = this.#overlay;
    for (const field of this.#facts.parameters) {
      const { name } = field;
      const required = requiredOf(field, parameters[name] ?? {});
      if (required === 'never' || !Object.hasOwn(values, name)) continue;
      const end = `${name}.${required === 'always' ? 'required' : 'webhook'}`;
      const id = this.#claim(end, {
        says:
          required === 'always'
            ? `${name} is required; a request without it is refused.`
            : `${name} is required for webhooks; a webhook request without it is refused.`,
        source: sourceOf(field),
        check: { refused: 'method' },
        path: ['values', name],
      });
      if (id === undefined || this.#cases.some(({ claims }) => claims.includes(id))) continue;
      const path: Path = ['values', name];
      this.#cases.push({
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
        file: this.#file.path,
        line: this.#file.lineOf(path),
        path,
      });
    }
  }

  #checkNames(errors: readonly ErrorRow[]): void {
    const { parameters = {}, errors: ofPerson = {} } = this.#overlay;
    const unknown = (path: Path, name: string, what: string, known: readonly string[]): void => {
      this.#problem([...path, name], `the page has no ${what} '${name}'${guess(name, known)}`);
    };
    const names = this.#facts.parameters.map(({ name }) => name);
    for (const name of Object.keys(parameters))
      if (!names.includes(name)) unknown(['parameters'], name, 'parameter', names);
    const keys = errors.map(({ key }) => key);
    for (const key of Object.keys(ofPerson))
      if (!keys.includes(key)) unknown(['errors'], key, 'row of errors', keys);
    const prefix = this.#overlay.method.length + 1;
    const ends = this.#claims.map(({ id }) => id.slice(prefix));
    for (const end of this.#unused) {
      const at = Object.hasOwn(this.#overlay.waived ?? {}, end) ? 'waived' : 'says';
      this.#problem([at, end], `no rule makes a claim '${end}' of this page${guess(end, ends)}`);
    }
  }
}

/** Whether a request may go without it: the person's word, else the page's mark. */
function requiredOf(field: FieldFacts, ofPerson: ParameterOverlay): 'always' | 'webhook' | 'never' {
  if (ofPerson.required !== undefined) return ofPerson.required;
  if (field.required === 'webhook') return 'webhook';
  return field.required ? 'always' : 'never';
}

/** `CODE`, `CODE#2` for the second row with that code, `#3` for the third row where it has none. */
export function errorKey(rows: readonly ErrorFacts[], index: number): string {
  const code = rows[index]?.code ?? '';
  if (code === '') return `#${index + 1}`;
  const earlier = rows.slice(0, index).filter((row) => row.code === code).length;
  return earlier === 0 ? code : `${code}#${earlier + 1}`;
}

const isFirst = (rows: readonly ErrorFacts[], index: number): boolean =>
  rows[index]?.code === '' || rows.findIndex(({ code }) => code === rows[index]?.code) === index;

/** `CODE.text`, `CODE.text.2`, `row-3.text`. */
function idOf({ code }: ErrorFacts, key: string, part: string): string {
  const [, number] = key.split('#');
  if (code === '') return `row-${number}.${part}`;
  return `${code}.${part}${number === undefined ? '' : `.${number}`}`;
}

const sourceOf = ({
  heading,
  digest,
  ...rest
}: {
  heading: string;
  digest?: string;
  name?: string;
  row?: string;
}): FactSource => {
  const row = rest.row ?? rest.name;
  return { heading, ...(row === undefined ? {} : { row }), ...(digest === undefined ? {} : { digest }) };
};

function provocationTitle(
  provocation: { with?: Record<string, unknown>; without?: string | string[] },
  key: string,
): string {
  const left = [provocation.without ?? []].flat().map((name) => `${name} left out`);
  const given = Object.entries(provocation.with ?? {}).map(
    ([name, value]) => `${name} ${value === '' ? 'empty' : JSON.stringify(value)}`,
  );
  return [...left, ...given].join(', ') || key;
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What only a JSON body tells from another: a number for a text. */
const isCast = (value: unknown): boolean => /:(text|number)$/.test(String(value));

const spoken = (name: string): string => name.replaceAll('-', ' ');
const article = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
