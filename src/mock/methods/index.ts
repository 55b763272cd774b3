import { appInfo } from './app-info.ts';
import { appOptionGet } from './app-option-get.ts';
import { batch } from './batch.ts';
import { crmDealGet } from './crm-deal-get.ts';
import { featureGet } from './feature-get.ts';
import { imbotBotList } from './imbot-bot-list.ts';
import { imbotChatAdd } from './imbot-chat-add.ts';
import { imbotChatGet } from './imbot-chat-get.ts';
import { imbotChatLeave } from './imbot-chat-leave.ts';
import { sendTyping } from './imbot-chat-send-typing.ts';
import { imbotChatSetOwner } from './imbot-chat-set-owner.ts';
import { imbotChatUpdateTitle } from './imbot-chat-update-title.ts';
import { imbotChatUserList } from './imbot-chat-user-list.ts';
import { imbotDialogGet } from './imbot-dialog-get.ts';
import { imbotRegister } from './imbot-register.ts';
import { imbotUnregister } from './imbot-unregister.ts';
import { imbotUpdate } from './imbot-update.ts';
import { notify } from './imbot-v2-notify.ts';
import type { Method } from './method.ts';
import { methodGet } from './method-get.ts';
import { methodsList } from './methods.ts';
import { profile } from './profile.ts';
import { scope } from './scope.ts';
import { serverTime } from './server-time.ts';
import { userCurrent } from './user-current.ts';
import { userGet } from './user-get.ts';
import { userOptionGet } from './user-option-get.ts';

const all: readonly Method[] = [
  appInfo,
  appOptionGet,
  batch,
  crmDealGet,
  featureGet,
  imbotBotList,
  imbotChatAdd,
  imbotChatGet,
  imbotChatLeave,
  sendTyping,
  imbotChatSetOwner,
  imbotChatUpdateTitle,
  imbotChatUserList,
  imbotDialogGet,
  imbotRegister,
  imbotUnregister,
  imbotUpdate,
  notify,
  methodGet(() => all),
  methodsList(() => all),
  profile,
  scope,
  serverTime,
  userCurrent,
  userGet,
  userOptionGet,
];

/** Every method of the mock, by name in lower case. */
export const methods: ReadonlyMap<string, Method> = new Map(
  all.map((each) => [each.name.toLowerCase(), each]),
);
