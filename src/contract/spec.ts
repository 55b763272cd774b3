import type { CaseData, Matchers, RequestData, WorldChange } from './contract.gen.ts';

/** Path of keys and indexes within a data file, for its line. */
export type Path = readonly (string | number)[];

/** Something that a case does before, at or after the request that is judged. */
export type StepSpec =
  | { role: 'world'; change: WorldChange; path: Path }
  | {
      role: 'arrange' | 'act' | 'observe' | 'undo';
      /** The method that is called. */
      call: string;
      request: RequestData;
      capture: Readonly<Record<string, string>>;
      times: number;
      expect: Matchers | undefined;
      path: Path;
    };

/** A case as contract data or a rule states it, before it is made for each form of transport. */
export interface CaseSpec {
  at?: CaseData['at'] | undefined;
  over?: CaseData['over'] | undefined;
  each?: CaseData['each'];
  evidence?: CaseData['evidence'];
  commands?: CaseData['commands'];
  undocumented?: CaseData['undocumented'];
  burst?: CaseData['burst'];
  id: string;
  title: string;
  /** The method under whose heading it is listed, and whose plainest request it starts from. */
  method: string;
  steps: readonly StepSpec[];
  /** `success`, `refused`, `any`, or the key of an error row. */
  expect: string;
  claims: readonly string[];
  /** Place of the claims' names, where it is not with the case. */
  claimsAt?: Path;
  tags: readonly string[];
  needs: readonly string[];
  /** By which kind of credential it is tried: with the case's own transport, or by each of these. */
  under?: 'webhook' | 'token' | undefined;
  /** Made by a rule: forms of transport are tried one at a time, as many as the selection allows. */
  byRule?: boolean;
  /** Data file, line and place in it. */
  file: string;
  line: number;
  path: Path;
}

/** A value that a parameter is tried with. */
export interface ParameterChoice {
  title: string;
  /** Undefined: the parameter is left out. */
  value: unknown;
  absent?: boolean;
  /** JSON type that the page gives the parameter; a reference alone is sent as that. */
  type?: string | undefined;
  claims: readonly string[];
  needs: readonly string[];
  /** No page says that this is accepted. */
  undocumented?: boolean;
  /** Only where the encoding tells it from the plainest value: in a JSON body. */
  onlyJson?: boolean;
  /** Only with that kind of credential. */
  only?: 'webhook' | 'token';
}

/** How a method is called: its plainest valid request, and what its parameters may be instead. */
export interface CallPlan {
  method: string;
  /** What is set for every call of it. */
  request: RequestData;
  /** Parameter to its choices by name; the first is that of the plainest request. */
  parameters: Readonly<Record<string, Readonly<Record<string, ParameterChoice>>>>;
  /** Resources that are made for its cases, which change them. */
  fresh: readonly string[];
  /** Those of them that a valid request uses up, so that each has its own. */
  own: readonly string[];
  /** What comes before each valid request. */
  prepare: readonly StepSpec[];
  /** Dimension of transport to forms in which no page shows it. */
  except?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Whether its forms are tried for their own sake. */
  varied: boolean;
  tags: readonly string[];
}

/** How a resource is made for a case: a call, and where its id is in the answer. */
export interface Making {
  call: string;
  with: NonNullable<RequestData['with']>;
  id: string;
}

/** Steps of a case's data; a case without any is one call. */
export function stepsOf(data: CaseData, method: string, path: Path): StepSpec[] {
  if (data.steps === undefined) {
    const { call = method } = data;
    return [{ role: 'act', call, request: requestOf(data), capture: {}, times: 1, expect: undefined, path }];
  }
  return data.steps.map((step, index): StepSpec => {
    const at = [...path, 'steps', index];
    if (step.world) return { role: 'world', change: step.world, path: at };
    const role = (['arrange', 'act', 'observe', 'undo'] as const).find((name) => step[name] !== undefined);
    const { capture = {}, times = 1, expect } = step;
    return {
      role: role ?? 'act',
      call: step[role ?? 'act'] ?? method,
      request: requestOf(step),
      capture,
      times,
      expect,
      path: at,
    };
  });
}

/** What is wrong with the roles of a step; undefined where it has exactly one. */
export function roleFault(step: object): string | undefined {
  const roles = ROLES.filter((role) => role in step);
  if (roles.length === 1) return undefined;
  if (roles.length === 0) return `the step has no role: one of ${ROLES.join(', ')} is needed`;
  return `the step has ${roles.length} roles, ${roles.join(' and ')}; it must have exactly 1`;
}

const ROLES = ['arrange', 'act', 'observe', 'undo', 'world'];

const REQUEST_KEYS = [
  'at',
  'with',
  'without',
  'raw',
  'repeat',
  'credential',
  'scheme',
  'verb',
  'encoding',
  'suffix',
  'endpoint',
  'slashes',
  'headers',
  'body',
  'query',
] as const satisfies (keyof RequestData)[];

/** The part of a case's or a step's data that is about its request. */
export function requestOf(data: RequestData): RequestData {
  const kept = REQUEST_KEYS.filter((key) => data[key] !== undefined).map((key) => [key, data[key]]);
  return Object.fromEntries(kept) as RequestData;
}
