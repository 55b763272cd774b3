/**
 * A portal in a process of its own that knows the few methods of the synthetic resources. Speaks TLS on a free port;
 * its first line of output says where, its last that it hangs.
 *
 * `node --import tsx fake-portal.ts '{"hangAt":3,"missing":["crm.deal.add"],"scopes":["imbot"]}'`
 */
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeCertificate } from '../../../src/mock/certificate.ts';

export interface FakeOptions {
  /** The call that makes, finds or removes something after which no answer comes. */
  hangAt?: number;
  /** Methods that this portal does not have. */
  missing?: string[];
  scopes?: string[];
}

/** Everything on the portal, by kind and id. */
export type FakeState = Record<string, Record<string, Record<string, unknown>>>;

type Parameters = Record<string, unknown>;

class Refusal extends Error {
  readonly code: string;
  constructor(code: string, text = 'for a test') {
    super(text);
    this.code = code;
  }
}

let identity: ReturnType<typeof makeCertificate> | undefined;

/**
 * Starts it in this process.
 *
 * @param onHang called when it has done what it does not answer
 */
export async function serveFake(options: FakeOptions, onHang: () => void = () => {}) {
  identity ??= makeCertificate('valid', '127.0.0.1');
  const { key, cert, ca } = await identity;
  const { answer, state } = createFake(options);
  const server = https.createServer({ key, cert }, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const method = request.url?.split('/').at(-1) ?? '';
      const answered = answer(method, JSON.parse(Buffer.concat(parts).toString() || '{}') as Parameters);
      // What it was asked is done, and nobody hears so.
      if (!answered) return onHang();
      response.writeHead(answered[0], { 'content-type': 'application/json' });
      response.end(JSON.stringify(answered[1]));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `https://127.0.0.1:${port}`, ca, state, close };
}

function createFake({ hangAt, missing = [], scopes = ['crm', 'im', 'imbot'] }: FakeOptions) {
  const state: FakeState = {
    bot: { 5: { ID: 5, CODE: 'someone else' } },
    chat: { 7: { ENTITY_ID: 'someone else' } },
    deal: { 11: { ID: '11', ORIGIN_ID: 'someone else' } },
    message: { 13: { id: 13, text: 'hello', chat: 'chat7' } },
  };
  let lastId = 100;

  function add(kind: string, fields: Parameters): number {
    lastId++;
    state[kind] = { ...state[kind], [lastId]: fields };
    return lastId;
  }

  function take(kind: string, id: unknown, refusal: Refusal): true {
    const { [String(id)]: found, ...others } = state[kind] ?? {};
    if (!found) throw refusal;
    state[kind] = others;
    return true;
  }

  /** The bot of a call, which must be the caller's own. */
  function botOf({ BOT_ID, CLIENT_ID }: Parameters): Parameters {
    const bot = state.bot?.[String(BOT_ID)];
    if (!bot) throw new Refusal('BOT_ID_ERROR');
    if (bot.owner !== CLIENT_ID) throw new Refusal('APP_ID_ERROR');
    return bot;
  }

  /** What is in a chat is for its bot alone. */
  function inChat(parameters: Parameters, dialog: unknown): void {
    botOf(parameters);
    const chat = state.chat?.[String(dialog).replace('chat', '')];
    if (chat?.bot !== parameters.BOT_ID) throw new Refusal('ACCESS_ERROR');
  }

  const METHODS: Record<string, (parameters: Parameters) => unknown> = {
    'imbot.register': ({ CODE, CLIENT_ID }) => {
      const id = add('bot', { CODE, owner: CLIENT_ID });
      Object.assign(state.bot?.[id] ?? {}, { ID: id });
      return id;
    },
    'imbot.bot.list': () => state.bot,
    'imbot.unregister': (parameters) => {
      botOf(parameters);
      return take('bot', parameters.BOT_ID, new Refusal('BOT_ID_ERROR'));
    },
    'imbot.chat.add': (parameters) => {
      botOf(parameters);
      return add('chat', { ENTITY_ID: parameters.ENTITY_ID, bot: parameters.BOT_ID });
    },
    'imbot.chat.get': ({ ENTITY_ID }) => {
      const found = Object.entries(state.chat ?? {}).find(([, chat]) => chat.ENTITY_ID === ENTITY_ID);
      return found ? { ID: found[0] } : null;
    },
    'imbot.message.add': (parameters) => {
      inChat(parameters, parameters.DIALOG_ID);
      const id = add('message', { text: parameters.MESSAGE, chat: parameters.DIALOG_ID });
      Object.assign(state.message?.[id] ?? {}, { id });
      return id;
    },
    'im.dialog.messages.get': ({ DIALOG_ID }) => ({
      messages: Object.values(state.message ?? {}).filter(({ chat }) => chat === DIALOG_ID),
    }),
    'imbot.message.delete': (parameters) => {
      botOf(parameters);
      return take('message', parameters.MESSAGE_ID, new Refusal('MESSAGE_ID_ERROR'));
    },
    // Numbers of this module are texts.
    'crm.deal.add': ({ fields }) => {
      const id = add('deal', { ...(fields as Parameters) });
      Object.assign(state.deal?.[id] ?? {}, { ID: String(id) });
      return id;
    },
    'crm.deal.list': ({ filter }) =>
      Object.values(state.deal ?? {}).filter(
        ({ ORIGIN_ID }) => ORIGIN_ID === (filter as Parameters | undefined)?.ORIGIN_ID,
      ),
    'crm.deal.delete': ({ id }) => take('deal', id, new Refusal('', 'Not found')),
  };

  let calls = 0;

  function answer(method: string, parameters: Parameters): [status: number, body: object] | undefined {
    if (method === 'fake.state') return [200, { result: state }];
    if (method === 'scope') return [200, { result: scopes }];
    if (method === 'methods')
      return [200, { result: Object.keys(METHODS).filter((each) => !missing.includes(each)) }];
    const run = missing.includes(method) ? undefined : METHODS[method];
    if (!run) return [404, { error: 'ERROR_METHOD_NOT_FOUND', error_description: 'Method not found!' }];
    const scope = method.startsWith('crm.') ? 'crm' : method.startsWith('im.') ? 'im' : 'imbot';
    if (!scopes.includes(scope))
      return [
        401,
        { error: 'insufficient_scope', error_description: 'The request requires higher privileges' },
      ];
    calls++;
    try {
      const result = run(parameters);
      return calls === hangAt ? undefined : [200, { result }];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return [400, { error: error.code, error_description: error.message }];
    }
  }

  return { answer, state };
}

if (process.argv[1] === import.meta.filename) {
  const options = JSON.parse(process.argv[2] ?? '{}') as FakeOptions;
  const { url, ca } = await serveFake(options, () => console.log('hangs'));
  console.log(JSON.stringify({ url, ca }));
}
