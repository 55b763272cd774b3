import { randomBytes, timingSafeEqual } from 'node:crypto';
import fastify from 'fastify';
import type { ControlCommand } from './command.ts';
import { commandProblem, isCommand } from './command.ts';
import type { Control } from './control.ts';

export interface ControlServer {
  readonly url: string;
  /** Goes along as `Authorization: Bearer`. */
  readonly token: string;
  close(): Promise<void>;
}

/** Opens the control port on 127.0.0.1: POST one command as JSON, get `{ result }` or `{ error }` (400, 401). */
export async function openControl(control: Control, port: number): Promise<ControlServer> {
  const token = randomBytes(24).toString('base64url');
  const server = fastify({ forceCloseConnections: true, bodyLimit: 64 * 1024 });
  server.setErrorHandler((error, _request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    reply.code(error instanceof RangeError ? 400 : status).send({ error: String((error as Error).message) });
  });
  server.addHook('onRequest', async (request, reply) => {
    if (!isSame(request.headers.authorization ?? '', `Bearer ${token}`)) {
      await reply.code(401).send({ error: 'The control port wants its token as Authorization: Bearer' });
    }
  });
  server.post('/', async (request, reply) => {
    const command = request.body;
    if (isCommand(command)) return { result: obey(control, command) ?? true };
    return reply.code(400).send({ error: commandProblem(command) });
  });
  const url = await server.listen({ host: '127.0.0.1', port });
  return { url, token, close: () => server.close() };
}

function obey(control: Control, command: ControlCommand): unknown {
  switch (command.do) {
    case 'fault':
      return control.fault(command);
    case 'clear-faults':
      return control.clearFaults();
    case 'typing':
      return control.typing();
    case 'reset':
      return control.reset();
    case 'set-clock':
      return control.setClock(command.now);
    case 'advance-clock':
      return control.advanceClock(command.seconds);
    case 'set-users':
      return control.setUsers(command.count);
    case 'set-cost':
      return control.setCost(command.method, command.seconds);
    case 'set-limits':
      return control.setLimits({ rate: command.rate, burst: command.burst });
    case 'lift-limits':
      return control.setLimits(undefined);
    case 'set-operating-limit':
      return control.setOperatingLimit(command.seconds);
    case 'lift-operating-limit':
      return control.setOperatingLimit(undefined);
    case 'move-to':
      return control.moveTo(command.url);
    case 'move-back':
      return control.moveTo(undefined);
    case 'issue-code':
      return control.issueCode(command.clientId, command.userId);
  }
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
