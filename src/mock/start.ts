import { isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type Call, newCall, type Request } from './call.ts';
import { type CertificateKind, makeCertificate, type ServerCertificate } from './certificate.ts';
import { PortalClock, systemClock } from './clock.ts';
import { checkFault } from './control/check-fault.ts';
import { controlOf } from './control/control.ts';
import { openControl } from './control/server.ts';
import { environmentOf } from './environment.ts';
import { errorAnswer } from './errors.ts';
import { isLoopback } from './loopback.ts';
import { byName, standardMethods } from './methods/index.ts';
import type { MockOptions, MockPortal, PortalOptions } from './options.ts';
import { Portal } from './portal.ts';
import { profiles } from './profiles/index.ts';
import { listen } from './server.ts';
import { runStages } from './stage.ts';
import { standardStages } from './stages/index.ts';
import { loadWorld } from './world/load.ts';
import type { World } from './world/world.ts';

/**
 * Starts a portal of its own state on loopback, by HTTPS and plain HTTP.
 * @throws {WorldError} when the world file cannot be used
 * @throws {RangeError} when the host is not loopback, or a fault makes no sense
 */
export async function startMockPortal(options: MockOptions = {}): Promise<MockPortal> {
  const { bodyLimit = 1024 * 1024, host = '127.0.0.1' } = options;
  if (!options.allowRemote && !isLoopback(host)) {
    throw new RangeError(
      `The mock portal listens on loopback addresses only, not on '${host}' (see allowRemote)`,
    );
  }
  checkFaults(options);
  const name = urlHost(host);
  const seedWorld = options.world ?? (await loadWorld());
  const { certificate: wanted = 'valid', onBrokenConnection: onBroken } = options;
  const certificate = typeof wanted === 'string' ? certificateFor(wanted, name) : wanted;
  let current: Began = { ...options, world: seedWorld };
  let portal = begin(current);
  const control = controlOf(
    () => portal,
    () => replace(begin(current, portal)),
  );
  // What an earlier portal has to say is nobody's concern any more.
  const replace = (next: Portal): void => {
    void portal.events.close();
    portal = next;
  };
  const { latencyMs = 0, wait = (milliseconds) => sleep(milliseconds, undefined, { ref: false }) } = options;
  const answer = async (request: Request) => {
    const began = performance.now();
    const call = newCall(portal, request);
    const given = await answerCall(call, options.onFailure ?? warn);
    if (latencyMs > 0) await wait(latencyMs);
    options.onAnswer?.(call, given, performance.now() - began);
    return given;
  };
  const opening = [
    listen({ host, port: options.httpsPort ?? 0, bodyLimit, certificate, answer, onBroken }),
    listen({ host, port: options.httpPort ?? 0, bodyLimit, answer, onBroken }),
    options.control ? openControl(control, options.controlPort ?? 0) : undefined,
  ] as const;
  const close = async () => {
    const opened = await Promise.allSettled(opening);
    await portal.events.close();
    await Promise.all(opened.map((each) => (each.status === 'fulfilled' ? each.value?.close() : undefined)));
  };
  try {
    const [https, http, controlPort] = await Promise.all(opening);
    const host = isIPv6(name) ? `[${name}]` : name;
    const httpsUrl = `https://${host}:${https.port}`;
    const httpUrl = `http://${host}:${http.port}`;
    portal.origin = httpsUrl;
    return {
      httpsUrl,
      httpUrl,
      ca: certificate.ca,
      get profile() {
        return portal.profile.name;
      },
      get environment() {
        return environmentOf(portal.world, httpsUrl, httpUrl);
      },
      control,
      controlPort,
      answer: (request) =>
        answer(request.body.length > bodyLimit ? { ...request, failure: 'too-large' } : request),
      reset(anew = current) {
        checkFaults(anew);
        current = {
          ...anew,
          world: anew.world ?? seedWorld,
          ...(options.onEvent && { onEvent: options.onEvent }),
        };
        replace(begin(current, { origin: httpsUrl }));
      },
      close,
    };
  } catch (error) {
    // One port in use must not leave the others open.
    await close();
    throw error;
  }
}

const METHODS = byName(standardMethods);

type Began = PortalOptions & { readonly world: World; readonly onEvent?: MockOptions['onEvent'] };

/**
 * A portal that begins now.
 *
 * The second argument is the portal before it, or what is taken over of it: the address, and the clock where it is to run on.
 */
function begin(
  options: Began,
  { origin = '', clock = new PortalClock(options.clock ?? systemClock()) }: Partial<Portal> = {},
): Portal {
  const { limits, movedTo, faults = [], series } = options;
  const profile =
    typeof options.profile === 'object' ? options.profile : profiles[options.profile ?? 'documented'];
  const operatingLimit = options.operatingLimit ?? profile.operatingLimit;
  const stages = (options.stages ?? ((standard) => standard))(standardStages);
  const settings = { limits, operatingLimit, movedTo, faults };
  const methods = options.methods ? byName([...standardMethods, ...options.methods]) : METHODS;
  return new Portal({
    profile,
    world: options.world,
    clock,
    stages,
    methods,
    settings,
    origin,
    series,
    onEvent: options.onEvent,
  });
}

function checkFaults({ faults = [] }: PortalOptions): void {
  for (const fault of faults) checkFault(fault);
}

const certificates = new Map<string, ServerCertificate>();

/** One certificate per process: making keys is a large part of a start, and a certificate is not part of a portal's state. */
function certificateFor(kind: CertificateKind, host: string): ServerCertificate {
  const key = `${kind} ${host}`;
  const made = certificates.get(key) ?? makeCertificate(kind, host);
  certificates.set(key, made);
  return made;
}

/** Runs the stages. A stage that throws ends in INTERNAL_SERVER_ERROR, never in a stack trace on the wire. */
async function answerCall(call: Call, onFailure: (error: unknown) => void): Promise<Answer> {
  try {
    const answer = await runStages(call.portal.stages, call);
    if (answer === undefined) throw new Error('No stage answered');
    return answer;
  } catch (error) {
    onFailure(error);
    call.answer = errorAnswer(call, 'internal');
    const text = JSON.stringify(call.answer.body);
    return { ...call.answer, headers: { 'content-type': 'application/json; charset=utf-8' }, text };
  }
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}

/** The name by which clients on this machine reach the host. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}
