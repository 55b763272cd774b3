import { enumerate } from '../base/phrase.ts';
import { parametersOf } from '../contract/resource.ts';
import type { Belonging, Instance, Resources } from '../contract/resources.ts';
import { fill, namesIn } from '../contract/values.ts';
import type { TokenSource } from '../target/call.ts';
import type { Settings } from '../target/environment.ts';
import { PROVISION } from '../target/missing.ts';
import { createResourceValues, given } from '../target/resource-values.ts';
import type { HttpClient } from '../wire/client.ts';
import type { CheckedCredentials } from './check-credentials.ts';
import { createCallers } from './following.ts';
import { isUnlisted } from './obstacle.ts';
import type { PortalFacts } from './plan.ts';
import { ask, type LookUp } from './recipe.ts';
import { deriveSecret } from './secrets.ts';

export interface ToCheck {
  facts: PortalFacts;
  resources: Resources;
  tokens: TokenSource;
  /** Whether calls by access token get through. */
  byToken: boolean;
}

/**
 * Whether the ids that the settings give are what their variables are for, by the questions of their resources, which
 * change nothing. What the portal does not tell is left to the cases.
 */
export async function checkIds(
  settings: Settings,
  client: HttpClient,
  { facts, resources, tokens, byToken }: ToCheck,
): Promise<Omit<CheckedCredentials, 'granted'>> {
  const found: Omit<CheckedCredentials, 'granted'> = { unusable: {}, problems: [] };
  const { webhook } = settings;
  if (!webhook) return found;
  const callers = createCallers(client, webhook, tokens);
  for (const instance of resources.instances) {
    const { variable, need, by, resource } = instance;
    if (given(settings, variable) === undefined) continue;
    const stray = strayFromOwner(instance, settings);
    if (stray !== undefined) found.problems.push(stray);
    if (by === 'token' && !byToken) continue;
    if (
      stray !== undefined ||
      resource.check.every(({ call }) => by === 'webhook' && isUnlisted(call, facts))
    )
      continue;
    const lookUp = lookUpFor(instance, settings, resources);
    if (lookUp === undefined) continue;
    const answer = await ask({ instance, call: callers[by], lookUp });
    if (answer === undefined) continue;
    const { belonging, question } = answer;
    if (belonging === 'none' && question.lacking !== undefined)
      found.unusable[need] = `${variable}: ${fill(question.lacking, lookUp)}`;
    else {
      const problem = problemWith(instance, belonging, settings, lookUp);
      if (problem !== undefined) found.problems.push(problem);
    }
  }
  return found;
}

/** Something given that could only belong to something that the run makes. */
function strayFromOwner({ resource, variable, on, role }: Instance, settings: Settings): string | undefined {
  const owner = resource.owner === undefined ? undefined : on.get(resource.owner);
  if (!owner || role !== 'own' || settings.get('B24_ALLOW_PROVISION') !== '1') return undefined;
  if (owner.variable === undefined || given(settings, owner.variable) !== undefined) return undefined;
  const { name } = resource;
  const variables = [owner.variable, owner.resource.secret?.given].filter((each) => each !== undefined);
  return (
    `${variable} is given without ${owner.variable}: a ${owner.resource.name} that is made for the run has no ${name} of yours; ` +
    `give ${enumerate(variables)} as well, or leave ${variable} out, and a ${name} is made`
  );
}

/** What a question's references stand for; undefined where the settings do not give all of it. */
function lookUpFor(instance: Instance, settings: Settings, resources: Resources): LookUp | undefined {
  const { by, role, resource, on } = instance;
  const values = createResourceValues(settings, resources);
  const lookUp: LookUp = (reference) => {
    const located = resources.locate(reference);
    if (located.kind !== 'secret') {
      const [name = '', part] = reference.split('.');
      const meant = name === resource.name ? instance : on.get(name);
      return values.valueOfNeed(part === 'id' && meant ? meant.need : reference);
    }
    if ((located.secret.for ?? by) !== by) return undefined;
    const known = values.value(reference);
    // For a foreign one any other secret will do; without one of the settings, one to which nothing belongs.
    return known ?? (role === 'own' ? undefined : deriveSecret(settings.webhook?.code ?? '', 'nobody'));
  };
  const owner = resource.owner === undefined ? undefined : on.get(resource.owner)?.resource;
  const isAnswered = resource.check.every((question) =>
    namesIn([parametersOf(question, owner), question.has?.item]).every((reference) => {
      const located = resources.locate(reference);
      const isLeftOut = located.kind === 'secret' && (located.secret.for ?? by) !== by;
      return isLeftOut || lookUp(reference) !== undefined;
    }),
  );
  return isAnswered ? lookUp : undefined;
}

/** What is wrong with a given one; undefined where nothing is. */
function problemWith(
  instance: Instance,
  belonging: Belonging,
  settings: Settings,
  lookUp: LookUp,
): string | undefined {
  const { variable = '', role, resource } = instance;
  const { name, secret, others } = resource;
  const id = lookUp(`${name}.id`);
  const advice = adviceFor(instance);
  if (belonging === 'none') return `${variable}: the portal has no ${name} ${id}; ${advice}`;
  if (role === 'token')
    return belonging === 'foreign'
      ? `${variable}: ${name} ${id} was not registered by the application of the access token; ${advice}`
      : undefined;
  if (role === 'own') {
    if (belonging !== 'foreign') return undefined;
    return secret?.given === undefined
      ? `${variable}: ${name} ${id} belongs to another application; ${advice}`
      : `${variable} and ${secret.given} do not belong together: ${name} ${id} was registered with another ` +
          `secret than ${secret.given}, or by an OAuth application; ${advice}`;
  }
  const other = others[role];
  if (belonging !== 'own' || typeof other !== 'object' || other.secret === undefined) return undefined;
  const whose = given(settings, secret?.given) === undefined ? 'this webhook' : secret?.given;
  return `${variable}: ${name} ${id} is not ${role}, it belongs to ${whose}; ${advice}`;
}

function adviceFor({ role, resource: { name, secret, make } }: Instance): string {
  if (make.length === 0) return 'give another, or leave it out';
  if (role === 'own')
    return secret?.given === undefined
      ? `give another, or leave it out and set ${PROVISION}`
      : `give a ${name} with its own ${secret.given}, or leave both out and set ${PROVISION}`;
  const wanted = role === 'token' ? 'that was registered by access token' : 'of another application';
  return `give a ${name} ${wanted}, or leave it out and set ${PROVISION}`;
}
