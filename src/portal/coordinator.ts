import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, connect as openSocket, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { messageOf } from '../base/message.ts';
import type { Part } from './parts.ts';

/** The portal stopped answering in the middle of the run; the message says when. */
export class PortalLost extends Error {
  override readonly name = 'PortalLost';
}

/** A part as JSON has it. */
export type WirePart = Omit<Part, 'later'> & { later: string[] };

/** What the workers of a run share: one request limit, one renewal of the access token. */
export interface Coordinator {
  /**
   * Resolves when one more request may go out.
   *
   * @throws PortalLost when the portal has stopped answering
   */
  take(): Promise<void>;
  /** The portal refused for its limit. */
  refused(): Promise<void>;
  /** A request went through. */
  accepted(): Promise<void>;
  /** A case has ended for which the plan has so many requests. */
  finished(requests: string): Promise<void>;
  /**
   * A valid access token in place of one that has expired; renewed once, however many ask.
   *
   * @throws Error with the authorization server's answer where it gives none
   */
  renew(expired: string): Promise<string>;
  /** Settings that the run found on its way, such as ids of what it made and the present access token, by variable. */
  found(): Promise<Record<string, string>>;
  /** Which part of the cases this run tries. */
  part(): Promise<WirePart>;
  /** A request got no answer; resolves once it is known whether the portal is still there. */
  unanswered(): Promise<void>;
  /** Resolves with the reason once the portal has stopped answering, and never before. */
  lost(): Promise<string>;
}

export interface CoordinatorServer {
  /** For `connectCoordinator`, to be handed to workers. */
  address: string;
  close(): Promise<void>;
}

const OPERATIONS = [
  'take',
  'refused',
  'accepted',
  'finished',
  'renew',
  'found',
  'part',
  'unanswered',
  'lost',
] as const;
const ENDING = 'the run is being ended';
type Operation = (typeof OPERATIONS)[number];

interface Question {
  id: number;
  secret: string;
  operation: Operation;
  argument?: string;
}

interface Reply {
  id: number;
  value?: string | undefined;
  error?: string;
  /** The error is that the portal is lost. */
  lost?: boolean;
}

/** Offers a coordinator to other processes: lines of JSON over loopback, guarded by a random word. */
export async function serveCoordinator(coordinator: Coordinator): Promise<CoordinatorServer> {
  const secret = randomBytes(16).toString('hex');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    linesOf(socket, (line) => void reply(line, socket));
  });
  const reply = async (line: string, socket: Socket): Promise<void> => {
    const question = parse(line);
    if (!question || question.secret !== secret || !OPERATIONS.includes(question.operation)) {
      socket.destroy();
      return;
    }
    let answer: Reply;
    try {
      const value = await coordinator[question.operation](question.argument ?? '');
      answer = {
        id: question.id,
        value: typeof value === 'object' ? JSON.stringify(value) : (value ?? undefined),
      };
    } catch (error) {
      answer = { id: question.id, error: messageOf(error), lost: error instanceof PortalLost };
    }
    socket.write(`${JSON.stringify(answer)}\n`);
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    address: `${port}:${secret}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The reader passes on the socket's errors as its own; a worker that is killed would end the run by one. */
function linesOf(socket: Socket, take: (line: string) => void): void {
  createInterface(socket)
    .on('line', take)
    .on('error', () => socket.destroy());
}

/** Anything on this machine may connect and say anything. */
function parse(line: string): Question | undefined {
  try {
    return (JSON.parse(line) as Question | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The coordinator behind an address of `serveCoordinator`. */
export async function connectCoordinator(address: string): Promise<Coordinator & { close(): void }> {
  const [port = '', secret = ''] = address.split(':');
  const socket = openSocket(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  const waiting = new Map<number, { resolve: (value: string) => void; reject: (error: Error) => void }>();
  let last = 0;
  let ended = false;
  linesOf(socket, (line) => {
    const { id, value, error, lost } = JSON.parse(line) as Reply;
    const asker = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asker?.resolve(value ?? '');
    else asker?.reject(lost ? new PortalLost(error) : new Error(error));
  });
  const end = (): void => {
    ended = true;
    for (const { reject } of waiting.values()) reject(new Error(ENDING));
    waiting.clear();
  };
  socket.on('close', end).on('error', end);
  const ask = (operation: Operation, argument?: string): Promise<string> =>
    new Promise((resolve, reject) => {
      if (ended) {
        reject(new Error(ENDING));
        return;
      }
      last++;
      waiting.set(last, { resolve, reject });
      const question: Question = {
        id: last,
        secret,
        operation,
        ...(argument === undefined ? {} : { argument }),
      };
      socket.write(`${JSON.stringify(question)}\n`);
    });
  return {
    take: async () => void (await ask('take')),
    refused: async () => void (await ask('refused')),
    accepted: async () => void (await ask('accepted')),
    finished: async (requests) => void (await ask('finished', requests)),
    renew: (expired) => ask('renew', expired),
    found: async () => JSON.parse(await ask('found')) as Record<string, string>,
    part: async () => JSON.parse(await ask('part')) as WirePart,
    unanswered: async () => void (await ask('unanswered')),
    lost: () => ask('lost'),
    close: () => socket.destroy(),
  };
}
