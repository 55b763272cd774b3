import { batch } from './batch.ts';
import { sendTyping } from './imbot-chat-send-typing.ts';
import type { Method } from './method.ts';
import { methodGet } from './method-get.ts';
import { methodsList } from './methods.ts';
import { profile } from './profile.ts';
import { scope } from './scope.ts';
import { serverTime } from './server-time.ts';
import { userCurrent } from './user-current.ts';

const all: readonly Method[] = [
  batch,
  sendTyping,
  methodGet,
  methodsList,
  profile,
  scope,
  serverTime,
  userCurrent,
];

/** Every method of the mock, by name in lower case. */
export const methods: ReadonlyMap<string, Method> = new Map(
  all.map((each) => [each.name.toLowerCase(), each]),
);

export function isGranted(method: Method, scopes: readonly string[]): boolean {
  return method.scopes.length === 0 || method.scopes.some((scope) => scopes.includes(scope));
}
