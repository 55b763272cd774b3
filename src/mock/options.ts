import type { Answer, Call, Request } from './call.ts';
import type { CertificateKind, ServerCertificate } from './certificate.ts';
import type { Clock } from './clock.ts';
import type { Control } from './control/control.ts';
import type { Fault } from './control/faults.ts';
import type { ControlServer } from './control/server.ts';
import type { BotEvent } from './events.ts';
import type { Bucket } from './limits.ts';
import type { Method } from './methods/method.ts';
import type { ProfileName } from './profiles/index.ts';
import type { Profile } from './profiles/profile.ts';
import type { Stage } from './stage.ts';
import type { World } from './world/world.ts';

/** How a portal begins. */
export interface PortalOptions {
  /** Default `documented`. A profile of one's own makes a portal that differs in data alone. */
  profile?: ProfileName | Profile;
  /** Default: `fixtures/world/world.yaml`. */
  world?: World;
  /** Default: the wall clock. */
  clock?: Clock;
  /** Replaces, wraps or inserts stages: a portal broken in one way. Called for every portal, so that none share state. */
  stages?: (stages: readonly Stage[]) => readonly Stage[];
  /** Methods beside the mock's own; one of the same name takes the place of the mock's. */
  methods?: readonly Method[];
  /** Request limit, off by default. Ordinary plans: 2 and 50, Enterprise: 5 and 250. */
  limits?: Bucket;
  /** Seconds a method may gather in `operating`; default: the profile's (480, or no limit on self-hosted portals). */
  operatingLimit?: number;
  /** The portal has moved: every call answers 302 to the same path there. */
  movedTo?: string;
  /** What goes wrong from the start on, and again after a reset. */
  faults?: readonly Fault[];
  /** Numbers what it gives out; default: the portals of a process are counted. For who compares one run with another. */
  series?: number;
}

export interface MockOptions extends PortalOptions {
  /** Default 127.0.0.1. Anything but a loopback address is refused unless `allowRemote` is set. */
  host?: string;
  allowRemote?: boolean;
  /** Default 0: a free port. */
  httpsPort?: number;
  /** Default 0: a free port. */
  httpPort?: number;
  /** Bytes; default 1 MiB. */
  bodyLimit?: number;
  /** Milliseconds that each answer waits before it is sent; default 0. The portal's own times do not hold it: it is the way. */
  latencyMs?: number;
  /** Waits so many milliseconds; default: a timer that keeps no process alive. */
  wait?: (milliseconds: number) => Promise<unknown>;
  /** Opens the control port (`portal.controlPort`); default: closed. In process, `portal.control` always works. */
  control?: boolean;
  /** Default 0: a free port. */
  controlPort?: number;
  /** Default `valid`, made for this process; or one that was made before. */
  certificate?: CertificateKind | ServerCertificate;
  /** Called with exceptions of stages, which the caller sees as INTERNAL_SERVER_ERROR; default: a process warning. */
  onFailure?: (error: unknown) => void;
  /** Called with every call and its answer, and the milliseconds from the whole request to the answer. */
  onAnswer?: (call: Call, answer: Answer, ms: number) => void;
  /** Called with each event of a bot, once its handler has answered or could not be reached. */
  onEvent?: (event: BotEvent) => void;
  /** Called with what went wrong on a connection before there was a request, in words. */
  onBrokenConnection?: (problem: string) => void;
}

export interface MockPortal {
  /** `https://127.0.0.1:PORT`, without a slash at the end; likewise `httpUrl`. */
  readonly httpsUrl: string;
  readonly httpUrl: string;
  /** PEM of the CA that clients must trust. */
  readonly ca: string;
  readonly profile: ProfileName;
  /** `B24_` variables with which a client uses this portal as a real one. */
  readonly environment: Record<string, string>;
  readonly control: Control;
  /** Where `control` is reached from outside, when the option `control` is set. */
  readonly controlPort: Pick<ControlServer, 'url' | 'token'> | undefined;
  /**
   * Puts a new portal in the place of this one, at the same addresses: world, clock, settings, tokens and stages are those of
   * a fresh start. Connections stay open; calls under way end on the old portal. What is given out afterwards has not been
   * given out before.
   *
   * @param options how the new one begins; default: as this one did
   * @throws {RangeError} when a fault makes no sense
   */
  reset(options?: PortalOptions): void;
  /** The answer to a request as if it had come over a connection; nothing is sent. */
  answer(request: Request): Promise<Answer>;
  close(): Promise<void>;
}
