import type { Instance, Resources } from '../contract/resources.ts';
import { type Caller, createCaller, createTokenCaller, type TokenSource } from '../target/call.ts';
import type { Settings, Webhook } from '../target/environment.ts';
import { TargetError } from '../target/preflight.ts';
import type { HttpClient } from '../wire/client.ts';
import type { Creation } from './ledger.ts';
import type { Following } from './recipe.ts';
import { secretFor } from './secrets.ts';

export type Callers = Readonly<Record<Creation['by'], Caller>>;

export function createCallers(client: HttpClient, { origin, path }: Webhook, tokens: TokenSource): Callers {
  return {
    webhook: createCaller(client, `${origin}${path}`),
    token: createTokenCaller(client, `${origin}/rest/`, tokens),
  };
}

/** What a recipe's references mean for something that a run makes, finds or removes. */
export function createFollowing(
  instance: Instance,
  creation: Creation,
  { callers, resources, settings }: { callers: Callers; resources: Resources; settings: Settings },
): Following {
  return {
    instance,
    call: callers[creation.by],
    lookUp(reference) {
      if (reference === 'unique') return creation.code;
      if (reference === 'run') return creation.run;
      if (reference === `${instance.resource.name}.id`) return creation.id;
      const located = resources.locate(reference);
      switch (located.kind) {
        case 'constant':
          return located.value;
        case 'known':
          return Number(settings.webhook?.userId);
        case 'secret':
          return (located.secret.for ?? creation.by) === creation.by
            ? secretFor({ secretOf: located.instance.resource }, creation, settings)
            : undefined;
        case 'id': {
          const value = creation.values?.[reference];
          if (value === undefined)
            throw new TargetError(`nothing is known of the $${reference} that it belongs to`);
          return value;
        }
      }
    },
  };
}
