import { groupBy } from '../base/group-by.ts';
import { DataError, type DataProblem } from '../base/yaml-file.ts';
import type { Check, Contract, ContractClaim, ErrorRow } from '../contract/contract.ts';
import { referencesInMatchers } from '../contract/matcher.ts';
import type { CallPlan, CaseSpec, StepSpec } from '../contract/spec.ts';
import { CAPTURED, namesIn, withCaptured } from '../contract/values.ts';
import { type Case, credentialKind, type Expected, ownerKind, type RequestPlan, type Step } from './case.ts';
import { inOrder } from './cover-pairs.ts';
import { allForms, type Form, isAllowed, isSame, overForms, pairForms, singleForms } from './forms.ts';
import { withGate } from './gate.ts';
import { parameterRows } from './parameters.ts';
import { batchesOf, formsOfRefusals, type RefusedCommand, refusedCommands } from './refusals.ts';
import { type Choices, chosen, needsOf, planNeeds, planRequest } from './request.ts';

/** `full`: every form that makes sense. `pairwise`: every pair of forms, for targets that should be spared. */
export type Selection = 'full' | 'pairwise';

/** All cases of a contract, in its order. Pure and deterministic; its cost grows with methods, not with their product. */
export function generateCases(contract: Contract, selection: Selection): Case[] {
  const generator = new Generator(contract, selection);
  const specs = groupBy(contract.cases, ({ file }) => file);
  const cases = contract.pages.flatMap(({ file, method }) => [
    ...(method === undefined ? [] : generator.variants(method)),
    ...(specs.get(file) ?? []).flatMap((spec, index) => generator.spec(spec, index)),
  ]);
  requireCases(contract, cases);
  return withGate(contract, cases);
}

/** Claims that the documentation's own table of forms names, not those of a case's method. */
const METHOD_PREFIX = '$method.';

class Generator {
  readonly #contract: Contract;
  readonly #selection: Selection;
  /** The plainest form by webhook, and by token. */
  readonly #base: Form;
  readonly #tokenBase: Form | undefined;
  readonly #methodOfFile: ReadonlyMap<string, string | undefined>;
  /** Methods for which the platform's cases are tried, the representative one first. */
  readonly #methods: readonly string[];

