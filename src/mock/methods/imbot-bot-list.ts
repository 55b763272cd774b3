import type { Method } from './method.ts';

/** imbot-bot-list.md: all bots of the portal, by id. */
export const imbotBotList: Method = {
  name: 'imbot.bot.list',
  scopes: ['imbot'],
  run: ({ portal }) => ({
    result: Object.fromEntries(
      [...portal.bots.values()].map(({ id, name, code }) => [
        id,
        { ID: id, NAME: name, CODE: code, OPENLINE: 'N' },
      ]),
    ),
  }),
};
