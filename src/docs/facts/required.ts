import type { Field } from '../reader/fields.ts';

/** How a call is made by a webhook, in the words of a row: `for webhooks`, `when calling via a webhook`. */
const CALLER = String.raw`(?:for|when|if|while|with|on|in case of)\s+(?:(?:an?|the|all|any|only|incoming|inbound|calls?|called|calling|calling the method|requests?|requesting|us(?:e|ed|ing)|work(?:s|ing)?|via|through|by|from|with|under|of|authori[sz](?:ation|ed|ing)|authenticat(?:ion|ed|ing)|the method is|it is|is|are|made|method|REST)\s+)*webhooks?`;

/** The sentence that makes a parameter required of callers with a webhook alone. */
const WEBHOOK = [
  new RegExp(
    String.raw`(?<!\b(?:not|never|no longer|isn't|n't)\s)\b(?:required|mandatory|obligatory|needed|necessary|must be (?:passed|specified|provided|given|set))\s+(?:only\s+)?${CALLER}`,
    'i',
  ),
  new RegExp(
    String.raw`\bonly\s+${CALLER}[^.]{0,20}\b(?:it )?is (?:required|mandatory|needed|necessary)\b`,
    'i',
  ),
  /(?<!не\s)(?:обязател(?:ен|ьна|ьно|ьный|ьны)|необходим[ао]?|нужен|нужна|нужно|требуется)\s+(?:только\s+)?(?:для|при|через)\s+(?:(?:авторизации|вызове|вызовов|вызова|запросе|запросов|работе|использовании|через|по|с|входящ\S+|метода)\s+)*вебхук/i,
];

/** Whether a parameter must be given: always, or only by callers with a webhook. */
export function requiredOf({
  required,
  text,
}: Pick<Field, 'required' | 'text'>): true | 'webhook' | undefined {
  const words = text.replace(/[*_`]/g, '').replace(/\s+/g, ' ');
  if (WEBHOOK.some((pattern) => pattern.test(words))) return 'webhook';
  return required ? true : undefined;
}
