/** Events of bots, and the parameter of `imbot.register` that names the handler of each. */
export const EVENTS = {
  // on-imbot-message-add.md: each message of a dialog with the bot; in a group chat those that mention it.
  ONIMBOTMESSAGEADD: 'EVENT_MESSAGE_ADD',
  // on-imbot-join-chat.md
  ONIMBOTJOINCHAT: 'EVENT_WELCOME_MESSAGE',
  // on-imbot-delete.md
  ONIMBOTDELETE: 'EVENT_BOT_DELETE',
} as const;

export type EventName = keyof typeof EVENTS;

/** Addresses to which the events of a bot go. */
export type Handlers = Readonly<Partial<Record<EventName, string>>>;

/** @param named the address in a parameter of that name; empty where there is none */
export function handlersOf(named: (parameter: string) => string): Handlers {
  const all = Object.entries(EVENTS).map(([event, parameter]) => [event, named(parameter)]);
  return Object.fromEntries(all.filter(([, handler]) => handler !== ''));
}
