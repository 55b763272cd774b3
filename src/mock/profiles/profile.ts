import type { ErrorAnswer, ErrorName } from '../errors.ts';

/** How a portal answers where the documentation and known portals differ. All differences between profiles are here. */
export interface Profile {
  readonly name: 'documented' | 'self-hosted' | 'cloud';
  readonly errors: Readonly<Record<ErrorName, ErrorAnswer>>;
  /** Which calls are refused over plain HTTP. */
  readonly httpsFor: 'every call' | 'webhooks';
  /** Whether `time` carries `operating`. */
  readonly reportsLoad: boolean;
  /** Whether `operating_reset_at` comes with it: portals without Redis leave it out. */
  readonly reportsReset: boolean;
  /** What `start` and `processing` are cut to; `finish` keeps its fraction on every portal. */
  readonly startsIn: 'microseconds' | 'seconds';
  /** How the time of methods is counted. */
  readonly metering: Metering;
  /** Whether a batch of more than 50 commands fails as a whole or command by command (batch.md). */
  readonly batchOverflow: 'whole call' | 'per command';
  /** Seconds of execution after which a method is blocked, where nothing else is set. */
  readonly operatingLimit: number | undefined;
  /** Whether `app.info` serves webhooks too, with the scopes and the licence of the portal. */
  readonly appInfoForWebhooks: boolean;
  /** How `method.get` looks names up, and how `methods` writes them. */
  readonly methodNames: 'any case' | 'lower case';
  /** How `halt` is read: by its meaning, or as PHP takes any text but '' and '0' for true. */
  readonly halt: 'meaning' | 'truth';
  /** Whether `BATCH` in capitals passes the check that refuses a batch within a batch. */
  readonly nestsInCapitals: boolean;
  /** Whether XML begins with a declaration. */
  readonly xmlDeclaration: boolean;
  /** Whether answers carry cookies and headers of web server and site, and are compressed when asked. */
  readonly liveHeaders: boolean;
  /** Whether errors are those of each method's own page, or the same for a family of methods. */
  readonly errorsOf: 'page' | 'family';
  /** Texts that this portal words otherwise, or in its own language, by the text of the pages. */
  readonly texts: Readonly<Record<string, string>>;
  readonly oauth: AuthorizationServer;
}

export interface Metering {
  /** Seconds up to which a call is not counted. */
  readonly free: number;
  /** Share of its time that a command of a batch is counted with. */
  readonly inBatch: number;
  /** Seconds for which a method is refused once its time is used up; without it, for as long as it is. */
  readonly ban: number | undefined;
}

export interface AuthorizationServer {
  /** `domain` of a pair of tokens; without it, the address at which the server is reached. */
  readonly domain: string | undefined;
  /** `scope` of a pair of tokens: what was granted, or a word in its place. */
  readonly scope: 'granted' | 'app';
  /** The code for an authorization code that is late or used. */
  readonly lateCode: 'invalid_grant' | 'expired_token';
}
