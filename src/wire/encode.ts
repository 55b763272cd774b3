import { FormData, Response } from 'undici';
import { ownerKind, type RequestPlan } from '../cases/case.ts';
import type { Credential, CredentialKind } from '../contract/contract.ts';
import { CAPTURED, fill, type LookUp, type Scalar } from '../contract/values.ts';
import type { Header, WireRequest } from './exchange.ts';
import { formEncode, formParts, type Parameter, resolveParameters } from './parameters.ts';

/** What a target puts in place of a plan's symbols. */
export interface TargetValues {
  /** Scheme, host and port, without a slash at the end. */
  origin(scheme: RequestPlan['scheme']): string;
  /** Address of the authorization server, without a slash at the end. */
  oauthServer: string;
  /** Path before the method's name (`/rest/` or `/rest/1/CODE/`) and the access token, if any. */
  access(credential: Credential, scheme: RequestPlan['scheme']): { path: string; token?: string | undefined };
  /** What a reference stands for, such as `bot.id`, for a call with that kind of credential over that scheme. */
  value(reference: string, kind?: CredentialKind, scheme?: RequestPlan['scheme']): Scalar;
}

/** Named so that portals and the servers between can identify the client (general-principles.md, Request Headers). */
export const USER_AGENT = 'b24-conformance/0.1.0';

/**
 * Puts a plan into wire form for a target. Pure, except for the boundary of a multipart body.
 *
 * @param captured values that earlier steps of the case captured
 */
export async function encodeRequest(
  plan: RequestPlan,
  target: TargetValues,
  captured: Captured = {},
): Promise<WireRequest> {
  const { credential, encoding } = plan;
  const { path, token: given } = target.access(credential, plan.scheme);
  const token = credential.captured === undefined ? given : String(captured[credential.captured]);
  const lookUp = lookUpIn(target, captured, credential, plan.scheme);
  const resolve = (parameters: RequestPlan['parameters']): Parameter[] =>
    resolveParameters(parameters, lookUp);

  const parameters = resolve(plan.parameters);
  const inQuery = encoding === 'query' ? parameters : [];
  const inBody = encoding === 'query' ? [] : parameters;
  inQuery.push(...resolve(plan.query));
  const headers: Header[] = [['User-Agent', USER_AGENT]];
  if (plan.suffix !== '.xml') headers.push(['Accept', 'application/json']);
  if (token !== undefined) {
    const auth = { name: credential.as ?? 'auth', value: token, raw: false };
    if (credential.in === 'bearer') headers.push(['Authorization', `Bearer ${token}`]);
    else (credential.in === 'query' || encoding === 'query' ? inQuery : inBody).push(auth);
  }
  const query = formEncode(inQuery);
  const url = `${addressOf(plan, target, path)}${query && `?${query}`}`;
  const body = await encodeBody(plan, inBody);
  if (body.type !== undefined) headers.push(['Content-Type', body.type]);
  const { type: _, ...content } = body;
  const changes = fill(plan.headers, lookUp) as RequestPlan['headers'];
  return { method: plan.verb, url, headers: override(headers, changes), ...content };
}

/** Values that earlier steps captured, by name, and a name of the case's own as `unique`. */
export type Captured = Readonly<Record<string, unknown>>;

/** What references stand for in a request with a credential, or in what is expected of its answer. */
export function lookUpIn(
  target: TargetValues,
  captured: Captured,
  credential: Credential,
  scheme: RequestPlan['scheme'],
): LookUp {
  return (name) => {
    if (name === 'unique' || name === 'run') return captured[name];
    if (name.startsWith(CAPTURED)) return captured[name.slice(CAPTURED.length)];
    return target.value(name, ownerKind(credential), scheme);
  };
}

function addressOf(plan: RequestPlan, target: TargetValues, path: string): string {
  if (plan.endpoint === 'oauth') return `${target.oauthServer}/oauth/token/`;
  const origin = target.origin(plan.scheme);
  if (plan.endpoint === 'portal-oauth') return `${origin}/oauth/token/`;
  const address = `${path}${plan.method}${plan.suffix}`;
  if (plan.slashes === 'doubled') return `${origin}${address.replaceAll('/', '//')}`;
  return `${origin}${address}${plan.slashes === 'trailing' ? '/' : ''}`;
}

type Body = Pick<WireRequest, 'body' | 'parts'> & { type?: string };

async function encodeBody(plan: RequestPlan, parameters: readonly Parameter[]): Promise<Body> {
  if (plan.encoding === 'query') return plan.body === undefined ? {} : { body: Buffer.from(plan.body) };
  if (plan.encoding === 'json') {
    const json = JSON.stringify(Object.fromEntries(parameters.map(({ name, value }) => [name, value])));
    return { type: 'application/json', body: Buffer.from(plan.body ?? json) };
  }
  if (plan.encoding === 'urlencoded')
    return {
      type: 'application/x-www-form-urlencoded',
      body: Buffer.from(plan.body ?? formEncode(parameters)),
    };
  const form = new FormData();
  // A form sends every line break as CRLF; the parts tell what is sent.
  const parts = formParts(parameters).map(
    ([name, value]): Header => [name, value.replace(/\r\n?|\n/g, '\r\n')],
  );
  for (const [name, value] of parts) form.append(name, value);
  const encoded = new Response(form);
  const type = encoded.headers.get('content-type') ?? 'multipart/form-data';
  return { type, body: new Uint8Array(await encoded.arrayBuffer()), parts };
}

/** Replaces headers by name, any case; null removes one. */
function override(headers: readonly Header[], changes: RequestPlan['headers']): Header[] {
  const names = Object.keys(changes).map((name) => name.toLowerCase());
  const kept = headers.filter(([name]) => !names.includes(name.toLowerCase()));
  return [
    ...kept,
    ...Object.entries(changes).flatMap(([name, value]) =>
      value === null ? [] : [[name, String(value)] as const],
    ),
  ];
}
