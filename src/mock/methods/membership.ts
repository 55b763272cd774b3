import type { LiveChat, Portal } from '../portal.ts';
import { integer } from './parameters.ts';

/** Those of a list who are there: users and bots. */
export function membersIn({ users, bots }: Portal, given: readonly unknown[]): number[] {
  const ids = given.flatMap((each) => integer(each) ?? []).filter((id) => users.has(id) || bots.has(id));
  return [...new Set(ids)];
}

/** Takes somebody out of a chat, with the rights that he had there. */
export function removeMember({ chats }: Portal, chat: LiveChat, userId: number): void {
  const without = (ids: readonly number[]): number[] => ids.filter((id) => id !== userId);
  chats.update(chat, { userIds: without(chat.userIds), managerIds: without(chat.managerIds) });
}
