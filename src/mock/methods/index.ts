import { resources } from '../resources/index.ts';
import { batch } from './batch.ts';
import { bots } from './bots.ts';
import { botsV2 } from './bots-v2.ts';
import { chats } from './chats.ts';
import { chatsV2 } from './chats-v2.ts';
import { commands } from './commands.ts';
import { commandsV2 } from './commands-v2.ts';
import { dialogs } from './dialogs.ts';
import { members } from './members.ts';
import { messages } from './messages.ts';
import type { Method } from './method.ts';
import { system } from './system.ts';
import { users } from './users.ts';

/** By name in lower case, in the order of names. */
export function byName(methods: readonly Method[]): ReadonlyMap<string, Method> {
  const named = methods.map((method): [string, Method] => [method.name.toLowerCase(), method]);
  return new Map(named.sort(([before], [after]) => (before < after ? -1 : 1)));
}

/** Every method of the mock. A new one is an entry of its family. */
export const standardMethods: readonly Method[] = [
  ...system,
  batch,
  ...users,
  ...bots,
  ...botsV2,
  ...chats,
  ...chatsV2,
  ...members,
  ...dialogs,
  ...messages,
  ...commands,
  ...commandsV2,
  ...resources,
];
