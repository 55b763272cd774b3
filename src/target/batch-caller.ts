import { formEncode } from '../wire/parameters.ts';
import { type Caller, errorIn, type Reply } from './call.ts';

/** Commands that a batch may have (batch.md, Method Parameters). */
const MOST = 50;

interface Waiting {
  method: string;
  parameters: Record<string, unknown>;
  resolve(reply: Reply): void;
  reject(error: unknown): void;
}

/**
 * Sends calls that are made at the same time as commands of one batch, for errands of which a portal's limit would let few
 * through; a call that is alone goes by itself. Where a batch is refused, or says nothing of a command, that goes by itself
 * as well.
 */
export function inBatches(call: Caller): Caller {
  let waiting: Waiting[] = [];

  const alone = ({ method, parameters, resolve, reject }: Waiting): Promise<void> =>
    call(method, parameters).then(resolve, reject);

  async function send(commands: readonly Waiting[]): Promise<void> {
    const [first] = commands;
    if (first !== undefined && commands.length === 1) return alone(first);
    const cmd = Object.fromEntries(commands.map((command, index) => [keyOf(index), inQuery(command)]));
    const reply = await call('batch', { halt: 0, cmd }).catch(() => undefined);
    for (const [index, command] of commands.entries()) {
      const answer = reply && answerTo(keyOf(index), reply);
      if (answer) command.resolve(answer);
      else await alone(command);
    }
  }

  async function sendAll(): Promise<void> {
    const commands = waiting;
    waiting = [];
    for (let first = 0; first < commands.length; first += MOST)
      await send(commands.slice(first, first + MOST));
  }

  return (method, parameters = {}) =>
    new Promise((resolve, reject) => {
      // All that is called before the event loop goes on belongs together.
      if (waiting.length === 0) setImmediate(() => void sendAll());
      waiting.push({ method, parameters, resolve, reject });
    });
}

function inQuery({ method, parameters }: Waiting): string {
  const query = formEncode(Object.entries(parameters).map(([name, value]) => ({ name, value, raw: false })));
  return `${method}?${query}`;
}

/** No number: PHP writes a map whose keys count up from 0 as a list. */
const keyOf = (index: number): string => `call${index}`;

/** What a batch says of a command; undefined where it says nothing. */
function answerTo(key: string, { status, error, result }: Reply): Reply | undefined {
  if (error !== undefined) return undefined;
  const { result: results, result_error: errors } = (result ?? {}) as Record<string, unknown>;
  const refusal = fieldOf(errors, key);
  if (typeof refusal === 'object' && refusal !== null) {
    const { code, text } = errorIn(refusal as Record<string, unknown>);
    return { status, result: undefined, error: code ?? `HTTP_${status}`, description: text };
  }
  const found = fieldOf(results, key);
  return found === undefined
    ? undefined
    : { status, result: found, error: undefined, description: undefined };
}

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
