import { ownBotOf } from './bots-v2.ts';
import type { Method } from './method.ts';

/** `imbot.v2.Command.*`: the same commands as those of `imbot.command.*`. */
export const commandsV2: readonly Method[] = [
  {
    // command-list.md; commands begin with a slash there (entities.md, Command).
    name: 'imbot.v2.Command.list',
    scopes: ['imbot'],
    controller: true,
    run(call) {
      const bot = ownBotOf(call);
      const own = call.portal.commands.filter(({ botId }) => botId === bot.id);
      return {
        result: {
          commands: own.map(({ command, ...fields }) => ({
            ...fields,
            command: `/${command}`,
            category: bot.name,
            context: '',
          })),
        },
      };
    },
  },
];
