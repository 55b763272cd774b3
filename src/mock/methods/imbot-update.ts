import { RestError } from '../errors.ts';
import { applicationOf, botOf } from './bots.ts';
import { fieldsOf } from './fields.ts';
import { botName } from './imbot-register.ts';
import type { Method } from './method.ts';
import { integer, text } from './parameters.ts';
import { refuse } from './refuse.ts';

/** imbot-update.md: code and name, which imbot.bot.list shows; handlers are taken and forgotten. */
export const imbotUpdate: Method = {
  name: 'imbot.update',
  scopes: ['imbot'],
  run(call) {
    const { portal, parameters } = call;
    const application = applicationOf(call);
    if (integer(parameters.get('BOT_ID')) === undefined)
      throw new RestError(portal.profile.errors.botUnknown);
    const bot = botOf(call, application);
    const fields = fieldsOf(parameters.get('FIELDS'));
    const properties = fields.get('PROPERTIES');
    if (fields.size === 0) refuse('WRONG_REQUEST', "Update fields can't be empty");
    const named = fieldsOf(properties);
    const name = botName(properties);
    if (named.has('NAME') && named.has('LAST_NAME') && name === '')
      refuse('NAME_ERROR', "Bot name isn't specified");
    const code = text(fields.get('CODE'))?.trim() || bot.code;
    portal.bots.set(bot.id, { ...bot, code, name: name || bot.name });
    return { result: true };
  },
};
