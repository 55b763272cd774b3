import type { Call } from '../mock/index.ts';
import { byToken, byWebhook, own, USUAL } from './callers.ts';
import { ofTyping, overlook, parameter, received, refuse, setParameter } from './changes.ts';
import { METHOD, type Mutant } from './mutant.ts';

/** BOT_ID, DIALOG_ID and CLIENT_ID: forms that are refused, and faults that are accepted. */

const STATUS = `${METHOD}.status`;

/** A number in JSON; digits elsewhere, where there are only texts. */
const isNumber = (call: Call, name: string): boolean => {
  const value = call.parameters.get(name);
  if (typeof value === 'number') return true;
  return /^\d+$/.test(String(value ?? '')) && !call.request.body.toString().startsWith('{');
};

export const parameters: readonly Mutant[] = [
  {
    id: 'client-id-not-required',
    breaks: 'A webhook request without CLIENT_ID is accepted.',
    kills: [`${METHOD}.CLIENT_ID.webhook`],
    ...overlook('ACCESS_DENIED', (call) => own(call) && byWebhook(call) && !call.parameters.has('CLIENT_ID')),
  },
  {
    id: 'client-id-required-under-oauth',
    breaks: 'An OAuth request without CLIENT_ID is refused.',
    kills: [STATUS, `${METHOD}.CLIENT_ID.oauth`],
    ...refuse((call) => own(call) && byToken(call) && !call.parameters.has('CLIENT_ID')),
  },
  {
    id: 'bot-id-required',
    breaks: 'BOT_ID must not be left out.',
    kills: [STATUS, `${METHOD}.BOT_ID.first-bot`],
    ...refuse((call) => own(call) && !call.parameters.has('BOT_ID')),
  },
  {
    id: 'bot-id-as-text-refused',
    breaks: 'BOT_ID as a numeric text in JSON is refused.',
    kills: [`${METHOD}.BOT_ID.numeric-string`],
    ...refuse(
      (call) =>
        own(call) &&
        typeof call.parameters.get('BOT_ID') === 'string' &&
        call.request.body.toString().startsWith('{'),
    ),
  },
  {
    id: 'dialog-id-as-number-refused',
    breaks: 'DIALOG_ID as a JSON number is refused.',
    kills: [`${METHOD}.DIALOG_ID.user-as-number`],
    ...refuse((call) => own(call) && typeof call.parameters.get('DIALOG_ID') === 'number'),
  },
  {
    id: 'user-dialog-refused',
    breaks: 'A user id as DIALOG_ID is refused.',
    // As a number it is refused alike.
    kills: [STATUS, `${METHOD}.DIALOG_ID.user`, `${METHOD}.DIALOG_ID.user-as-number`],
    ...refuse((call) => own(call) && /^\d+$/.test(parameter(call, 'DIALOG_ID'))),
  },
  {
    id: 'bot-id-as-number-refused',
    breaks: 'BOT_ID is refused as an integer.',
    about: `${METHOD}.BOT_ID.integer`,
    // Nearly every other case names its bot by number.
    kills: [
      'oauth.renewal.lives',
      `${METHOD}.BOT_ID.integer`,
      ...USUAL,
      'oauth.renewal.usable',
      'observed.auth.bearer',
      'observed.auth.access-token',
    ],
    ...refuse((call) => own(call) && isNumber(call, 'BOT_ID')),
  },
  {
    id: 'chat-dialog-refused',
    breaks: 'chatXXX as DIALOG_ID is refused.',
    about: `${METHOD}.DIALOG_ID.chat`,
    // Nearly every other case writes into the chat.
    kills: [
      'oauth.renewal.lives',
      `${METHOD}.DIALOG_ID.chat`,
      ...USUAL,
      'oauth.renewal.usable',
      'observed.auth.bearer',
      'observed.auth.access-token',
    ],
    ...refuse((call) => own(call) && /^chat/i.test(parameter(call, 'DIALOG_ID'))),
  },
  {
    id: 'last-bot-taken',
    breaks: "Without BOT_ID a bot of another application is taken for the application's own.",
    // Where there is no bot to take, this one is another's, too.
    kills: [STATUS, `${METHOD}.BOT_ID.first-bot`, `${METHOD}.BOT_ID_ERROR.code`],
    ...received(
      (call) => setParameter(call, 'BOT_ID', 47),
      (call) => ofTyping(call) && !call.parameters.has('BOT_ID'),
    ),
  },
];
