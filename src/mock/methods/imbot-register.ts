import type { Parameters } from '../call.ts';
import { applicationOf } from './bots.ts';
import { fieldsOf } from './fields.ts';
import type { Method } from './method.ts';
import { text } from './parameters.ts';
import { refuse } from './refuse.ts';

/** imbot-register.md, closing note */
const MOST_BOTS = 5;

const events = [
  ['EVENT_MESSAGE_ADD', 'Message add'],
  ['EVENT_WELCOME_MESSAGE', 'Welcome message'],
  ['EVENT_BOT_DELETE', 'Bot delete'],
] as const;

/** imbot-register.md. The page says nothing of a code that the same application has registered before; here that answers the bot it has. */
export const imbotRegister: Method = {
  name: 'imbot.register',
  scopes: ['imbot'],
  run(call) {
    const { parameters, portal } = call;
    const owner = applicationOf(call);
    checkHandlers(parameters);
    const code = text(parameters.get('CODE'))?.trim() ?? '';
    if (code === '') refuse('CODE_ERROR', "Bot code isn't specified");
    const name = botName(parameters.get('PROPERTIES'));
    if (name === '') refuse('NAME_ERROR', "Bot name isn't specified");

    const bots = [...portal.bots.values()];
    const known = bots.find((bot) => bot.code === code);
    if (known?.owner === owner) return { result: known.id };
    if (known !== undefined) refuse('WRONG_REQUEST', "Bot can't be created");
    if (bots.filter((bot) => bot.owner === owner).length >= MOST_BOTS) {
      refuse('MAX_COUNT_ERROR', `Has reached the maximum number of bots for application (max: ${MOST_BOTS})`);
    }
    return { result: portal.bots.add({ code, name, owner }).id };
  },
};

/** `NAME` and `LAST_NAME` together; empty when neither is given. */
export function botName(properties: unknown): string {
  const fields = fieldsOf(properties);
  return [fields.get('NAME'), fields.get('LAST_NAME')]
    .map((part) => text(part)?.trim() ?? '')
    .join(' ')
    .trim();
}

function checkHandlers(parameters: Parameters): void {
  const common = text(parameters.get('EVENT_HANDLER')) ?? '';
  for (const [parameter, event] of events) {
    const url = common || (text(parameters.get(parameter)) ?? '');
    if (url === '') refuse(`${parameter}_ERROR`, `Handler for "${event}" event isn't specified`);
    if (!/^https?:\/\/[^/]/i.test(url)) refuse(`${parameter}_ERROR`, 'Wrong handler URL');
  }
}
