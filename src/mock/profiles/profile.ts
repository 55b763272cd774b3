import type { ErrorAnswer } from '../errors.ts';

/** Every error the portal can answer, by the rule that answers it. */
export type ErrorName =
  | 'methodUnknown'
  | 'portalClosed'
  | 'httpsRequired'
  | 'noCredentials'
  | 'wrongWebhook'
  | 'wrongToken'
  | 'expiredToken'
  | 'userAccess'
  | 'overload'
  | 'noCommercialPlan'
  | 'noScope'
  | 'tooManyRequests'
  | 'operatingLimit'
  | 'internal'
  | 'unexpectedAnswer'
  | 'batchMethod'
  | 'batchLength'
  | 'noClientId'
  | 'dealUnknown'
  | 'botUnknown'
  | 'botForeign'
  | 'dialogEmpty'
  | 'bodyTooLarge'
  | 'bodyUnreadable';

/** How a portal answers where the documentation and known portals differ. All differences between profiles are here. */
export interface Profile {
  readonly name: 'documented' | 'self-hosted';
  readonly errors: Readonly<Record<ErrorName, ErrorAnswer>>;
  /** Which calls are refused over plain HTTP. */
  readonly httpsFor: 'every call' | 'webhooks';
  /** Whether `time` carries `operating` and `operating_reset_at`. */
  readonly reportsLoad: boolean;
  /** Whether a batch of more than 50 commands fails as a whole or command by command (batch.md). */
  readonly batchOverflow: 'whole call' | 'per command';
  /** Seconds of execution after which a method is blocked, where nothing else is set. */
  readonly operatingLimit: number | undefined;
}
