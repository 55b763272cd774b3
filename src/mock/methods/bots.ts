import { RestError } from '../errors.ts';
import type { RegisteredBot } from '../portal.ts';
import { webhookApplication } from '../seed.ts';
import type { MethodCall } from './method.ts';
import { integer, text } from './parameters.ts';

/**
 * The application that calls: an OAuth `client_id`, or `custom` + `CLIENT_ID` on webhooks.
 * @throws {RestError} `noClientId` when a webhook names none (observed; not on the pages)
 */
export function applicationOf({ caller, parameters, portal }: MethodCall): string {
  if (caller.application !== undefined) return caller.application;
  const clientId = text(parameters.get('CLIENT_ID')) ?? '';
  // PHP takes '0' for empty (observed).
  if (clientId === '' || clientId === '0') throw new RestError(portal.profile.errors.noClientId);
  return webhookApplication(clientId);
}

/**
 * The bot that `BOT_ID` names, or the application's first one when it is absent or null.
 * @throws {RestError} `botUnknown`, or `botForeign` when it is another application's
 */
export function botOf({ parameters, portal }: MethodCall, application: string): RegisteredBot {
  const { errors } = portal.profile;
  const wanted = parameters.get('BOT_ID') ?? undefined;
  const bot =
    wanted === undefined
      ? [...portal.bots.values()].find((each) => each.owner === application)
      : portal.bots.get(integer(wanted) ?? 0);
  if (bot === undefined) throw new RestError(errors.botUnknown);
  if (bot.owner !== application) throw new RestError(errors.botForeign);
  return bot;
}

/**
 * `DIALOG_ID` in lower case: a user id or `chatN` (also `sgN`, `crmN`: observed). Whether it exists is not asked.
 * @throws {RestError} `dialogEmpty` when it is missing, zero or malformed
 */
export function dialogOf({ parameters, portal }: MethodCall): string {
  const dialogId = text(parameters.get('DIALOG_ID')) ?? '';
  if (dialogId === '0' || !/^([0-9]+|(chat|sg|crm)[0-9]+)$/i.test(dialogId)) {
    throw new RestError(portal.profile.errors.dialogEmpty);
  }
  return dialogId.toLowerCase();
}
