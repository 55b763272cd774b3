import { BlockList, isIPv6 } from 'node:net';
import { type Answer, newCall, type Request } from './call.ts';
import { type CertificateKind, makeCertificate } from './certificate.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Control, controlOf } from './control/control.ts';
import { environmentOf } from './environment.ts';
import { errorAnswer } from './errors.ts';
import type { Bucket } from './limits.ts';
import { Portal } from './portal.ts';
import { type ProfileName, profiles } from './profiles/index.ts';
import { type Listener, listen } from './server.ts';
import { runStages, type Stage } from './stage.ts';
import { standardStages } from './stages/index.ts';
import { loadWorld } from './world/load.ts';
import type { World } from './world/world.ts';

export interface MockOptions {
  /** Default `documented`. */
  profile?: ProfileName;
  /** Default: `fixtures/world/world.yaml`. */
  world?: World;
  /** Default 127.0.0.1. Anything but a loopback address is refused unless `allowRemote` is set. */
  host?: string;
  allowRemote?: boolean;
  /** Default 0: a free port. */
  httpsPort?: number;
  /** Default 0: a free port. */
  httpPort?: number;
  /** Bytes; default 1 MiB. */
  bodyLimit?: number;
  /** Default: the wall clock. */
  clock?: Clock;
  /** Replaces, wraps or inserts stages: a portal broken in one way. */
  stages?: (stages: readonly Stage[]) => readonly Stage[];
  /** Request limit, off by default. Ordinary plans: 2 and 50, Enterprise: 5 and 250. */
  limits?: Bucket;
  /** Seconds a method may gather in `operating`; default: the profile's (480, or no limit on self-hosted portals). */
  operatingLimit?: number;
  /** The portal has moved: every call answers 302 to the same path there. */
  movedTo?: string;
  /** Default `valid`. */
  certificate?: CertificateKind;
  /** Told of exceptions in stages, which the caller sees as INTERNAL_SERVER_ERROR; default: a process warning. */
  onFailure?: (error: unknown) => void;
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
  close(): Promise<void>;
}

/**
 * Starts a portal of its own state on loopback, by HTTPS and plain HTTP.
 * @throws {WorldError} when the world file cannot be used
 */
export async function startMockPortal(options: MockOptions = {}): Promise<MockPortal> {
  const { profile = 'documented', bodyLimit = 1024 * 1024, host = '127.0.0.1' } = options;
  if (!options.allowRemote && !isLoopback(host)) {
    throw new RangeError(
      `The mock portal listens on loopback addresses only, not on '${host}' (see allowRemote)`,
    );
  }
  const name = urlHost(host);
  const [world, certificate] = await Promise.all([
    options.world ?? loadWorld(),
    makeCertificate(options.certificate ?? 'valid', name),
  ]);
  const stages = (options.stages ?? ((standard) => standard))(standardStages);
  const portal = new Portal(profiles[profile], world, options.clock ?? systemClock(), stages, {
    limits: options.limits,
    operatingLimit: options.operatingLimit ?? profiles[profile].operatingLimit,
    movedTo: options.movedTo,
  });
  const answer = (request: Request) => answerRequest(portal, request, options.onFailure ?? warn);

  const opened = await Promise.allSettled([
    listen({ host, port: options.httpsPort ?? 0, bodyLimit, certificate, answer }),
    listen({ host, port: options.httpPort ?? 0, bodyLimit, certificate: undefined, answer }),
  ]);
  const close = async () => {
    await Promise.all(opened.map((each) => (each.status === 'fulfilled' ? each.value.close() : undefined)));
  };
  const [https, http] = opened;
  if (https.status === 'rejected' || http.status === 'rejected') {
    await close();
    throw https.status === 'rejected' ? https.reason : (http as PromiseRejectedResult).reason;
  }
  const url = (scheme: string, listener: Listener) =>
    `${scheme}://${isIPv6(name) ? `[${name}]` : name}:${listener.port}`;
  const httpsUrl = url('https', https.value);
  const httpUrl = url('http', http.value);
  portal.origin = httpsUrl;
  return {
    httpsUrl,
    httpUrl,
    ca: certificate.ca,
    profile,
    environment: environmentOf(portal.world, httpsUrl, httpUrl),
    control: controlOf(portal),
    close,
  };
}

/** Runs the stages. A stage that throws ends in INTERNAL_SERVER_ERROR, never in a stack trace on the wire. */
async function answerRequest(
  portal: Portal,
  request: Request,
  onFailure: (error: unknown) => void,
): Promise<Answer> {
  const call = newCall(portal, request);
  try {
    const answer = await runStages(portal.stages, call);
    if (answer === undefined) throw new Error('No stage answered');
    return answer;
  } catch (error) {
    onFailure(error);
    call.answer = errorAnswer(portal.profile.errors.internal);
    const text = JSON.stringify(call.answer.body);
    return { ...call.answer, headers: { 'content-type': 'application/json; charset=utf-8' }, text };
  }
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}

function isLoopback(host: string): boolean {
  const loopback = new BlockList();
  loopback.addSubnet('127.0.0.0', 8);
  loopback.addAddress('::1', 'ipv6');
  return host === 'localhost' || loopback.check(host, isIPv6(host) ? 'ipv6' : 'ipv4');
}

/** The name by which clients on this machine reach the host. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}
