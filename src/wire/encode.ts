import qs from 'qs';
import { FormData, Response } from 'undici';
import type { RequestPlan } from '../cases/case.ts';
import type { Credential, ParameterValue, WorldThing } from '../contract/contract.ts';
import type { Header, WireRequest } from './exchange.ts';

/** What a target puts in place of a plan's symbols. */
export interface TargetValues {
  /** Scheme, host and port, without a slash at the end. */
  origin(scheme: RequestPlan['scheme']): string;
  /** Path before the method's name (`/rest/` or `/rest/1/CODE/`) and the access token, if any. */
  access(credential: Credential, scheme: RequestPlan['scheme']): { path: string; token?: string | undefined };
  /** A numeric id or the CLIENT_ID. */
  thing(thing: WorldThing): string;
}

type Scalar = string | number | boolean | null;

/** Named so that portals and the servers between can identify the client (general-principles.md, Request Headers). */
export const USER_AGENT = 'b24-conformance/0.1.0';

/** Puts a plan into wire form for a target. Pure but for the boundary of a multipart body. */
export async function encodeRequest(plan: RequestPlan, target: TargetValues): Promise<WireRequest> {
  const access = target.access(plan.credential, plan.scheme);
  const parameters: [string, Scalar][] = Object.entries(plan.parameters).flatMap(([name, value]) => {
    const scalar = resolve(value, target);
    return scalar === undefined ? [] : [[name, scalar]];
  });
  const inQuery: [string, Scalar][] = plan.encoding === 'query' ? [...parameters] : [];
  const inBody: [string, Scalar][] = plan.encoding === 'query' ? [] : [...parameters];
  if (access.token !== undefined)
    (plan.credential.in === 'query' || plan.encoding === 'query' ? inQuery : inBody).push([
      'auth',
      access.token,
    ]);

  const query = formEncode(inQuery);
  const url = `${target.origin(plan.scheme)}${access.path}${plan.method}${plan.suffix}${query && `?${query}`}`;
  const headers: Header[] = [['User-Agent', USER_AGENT]];
  if (plan.suffix !== '.xml') headers.push(['Accept', 'application/json']);
  switch (plan.encoding) {
    case 'query':
      return { method: plan.verb, url, headers };
    case 'json':
      headers.push(['Content-Type', 'application/json']);
      return {
        method: plan.verb,
        url,
        headers,
        body: Buffer.from(JSON.stringify(Object.fromEntries(inBody))),
      };
    case 'urlencoded':
      headers.push(['Content-Type', 'application/x-www-form-urlencoded']);
      return { method: plan.verb, url, headers, body: Buffer.from(formEncode(inBody)) };
    case 'multipart': {
      const form = new FormData();
      // A form sends every line break as CRLF; the parts tell what is sent.
      const parts = inBody.map(([name, value]): Header => [name, asText(value).replace(/\r\n?|\n/g, '\r\n')]);
      for (const [name, value] of parts) form.append(name, value);
      const encoded = new Response(form);
      headers.push(['Content-Type', encoded.headers.get('content-type') ?? 'multipart/form-data']);
      return { method: plan.verb, url, headers, body: new Uint8Array(await encoded.arrayBuffer()), parts };
    }
  }
}

function resolve(value: ParameterValue, target: TargetValues): Scalar | undefined {
  if (value.absent) return undefined;
  if (!value.use) return value.value ?? null;
  const text = target.thing(value.use);
  if (value.as === 'integer') return Number(text);
  return value.as === 'dialog' ? `chat${text}` : text;
}

/** PHP-style brackets, as the documentation's GET examples (data-encoding.md, GET Request). */
function formEncode(parameters: readonly [string, Scalar][]): string {
  return qs.stringify(Object.fromEntries(parameters.map(([name, value]) => [name, asText(value)])));
}

const asText = (value: Scalar): string => (value === null ? '' : String(value));
