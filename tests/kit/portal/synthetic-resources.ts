import type { TextFile } from '../../../src/contract/contract.ts';
import { buildResources, type Resources } from '../../../src/contract/resources.ts';
import { loadSchemas, readResourceFiles } from '../../../src/run/load.ts';
import { VARIABLES } from '../../../src/target/environment.ts';

/** A kind of thing that the suite does not have: all that it takes is this one file. */
const DEAL = `
resource: deal
make:
  call: crm.deal.add
  with: { fields: { TITLE: b24-conformance $run, ORIGIN_ID: $unique } }
  id: /result
find:
  call: crm.deal.list
  with: { filter: { ORIGIN_ID: $unique }, select: [ID] }
  in: /result
  id: /ID
remove: { call: crm.deal.delete, with: { id: $deal.id }, gone: [Not found] }
others:
  unknown: 2147480001
`;

/** Something in a chat, made by its bot. */
const MESSAGE = `
resource: message
owner: bot
make:
  call: imbot.message.add
  with: { DIALOG_ID: chat$chat.id, MESSAGE: $unique }
  id: /result
find:
  call: im.dialog.messages.get
  with: { DIALOG_ID: chat$chat.id }
  in: /result/messages
  where: { /text: $unique }
  id: /id
remove:
  call: imbot.message.delete
  with: { MESSAGE_ID: $message.id, COMPLETE: Y }
  gone: [MESSAGE_ID_ERROR]
others:
  foreign: { owner: bot.foreign }
`;

export const SYNTHETIC: readonly TextFile[] = [
  { path: 'tests/deal.yaml', text: DEAL },
  { path: 'tests/message.yaml', text: MESSAGE },
];

let built: Resources | undefined;

/** The suite's resources and two more. */
export function withSynthetic(): Resources {
  const known = { variables: Object.keys(VARIABLES) };
  // Those that need others need not come after them.
  built ??= buildResources([...SYNTHETIC, ...readResourceFiles()], loadSchemas(), known);
  return built;
}

/** Scopes of the methods, as the documentation's facts would state them. */
export function scopeOf(method: string): string | undefined {
  if (method.startsWith('crm.')) return 'crm';
  return method.startsWith('im.') ? 'im' : 'imbot';
}
