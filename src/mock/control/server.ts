import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { openServer } from '../server.ts';
import { readBody } from '../wire/read-body.ts';
import type { ControlCommand } from './command.ts';
import { commandProblem, isCommand } from './command.ts';
import type { Control } from './control.ts';

export interface ControlServer {
  readonly url: string;
  /** Goes along as `Authorization: Bearer`. */
  readonly token: string;
  close(): Promise<void>;
}

/** Bytes of a command. */
const LONGEST = 64 * 1024;

interface Reply {
  readonly status: number;
  readonly body: { readonly result: unknown } | { readonly error: string };
}

/** Opens the control port on 127.0.0.1: POST one command as JSON, get `{ result }` or `{ error }` (400, 401, 413). */
export async function openControl(control: Control, port: number): Promise<ControlServer> {
  const token = randomBytes(24).toString('base64url');
  const host = '127.0.0.1';
  const server = await openServer({ host, port }, (request, response) => {
    reply(control, token, request).then(
      ({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
        response.end(JSON.stringify(body));
      },
      // The client has gone away.
      () => request.socket.destroy(),
    );
  });
  return { url: `http://${host}:${server.port}`, token, close: server.close };
}

async function reply(control: Control, token: string, request: IncomingMessage): Promise<Reply> {
  const { body, failure } = await readBody(request, LONGEST);
  if (!isSame(request.headers.authorization ?? '', `Bearer ${token}`))
    return refusal(401, 'The control port wants its token as Authorization: Bearer');
  if (failure !== undefined) return refusal(413, `A command has at most ${LONGEST} bytes`);
  let command: unknown;
  try {
    command = JSON.parse(body.toString());
  } catch (error) {
    return refusal(400, `POST one command as JSON: ${(error as Error).message}`);
  }
  if (!isCommand(command)) return refusal(400, commandProblem(command));
  try {
    return { status: 200, body: { result: obey(control, command) ?? true } };
  } catch (error) {
    return refusal(error instanceof RangeError ? 400 : 500, (error as Error).message);
  }
}

const refusal = (status: number, error: string): Reply => ({ status, body: { error } });

function obey(control: Control, command: ControlCommand): unknown {
  switch (command.do) {
    case 'fault':
      return control.fault(command);
    case 'clear-faults':
      return control.clearFaults();
    case 'typing':
      return control.typing();
    case 'events':
      return control.events();
    case 'write':
      return control.write(command.userId, command.dialogId, command.text);
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
