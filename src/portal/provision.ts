import { randomBytes } from 'node:crypto';
import { enumerate } from '../base/phrase.ts';
import type { Instance, Resources } from '../contract/resources.ts';
import type { Scalar } from '../contract/values.ts';
import { inBatches } from '../target/batch-caller.ts';
import type { TokenSource } from '../target/call.ts';
import { isVariable, type Settings, type VariableName } from '../target/environment.ts';
import { explainReply, troubleLine } from '../target/explain-reply.ts';
import { TargetError } from '../target/preflight.ts';
import { given, idFrom, knowsSecret, partsOfNeed } from '../target/resource-values.ts';
import type { HttpClient } from '../wire/client.ts';
import type { Account } from './account.ts';
import { createCallers, createFollowing } from './following.ts';
import type { Creation, Ledger } from './ledger.ts';
import { type Obstacle, obstacleFor, refusedObstacle, type ScopeOf, sayObstacles } from './obstacle.ts';
import type { PortalFacts } from './plan.ts';
import { type Following, make } from './recipe.ts';
import type { Unusable } from './run-context.ts';
import { isDerived, secretFor } from './secrets.ts';
import { createTidier, type Thing } from './tidy-up.ts';

export interface Provision {
  /** Values for variables that were missing. */
  environment: Partial<Record<VariableName, string>>;
  /** Values that no variable takes, by need. */
  made: Record<string, Scalar>;
  /** Why something that is needed could not be made, by need. */
  unusable: Unusable;
}

export interface ProvisionerOptions {
  settings: Settings;
  client: HttpClient;
  ledger: Ledger;
  tokens: TokenSource;
  resources: Resources;
  /** Id of the run. */
  run: string;
  say?: (line: string) => void;
}

export interface ToProvision {
  /** Needs of the cases, as `Resources.need` names them; what nobody needs is not made. */
  needed: Iterable<string>;
  /** What the webhook may do and the portal has; without them the portal's refusals tell. */
  facts?: PortalFacts;
  scopeOf: ScopeOf;
  /** Whether calls by access token get through; without them nothing is made by it. */
  byToken?: boolean;
}

/** A name that people recognise in a portal and that no two runs share. */
export function newRunId(): string {
  return `${new Date().toISOString().slice(2, 16).replace(/\D/g, '')}${randomBytes(3).toString('hex')}`;
}

