import type { PortalClock } from './clock.ts';
import { type Fault, Faults } from './control/faults.ts';
import { type EventOptions, Events } from './events.ts';
import type { Handlers } from './handlers.ts';
import { type Bucket, RequestMeter } from './limits.ts';
import { LoadMeter } from './load.ts';
import type { Method } from './methods/method.ts';
import type { Profile } from './profiles/profile.ts';
import { seed } from './seed.ts';
import type { Stage } from './stage.ts';
import { Ids, Table } from './tables.ts';
import { frozenWorld } from './world/frozen.ts';
import type { Application, Bot, Chat, User, Webhook, World } from './world/world.ts';

/** A bot as it stands now, the same for `imbot` and `imbot.v2`. */
export interface RegisteredBot extends Pick<Bot, 'id' | 'code' | 'name'> {
  /** The application that registered it: `custom` + `CLIENT_ID` or bot token, or an OAuth `client_id`. */
  readonly owner: string;
  readonly handlers?: Handlers;
  /** First and last name of the user that it is; `name` is both together. */
  readonly firstName: string;
  readonly lastName: string;
  readonly workPosition: string;
  /** Name of a colour, such as `PINK`. */
  readonly color: string;
  /** `M` or `F`; empty when nobody said. */
  readonly gender: string;
  /** Address of the picture; empty when there is none. */
  readonly avatar: string;
  /** As `imbot.v2` names it, such as `bot` or `supervisor`. */
  readonly type: string;
  readonly isHidden: boolean;
  readonly isReactionsEnabled: boolean;
  readonly isSupportOpenline: boolean;
  readonly backgroundId: string | null;
  readonly eventMode: 'fetch' | 'webhook';
}

/** A chat as it stands now. `type` is `C` (closed), `O` (open) or `P` (a dialog of two), as `imbot.dialog.get` names it. */
export interface LiveChat extends Chat {
  readonly type: 'C' | 'O' | 'P';
  readonly description: string;
  readonly entityType: string;
  readonly entityId: string;
  /** Name of a colour, such as `PINK`. */
  readonly color: string;
  /** Address of the picture; empty when there is none. */
  readonly avatar: string;
  /** Beside the owner. */
  readonly managerIds: readonly number[];
  /** Whether people can write. */
  readonly textField: boolean;
}

/** A message in a chat. */
export interface Message {
  readonly id: number;
  readonly chatId: number;
  /** A user or a bot; 0 for system messages. */
  readonly authorId: number;
  readonly text: string;
  /** Unix seconds. */
  readonly at: number;
  /** Its text is gone, and a mark is left. */
  readonly deleted: boolean;
  /** Ids of those who like it. */
  readonly likes: readonly number[];
}

/** A command that people can give a bot in a chat. */
export interface Command {
  readonly id: number;
  readonly botId: number;
  /** What they type behind a slash. */
  readonly command: string;
  /** Whether it can be given in chats that the bot is not in. */
  readonly common: boolean;
  readonly hidden: boolean;
  readonly extranetSupport: boolean;
  /** In the language of the portal, or else the first that was given. */
  readonly title: string;
  readonly params: string;
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
  /** What people are told that it does, and for how many seconds, where the bot said so. */
  readonly statusMessageCode?: string;
  readonly duration?: number;
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

/** What a portal is made of. */
export interface Beginning {
  readonly profile: Profile;
  readonly world: World;
  readonly clock: PortalClock;
  /** The pipeline; `batch` sends its commands through part of it. */
  readonly stages: readonly Stage[];
  /** By name in lower case. */
  readonly methods: ReadonlyMap<string, Method>;
  readonly settings: Settings;
  /** `https://HOST:PORT`; empty until the portal listens. */
  readonly origin: string;
  readonly onEvent?: EventOptions['onEvent'];
  /** In place of the count of portals. */
  readonly series?: number | undefined;
}

/** Portals that this process has begun. */
let begun = 0;

/**
 * A portal's state, all of it, built anew from the world: no two portals share any, and a reset is a new portal in the place
 * of the old one. Calls under way keep the portal that they began with.
 */
export class Portal {
  readonly profile: Profile;
  readonly world: World;
  readonly clock: PortalClock;
  readonly stages: readonly Stage[];
  readonly methods: ReadonlyMap<string, Method>;
  origin: string;
  settings: Settings;

  readonly load = new LoadMeter();
  readonly requests = new RequestMeter();
  readonly faults = new Faults();
  readonly #userIds = new Ids();
  readonly users = new Table<User>(this.#userIds);
  /** A bot's id is a user id. */
  readonly bots = new Table<RegisteredBot>(this.#userIds);
  readonly chats = new Table<LiveChat>();
  readonly messages = new Table<Message>();
  readonly commands = new Table<Command>();
  readonly webhooks = new Map<string, Webhook>();
  readonly applications = new Map<string, Application>();
  readonly tokens = new Map<string, LiveToken>();
  readonly refreshTokens = new Map<string, TimedGrant>();
  readonly codes = new Map<string, TimedGrant>();
  /** Seconds that methods take, by name in lower case. */
  readonly costs = new Map<string, number>();
  readonly typing: TypingEvent[] = [];
  readonly events: Events;
  /** All that calls of methods change. */
  readonly tables: readonly Map<number, unknown>[] = [
    this.users,
    this.bots,
    this.chats,
    this.messages,
    this.commands,
  ];
  readonly #series: number;
  #issued = 0;

  constructor({ profile, world, clock, stages, methods, settings, origin, onEvent, series }: Beginning) {
    this.events = new Events({ onEvent });
    this.profile = profile;
    this.world = frozenWorld(world);
    this.clock = clock;
    this.stages = stages;
    this.methods = methods;
    this.settings = settings;
    this.origin = origin;
    begun += 1;
    this.#series = series ?? begun;
    seed(this);
    for (const fault of settings.faults) this.faults.add(fault);
  }

  /** Remembers a typing indicator; only the latest thousands are kept. */
  recordTyping(event: TypingEvent): void {
    if (this.typing.length >= 2 * TYPING_KEPT) this.typing.splice(0, TYPING_KEPT);
    this.typing.push(event);
  }

  /**
   * A secret of `length` characters that no portal of this process has given out before: portals are counted, and what each
   * gives out. Whoever learns secrets by their value may so go from portal to portal.
   */
  nextSecret(name: string, length: number): string {
    this.#issued += 1;
    const serial = `${this.#series}${String(this.#issued).padStart(9, '0')}`;
    return name + serial.padStart(length - name.length, '0');
  }
}
