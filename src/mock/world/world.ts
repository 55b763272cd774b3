/** What exists on a portal when it starts; read from YAML, shape in `world.schema.json`. */
export interface World {
  readonly portal: {
    /** UTC offset of the portal, such as `+03:00`. */
    readonly offset: string;
    readonly memberId: string;
  };
  readonly users: readonly User[];
  readonly chats: readonly Chat[];
  readonly applications: readonly Application[];
  readonly bots: readonly Bot[];
  readonly webhooks: readonly Webhook[];
  readonly tokens: readonly Token[];
  readonly codes?: readonly Code[];
  /** Seconds that methods take, by name in any case; the portal's clock jumps instead of waiting. */
  readonly costs?: Readonly<Record<string, number>>;
  /**
   * Folder with the records that methods of list, get and fields show (deals, tasks, …), a file a family. In a file of a world
   * it is relative to that file. Read when the first of these methods is called.
   */
  readonly records?: string;
  /** What a suite may use, and hence the portal's `environment`. */
  readonly roles: Roles;
}

export interface User {
  readonly id: number;
  readonly name: string;
  readonly lastName: string;
  readonly email: string;
  /** Default: the e-mail address, as in the cloud. */
  readonly login?: string;
  readonly admin: boolean;
  readonly timeZone: string;
}

export interface Chat {
  readonly id: number;
  readonly title: string;
  readonly ownerId: number;
  readonly userIds: readonly number[];
}

/** An OAuth application. */
export interface Application {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  /** Its trial or paid period is over: it gets no tokens. */
  readonly unpaid?: boolean;
}

/** A bot, in order of registration. Exactly one of `webhookClientId` and `applicationId` names who registered it. */
export interface Bot {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  /** The `CLIENT_ID` given by webhook. */
  readonly webhookClientId?: string;
  /** The OAuth application's `client_id`. */
  readonly applicationId?: string;
  /** Address on this machine to which its events go. */
  readonly handler?: string;
}

export interface Webhook {
  readonly userId: number;
  readonly code: string;
  readonly scopes: readonly string[];
}

export interface Token {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly applicationId: string;
  readonly userId: number;
  /** Granted scopes; the application's when left out. */
  readonly scopes?: readonly string[];
  /** Seconds from the portal's start; negative for a token that has expired before. */
  readonly expiresIn: number;
  /** The application is installed, but its user is not let in. */
  readonly denied?: boolean;
}

/** An authorization code, good once. */
export interface Code {
  readonly code: string;
  readonly applicationId: string;
  readonly userId: number;
  /** Seconds from the portal's start. */
  readonly expiresIn: number;
}

/** Names of things in the world by what a suite needs them for; each becomes a `B24_` variable. */
export interface Roles {
  readonly webhook?: string;
  readonly webhookNoScope?: string;
  readonly clientId?: string;
  readonly botId?: number;
  readonly foreignBotId?: number;
  readonly chatId?: number;
  readonly userId?: number;
  readonly oauthClientId?: string;
  readonly oauthBotId?: number;
  readonly accessToken?: string;
  readonly expiredToken?: string;
  readonly noScopeToken?: string;
  readonly noBotToken?: string;
  readonly deniedToken?: string;
}
