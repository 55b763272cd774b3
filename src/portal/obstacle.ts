import { groupBy } from '../base/group-by.ts';
import { enumerate } from '../base/phrase.ts';
import type { Instance } from '../contract/resources.ts';
import type { Reply } from '../target/call.ts';
import { describeError } from '../target/explain-reply.ts';
import type { PortalFacts } from './plan.ts';
import { isUnknownMethod } from './recipe.ts';

/**
 * Scope of a method as the documentation states it, whatever the case of its name; undefined where nobody states one.
 * Never guessed from the name.
 */
export type ScopeOf = (method: string) => string | undefined;

/** As scope of a method that every credential may call. */
export const ANY_CREDENTIAL = 'basic';

/** Why a resource cannot be made with this webhook on this portal. */
export interface Obstacle {
  /** Why a case is not exercised. */
  reason: string;
  /** The fact behind it. */
  fact: string;
  /** What to do; undefined where only another portal would help. */
  advice: string | undefined;
}

export const needsScope = (scope: string): string =>
  `needs the scope ${scope} for the webhook in B24_WEBHOOK`;

/**
 * The scope of a method that a credential lacks, as far as it is known. Where a page names several, one of them is enough
 * (user-get.md: `user, user_brief, user_basic`); what it says beside names is nothing that a webhook has.
 */
export function lackingScope(
  method: string,
  { scopes }: Pick<PortalFacts, 'scopes'>,
  scopeOf: ScopeOf,
): string | undefined {
  const stated = scopeOf(method);
  const names = stated?.split(/\s*,\s*/).filter((name) => /^[a-z_.\d]+$/.test(name)) ?? [];
  if (scopes === undefined) return undefined;
  const isEnough = (name: string): boolean => name === ANY_CREDENTIAL || scopes.includes(name);
  return names.length === 0 || names.some(isEnough) ? undefined : names.join(' or ');
}

/**
 * Whether the portal's list of methods shows that a webhook cannot call a method. Controllers are in no such list
 * (observed); their names have a segment that begins with a capital.
 */
export function isUnlisted(method: string, { methods }: PortalFacts): boolean {
  return methods?.has(method.toLowerCase()) === false && !/\.[A-Z]/.test(method);
}

/** What keeps something from being made, found again or removed, as far as scopes and methods are known. */
export function obstacleFor(
  { resource }: Instance,
  facts: PortalFacts,
  scopeOf: ScopeOf,
): Obstacle | undefined {
  for (const ways of [resource.make, resource.find, resource.remove]) {
    const [first] = ways;
    if (!first) continue;
    const lacking = ways.map(({ call }) => lackingScope(call, facts, scopeOf));
    const [scope] = lacking;
    if (scope !== undefined && lacking.every((each) => each !== undefined)) return scopeObstacle(scope);
    if (ways.every(({ call }) => isUnlisted(call, facts)))
      return methodObstacle(first.call, resource.name, scopeOf(first.call) !== undefined);
  }
  return undefined;
}

/** The same, as the portal said when it was asked to make it; undefined where it refused for another reason. */
export function refusedObstacle({ resource }: Instance, method: string, reply: Reply): Obstacle | undefined {
  if (isUnknownMethod(reply)) return methodObstacle(method, resource.name, false);
  if (reply.error !== 'insufficient_scope') return undefined;
  const fact = `the webhook in B24_WEBHOOK may not call ${method}: ${describeError(reply)}`;
  return { reason: fact, fact, advice: 'Give it the scope of that method' };
}

function scopeObstacle(scope: string): Obstacle {
  return {
    reason: needsScope(scope),
    fact: `the webhook in B24_WEBHOOK lacks the scope ${scope}`,
    advice: 'Add it to the webhook',
  };
}

/** @param mayCall whether the webhook is known to have the method's scope */
function methodObstacle(method: string, name: string, mayCall: boolean): Obstacle {
  const purpose = `which making and removing a ${name} needs`;
  if (mayCall)
    return {
      reason: `the portal has no method ${method}, ${purpose}`,
      fact: `the portal has no method ${method}`,
      advice: undefined,
    };
  return {
    reason: `the webhook in B24_WEBHOOK cannot call ${method}, ${purpose}: it lacks the scope, or the portal has no such method`,
    fact: `the webhook in B24_WEBHOOK cannot call ${method}: it lacks the scope, or the portal has no such method`,
    advice: 'Give it the scope of that method',
  };
}

/** Each obstacle once, with all that it keeps from being made and what to do. */
export function sayObstacles(obstacles: ReadonlyMap<Instance, Obstacle>): string[] {
  const byFact = groupBy([...obstacles], ([, { fact }]) => fact);
  return [...byFact].map(([fact, entries]) => {
    const names = entries.map(([instance]) => labelOf(instance));
    const variables = entries.flatMap(([{ variable }]) => variable ?? []);
    const advice = entries[0]?.[1].advice;
    const give = variables.length === 0 ? undefined : `give ${enumerate(variables)}`;
    const ways = [advice, give].filter((each) => each !== undefined).join(', or ');
    const next = ways === '' ? '' : ` ${ways.charAt(0).toUpperCase()}${ways.slice(1)}.`;
    return `Not made: ${enumerate(names)}, as ${fact}; what needs ${names.length === 1 ? 'it' : 'them'} is not exercised.${next}`;
  });
}

function labelOf({ resource, role }: Instance): string {
  if (role === 'own') return resource.name;
  return role === 'token' ? `${resource.name} of the OAuth application` : `${resource.name}.${role}`;
}
