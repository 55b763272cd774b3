import type { Contract, Credential, RequestData } from '../contract/contract.ts';
import type { CallPlan, ParameterChoice } from '../contract/spec.ts';
import { CAPTURED, namesIn } from '../contract/values.ts';
import { credentialCapability, ownerKind, type Parameter, type RequestPlan } from './case.ts';
import type { Form } from './forms.ts';

/** Parameter to the name of its choice; those that are not named have their plainest value. */
export type Choices = Readonly<Record<string, string>>;

/** The plainest choice of a parameter: its first. */
export function plainest(plan: CallPlan, parameter: string): string {
  return Object.keys(plan.parameters[parameter] ?? {})[0] ?? '';
}

/** The choices of a call's parameters, those that are named and the plainest of the others. */
export function chosen(plan: CallPlan | undefined, choices: Choices): [string, ParameterChoice][] {
  return Object.entries(plan?.parameters ?? {}).flatMap(([name, values]) => {
    const choice = values[choices[name] ?? ''] ?? Object.values(values)[0];
    return choice ? [[name, choice] as [string, ParameterChoice]] : [];
  });
}

/** The request of a call in a form of transport, with the changes that a case makes to it. */
export function planRequest(
  contract: Contract,
  call: string,
  form: Form,
  choices: Choices,
  change: RequestData,
): RequestPlan {
  const plan = contract.plan(call);
  const ofForm = Object.entries(form).flatMap(
    ([name, value]) => contract.transport.dimensions[name]?.[value]?.set ?? [],
  );
  const ofTransport: RequestData = Object.assign({}, ...ofForm);
  const patch: RequestData = { ...ofTransport, ...plan?.request, ...change };
  const without = [change.without ?? []].flat();
  const raw = [change.raw ?? []].flat();
  const parameters: Record<string, Parameter> = {};
  for (const [name, { value, absent, type }] of chosen(plan, choices))
    if (!absent) parameters[name] = { value, ...(type === undefined ? {} : { type }) };
  for (const [name, value] of Object.entries(change.with ?? {})) {
    const { type } = parameters[name] ?? {};
    parameters[name] = { value, ...(type === undefined ? {} : { type }) };
  }
  for (const name of without) delete parameters[name];
  for (const name of raw)
    parameters[name] = { ...parameters[name], value: parameters[name]?.value, raw: true };
  for (const [name, times] of Object.entries(change.repeat ?? {}))
    parameters[name] = { ...parameters[name], value: parameters[name]?.value, repeat: times };
  const query = Object.entries(change.query ?? {}).map(([name, value]) => [name, { value }] as const);
  return {
    scheme: patch.scheme ?? 'https',
    endpoint: patch.endpoint ?? 'rest',
    credential: inPlace(patch.credential ?? { none: true }, ofTransport.credential),
    verb: patch.verb ?? 'POST',
    encoding: patch.encoding ?? 'json',
    suffix: patch.suffix ?? '',
    method: call,
    slashes: patch.slashes,
    headers: patch.headers ?? {},
    parameters,
    query: Object.fromEntries(query),
    body: patch.body,
  };
}

/** A token that says not where it is sent goes where the form has the one that it takes the place of. */
function inPlace(credential: Credential, ofForm: Credential | undefined): Credential {
  if (credential.token === undefined || credential.in !== undefined) return credential;
  return { ...credential, in: ofForm?.in ?? 'json' };
}

/** Everything a plan needs of a target before it can be sent. */
export function planNeeds(contract: Contract, plan: RequestPlan): string[] {
  const { credential, scheme, parameters, query, headers } = plan;
  const capability = credentialCapability(credential);
  return [
    ...(capability === undefined ? [] : [capability]),
    ...(scheme === 'http' ? ['plainHttp'] : []),
    ...needsOf(
      contract,
      credential,
      [
        ...namesIn([...Object.values(parameters), ...Object.values(query)].map(({ value }) => value)),
        ...namesIn(Object.values(headers)),
      ].filter((name) => name.includes('.')),
    ),
  ];
}

/** What references need in a call by a credential; other needs stay as they are. */
export function needsOf(contract: Contract, credential: Credential, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    if (name.startsWith(CAPTURED)) return [];
    return name.includes('.') ? (contract.need(name, ownerKind(credential)) ?? []) : name;
  });
}