  constructor(contract: Contract, selection: Selection) {
    this.#contract = contract;
    this.#selection = selection;
    const { transport } = contract;
    this.#base = inOrder(Object.keys(transport.dimensions), transport.baseline);
    this.#tokenBase = allForms(transport).find(
      (form) => ownerKind(planRequest(contract, '', form, {}, {}).credential) === 'token',
    );
    this.#methodOfFile = new Map(contract.pages.map(({ file, method }) => [file, method]));
    const { representative } = transport;
    const others = contract.methods.map(({ name }) => name).filter((name) => name !== representative);
    this.#methods = [
      representative,
      ...others.filter((name) => contract.plan(name)?.varied && this.#isOverlay(name)),
    ];
  }

  #isOverlay(method: string): boolean {
    return this.#contract.claim(`${method}.authorized`) !== undefined;
  }

  /** A method's valid requests: its plainest one in forms of transport, then its parameters' values. */
  variants(method: string): Case[] {
    const plan = this.#contract.plan(method);
    if (!plan?.varied) return [];
    const { transport } = this.#contract;
    const isFull = this.#selection === 'full' && method === transport.representative;
    const forms = (isFull ? allForms(transport) : this.#spared(method)).filter((form) =>
      this.#isShown(method, form),
    );
    return [
      ...forms.map((form) => this.#variant(plan, form, {})),
      ...parameterRows(
        plan,
        this.#carriers(method).filter(({ form }) => this.#isShown(method, form)),
        this.#selection,
        method !== transport.representative && this.#selection === 'pairwise',
      ).map(({ carrier, choices }) => this.#variant(plan, carrier, choices)),
    ];
  }

  /** Forms for what is not the representative method, or for a target that should be spared. */
  #spared(method: string): Form[] {
    const { transport } = this.#contract;
    const isRepresentative = method === transport.representative;
    if (isRepresentative || this.#selection === 'full') return pairForms(transport);
    return [this.#base, ...(this.#tokenBase ? [this.#tokenBase] : [])];
  }

  /** Forms in which parameters travel: every encoding by webhook, and by token, of the representative method in every form. */
  #carriers(method: string): { form: Form; isJson: boolean; kind: 'webhook' | 'token' }[] {
    const { transport } = this.#contract;
    const { suffix } = this.#base;
    const ofToken = allForms(transport, suffix === undefined ? {} : { suffix }).filter(
      (form) => ownerKind(planRequest(this.#contract, '', form, {}, {}).credential) === 'token',
    );
    const byToken = method === transport.representative ? ofToken : ofToken.slice(0, 1);
    const forms = [...overForms(transport, this.#base, ['request']), ...byToken];
    const base = forms.findIndex((form) => isSame(form, this.#base));
    const ordered = [this.#base, ...forms.filter((_, index) => index !== base)];
    return ordered.map((form) => {
      const { encoding, credential } = planRequest(this.#contract, '', form, {}, {});
      return { form, isJson: encoding === 'json', kind: ownerKind(credential) };
    });
  }

  #variant(plan: CallPlan, form: Form, choices: Choices): Case {
    const { transport } = this.#contract;
    const { method } = plan;
    const titleOf = (name: string): string => transport.dimensions[name]?.[form[name] ?? '']?.title ?? '';
    const picked = chosen(plan, choices);
    const named = picked.filter(([name]) => choices[name] !== undefined).map(([, choice]) => choice.title);
    const expected: Expected = {
      kind: 'success',
      documented: picked.every(([, choice]) => !choice.undocumented),
    };
    const request = planRequest(this.#contract, method, form, choices, {});
    const ofChoices = picked.flatMap(([, choice]) => choice.claims);
    const prepared = plan.prepare.map((step) => this.#call(step, form, {}));
    const used = [...prepared.map((step) => step.plan), request];
    const before = [...this.#making(plan.fresh, request, { used, usedUp: plan.own }), ...prepared];
    const rest = Object.keys(form).filter((name) => !transport.group.includes(name));
    return {
      id: [
        `${method}/${Object.values(form).join(',')}`,
        ...Object.entries(choices).map(([name, value]) => `${name}=${value}`),
      ].join('/'),
      title: [...rest.map(titleOf), ...named].join(', '),
      group: transport.group.map(titleOf).join(' · '),
      method,
      tags: plan.tags,
      before,
      request,
      capture: {},
      after: [],
      needs: [
        ...new Set([
          ...this.#needsOfSteps(before),
          ...planNeeds(this.#contract, request),
          ...needsOf(
            this.#contract,
            request.credential,
            picked.flatMap(([, choice]) => choice.needs),
          ),
          ...this.#needsToMake(request, expected),
        ]),
      ],
      expected,
      claims: this.#claims(request, expected, [...this.#ofForm(form, method), ...ofChoices]),
    };
  }

  /** The cases of a spec: in its forms, and for each method where it is about every one. */
  spec(spec: CaseSpec, index: number): Case[] {
    const { representative } = this.#contract.transport;
    if (spec.commands !== undefined) return this.#batchesOfRefusals(spec);
    const isForEach = spec.each === 'core' || (spec.each === 'full' && this.#selection === 'full');
    // A method that has not the claim, as its overlay waives it, has nothing to show by the case.
    const isAbout = (method: string): boolean =>
      spec.claims
        .filter((id) => id.startsWith(METHOD_PREFIX))
        .every(
          (id) => this.#contract.claim(`${method}.${id.slice(METHOD_PREFIX.length)}`)?.method === method,
        );
    const methods =
      isForEach && spec.method === representative ? this.#methods.filter(isAbout) : [spec.method];
    return methods.flatMap((method) =>
      this.#forms(spec, method, index).map((form) => this.#case(spec, method, form)),
    );
  }

  #forms(
    spec: CaseSpec,
    method: string,
    index: number,
  ): { form: Form; choices: Choices; isNamed: boolean }[] {
    const { transport } = this.#contract;
    const dimensions = Object.keys(transport.dimensions);
    const at = Object.entries(spec.at ?? {});
    const start: Form = {
      ...this.#base,
      ...Object.fromEntries(at.filter(([name]) => dimensions.includes(name))),
    };
    const fixed: Choices = Object.fromEntries(at.filter(([name]) => !dimensions.includes(name)));
    if (spec.byRule)
      return this.#byRule(spec, method, start, index).map((form) => ({
        form,
        choices: fixed,
        isNamed: !isSame(form, start),
      }));
    const over =
      method === transport.representative || spec.method !== transport.representative
        ? (spec.over ?? [])
        : [];
    const names = over.filter((name) => dimensions.includes(name));
    const parameters = over.filter((name) => !dimensions.includes(name));
    const choices = parameters.reduce<Choices[]>(
      (rows, name) =>
        rows.flatMap((row) =>
          Object.keys(this.#contract.plan(method)?.parameters[name] ?? {}).map((value) => ({
            ...row,
            [name]: value,
          })),
        ),
      [fixed],
    );
    // What an overlay leaves out are valid requests; a refusal makes nothing.
    const isRefusal = spec.expect !== 'success' && this.#isOverlay(method);
    const possible = overForms(transport, start, names).filter(
      (form) => this.#carries(spec, form) && (isRefusal || this.#isShown(method, form)),
    );
    // A check that is missing in one form only is found where each two values meet.
    const few = () => this.#few(possible, names, isRefusal ? pairsIn : valuesIn);
    const forms = this.#selection === 'full' && !isRefusal ? possible : few();
    if (forms.length === 0) {
      const message = `'${spec.id}' has no case left: 'except' of transport or of the method's call excludes them all`;
      throw new DataError([{ file: spec.file, line: spec.line, message }]);
    }
    return forms.flatMap((form) =>
      choices.map((each) => ({ form, choices: each, isNamed: over.length > 0 })),
    );
  }

  /** Whether pages show the method in that form. */
  #isShown(method: string, form: Form): boolean {
    const { except = {} } = this.#contract.plan(method) ?? {};
    return !Object.entries(except).some(([name, values]) => values.includes(form[name] ?? ''));
  }

  /** Whether a form is one for the kind of credential that a case sends in its place. */
  #carries({ steps }: CaseSpec, form: Form): boolean {
    const act = steps.find(({ role }) => role === 'act');
    const wanted = act?.role === 'act' ? act.request.credential : undefined;
    if (wanted === undefined || wanted.in !== undefined) return true;
    const kind = credentialKind(wanted);
    return (
      kind === undefined || kind === credentialKind(planRequest(this.#contract, '', form, {}, {}).credential)
    );
  }

  /** Few forms in which every part that `partsIn` finds in them stands. */
  #few(all: readonly Form[], names: readonly string[], partsIn: typeof valuesIn): Form[] {
    const missing = new Set(all.flatMap((form) => partsIn(form, names)));
    const gain = (form: Form): number => partsIn(form, names).filter((part) => missing.has(part)).length;
    const chosenForms: Form[] = [];
    while (missing.size > 0 || chosenForms.length === 0) {
      const [best] = all
        .filter((form) => !chosenForms.includes(form))
        .sort((one, other) => gain(other) - gain(one));
      if (!best) break;
      chosenForms.push(best);
      for (const part of partsIn(best, names)) missing.delete(part);
    }
    return all.filter((form) => chosenForms.includes(form));
  }

  /**
   * A refusal that a rule provokes, by webhook and by token: where a target should be spared, for the representative method
   * with every value of a form, for the others in one form after the other.
   */
  #byRule(spec: CaseSpec, method: string, start: Form, index: number): Form[] {
    const { transport } = this.#contract;
    const { under } = spec;
    const planned = this.#plannedRefusals().get(spec);
    if (planned) return [...planned];
    const single = singleForms(transport, start, ['request', 'suffix']);
    const turn = single[index % single.length] ?? start;
    const ofAll = this.#few(
      overForms(transport, start, ['request', 'suffix']),
      ['request', 'suffix'],
      valuesIn,
    );
    const ofWebhook = method === transport.representative ? ofAll : [turn];
    const token = this.#tokenBase && isAllowed(transport, this.#tokenBase) ? [this.#tokenBase] : [];
    if (under === 'token') return token;
    return under === 'webhook' ? ofWebhook : [...ofWebhook, ...token];
  }

  #planned: ReadonlyMap<CaseSpec, readonly Form[]> | undefined;

  /** Forms of refusals where nothing need be spared. */
  #plannedRefusals(): ReadonlyMap<CaseSpec, readonly Form[]> {
    this.#planned ??= formsOfRefusals(
      this.#contract,
      this.#selection === 'full' ? this.#methods.flatMap((method) => this.#provocations(method)) : [],
      pairForms(this.#contract.transport),
    );
    return this.#planned;
  }

  /** What the overlays say how a method is made to refuse a call. */
  #provocations(method: string): CaseSpec[] {
    return this.#contract.cases.filter((spec) => spec.byRule && spec.method === method);
  }

  /** Batches whose commands their methods refuse: of the representative method in every form, of the others in one. */
  #batchesOfRefusals(spec: CaseSpec): Case[] {
    const { transport } = this.#contract;
    const isFull = this.#selection === 'full';
    const all = [
      ...overForms(transport, this.#base, ['request']),
      ...(this.#tokenBase ? [this.#tokenBase] : []),
    ].filter((form) => this.#isShown(spec.method, form));
    return this.#methods.flatMap((method, index) => {
      const batches = (form: Form): Case[] => this.#batchOfRefusals(spec, method, form);
      if (method === transport.representative) return (isFull ? all : [this.#base]).flatMap(batches);
      if (!isFull) return [];
      // What is refused by webhook alone has nothing to show by token.
      const first = index % all.length;
      const inTurn = [...all.slice(first), ...all.slice(0, first)].map(batches);
      return inTurn.find((made) => made.length > 0) ?? [];
    });
  }

  #batchOfRefusals(spec: CaseSpec, method: string, form: Form): Case[] {
    const kind = ownerKind(planRequest(this.#contract, '', form, {}, {}).credential);
    const { encoding } = planRequest(this.#contract, '', form, {}, {});
    const all = refusedCommands(this.#contract, this.#provocations(method), form, kind);
    return batchesOf(all, encoding === 'query').map((commands, part) =>
      this.#batchOf(spec, method, form, commands, part),
    );
  }

  #batchOf(
    spec: CaseSpec,
    method: string,
    form: Form,
    commands: readonly RefusedCommand[],
    part: number,
  ): Case {
    const cmd = Object.fromEntries(commands.map(({ key, text }) => [key, text]));
    const request = planRequest(this.#contract, spec.method, form, {}, { with: { cmd } });
    const expected: Expected = { kind: 'success', documented: true };
    const { fresh = [] } = this.#contract.plan(method) ?? {};
    const before = this.#making(fresh, request, { used: [request], usedUp: [] });
    const number = part === 0 ? [] : [String(part + 1)];
    return {
      id: [spec.id, method, ...Object.values(form), ...number].join('/'),
      title: `${method}, ${Object.entries(form)
        .map(([name, value]) => this.#contract.transport.dimensions[name]?.[value]?.title ?? value)
        .concat(number)
        .join(', ')}`,
      group: spec.title,
      method: spec.method,
      tags: spec.tags,
      before,
      request,
      capture: {},
      expect: Object.fromEntries(
        commands.map(({ key, code }) => [
          `/result/result_error/${key}`,
          { says: `an error ${code}`, has: { error: code } },
        ]),
      ),
      after: [],
      needs: [...new Set([...this.#needsOfSteps(before), ...planNeeds(this.#contract, request)])],
      expected,
      claims: this.#claims(request, expected, spec.claims),
    };
  }

  #case(
    spec: CaseSpec,
    method: string,
    { form, choices, isNamed }: { form: Form; choices: Choices; isNamed: boolean },
  ): Case {
    const { transport, plan } = this.#contract;
    const act = spec.steps.find((step) => step.role === 'act');
    if (act?.role !== 'act') throw new Error(`'${spec.id}' has no act; the contract was not checked`);
    const call = act.call === spec.method ? method : act.call;
    // What the case goes over begins there.
    const ofAct = Object.entries(act.request.at ?? {}).filter(([name]) => !spec.over?.includes(name));
    const actForm = { ...form, ...Object.fromEntries(ofAct) };
    const request = planRequest(this.#contract, call, actForm, choices, this.#requestOf(act, spec));
    const expected = this.#expected(spec, request);
    const at = spec.steps.indexOf(act);
    const steps = spec.steps.map((step) => this.#step(step, spec, method, form, choices));
    const changed = isNamed ? this.#changes(spec, form, choices) : [];
    const ids = changed.map(([, value]) => value).join(',');
    // Another method's request is not a variant of this one, nor is a form that no page shows, nor a preflight of CORS,
    // which calls nothing: the claims of the form's values are not about them.
    const isVariant = call === method && !spec.undocumented && request.verb !== 'OPTIONS';
    const ofValues = isVariant
      ? [...this.#ofForm(actForm, call), ...this.#ofChoices(plan(call), choices, act.request)]
      : [];
    const mine = spec.claims.map((id) =>
      id.startsWith(METHOD_PREFIX) ? `${method}.${id.slice(METHOD_PREFIX.length)}` : id,
    );
    const isOther = method !== spec.method;
    const titles = changed.map(
      ([name, value]) =>
        transport.dimensions[name]?.[value]?.title ?? plan(method)?.parameters[name]?.[value]?.title ?? value,
    );
    const calls = steps.flatMap((step) => (step.kind === 'request' ? step : []));
    const wanted = calls.flatMap((step) => plan(step.plan.method)?.fresh ?? []);
    // A case may make it in a way of its own.
    const own = calls.flatMap(({ capture }) => Object.keys(capture));
    const fresh = [...new Set(wanted)].filter((resource) => !own.includes(resource));
    // Whoever looks at what it did has it alone, and so has whoever uses it up.
    const isAlone = spec.steps.some(({ role }) => role === 'observe');
    const usedUp = spec.expect === 'success' ? (plan(call)?.own ?? []) : [];
    const making = this.#making(fresh, request, {
      used: calls.map((step) => step.plan),
      usedUp,
      isAlone,
    });
    const needs = [
      ...this.#needsOfSteps([...making, ...steps]),
      ...needsOf(this.#contract, request.credential, [...spec.needs, ...this.#namesExpected(mine)]),
      ...this.#needsToMake(request, expected),
    ];
    return {
      id: [`${isOther ? `${method}/` : ''}${spec.id}`, ids].filter(Boolean).join('/'),
      title: titles.join(', ') || spec.title,
      group: spec.title,
      method,
      tags: spec.tags,
      before: [...making, ...steps.slice(0, at)],
      request,
      capture: act.capture,
      expect: act.expect,
      burst: spec.burst,
      evidence: spec.evidence,
      after: steps.slice(at + 1),
      needs: [...new Set([...planNeeds(this.#contract, request), ...needs])],
      expected,
      claims: this.#claims(request, expected, [
        ...mine.filter((id) => this.#contract.claim(id)?.check),
        ...ofValues,
      ]),
    };
  }

  /**
   * Steps that make what the case changes, by whoever calls; cases that only change it share one. What no request of the
   * case names is not made.
   */
  #making(
    fresh: readonly string[],
    { credential }: RequestPlan,
    {
      used,
      usedUp,
      isAlone = false,
    }: { used: readonly RequestPlan[]; usedUp: readonly string[]; isAlone?: boolean },
  ): Step[] {
    const isByToken = credential.token === 'own' && this.#tokenBase !== undefined;
    const form = (isByToken ? this.#tokenBase : undefined) ?? this.#base;
    const names = new Set([...used.flatMap(capturedIn), ...usedUp]);
    const alone = new Set<string>();
    const made = fresh.flatMap((resource, index) => {
      const making = this.#contract.makingOf(resource);
      if (!making) return [];
      // A fresh chat belongs to the fresh bot, where the case has both.
      const earlier = fresh.slice(0, index);
      const parameters = withCaptured(making.with, earlier);
      const within = earlier.filter((name) => namesIn(parameters).includes(CAPTURED + name));
      if (isAlone || usedUp.includes(resource) || within.some((name) => alone.has(name))) alone.add(resource);
      // The recipe says all that is sent, whatever a valid request of that method has beside it.
      const recipe = this.#nothingElse(making.call, { with: { ...parameters } });
      const plan = planRequest(this.#contract, making.call, form, {}, recipe);
      const key = [resource, ...within].join(' with ');
      const step: Step = {
        kind: 'request',
        role: 'arrange',
        plan,
        capture: { [resource]: making.id },
        times: 1,
        expect: undefined,
        makes: resource,
        ...(alone.has(resource) ? {} : { share: `${key} by ${ownerKind(plan.credential)}` }),
      };
      return [{ resource, within, step }];
    });
    for (const { resource, within } of made.toReversed())
      if (names.has(resource)) for (const name of within) names.add(name);
    return made.flatMap(({ resource, step }) => (names.has(resource) ? step : []));
  }

  /** A request that sends what it says, whatever a valid one of that method has beside it. */
  #nothingElse(call: string, request: StepSpecRequest): StepSpecRequest {
    const given = [...Object.keys(request.with ?? {}), ...[request.without ?? []].flat()];
    const others = Object.keys(this.#contract.plan(call)?.parameters ?? {}).filter(
      (name) => !given.includes(name),
    );
    return { ...request, without: [...[request.without ?? []].flat(), ...others] };
  }

  /**
   * What the act of a case sends. A page about every call says in a case of one call of another method than its own and the
   * representative one all that is sent: what such a method does without parameters is what it is about.
   */
  #requestOf({ call, request }: Pick<CallSpec, 'call' | 'request'>, spec: CaseSpec): StepSpecRequest {
    const { representative } = this.#contract.transport;
    const ofFile = this.#methodOfFile.get(spec.file);
    const isOverlay = ofFile !== undefined && this.#isOverlay(ofFile);
    const isOwn = call === spec.method || call === representative || ofFile === call;
    const isWhole = isOverlay || isOwn || spec.steps.length > 1 || !this.#isOverlay(call);
    return isWhole ? request : this.#nothingElse(call, request);
  }

  /** What makes something on a portal wants leave to. */
  #needsToMake({ method }: RequestPlan, { kind }: Expected): string[] {
    return kind === 'success' && this.#contract.makesSomething(method) ? ['provision'] : [];
  }

  /** What the checks of claims compare with, such as the id of a bot in a list. */
  #namesExpected(claims: readonly string[]): string[] {
    return claims
      .flatMap((id) => {
        const { success, shows, failure, refusalShows } = this.#contract.claim(id)?.check ?? {};
        return referencesInMatchers({ ...success, ...shows, ...failure, ...refusalShows });
      })
      .map(({ name }) => name)
      .filter((name) => name.includes('.'));
  }

  #needsOfSteps(steps: readonly Step[]): string[] {
    const isMaking = steps.some(
      (step) =>
        step.kind === 'request' &&
        (this.#contract.makesSomething(step.plan.method) ||
          Object.keys(step.capture).some((name) => this.#contract.makingOf(name))),
    );
    return [
      ...(isMaking ? ['provision'] : []),
      ...steps.flatMap((step) => (step.kind === 'request' ? planNeeds(this.#contract, step.plan) : [])),
    ];
  }

  #changes(spec: CaseSpec, form: Form, choices: Choices): [string, string][] {
    const names = spec.byRule
      ? Object.keys(form).filter((name) => form[name] !== { ...this.#base, ...spec.at }[name])
      : (spec.over ?? []);
    return names.flatMap((name): [string, string][] => {
      const value = form[name] ?? choices[name];
      return value === undefined ? [] : [[name, value]];
    });
  }

  #step(step: StepSpec, spec: CaseSpec, method: string, form: Form, choices: Choices): Step {
    if (step.role === 'world') return { kind: 'world', change: step.change };
    const call = step.call === spec.method ? method : step.call;
    return this.#call({ ...step, call }, form, call === method ? choices : {});
  }

  #call(step: StepSpec, form: Form, choices: Choices): Extract<Step, { kind: 'request' }> {
    if (step.role === 'world') throw new Error('a lever is not a call');
    const { call, capture, times, expect } = step;
    const role = step.role === 'act' ? 'observe' : step.role;
    const plan = planRequest(this.#contract, call, { ...form, ...step.request.at }, choices, step.request);
    return { kind: 'request', role, plan, capture, times, expect };
  }

  /** Claims about a form of transport. That it is accepted, the representative method alone can confirm: one is enough. */
  #ofForm(form: Form, method: string): string[] {
    const { dimensions, representative } = this.#contract.transport;
    const claims = Object.entries(form).flatMap(([name, value]) => dimensions[name]?.[value]?.claims ?? []);
    if (method === representative) return claims;
    return claims.filter((id) => !this.#contract.claim(id)?.check?.accepted);
  }

  #ofChoices(plan: CallPlan | undefined, choices: Choices, change: StepSpecRequest): string[] {
    const touched = [...Object.keys(change.with ?? {}), ...[change.without ?? []].flat()];
    return chosen(plan, choices).flatMap(([name, choice]) => (touched.includes(name) ? [] : choice.claims));
  }

  #expected(spec: CaseSpec, { credential }: RequestPlan): Expected {
    if (spec.expect === 'success') return { kind: 'success', documented: !spec.undocumented };
    if (spec.expect === 'any') return { kind: 'any' };
    if (spec.expect === 'refused') return { kind: 'refused' };
    const error = this.#contract.error(spec.expect, spec.file, credentialKind(credential));
    return error ? { kind: 'error', error } : { kind: 'refused' };
  }

  /** The named claims that such an expectation can show, and those that apply to every case of its kind. */
  #claims(request: RequestPlan, expected: Expected, named: readonly string[]): string[] {
    const shown = named.filter(
      (id) => !this.#contract.claim(id)?.check?.accepted || expected.kind === 'success',
    );
    return [...new Set([...shown, ...this.#applied(request, expected)])];
  }

  readonly #appliedBy = new Map<string | ErrorRow, Map<string | undefined, readonly string[]>>();

  #applied({ endpoint, method, suffix }: RequestPlan, expected: Expected): readonly string[] {
    // The authorization server has an envelope of its own.
    if (expected.kind !== 'error' && endpoint !== 'rest') return [];
    if (expected.kind === 'any') return this.#anySuccess();
    const isDocumented = expected.kind !== 'success' || expected.documented;
    const ofEnvelope =
      endpoint === 'rest'
        ? [...this.#everyAnswer(expected.kind, method), ...(isDocumented ? this.#ofFormat(suffix) : [])]
        : [];
    return expected.kind === 'error' ? [...this.#ofError(expected.error, method), ...ofEnvelope] : ofEnvelope;
  }

  #ofError(error: ErrorRow, method: string): readonly string[] {
    return this.#kept(error, method, () =>
      this.#contract
        .claimsAbout(method)
        .filter((claim) => claim.check?.error && this.#contract.isAbout(claim, error)),
    );
  }

  #everyAnswer(kind: Expected['kind'], method: string): readonly string[] {
    const isSuccess = kind === 'success';
    return this.#kept(isSuccess ? 'success' : 'failure', method, () =>
      this.#contract
        .claimsAbout(method)
        .filter(({ check }) => check && (isSuccess ? isOfEverySuccess(check) : check.failure !== undefined)),
    );
  }

  /** What holds of every success, whatever the method, is seen where the answer is one. */
  #anySuccess(): readonly string[] {
    return this.#kept('any', undefined, () =>
      this.#contract
        .claimsAbout(undefined)
        .filter(({ check }) => check && isOfEverySuccess(check) && !check.status),
    );
  }

  /** What is said of the format that a suffix asks for holds in every answer, whatever the method. */
  #ofFormat(suffix: RequestPlan['suffix']): readonly string[] {
    return this.#kept(`format ${suffix}`, undefined, () =>
      Object.values(this.#contract.transport.dimensions.suffix ?? {})
        .filter((form) => form.set.suffix === suffix)
        .flatMap((form) => form.claims ?? [])
        .flatMap((id) => this.#contract.claim(id) ?? [])
        .filter(({ check }) => isOfFormat(check)),
    );
  }

  /** Ids of claims that apply to every case of a kind, for calls of one method or, undefined, of any. */
  #kept(
    key: string | ErrorRow,
    method: string | undefined,
    find: () => readonly ContractClaim[],
  ): readonly string[] {
    const byMethod = this.#appliedBy.get(key) ?? new Map<string | undefined, readonly string[]>();
    this.#appliedBy.set(key, byMethod);
    const known = byMethod.get(method) ?? find().map(({ id }) => id);
    byMethod.set(method, known);
    return known;
  }
}

/** Names of captured values that a request sends. */
function capturedIn({ parameters, query, headers, body }: RequestPlan): string[] {
  const sent = [parameters, query].map((each) => Object.values(each).map(({ value }) => value));
  return namesIn([sent, headers, body]).flatMap((name) =>
    name.startsWith(CAPTURED) ? name.slice(CAPTURED.length) : [],
  );
}

type CallSpec = Extract<StepSpec, { request: unknown }>;
type StepSpecRequest = Extract<StepSpec, { request: unknown }>['request'];

/** Each value of a form in some dimensions. */
const valuesIn = (form: Form, names: readonly string[]): string[] =>
  names.map((name) => `${name}=${form[name]}`);

/** Each two values of a form; where there is one dimension, each value. */
const pairsIn = (form: Form, names: readonly string[]): string[] => {
  const values = valuesIn(form, names);
  return values.length < 2
    ? values
    : values.flatMap((one, index) => values.slice(index + 1).map((other) => `${one} ${other}`));
};

/** Relations about time hold in every success answer; the others are named by the cases that can show them. */
function isOfEverySuccess(check: Check): boolean {
  return Boolean(check.status || check.success || check.relation?.startsWith('time-'));
}

function isOfFormat(check: Check | undefined): boolean {
  return [check?.format, check?.mediaType, check?.charset, check?.xmlRoot].some((part) => part !== undefined);
}

/** Every claim has a case or a written reason why none can exist; every case has a claim. */
function requireCases(contract: Contract, cases: readonly Case[]): void {
  const idle = cases
    .filter((testCase) => testCase.claims.length === 0)
    .map((testCase) => whereCaseStands(contract, testCase));
  if (idle.length > 0) throw new DataError(idle);
  const exercised = new Set(cases.flatMap((testCase) => testCase.claims));
  const lonely = contract.claims.filter(
    (claim) => claim.check && claim.confidence !== 'parsed' && !exercised.has(claim.id),
  );
  if (lonely.length === 0) return;
  throw new DataError(
    lonely.map(({ file, line, id }) => ({
      file,
      line,
      message: `no case exercises '${id}': name it in a case or a form of transport, or say why it is 'untestable'`,
    })),
  );
}

function whereCaseStands(contract: Contract, { id, method }: Case): DataProblem {
  const message = `the case '${id}' exercises no claim: name one under its 'claims'`;
  const spec = contract.cases.find(
    (each) => id === each.id || id.startsWith(`${each.id}/`) || id.startsWith(`${method}/${each.id}`),
  );
  const page = contract.pages.find((each) => each.method === method);
  return { file: spec?.file ?? page?.file ?? '', line: spec?.line ?? 1, message };
}
