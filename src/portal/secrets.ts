import { createHmac } from 'node:crypto';
import type { Instance } from '../contract/resources.ts';
import { ConfigError, type Settings } from '../target/environment.ts';
import { given } from '../target/resource-values.ts';
import type { Creation } from './ledger.ts';

/** A run's own secret: nobody else can guess it, and a later run can derive it again without having stored it. */
export function deriveSecret(webhookCode: string, run: string): string {
  return `b24c${createHmac('sha256', webhookCode).update(run).digest('hex').slice(0, 28)}`;
}

type WithSecret = Pick<Instance, 'secretOf'>;

/** Whether the secret that a recipe sends is derived from the run; else the settings give it. */
export function isDerived({ secretOf }: WithSecret, settings: Settings): boolean {
  return given(settings, secretOf?.secret?.given) === undefined;
}

/**
 * The secret by which something was made.
 *
 * @throws ConfigError where the settings of that run gave it, and those of this run do not
 */
export function secretFor(
  { secretOf }: WithSecret,
  { derived, run, ending }: Pick<Creation, 'derived' | 'run' | 'ending'>,
  settings: Settings,
): string {
  if (derived) return deriveSecret(settings.webhook?.code ?? '', run) + ending;
  const variable = secretOf?.secret?.given;
  const value = given(settings, variable);
  if (value === undefined)
    throw new ConfigError(`the run that made it was given ${variable}, this one is not`);
  return value + ending;
}
