import type { CredentialKind } from '../contract/contract.ts';
import type { Instance, Located, Resource, Resources } from '../contract/resources.ts';
import type { Scalar } from '../contract/values.ts';
import { isVariable, type Settings } from './environment.ts';

/** Values of resources by name, such as `bot.id`: what a run made. */
export type MadeValues = Readonly<Record<string, Scalar>>;

/** What references to resources stand for on a target. */
export interface ResourceValues {
  /** Undefined where neither a variable nor the run gives it. */
  value(reference: string, kind?: CredentialKind): Scalar | undefined;
  /** The value of a need, such as `bot.id@token`; undefined where nothing gives it. */
  valueOfNeed(need: string): Scalar | undefined;
  /** Variable that would give what is needed; undefined where there is none. */
  variableOf(need: string): string | undefined;
  /** Why a run with leave to provision could not make what is needed; undefined where it could. */
  whyNotMade(need: string, isWanted: (need: string) => boolean): NotMade | undefined;
}

/** What stands in the way of making something: nothing is known of how, or a variable that gives what it belongs to. */
export interface NotMade {
  /** Variables that would have to be left out. */
  instead: readonly string[];
}

/** An id as its variable gives it, in the type that the portal gives it. A chat may be written as `chat123`. */
export function idFrom({ idType }: Resource, text: string): Scalar {
  return idType === 'integer' ? Number(text.replace(/^\D+/, '')) : text;
}

/** The value of a variable that a resource names. */
export function given(settings: Settings, variable: string | undefined): string | undefined {
  return variable !== undefined && isVariable(variable) ? settings.get(variable) : undefined;
}

/** A need as `Resources.need` names it, taken apart again. */
export function partsOfNeed(need: string): { reference: string; kind: CredentialKind } {
  const [reference = need, kind] = need.split('@');
  return { reference, kind: kind === 'token' ? 'token' : 'webhook' };
}

export function createResourceValues(
  settings: Settings,
  resources: Resources,
  made: MadeValues = {},
): ResourceValues {
  const resolve = (located: Located): Scalar | undefined => {
    switch (located.kind) {
      case 'constant':
        return located.value;
      case 'known':
        return settings.webhook && Number(settings.webhook.userId);
      case 'secret':
        return (
          given(settings, located.secret.given) ??
          made[`${located.instance.resource.name}.${located.secret.part}`]
        );
      case 'id': {
        const { resource, variable, need, role } = located.instance;
        const text = given(settings, variable);
        const otherwise = role === 'own' ? resource.otherwise : undefined;
        return (
          (text === undefined ? undefined : idFrom(resource, text)) ??
          made[need] ??
          (otherwise === undefined ? undefined : resolve(resources.locate(otherwise)))
        );
      }
    }
  };
  const locate = (need: string): Located => {
    const { reference, kind } = partsOfNeed(need);
    return resources.locate(reference, kind);
  };
  const isGiven = ({ variable }: Instance): boolean => given(settings, variable) !== undefined;

  function whyNotMade(instance: Instance, isWanted: (need: string) => boolean): NotMade | undefined {
    const { resource, by } = instance;
    if (resource.make.length === 0) return { instead: [] };
    if (by === 'token' && given(settings, 'B24_OAUTH_ACCESS_TOKEN') === undefined && !isWanted('token'))
      return { instead: [] };
    for (const needed of instance.needs) {
      if (!isGiven(needed)) {
        const reason = whyNotMade(needed, isWanted);
        if (reason) return reason;
      } else if (needed.resource === instance.secretOf && !knowsSecret(needed, settings))
        return { instead: needed.role === 'own' || needed.variable === undefined ? [] : [needed.variable] };
    }
    return undefined;
  }

  return {
    value: (reference, kind) => resolve(resources.locate(reference, kind)),
    valueOfNeed: (need) => resolve(locate(need)),
    variableOf(need) {
      const located = locate(need);
      if (located.kind === 'secret') return located.secret.given;
      return located.kind === 'id' ? located.instance.variable : undefined;
    },
    whyNotMade(need, isWanted) {
      const located = locate(need);
      if (located.kind === 'id') return whyNotMade(located.instance, isWanted);
      // A given one has a secret that only its maker knows.
      if (located.kind === 'secret' && !isGiven(located.instance))
        return whyNotMade(located.instance, isWanted);
      return { instead: [] };
    },
  };
}

/** Whether the settings give the secret by which a given one was made; that of another application nobody knows. */
export function knowsSecret({ role, resource }: Instance, settings: Settings): boolean {
  return role === 'own' && given(settings, resource.secret?.given) !== undefined;
}
