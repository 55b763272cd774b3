import { type Clock, PortalClock } from './clock.ts';
import { LoadMeter } from './load.ts';
import type { Profile } from './profiles/profile.ts';
import type { Application, Bot, Chat, User, Webhook, World } from './world/world.ts';

/** A bot with the id of the application that registered it: `custom` + `CLIENT_ID`, or an OAuth `client_id`. */
export interface RegisteredBot extends Pick<Bot, 'id' | 'code' | 'name'> {
  readonly owner: string;
}

/** An access token in use. */
export interface LiveToken {
  readonly applicationId: string;
  readonly userId: number;
  readonly scopes: readonly string[];
  /** Unix seconds. */
  readonly expiresAt: number;
  readonly denied: boolean;
}

/** A typing indicator that a bot sent, as a test may want to see it. */
export interface TypingEvent {
  readonly botId: number;
  readonly dialogId: string;
  /** Unix seconds. */
  readonly at: number;
}

/** The id under which a webhook's `CLIENT_ID` owns bots (observed). */
export const webhookApplication = (clientId: string) => `custom${clientId}`;

/** A portal's state. Every portal builds its own from the world, so no two share any. */
export class Portal {
  readonly profile: Profile;
  readonly world: World;
  readonly clock: PortalClock;
  readonly load = new LoadMeter();
  readonly users = new Map<number, User>();
  readonly chats = new Map<number, Chat>();
  readonly bots = new Map<number, RegisteredBot>();
  readonly webhooks = new Map<string, Webhook>();
  readonly applications = new Map<string, Application>();
  readonly tokens = new Map<string, LiveToken>();
  readonly costs = new Map<string, number>();
  readonly typing: TypingEvent[] = [];

  constructor(profile: Profile, world: World, clock: Clock) {
    this.profile = profile;
    this.world = structuredClone(world);
    this.clock = new PortalClock(clock);
    this.reset();
  }

  /** Puts everything back to the seed world. */
  reset(): void {
    const { world } = this;
    this.load.clear();
    this.typing.length = 0;
    fill(
      this.users,
      world.users.map((user) => [user.id, user]),
    );
    fill(
      this.chats,
      world.chats.map((chat) => [chat.id, chat]),
    );
    fill(
      this.webhooks,
      world.webhooks.map((webhook) => [webhook.code, webhook]),
    );
    fill(
      this.applications,
      world.applications.map((each) => [each.clientId, each]),
    );
    fill(
      this.costs,
      Object.entries(world.costs ?? {}).map(([name, cost]) => [name.toLowerCase(), cost]),
    );
    fill(
      this.bots,
      world.bots.map(({ webhookClientId, applicationId = '', ...bot }) => [
        bot.id,
        {
          ...bot,
          owner: webhookClientId === undefined ? applicationId : webhookApplication(webhookClientId),
        },
      ]),
    );
    const now = this.clock.now();
    fill(
      this.tokens,
      world.tokens.map((token) => [
        token.accessToken,
        {
          applicationId: token.applicationId,
          userId: token.userId,
          scopes: token.scopes ?? this.applications.get(token.applicationId)?.scopes ?? [],
          expiresAt: now + token.expiresIn,
          denied: token.denied ?? false,
        },
      ]),
    );
  }
}

function fill<K, V>(map: Map<K, V>, entries: readonly (readonly [K, V])[]): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}