/** Makes, finds and removes what a run needs on a portal, by the recipes of the resources. */
export function createProvisioner(options: ProvisionerOptions) {
  const { settings, client, ledger, tokens, resources, run, say = () => {} } = options;
  const { webhook } = settings;
  if (!webhook) throw new TargetError('B24_WEBHOOK is missing');
  const callers = createCallers(client, webhook, tokens);
  const followingFor = (instance: Instance, creation: Creation): Following =>
    createFollowing(instance, creation, { callers, resources, settings });
  // To remove what a run has made takes as many calls; nobody waits for them one by one.
  const together = { webhook: inBatches(callers.webhook), token: inBatches(callers.token) };
  const tidier = createTidier({
    origin: webhook.origin,
    ledger,
    resources,
    followingFor: (instance, creation) =>
      createFollowing(instance, creation, { callers: together, resources, settings }),
  });
  const created: Thing[] = [];

  /** @throws TargetError where the portal refuses for another reason than a missing scope or method */
  async function create(instance: Instance, values: Record<string, Scalar>): Promise<Scalar | Obstacle> {
    const { resource, role, by, ending } = instance;
    const { name } = resource;
    const code = `b24conformance${run}${name}${role === 'own' ? '' : role}`;
    const creation: Creation = {
      resource: name,
      role,
      by,
      code,
      ending,
      derived: isDerived(instance, settings),
      run,
      origin: webhook?.origin ?? '',
      pid: process.pid,
      ...(Object.keys(values).length === 0 ? {} : { values }),
    };
    const following = followingFor(instance, creation);
    ledger.intend(creation);
    const { method, reply, id } = await make(following);
    if (id !== undefined) {
      ledger.created(creation, id);
      created.push({ resource: name, name: String(id) });
      return id;
    }
    // After a failure of the server, or what another server answered, it may be there.
    const isRefused =
      reply.error !== undefined && reply.foreign === undefined && reply.location === undefined;
    if (isRefused && reply.status < 500) ledger.removed(creation);
    const obstacle = by === 'webhook' ? refusedObstacle(instance, method, reply) : undefined;
    if (obstacle) return obstacle;
    const trouble = explainReply(reply);
    const variables = [resource.secret?.given, instance.variable].filter((each) => each !== undefined);
    throw new TargetError(
      `${/^[aeio]/.test(name) ? 'An' : 'A'} ${name} could not be provisioned: ` +
        `${trouble ? troubleLine(trouble) : `no id (HTTP ${reply.status})`}.\n` +
        (variables.length > 0
          ? `Give an existing one instead by ${enumerate(variables)}, or unset B24_ALLOW_PROVISION.`
          : 'Give the webhook what that needs, or unset B24_ALLOW_PROVISION.'),
    );
  }

  /** Without what belongs to the OAuth application, its claims are not exercised; the webhook's are. */
  async function createByToken(
    instance: Instance,
    values: Record<string, Scalar>,
  ): Promise<Scalar | Obstacle | undefined> {
    try {
      return await create(instance, values);
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      const { name } = instance.resource;
      say(`Without a ${name} of the OAuth application its claims are not exercised. ${error.message}`);
      return undefined;
    }
  }

  /** Goes through what is needed, in an order in which it can be made. */
  async function settle(
    { needed, facts, scopeOf, byToken = true }: ToProvision,
    hasToken: boolean,
    makeOne: (instance: Instance, values: Record<string, Scalar>) => Promise<Scalar | Obstacle | undefined>,
  ): Promise<Provision> {
    const wanted = wantedInstances(needed, resources, settings);
    const ids = new Map<Instance, Scalar>();
    const obstacles = new Map<Instance, Obstacle>();
    const provision: Provision = { environment: {}, made: {}, unusable: {} };
    const keep = (need: string, variable: string | undefined, value: Scalar): void => {
      if (variable !== undefined && isVariable(variable)) provision.environment[variable] = String(value);
      else provision.made[need] = value;
    };
    for (const instance of resources.instances) {
      const { resource, variable, by, needs } = instance;
      const text = given(settings, variable);
      if (text !== undefined) ids.set(instance, idFrom(resource, text));
      if (text !== undefined || !wanted.has(instance) || resource.make.length === 0) continue;
      if (by === 'token' && !(byToken && hasToken)) continue;
      const inTheWay = needs.find((each) => obstacles.has(each));
      const obstacle =
        (inTheWay && obstacles.get(inTheWay)) ??
        (by === 'webhook' && facts ? obstacleFor(instance, facts, scopeOf) : undefined);
      if (obstacle) {
        obstacles.set(instance, obstacle);
        continue;
      }
      // What is given without its secret belongs to an application that we cannot be; the cases say what they lack.
      const isOutOfReach = (each: Instance): boolean =>
        !ids.has(each) ||
        (each.resource === instance.secretOf &&
          given(settings, each.variable) !== undefined &&
          !knowsSecret(each, settings));
      if (needs.some(isOutOfReach)) continue;
      const made = await makeOne(instance, valuesFor(instance, ids));
      if (made === undefined) continue;
      if (typeof made === 'object') {
        obstacles.set(instance, made);
        continue;
      }
      ids.set(instance, made);
      keep(instance.need, variable, made);
      const { secret } = resource;
      if (secret && instance.role === 'own' && resource === instance.secretOf)
        keep(
          `${resource.name}.${secret.part}`,
          secret.given,
          secretFor(instance, { run, derived: isDerived(instance, settings), ending: '' }, settings),
        );
    }
    for (const [{ need, role, resource }, { reason }] of obstacles) {
      provision.unusable[need] = reason;
      if (role === 'own' && resource.secret)
        provision.unusable[`${resource.name}.${resource.secret.part}`] = reason;
    }
    for (const line of sayObstacles(obstacles)) say(line);
    return provision;
  }

  return {
    /** What was made, removed and left so far. */
    account(): Account {
      return {
        created: [...created, ...tidier.byCases],
        removed: tidier.removed,
        left: [...tidier.left.values()],
      };
    },
    /**
     * Makes what is needed and what the settings do not give; given ids are used as they are. A missing scope or method
     * keeps only that from being made which needs it.
     *
     * @throws TargetError where the portal refuses for another reason
     */
    provision: (what: ToProvision): Promise<Provision> =>
      settle(what, tokens.current() !== undefined, (instance, values) =>
        instance.by === 'token' ? createByToken(instance, values) : create(instance, values),
      ),
    /** What would be there after `provision`, with ids that nothing has: for a plan. */
    pretend: (what: ToProvision): Promise<Provision> =>
      settle(what, (tokens.current() ?? tokens.renew) !== undefined, async ({ resource }) =>
        idFrom(resource, '1'),
      ),
    tidyUp: tidier.tidyUp,
  };
}

/** What the needs lead to, with all that it needs in turn; what is given needs nothing. */
function wantedInstances(needed: Iterable<string>, resources: Resources, settings: Settings): Set<Instance> {
  const wanted = new Set<Instance>();
  const add = (instance: Instance): void => {
    if (wanted.has(instance) || given(settings, instance.variable) !== undefined) return;
    wanted.add(instance);
    instance.needs.forEach(add);
  };
  for (const need of needed) {
    const { reference, kind } = partsOfNeed(need);
    // A credential, or leave to do something.
    if (resources.fault(reference) !== undefined) continue;
    const located = resources.locate(reference, kind);
    if (located.kind === 'id' || located.kind === 'secret') add(located.instance);
  }
  return wanted;
}

/** The ids that an instance's recipe means by its references to others. */
function valuesFor({ needs, on }: Instance, ids: ReadonlyMap<Instance, Scalar>): Record<string, Scalar> {
  const entries = needs.flatMap((needed): [string, Scalar][] => {
    const id = ids.get(needed);
    if (id === undefined) return [];
    const { name } = needed.resource;
    return [[on.get(name) === needed ? `${name}.id` : `${name}.${needed.role}`, id]];
  });
  return Object.fromEntries(entries);
}
