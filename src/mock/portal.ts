import { type Clock, PortalClock } from './clock.ts';
import { type Fault, Faults } from './control/faults.ts';
import { type Bucket, RequestMeter } from './limits.ts';
import { LoadMeter } from './load.ts';
import type { Profile } from './profiles/profile.ts';
import { seed } from './seed.ts';
import type { Stage } from './stage.ts';
import type { Application, Bot, Chat, User, Webhook, World } from './world/world.ts';

/** A bot with the id of the application that registered it: `custom` + `CLIENT_ID`, or an OAuth `client_id`. */
export interface RegisteredBot extends Pick<Bot, 'id' | 'code' | 'name'> {
  readonly owner: string;
}

/** A chat as it stands now. `type` is `C` (closed) or `O` (open), as `imbot.dialog.get` names it. */
export interface LiveChat extends Chat {
  readonly type: 'C' | 'O';
  readonly description: string;
  readonly entityType: string;
  readonly entityId: string;
}

/** On whose behalf an application calls. */
export interface Grant {
  readonly applicationId: string;
  readonly userId: number;
  readonly scopes: readonly string[];
}

/** A grant that ends at `expiresAt`, in Unix seconds. */
export interface TimedGrant extends Grant {
  readonly expiresAt: number;
}

/** An access token in use. */
export interface LiveToken extends TimedGrant {
  readonly denied: boolean;
}

/** A typing indicator that a bot sent, as a test may want to see it. */
export interface TypingEvent {
  readonly botId: number;
  readonly dialogId: string;
  /** Unix seconds. */
  readonly at: number;
}

export interface Settings {
  /** Request limit; none when undefined. */
  readonly limits: Bucket | undefined;
  /** Seconds of execution a method may gather before it is blocked; unlimited when undefined. */
  readonly operatingLimit: number | undefined;
  /** Address to which every call is redirected. */
  readonly movedTo: string | undefined;
  /** Wait for calls from the start on. */
  readonly faults: readonly Fault[];
}

/** A portal under load must not grow for ever. */
const TYPING_KEPT = 5000;

/** A portal's state. Every portal builds its own from the world, so no two share any. */
export class Portal {
  readonly profile: Profile;
  readonly world: World;
  readonly clock: PortalClock;
  /** The pipeline; `batch` sends its commands through part of it. */
  readonly stages: readonly Stage[];
  /** `https://HOST:PORT`, known once the portal listens. */
  origin = '';
  settings: Settings;

  readonly load = new LoadMeter();
  readonly requests = new RequestMeter();
  readonly faults = new Faults();
  readonly users = new Map<number, User>();
  readonly chats = new Map<number, LiveChat>();
  readonly bots = new Map<number, RegisteredBot>();
  readonly webhooks = new Map<string, Webhook>();
  readonly applications = new Map<string, Application>();
  readonly tokens = new Map<string, LiveToken>();
  readonly refreshTokens = new Map<string, TimedGrant>();
  readonly codes = new Map<string, TimedGrant>();
  readonly costs = new Map<string, number>();
  readonly typing: TypingEvent[] = [];
  /** Ids of bots are never given out twice, as they are user ids. */
  highestId = 0;
  #issued = 0;

  readonly #initial: Settings;

  constructor(profile: Profile, world: World, clock: Clock, stages: readonly Stage[], settings: Settings) {
    this.profile = profile;
    this.world = structuredClone(world);
    this.clock = new PortalClock(clock);
    this.stages = stages;
    this.settings = settings;
    this.#initial = settings;
    this.#begin();
  }

  /** Puts everything but the clock back to how it was at the start. */
  reset(): void {
    this.settings = this.#initial;
    this.load.clear();
    this.requests.clear();
    this.faults.clear();
    this.highestId = 0;
    this.typing.length = 0;
    this.#begin();
  }

  #begin(): void {
    seed(this);
    for (const fault of this.settings.faults) this.faults.add(fault);
  }

  /** Remembers a typing indicator; only the latest thousands are kept. */
  recordTyping(event: TypingEvent): void {
    if (this.typing.length >= 2 * TYPING_KEPT) this.typing.splice(0, TYPING_KEPT);
    this.typing.push(event);
  }

  /** A number that this portal has not given out before: secrets stay reproducible and unique. */
  nextSerial(): number {
    this.#issued += 1;
    return this.#issued;
  }
}
